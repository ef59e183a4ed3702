# SPDX-License-Identifier: Apache-2.0
"""Slips of seal registration: type, enter, check, register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.seals.actions.slips import (
    EnterSealSlip,
    RegisterSealSlip,
    ReturnSealSlip,
    WithdrawSealSlip,
)
from daicho.domains.seals.models import SealImage
from daicho.domains.seals.selectors import find_live, list_registrations
from daicho.domains.seals.slips.kinds import SEAL_KINDS
from daicho.domains.seals.web.people import find_row, imprint_of, inquiry_stop
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Outcome, perform_at
from daicho.foundation.entries.kinds import EntryKind, read_form
from daicho.foundation.entries.models import OPEN_STATES, Entry, State
from daicho.foundation.entries.store import content_of
from daicho.foundation.ui.slip_form import Input, inputs_of, typed_of
from daicho.kernel.findings import Finding, Severity


@require_http_methods(["GET", "POST"])
@page(function="seal.register", title="印鑑登録の入力")
def type_new(request: DeskRequest, kind: str) -> HttpResponse:
    """A new slip about a person."""
    person = _number(request.GET.get("person", ""))
    if kind not in SEAL_KINDS or person is None:
        raise Http404("この種類の入力票はありません")
    return _type(request, SEAL_KINDS[kind], person, _start(request, kind, person), None)


@require_http_methods(["GET", "POST"])
@page(function="seal.register", title="印鑑登録の入力票の訂正")
def edit(request: DeskRequest, number: int) -> HttpResponse:
    """A returned slip, or one that waits for its check."""
    entry = _find(number)
    if entry.state not in OPEN_STATES:
        return HttpResponseRedirect(reverse("seals:slip", args=[number]))
    return _type(request, SEAL_KINDS[entry.kind], entry.subjects[0], content_of(entry), entry)


@require_safe
@page(function="seal.register", title="印鑑登録の入力票")
def slip(request: DeskRequest, number: int) -> HttpResponse:
    """What was entered, for the check (審査)."""
    return render(request, "seals/slip.html", _show(request, _find(number)))


@require_POST
@page(function="seal.register", title="印鑑登録の審査")
def decide(request: DeskRequest, number: int) -> HttpResponse:
    """Register or return."""
    entry = _find(number)
    if request.POST.get("step") == "return":
        action = ReturnSealSlip(entry_no=number, reason=request.POST.get("reason", ""))
        outcome: Outcome[int] = perform_at(request.desk, action)
        done = "差し戻しました。"
    else:
        outcome = perform_at(request.desk, RegisterSealSlip(entry_no=number))
        done = "本登録しました。"
    return _decided(request, entry, outcome, f"入力票{number}を{done}")


@require_POST
@page(function="seal.register", title="印鑑登録の入力票の取下げ")
def withdraw(request: DeskRequest, number: int) -> HttpResponse:
    """Take a slip back for good."""
    entry = _find(number)
    action = WithdrawSealSlip(entry_no=number, reason=request.POST.get("reason", ""))
    outcome = perform_at(request.desk, action)
    return _decided(request, entry, outcome, f"入力票{number}を取り下げました。")


def _decided(request: DeskRequest, entry: Entry, outcome: Outcome[int], done: str) -> HttpResponse:
    if outcome.is_refused:
        entry.refresh_from_db()
        context = _show(request, entry) | {"refusals": outcome.findings}
        return render(request, "seals/slip.html", context, status=422)
    messages.success(request, done, "good")
    return HttpResponseRedirect(reverse("seals:person", args=[entry.subjects[0]]))


def _type(
    request: DeskRequest, kind: EntryKind, person: int, data: dict[str, Any], entry: Entry | None
) -> HttpResponse:
    row = find_row(request, person)
    if stops := inquiry_stop(request, person):
        return render(request, "seals/stopped.html", {"findings": stops}, status=403)
    findings: Sequence[Finding] = ()
    acknowledged: tuple[str, ...] = ()
    if request.method == "POST":
        data = typed_of(kind.form, request.POST) | {"addressee_no": person}
        acknowledged = tuple(request.POST.getlist("acknowledged"))
        action = EnterSealSlip(
            entry_kind=kind.code, data=data, entry_no=entry.pk if entry else None,
            version=_number(request.POST.get("version", "")), acknowledged=acknowledged,
        )  # fmt: skip
        outcome = perform_at(request.desk, action)
        if outcome.value is not None:
            messages.success(request, f"入力票{outcome.value}として仮登録しました。", "good")
            return HttpResponseRedirect(reverse("seals:slip", args=[outcome.value]))
        findings = outcome.findings
    context = {
        "kind": kind,
        "row": row,
        "inputs": _inputs(kind, data, findings),
        "errors": [one for one in findings if one.severity is Severity.ERROR],
        "alerts": [one for one in findings if one.severity is Severity.WARNING],
        "acknowledged": acknowledged,
        "entry": entry,
        "imprint": _imprint(data, person),
        "live": find_live(addressee_no=person),
    }
    status = 422 if findings else 200
    return render(request, "seals/type_slip.html", context, status=status)


def _inputs(kind: EntryKind, data: dict[str, Any], findings: Sequence[Finding]) -> list[Input]:
    """The form without the person, who is chosen already."""
    made = inputs_of(kind.form, data, findings=findings)
    return [one for one in made if one.path != "addressee_no"]


def _start(request: DeskRequest, kind: str, person: int) -> dict[str, Any]:
    """What is known before anything is typed."""
    start: dict[str, Any] = {"addressee_no": person}
    if kind == "seals.register":
        start["image_no"] = _number(request.GET.get("image", "")) or ""
    if kind == "seals.restore":
        revoked = list_registrations(addressee_no=person).filter(is_revoked=True).first()
        start["number"] = revoked.number if revoked else ""
    if kind == "seals.correct" and (live := find_live(addressee_no=person)):
        start["text"] = live.text
    return start


def _imprint(data: dict[str, Any], person: int) -> dict[str, Any] | None:
    """The imprint that the slip is about."""
    number = _number(str(data.get("image_no", "")))
    if number is None:
        return None
    found = SealImage.objects.filter(pk=number, addressee_no=person).first()
    return imprint_of(found) if found is not None else None


def _show(request: DeskRequest, entry: Entry) -> dict[str, Any]:
    kind, data = SEAL_KINDS[entry.kind], content_of(entry)
    person = entry.subjects[0]
    row = find_row(request, person)
    read = read_form(kind, data)
    is_waiting = entry.state == State.PROVISIONAL
    findings: Sequence[Finding] = read.findings
    if read.form is not None:
        findings = kind.check(read.form, request.desk.context)
    return {
        "entry": entry,
        "kind": kind,
        "row": row,
        "lines": _lines(_inputs(kind, data, ())),
        "findings": findings if is_waiting else [],
        "is_waiting": is_waiting,
        "is_own": request.desk.context.actor.who.login in entry.writers,
        "is_open": entry.state in OPEN_STATES,
        "imprint": _imprint(data, person),
        "live": find_live(addressee_no=person),
    }


def _lines(inputs: Sequence[Input]) -> list[tuple[str, str]]:
    """What was typed, in words."""
    found: list[tuple[str, str]] = []
    for one in inputs:
        if one.kind == "group":
            found += _lines(one.children)
        elif one.kind == "check":
            found += [(one.label, "はい")] if one.value else []
        elif one.value not in ("", None):
            words = dict(one.choices)
            found.append((one.label, words.get(str(one.value), str(one.value))))
    return found


def _find(number: int) -> Entry:
    entry = Entry.objects.filter(pk=number, kind__in=list(SEAL_KINDS)).first()
    if entry is None:
        raise Http404("この入力票はありません")
    return entry


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
