# SPDX-License-Identifier: Apache-2.0
"""Pages of notice to the person (本人通知): registrations, letters, endings."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from daicho.domains.inspection import notices
from daicho.domains.inspection.letters import Letters
from daicho.domains.inspection.models import NoticeRegistration
from daicho.domains.inspection.notice_actions import (
    EndNoticeRegistration,
    RegisterForNotice,
    SendNotices,
    TellEndings,
)
from daicho.domains.inspection.web.forms import RegistrationForm
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding

FUNCTION = "certificate.issue"
MOST = 500  # letters of one printing


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="本人通知")
def notice_list(request: DeskRequest) -> HttpResponse:
    """Registrations, and notices that wait for the printer."""
    form = RegistrationForm(request.POST or None, initial={"first": _today(request)})
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, RegisterForNotice(**form.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            return _back()
    found = list(NoticeRegistration.objects.all()[:100])
    told = _told(request.GET.get("told", ""))
    waiting = list(notices.waiting(told)[:MOST])
    ending = list(notices.ending(_today(request))[:MOST])
    request.desk.saw(*(one.addressee_no for one in [*found, *ending]))
    request.desk.saw(*(one.addressee_no for one in waiting))
    context = {
        "found": found, "waiting": waiting, "ending": ending, "form": form, "refusals": findings,
        "told": told, "choices": notices.Told.choices,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "inspection/notices.html", context, status=status)


@require_POST
@page(function=FUNCTION, title="本人通知の廃止")
def end_notice(request: DeskRequest, number: int) -> HttpResponse:
    """End one registration."""
    perform_at(request.desk, EndNoticeRegistration(registration_no=number))
    return _back()


@require_POST
@page(function=FUNCTION, title="本人通知の出力", kind=Kind.DOCUMENT)
def send_notices(request: DeskRequest) -> HttpResponse:
    """The letters of the waiting notices as PDF; then they count as sent."""
    waiting = list(notices.waiting(_told(request.POST.get("told", "")))[:MOST])
    action = SendNotices(
        notice_nos=tuple(one.pk for one in waiting),
        addressee_nos=tuple({one.addressee_no: None for one in waiting}),
    )
    return _letters(request, perform_at(request.desk, action).value)


@require_POST
@page(function=FUNCTION, title="本人通知の期間満了のお知らせ", kind=Kind.DOCUMENT)
def tell_endings(request: DeskRequest) -> HttpResponse:
    """The letters to those whose registration ends, as PDF."""
    ending = list(notices.ending(_today(request))[:MOST])
    action = TellEndings(
        registration_nos=tuple(one.pk for one in ending),
        addressee_nos=tuple({one.addressee_no: None for one in ending}),
    )
    return _letters(request, perform_at(request.desk, action).value)


def _letters(request: DeskRequest, letters: Letters | None) -> HttpResponse:
    if letters is not None and letters.left:
        messages.warning(
            request, f"{letters.left}件は宛先を表示できないため、作成していません"
            "(支援措置責任者が作成します)。", "warn",
        )  # fmt: skip
    if letters is None or not letters.made:
        return _back()
    response = HttpResponse(letters.pdf, content_type="application/pdf")
    response["Content-Disposition"] = "inline; filename=notices.pdf"
    return response


def _told(text: str) -> notices.Told:
    return notices.Told(text) if text in notices.Told.values else notices.Told.NOT_SELF


def _today(request: DeskRequest) -> date:
    return timezone.localtime(request.desk.context.at).date()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("inspection:notices"))
