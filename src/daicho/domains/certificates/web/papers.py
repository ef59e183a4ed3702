# SPDX-License-Identifier: Apache-2.0
"""What becomes of a request: its issues handed over, spoilt, closed, reviewed, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.certificates.actions.after import HandOver, ReviewRequest, SpoilIssue
from daicho.domains.certificates.actions.correct import CorrectAsker
from daicho.domains.certificates.actions.issue import wanted_of
from daicho.domains.certificates.actions.receive import CloseRequest
from daicho.domains.certificates.desk import issue as issue_again
from daicho.domains.certificates.gathering import gather
from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import CertificateIssue, Request, RequestState
from daicho.domains.certificates.printers import can_spool, list_printers
from daicho.domains.certificates.reading import protected_among, read_latest
from daicho.domains.certificates.selectors import list_waiting
from daicho.domains.certificates.web.forms import CorrectAskerForm
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.requests import Shown

FUNCTION = "certificate.issue"


@require_safe
@page(function=FUNCTION, title="交付請求の照会")
def show_request(request: DeskRequest, number: int) -> HttpResponse:
    """One request: who asked for what, its certificates, what can be done with them."""
    found = _request(number)
    request.desk.saw(*found.subject_nos)
    names = {no: row.name for no, row in read_latest(addressee_nos=found.subject_nos).items()}
    context = {
        "request_": found, "kind": KINDS.get(found.kind),
        "names": [(no, names.get(no, "")) for no in found.subject_nos],
        "shown": [Shown(code).label_ja for code in found.shown],
        "issues": found.issues.order_by("pk").prefetch_related("sheets__lot"),
        "alerts": _alerts(request, found),
        "printers": list_printers(terminal=request.desk.context.terminal, kind=found.kind),
        "can_spool": can_spool(), "correct_form": _correct_form(found),
        "corrections": found.corrections.order_by("pk"),
        "reviews": found.reviews.order_by("pk"), "total": found.fee * found.copies,
    }  # fmt: skip
    return render(request, "certificates/request.html", context)


@require_POST
@page(function=FUNCTION, title="証明書の交付")
def hand_over(request: DeskRequest, number: int) -> HttpResponse:
    """Into the asker's hands."""
    issue = issue_or_404(number)
    return _act(request, HandOver(issue_no=issue.pk), issue.request_id, "交付を記録しました。")


@require_POST
@page(function=FUNCTION, title="証明書の処分")
def spoil(request: DeskRequest, number: int) -> HttpResponse:
    """Issued by mistake, destroyed."""
    issue = issue_or_404(number)
    action = SpoilIssue(
        issue_no=issue.pk, reason=request.POST.get("reason", ""),
        refunds=request.POST.get("refunds") == "on",
    )  # fmt: skip
    return _act(request, action, issue.request_id, "処分を記録しました。")


@require_POST
@page(function=FUNCTION, title="証明書の不交付")
def close(request: DeskRequest, number: int) -> HttpResponse:
    """Not to be issued after all."""
    found = _request(number)
    action = CloseRequest(request_no=found.pk, reason=request.POST.get("reason", ""))
    return _act(request, action, found.pk, "請求を閉じました。")


@require_POST
@page(function="protected.view", title="支援措置対象者の証明書の審査")
def review(request: DeskRequest, number: int) -> HttpResponse:
    """The responsible officer's verdict; released, it is issued at once."""
    found = _request(number)
    is_released = request.POST.get("verdict") == "release"
    action = ReviewRequest(
        request_no=found.pk, is_released=is_released, comment=request.POST.get("comment", ""),
        acknowledged=tuple(request.POST.getlist("acknowledged")),
    )  # fmt: skip
    outcome = perform_at(request.desk, action)
    findings = list(outcome.findings)
    if outcome.value is not None and is_released:
        findings += issue_again(request_no=found.pk, context=request.desk.context).findings
    return _back(request, found.pk, findings, "審査を記録しました。")


@require_safe
@page(function="protected.view", title="審査待ちの交付請求")
def waiting(request: DeskRequest) -> HttpResponse:
    """What waits for the responsible officer."""
    found = list(list_waiting()[:200])
    request.desk.saw(*(no for one in found for no in one.subject_nos))
    context = {"requests": [(one, KINDS[one.kind].label) for one in found if one.kind in KINDS]}
    return render(request, "certificates/waiting.html", context)


@require_POST
@page(function=FUNCTION, title="請求者区分の訂正")
def correct(request: DeskRequest, number: int) -> HttpResponse:
    """Who asked was chosen wrongly; it is put right after the issue, and what stood is kept."""
    found = _request(number)
    form = CorrectAskerForm(request.POST)
    if not form.is_valid():
        text = " ".join(error for errors in form.errors.values() for error in errors)
        messages.warning(request, f"訂正できません。{text}", "warn")
        return HttpResponseRedirect(reverse("certificates:request", args=[found.pk]))
    told = dict(form.cleaned_data)
    action = CorrectAsker(request_no=found.pk, reason=told.pop("correction_reason"), **told)
    return _act(request, action, found.pk, "請求者区分を訂正しました。")


def _correct_form(found: Request) -> CorrectAskerForm | None:
    kind = KINDS.get(found.kind)
    if found.state != RequestState.ISSUED or kind is None or kind.is_notice:
        return None
    told = ("door", "relation", "bearer", "bearer_name")
    return CorrectAskerForm(initial={name: getattr(found, name) for name in told})


def _alerts(request: DeskRequest, found: Request) -> list[Finding]:
    """What the officer who reviews has to acknowledge, as the guards tell it now."""
    if found.state != RequestState.WAITING or found.kind not in KINDS:
        return []
    gathered = gather(wanted_of(found), context=request.desk.context, is_released=True)
    alerts = {one.code: one for one in gathered.unseen(found.acknowledged)}
    return list(alerts.values())


def pdf_response(pdf: bytes, name: str, *, is_file: bool = False) -> HttpResponse:
    """A PDF that no browser and no proxy keeps, to be looked at or saved."""
    response = HttpResponse(pdf, content_type="application/pdf")
    how = "attachment" if is_file else "inline"
    response["Content-Disposition"] = f'{how}; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def refuse_protected(request: DeskRequest, issue: CertificateIssue) -> None:
    """Whoever may not see the address does not get the paper, whenever it was issued."""
    if PROTECTED_VIEW in request.desk.context.actor.functions:
        return
    today = timezone.localtime(request.desk.context.at).date()
    rows = read_latest(addressee_nos=issue.subject_nos).values()
    if issue.has_protected or protected_among(rows=rows, on=today):
        raise PermissionDenied("支援措置の対象者を含むため、支援措置責任者が印刷してください。")


def _act(request: DeskRequest, action: Action[int], request_no: int, done: str) -> HttpResponse:
    outcome = perform_at(request.desk, action)
    return _back(request, request_no, list(outcome.findings), done)


def _back(request: DeskRequest, request_no: int, findings: list[Any], done: str) -> HttpResponse:
    for finding in findings:
        messages.warning(request, finding.message_ja, "warn")
    if not findings:
        messages.success(request, done, "good")
    return HttpResponseRedirect(reverse("certificates:request", args=[request_no]))


def _request(number: int) -> Request:
    found = Request.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def issue_or_404(number: int) -> CertificateIssue:
    """The issue with its request."""
    found = CertificateIssue.objects.select_related("request").filter(pk=number).first()
    if found is None:
        raise Http404
    return found
