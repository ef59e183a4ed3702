# SPDX-License-Identifier: Apache-2.0
"""Pages of the inspection (閲覧) and of notice to the person (本人通知)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.inspection import drawing, notices, publication
from daicho.domains.inspection.actions import (
    DecideInspection,
    EndNoticeRegistration,
    MakeInspectionList,
    ReceiveInspection,
    RecordSession,
    RegisterForNotice,
    SendNotices,
)
from daicho.domains.inspection.models import (
    Application,
    InspectionList,
    IssueNotice,
    NoticeRegistration,
)
from daicho.domains.inspection.web.forms import (
    ApplicationForm,
    DecisionForm,
    RegistrationForm,
    SessionForm,
)
from daicho.domains.register.public import people_as_of
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines
from daicho.kernel.dates import fiscal_year_of
from daicho.kernel.findings import Finding

FUNCTION = "register.inspection"
NOTICE = "certificate.issue"


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="閲覧の申出")
def applications(request: DeskRequest) -> HttpResponse:
    """Every application, and a new one."""
    form = ApplicationForm(request.POST or None)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, ReceiveInspection(**form.cleaned_data))
        findings = outcome.findings
        if outcome.value is not None:
            return _to(outcome.value)
    context = {"found": Application.objects.all()[:100], "form": form, "refusals": findings,
               "year": fiscal_year_of(_today(request))}  # fmt: skip
    return render(request, "inspection/applications.html", context, status=_status(request))


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="閲覧の審査・記録")
def application(request: DeskRequest, number: int) -> HttpResponse:
    """One application: decide, make the list, record a sitting."""
    found = Application.objects.filter(pk=number).first()
    if found is None:
        raise Http404("この申出はありません")
    act = request.POST.get("act", "")
    decision = DecisionForm(request.POST if act == "decide" else None)
    session = SessionForm(request.POST if act == "session" else None, auto_id="session_%s")
    action: Action[int] | None = None
    if act == "decide" and decision.is_valid():
        action = DecideInspection(application_no=number, **decision.cleaned_data)
    elif act == "session" and session.is_valid():
        action = RecordSession(application_no=number, **session.cleaned_data)
    elif act == "list":
        action = MakeInspectionList(application_no=number)
    findings: Sequence[Finding] = ()
    if action is not None:
        outcome = perform_at(request.desk, action)
        findings = outcome.findings
        if not outcome.is_refused:
            messages.success(request, f"{action.audit_text}を記録しました。", "good")
            return _to(number)
    context = {"one": found, "decision": decision, "session": session, "refusals": findings}
    return render(request, "inspection/application.html", context, status=_status(request))


@require_safe
@page(function=FUNCTION, title="閲覧用リストの出力", kind=Kind.EXTRACT)
def inspection_list(request: DeskRequest, number: int) -> HttpResponse:
    """The four items as CSV; who came under protection since the list was made is left out too."""
    made = InspectionList.objects.filter(pk=number).first()
    if made is None:
        raise Http404("このリストはありません")
    rows = people_as_of(valid_on=made.day, known_at=made.known_at).filter(
        addressee_no__in=made.addressee_nos
    )
    lines = list(
        drawing.four_items(list(rows.order_by("town", "address", "addressee_no")),
                           request.desk.context)
    )  # fmt: skip
    return _file(request, f"inspection-{number}.csv", drawing.HEAD, lines)


@require_safe
@page(function=FUNCTION, title="閲覧状況の公表", kind=Kind.EXTRACT)
def published(request: DeskRequest, year: int) -> HttpResponse:
    """What is published of one fiscal year."""
    if not 1989 <= year <= 2999:
        raise Http404("この年度はありません")
    rows = publication.published(first=date(year, 4, 1), last=date(year + 1, 3, 31))
    return _file(request, f"inspections-{year}.csv", publication.HEAD, rows)


@require_http_methods(["GET", "POST"])
@page(function=NOTICE, title="本人通知")
def notice_list(request: DeskRequest) -> HttpResponse:
    """Registrations, and notices that wait for the printer."""
    form = RegistrationForm(request.POST or None, initial={"first": _today(request)})
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, RegisterForNotice(**form.cleaned_data))
        findings = outcome.findings
        if not outcome.is_refused:
            return HttpResponseRedirect(reverse("inspection:notices"))
    found = list(NoticeRegistration.objects.all()[:100])
    request.desk.saw(*(one.addressee_no for one in found))
    waiting = IssueNotice.objects.filter(sent_on__isnull=True).select_related("registration")[:500]
    context = {"found": found, "waiting": waiting, "form": form, "refusals": findings}
    return render(request, "inspection/notices.html", context, status=_status(request))


@require_POST
@page(function=NOTICE, title="本人通知の廃止")
def end_notice(request: DeskRequest, number: int) -> HttpResponse:
    """End one registration."""
    perform_at(request.desk, EndNoticeRegistration(registration_no=number))
    return HttpResponseRedirect(reverse("inspection:notices"))


@require_POST
@page(function=NOTICE, title="本人通知の出力", kind=Kind.EXTRACT)
def send_notices(request: DeskRequest) -> HttpResponse:
    """The waiting notices for the printer, as CSV; then they count as sent."""
    waiting = list(
        IssueNotice.objects.filter(sent_on__isnull=True).select_related("registration")[:500]
    )
    request.desk.saw(*(one.registration.addressee_no for one in waiting))
    lines = list(notices.printer_rows(waiting, request.desk.context))
    perform_at(request.desk, SendNotices(notice_nos=tuple(one.pk for one in waiting)))
    return _file(request, "notices.csv", notices.HEAD, lines)


def _file(
    request: DeskRequest, name: str, head: Sequence[str], lines: Iterable[Sequence[object]]
) -> HttpResponse:
    rows = list(lines)
    content = "".join(csv_lines(head, rows)).encode()
    detail = ExportDetail(
        name=name, conditions={}, rows=len(rows), columns=head, sha256=sha256_of(content)
    )
    request.desk.note(**detail.as_detail())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _today(request: DeskRequest) -> date:
    return timezone.localtime(request.desk.context.at).date()


def _status(request: DeskRequest) -> int:
    return 422 if request.method == "POST" else 200


def _to(number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("inspection:application", args=[number]))
