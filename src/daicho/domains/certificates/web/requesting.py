# SPDX-License-Identifier: Apache-2.0
"""A request from a person: choose, look at the sample (見本), issue."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from daicho.domains.certificates.actions.receive import CloseInterrupted, ReceiveRequest
from daicho.domains.certificates.certifying import sample_head
from daicho.domains.certificates.desk import receive_and_issue
from daicho.domains.certificates.gathering import Wanted, build, gather
from daicho.domains.certificates.kinds import KINDS, About, CertificateKind
from daicho.domains.certificates.office import office_of
from daicho.domains.certificates.papers.content import Content
from daicho.domains.certificates.papers.printing import Printed, print_certificate
from daicho.domains.certificates.reading import (
    list_events_of,
    protected_among,
    read_household,
    read_latest,
)
from daicho.domains.certificates.selectors import list_issues
from daicho.domains.certificates.signatures import can_sign
from daicho.domains.certificates.web.forms import RequestForm
from daicho.domains.certificates.web.papers import pdf_response
from daicho.domains.register.public import ResidentVersion
from daicho.foundation.access.decision import MASKED_ADDRESS, PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.details import Output, PrintDetail
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.requests import Shown

FUNCTION = "certificate.issue"
MOST_TOGETHER = 50  # persons of one event offered on the form; a bulk change has thousands


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the form offers: kinds, persons, events of the person."""

    kinds: list[CertificateKind]
    people: list[tuple[int, str]] = field(default_factory=list)
    events: list[tuple[int, str]] = field(default_factory=list)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="証明書の交付請求")
def request_for(request: DeskRequest, number: int) -> HttpResponse:
    """The form for a person and the household."""
    row = read_latest(addressee_nos=[number]).get(number)
    if row is None:
        raise Http404
    today = timezone.localtime(request.desk.context.at).date()
    events = list_events_of(addressee_no=number)
    members = _members(row, request)
    request.desk.saw(*(one.addressee_no for one in members))
    kinds = [one for one in _kinds(request) if one.about is not About.NOBODY]
    people = [(one.addressee_no, f"{one.name}（{_state(one)}）") for one in members]
    protected = protected_among(rows=[row], on=today)
    hides = bool(protected) and PROTECTED_VIEW not in request.desk.context.actor.functions
    extra = {
        "row": row, "has_protected": bool(protected),
        "address": MASKED_ADDRESS if hides else f"{row.address}　{row.building}".strip(),
        "history": list_issues(addressee_no=number)[:5], "kinds": KINDS,
    }  # fmt: skip
    choices = Choices(kinds=kinds, people=people, events=events)
    return _handle(request, choices, extra, initial=_prefilled(request, choices, row))


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="不在住証明書の交付請求")
def request_absence(request: DeskRequest) -> HttpResponse:
    """The form for a certificate about nobody (不在住証明)."""
    kinds = [one for one in _kinds(request) if one.about is About.NOBODY]
    return _handle(request, Choices(kinds=kinds), {"row": None, "kinds": KINDS}, initial={})


def _prefilled(request: DeskRequest, choices: Choices, row: ResidentVersion) -> dict[str, Any]:
    """What a link to the form has filled in: the certificate, the persons, the event."""
    told = request.GET
    known = {number for number, _ in choices.people}
    chosen = [int(one) for one in told.getlist("people") if one.isascii() and one.isdigit()]
    initial: dict[str, Any] = {
        "people": [one for one in chosen if one in known] or [row.addressee_no], "asker": row.name,
    }  # fmt: skip
    for name in ("certificate", "option_event", "option_bulk_line", "option_record", "reissue_of"):
        if told.get(name):
            initial[name] = told[name]
    kind = KINDS.get(initial.get("certificate", ""))
    if kind is not None:
        initial["shown"] = [one.value for one in kind.usual]
    return initial


def _handle(
    request: DeskRequest, choices: Choices, extra: dict[str, Any], *, initial: dict[str, Any]
) -> HttpResponse:
    offered: dict[str, Any] = {
        "kinds": choices.kinds,
        "people": choices.people,
        "events": choices.events,
    }
    if request.method != "POST":
        initial |= {"key": secrets.token_urlsafe(24)}
        return _show(request, RequestForm(initial=initial, **offered), extra)
    form = RequestForm(request.POST, **offered)
    if not form.is_valid():
        return _show(request, form, extra, status=422)
    if request.POST.get("step") == "sample":
        return _sample(request, form, extra)
    return _issue(request, form, extra)


def _issue(request: DeskRequest, form: RequestForm, extra: dict[str, Any]) -> HttpResponse:
    context = request.desk.context
    request.desk.has_acted = True
    perform(CloseInterrupted(), context=context)
    outcome = receive_and_issue(receive=form.request(), context=context)
    if outcome.value is not None:
        for finding in outcome.findings:
            messages.warning(request, finding.message_ja, "warn")
        return HttpResponseRedirect(reverse("certificates:request", args=[outcome.value]))
    form.data = form.data.copy()  # type: ignore[attr-defined]
    # What was refused is closed under its key: the next try is another request.
    form.data["key"] = secrets.token_urlsafe(24)  # type: ignore[index]
    return _show(request, form, extra | told_of(outcome.findings, form), status=422)


def told_of(findings: Sequence[Finding], form: RequestForm) -> dict[str, Any]:
    """Errors to read, and alerts that somebody has to tick (警告の確認) before it is issued."""
    alerts = {one.code: one for one in findings if one.severity is Severity.WARNING}
    return {
        "findings": [one for one in findings if one.severity is Severity.ERROR],
        "alerts": list(alerts.values()),
        "acknowledged": form.acknowledged(),
    }


def _sample(request: DeskRequest, form: RequestForm, extra: dict[str, Any]) -> HttpResponse:
    """The paper with 見本 across it, without number and seal, and 個人番号 as stars."""
    context = request.desk.context
    wanted = _wanted(form.request())
    gathered = gather(wanted, context=context, is_released=False)
    findings: tuple[Finding, ...] = gathered.findings
    if not gathered.is_refused:
        content = build(wanted, gathered.rows, context=context, hides_numbers=True)
        if not isinstance(content, Finding):
            printed = _print_sample(request, wanted.kind, content)
            return pdf_response(printed.pdf, "sample")
        findings = (content,)
    return _show(request, form, extra | {"findings": findings}, status=422)


def _print_sample(request: DeskRequest, kind: CertificateKind, content: Content) -> Printed:
    """The sample, and its entry of the log (印刷ログ: プレビュー); 個人番号 are stars on it."""
    context = request.desk.context
    today = timezone.localtime(context.at).date()
    mark = office_of(settings.MUNICIPALITY_CODE).mark
    head = sample_head(today, kind=kind.code)
    printed = print_certificate(content, head, made_at=context.at, mark=mark)
    detail = PrintDetail(
        title=kind.label, file_name="sample.pdf", printer=context.terminal, copies=1,
        pages=printed.pages, official_seal=False, individual_number=False,
        output=Output.PREVIEW,
    )  # fmt: skip
    request.desk.note(操作="見本の表示", 証明書=kind.label, **detail.as_detail())
    return printed


def _wanted(asked: ReceiveRequest) -> Wanted:
    kind = KINDS[asked.certificate]
    shown = frozenset(Shown(code) for code in asked.shown) & kind.items | kind.always
    return Wanted(
        kind=kind, subject_nos=asked.people, shown=shown, options=asked.options,
        is_marked_official=asked.is_marked_official,
    )  # fmt: skip


def _show(
    request: DeskRequest, form: RequestForm, extra: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "can_sign": can_sign(), **extra}
    return render(request, "certificates/request_form.html", context, status=status)


def _kinds(request: DeskRequest) -> list[CertificateKind]:
    return [one for one in KINDS.values() if one.function in request.desk.context.actor.functions]


def _members(row: ResidentVersion, request: DeskRequest) -> list[ResidentVersion]:
    """The person, of a resident the household, and of one who left those who left together."""
    if row.household_no is None:
        return [row]
    today = timezone.localtime(request.desk.context.at).date()
    found = read_household(household_no=row.household_no, on=today) if row.is_resident else []
    numbers = row.event.addressee_nos if row.event is not None else []
    together = read_latest(addressee_nos=numbers[:MOST_TOGETHER]).values()
    found += [one for one in together if one.household_no == row.household_no]
    return list({one.addressee_no: one for one in (row, *found)}.values())


def _state(row: ResidentVersion) -> str:
    return row.relationship if row.is_resident else row.get_status_display()
