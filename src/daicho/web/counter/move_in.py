# SPDX-License-Identifier: Apache-2.0
"""A family moves in: one page for all of them, in the order of the paper, typed without a mouse.

The inputs are those of the slip of 転入 (foundation/ui/slip_form.py), laid out for four people;
what the family shares is typed once and put into every member's record that says nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.register.public import (
    DraftEvent,
    EnterEvent,
    Former,
    offer_former,
    suggest_towns,
    take_up,
    taken_up,
)
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.audit.models import Kind
from daicho.foundation.entries.models import OPEN_STATES, Entry, State
from daicho.foundation.entries.store import content_of
from daicho.kernel.dates import format_japanese_short
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.relationship import HOUSEHOLDER
from daicho.web.counter.move_in_form import KIND, page_of_slip, typed_slip, unreadable
from daicho.web.counter.subjects import refuse_if_stopped, rows_of


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="register.enter", title="転入の入力（窓口）")
def new(request: DeskRequest) -> HttpResponse:
    """An empty page; today is the day of the notice. Who was here before is there as the first."""
    today = timezone.localtime(request.desk.context.at).date()
    start: dict[str, Any] = {"notified_on": format_japanese_short(today)}
    number = request.GET.get("person", "")
    if number.isascii() and number.isdigit() and len(number) < 16:
        start |= _returning(request, int(number))
    return _type(request, start, None)


def _returning(request: DeskRequest, number: int) -> dict[str, Any]:
    """再転入: a removed record is gone on with; a resident does not move in."""
    refuse_if_stopped([number], request.desk.context)
    row = rows_of([number], request.desk.context).get(number)
    if row is None or row.is_resident:
        return {}
    request.desk.saw(number)
    record = taken_up({}, {}, row, request.desk.context)
    return {"members": [record | {"relationship": HOUSEHOLDER.text}]}


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="register.enter", title="転入の入力の続き（窓口）")
def edit(request: DeskRequest, number: int) -> HttpResponse:
    """A draft, or a slip that was returned or still waits."""
    entry = Entry.objects.filter(pk=number, kind=KIND).first()
    if entry is None:
        raise Http404("この入力票はありません")
    if entry.state not in OPEN_STATES:
        return HttpResponseRedirect(reverse("register:slip", args=[number]))
    request.desk.saw(*entry.subjects)
    return _type(request, content_of(entry), entry)


@require_POST
@sensitive_post_parameters()
@page(function="register.enter", title="転入の下書きの保存", kind=Kind.ENTRY)
def draft(request: DeskRequest) -> HttpResponse:
    """Keep what is typed so far; answers with its number and with what cannot be read."""
    data = typed_slip(request.POST)
    number, version = _numbers(request)
    entry = Entry.objects.filter(pk=number, kind=KIND).first() if number else None
    told: dict[str, Any] = {"entry_no": number, "version": version, "pieces": unreadable(data)}
    is_same = entry is not None and content_of(entry) == data
    if is_same or not (data.get("members") or data.get("address")):
        request.desk.note(操作="変更なし")
        return render(request, "counter/draft.html", told)
    if entry is not None and entry.state == State.PROVISIONAL:
        request.desk.note(操作="仮登録済み")
        return render(request, "counter/draft.html", told)
    outcome = perform_at(
        request.desk,
        DraftEvent(
            entry_kind=KIND, data=data, entry_no=number, version=version,
            subjects_typed=_known(data),
        ),
    )  # fmt: skip
    if outcome.value is None:
        return render(request, "counter/draft.html", told | {"findings": outcome.findings})
    saved = Entry.objects.get(pk=outcome.value)
    told |= {"entry_no": saved.pk, "version": saved.version, "is_saved": True}
    return render(request, "counter/draft.html", told)


@require_safe
@page(function="register.enter", title="住所・方書の候補", is_logged=False)
def towns(request: DeskRequest) -> HttpResponse:
    """Towns by postcode, kana or name, with what a choice fills in."""
    text = next((one for one in map(str, request.GET.values()) if one.strip()), "")
    found = suggest_towns(text=text, municipality=settings.MUNICIPALITY_CODE[:5])
    return render(request, "counter/towns.html", {"towns": found})


def _type(request: DeskRequest, data: dict[str, Any], entry: Entry | None) -> HttpResponse:
    if request.method == "GET":
        return _show(request, data, entry)
    data = typed_slip(request.POST)
    number, version = _numbers(request)
    acknowledged = tuple(request.POST.getlist("acknowledged"))
    if request.POST.get("more"):
        request.desk.note(操作="行の追加")
        return _show(request, data, entry, more=1)
    if key := request.POST.get("take_up"):
        request.desk.note(操作="従前の記録の取込")
        return _show(request, _took_up(request, data, key), entry)
    outcome = perform_at(
        request.desk,
        EnterEvent(
            entry_kind=KIND, data=data, entry_no=number, version=version, acknowledged=acknowledged
        ),
    )
    if outcome.value is None:
        return _show(request, data, entry, findings=outcome.findings, status=422)
    messages.success(request, f"入力票{outcome.value}として仮登録しました。", "good")
    return HttpResponseRedirect(reverse("counter:slip", args=[outcome.value]))


def _took_up(request: DeskRequest, data: dict[str, Any], key: str) -> dict[str, Any]:
    """The slip with the chosen removed record (再転入者); restrained ones stay closed."""
    before = set(_known(data))
    after = take_up(data, key, request.desk.context)
    chosen = sorted(set(_known(after)) - before)
    refuse_if_stopped(chosen, request.desk.context)
    request.desk.saw(*chosen)
    for number in chosen:
        messages.info(request, f"宛名番号{number}の除票の記載を入れました。確認してください。")
    return after


def _show(
    request: DeskRequest, data: dict[str, Any], entry: Entry | None, *,
    findings: Sequence[Finding] = (), more: int = 0, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page; what is wrong with single fields is told together with what the rules say."""
    number, version = _numbers(request)
    context = page_of_slip(data, findings=findings, more=more) | {
        "entry_no": number or (entry.pk if entry else None),
        "version": version or (entry.version if entry else None),
        "former": _offered(request, data) if findings else [],
        "acknowledged": request.POST.getlist("acknowledged"),
        "returned": entry.reason if entry is not None and entry.state == State.RETURNED else "",
    }
    return render(request, "counter/move_in.html", context, status=status)


def _offered(request: DeskRequest, data: dict[str, Any]) -> list[Former]:
    """The removed records alike somebody of the slip; whose they are goes into the log."""
    offered = offer_former(data, request.desk.context)
    request.desk.saw(*(one.row.addressee_no for one in offered))
    return offered


def _known(data: dict[str, Any]) -> tuple[int, ...]:
    """Persons of the register whom the slip names (再転入)."""
    typed_numbers = [str(one.get("addressee_no", "")) for one in data.get("members", [])]
    return tuple(sorted({int(one) for one in typed_numbers if one.isascii() and one.isdigit()}))


def _numbers(request: DeskRequest) -> tuple[int | None, int | None]:
    """The slip and its version that the page holds."""
    texts = (request.POST.get("entry", ""), request.POST.get("version", ""))
    found = [
        int(one) if one.isascii() and one.isdigit() and len(one) < 16 else None for one in texts
    ]
    return found[0], found[1]
