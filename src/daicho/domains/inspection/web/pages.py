# SPDX-License-Identifier: Apache-2.0
"""Pages of the inspection (閲覧): applications, lists, printed copies, sittings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.inspection import copies, drawing, publication
from daicho.domains.inspection.actions import (
    AskListRelease,
    DecideInspection,
    DecideListRelease,
    MakeInspectionList,
    ReceiveInspection,
    RecordSession,
)
from daicho.domains.inspection.copies import PrintInspectionList, SpoilListCopy
from daicho.domains.inspection.models import Application, InspectionList, ListRelease
from daicho.domains.inspection.web.forms import (
    ApplicationForm,
    DecisionForm,
    ReleaseDecisionForm,
    ReleaseForm,
    SessionForm,
)
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines
from daicho.kernel.dates import fiscal_year_of
from daicho.kernel.findings import Finding

FUNCTION = "register.inspection"


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
    forms = {
        name: form(request.POST if act == name else None, auto_id=f"{name}_%s")
        for name, form in FORMS.items()
    }
    action = _action_of(act, number, forms, request)
    findings: Sequence[Finding] = ()
    if action is not None:
        outcome = perform_at(request.desk, action)
        findings = outcome.findings
        if not outcome.is_refused:
            messages.success(request, f"{action.audit_text}を記録しました。", "good")
            return _to(number)
    copies_made = copies.list_copies().filter(list__application=found)
    context = {"one": found, **forms, "refusals": findings, "copies": copies_made,
               "has_hidden": any(one.code == "inspection.hidden" for one in findings)}  # fmt: skip
    return render(request, "inspection/application.html", context, status=_status(request))


FORMS: dict[str, type[Form]] = {
    "decide": DecisionForm, "session": SessionForm, "release": ReleaseForm,
}  # fmt: skip


def _action_of(
    act: str, number: int, forms: Mapping[str, Form], request: DeskRequest
) -> Action[int] | None:
    """What was sent, as an action; none when nothing was, or a form has faults."""
    if act == "list":
        leaves_out = request.POST.get("leaves_out") == "on"
        return MakeInspectionList(application_no=number, leaves_out=leaves_out)
    form = forms.get(act)
    if form is None or not form.is_valid():
        return None
    typed = form.cleaned_data
    if act == "decide":
        return DecideInspection(application_no=number, **typed)
    if act == "session":
        return RecordSession(application_no=number, **typed)
    return AskListRelease(application_no=number, **typed)


@require_http_methods(["GET", "POST"])
@page(function="protected.view", title="閲覧の支援措置の審査")
def release(request: DeskRequest, number: int) -> HttpResponse:
    """The officer in charge decides whether one protected person may stand on the list."""
    found = ListRelease.objects.select_related("application").filter(pk=number).first()
    if found is None:
        raise Http404("この審査はありません")
    form = ReleaseDecisionForm(request.POST or None)
    findings: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        action = DecideListRelease(
            release_no=number, addressee_no=found.addressee_no, **form.cleaned_data
        )
        outcome = perform_at(request.desk, action)
        findings = outcome.findings
        if not outcome.is_refused:
            messages.success(request, "審査の結果を記録しました。", "good")
            return HttpResponseRedirect(reverse("inspection:release", args=[number]))
    request.desk.saw(found.addressee_no)
    context = {"one": found, "form": form, "refusals": findings,
               "person": drawing.person_of(found.addressee_no, request.desk.context)}  # fmt: skip
    return render(request, "inspection/release.html", context, status=_status(request))


@require_safe
@page(function="protected.view", title="閲覧の支援措置の審査の一覧")
def releases(request: DeskRequest) -> HttpResponse:
    """What waits for the officer in charge, and what was decided."""
    found = ListRelease.objects.select_related("application").order_by("decided_at", "pk")
    waiting = list(found.filter(is_allowed=None)[:200])
    request.desk.saw(*(one.addressee_no for one in waiting))
    context = {"waiting": waiting, "decided": found.exclude(is_allowed=None).order_by("-pk")[:100]}
    return render(request, "inspection/releases.html", context)


@require_safe
@page(function=FUNCTION, title="閲覧用リストの出力", kind=Kind.EXTRACT)
def inspection_list(request: DeskRequest, number: int) -> HttpResponse:
    """The four items as CSV; who came under protection since the list was made is left out too."""
    made = InspectionList.objects.filter(pk=number).first()
    if made is None:
        raise Http404("このリストはありません")
    if copies.needs_officer(made, request.desk.context):
        raise PermissionDenied(copies.OFFICER)
    lines = [items for _, items in copies.rows_of(made, request.desk.context)]
    return _file(request, f"inspection-{number}.csv", drawing.HEAD, lines)


@require_POST
@page(function=FUNCTION, title="閲覧用リストの印刷", kind=Kind.DOCUMENT)
def print_list(request: DeskRequest, number: int) -> HttpResponse:
    """A numbered copy of the list as PDF."""
    made = InspectionList.objects.filter(pk=number).first()
    if made is None:
        raise Http404("このリストはありません")
    action = PrintInspectionList(list_no=number, addressee_nos=tuple(made.addressee_nos))
    outcome = perform_at(request.desk, action)
    if outcome.value is None:
        for finding in outcome.findings:
            messages.error(request, finding.message_ja, "bad")
        return _to(made.application_id)
    response = HttpResponse(outcome.value.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename=inspection-{number}.pdf"
    return response


@require_POST
@page(function=FUNCTION, title="閲覧用の写しの処分")
def spoil_copy(request: DeskRequest, number: int) -> HttpResponse:
    """A copy made by mistake was destroyed."""
    found = copies.list_copies().filter(pk=number).first()
    if found is None:
        raise Http404("この写しはありません")
    outcome = perform_at(
        request.desk, SpoilListCopy(copy_no=number, reason=request.POST.get("reason", ""))
    )
    for finding in outcome.findings:
        messages.error(request, finding.message_ja, "bad")
    return _to(found.list.application_id)


@require_safe
@page(function=FUNCTION, title="閲覧状況の公表", kind=Kind.EXTRACT)
def published(request: DeskRequest, year: int) -> HttpResponse:
    """What is published of one fiscal year."""
    if not 1989 <= year <= 2999:
        raise Http404("この年度はありません")
    rows = publication.published(first=date(year, 4, 1), last=date(year + 1, 3, 31))
    return _file(request, f"inspections-{year}.csv", publication.HEAD, rows)


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
