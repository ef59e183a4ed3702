# SPDX-License-Identifier: Apache-2.0
"""A family moves in: one page for all of them, in the order of the paper, typed without a mouse.

The inputs are those of the slip of 転入 (foundation/ui/slip_form.py), laid out for four people;
what the family shares is typed once and put into every member's record that says nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.register.public import EVENT_KINDS, DraftEvent, EnterEvent, suggest_towns
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.audit.models import Kind
from daicho.foundation.entries.kinds import read_form
from daicho.foundation.entries.models import OPEN_STATES, Entry, State
from daicho.foundation.entries.store import content_of
from daicho.foundation.ui.slip_form import Input, inputs_of, typed_of
from daicho.kernel.dates import format_japanese_short
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import is_individual_number
from daicho.rules.resident_register.relationship import HOUSEHOLDER, Link

KIND = "register.move_in"
ROWS = 4
MOST_ROWS = 12
SHARED = ("registered_domicile", "registry_head")  # typed once for the family
_IN_ROW = ("name", "kana", "birth", "sex", "relationship", "individual_number", "resident_code")
_ON_PAGE = (
    "happened_on", "notified_on", "notifier", "postcode", "address", "building", "town",
    "address_code", "previous_postcode", "previous_address", "previous_address_code",
    "previous_householder",
)  # fmt: skip
# Sex by one key: the digits of the forms, which are not those of the register.
_SEXES = (("", "－"), ("2", "1 男"), ("1", "2 女"), ("0", "0 不明"))
# An empty choice, so that a row in which nothing was typed stays empty.
_KINDS = (("", "日本人"), ("foreign", "外国人住民"))
_NO_NUMBER = "個人番号の桁数または検査用数字が正しくありません。"


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="register.enter", title="転入の入力（窓口）")
def new(request: DeskRequest) -> HttpResponse:
    """An empty page; today is the day of the notice."""
    today = timezone.localtime(request.desk.context.at).date()
    return _type(request, {"notified_on": format_japanese_short(today)}, None)


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
    data = typed(request)
    number, version = _numbers(request)
    entry = Entry.objects.filter(pk=number, kind=KIND).first() if number else None
    told: dict[str, Any] = {"entry_no": number, "version": version, "pieces": _unreadable(data)}
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
    text = next((value for value in request.GET.values() if value.strip()), "")
    found = suggest_towns(text=text, municipality=settings.MUNICIPALITY_CODE[:5])
    return render(request, "counter/towns.html", {"towns": found})


def typed(request: DeskRequest) -> dict[str, Any]:
    """What was typed, with what the family shares in every member's part."""
    sent = request.POST
    data = typed_of(EVENT_KINDS[KIND].form, sent)
    shared = {name: sent.get(f"family.{name}", "").strip() for name in SHARED}
    is_confirmed = bool(sent.get("family.kana_confirmed"))
    for member in data.get("members", []):
        if member.get("kind") != "foreign":
            for name, value in shared.items():
                if value:
                    member.setdefault(name, value)
        if is_confirmed and member.get("kana"):
            member["kana_confirmed"] = True
    return data


def _type(request: DeskRequest, data: dict[str, Any], entry: Entry | None) -> HttpResponse:
    if request.method == "GET":
        return _show(request, data, entry)
    data = typed(request)
    number, version = _numbers(request)
    acknowledged = tuple(request.POST.getlist("acknowledged"))
    if request.POST.get("more"):
        request.desk.note(操作="行の追加")
        return _show(request, data, entry, more=1)
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


def _show(
    request: DeskRequest, data: dict[str, Any], entry: Entry | None, *,
    findings: Sequence[Finding] = (), more: int = 0, status: int = 200,
) -> HttpResponse:  # fmt: skip
    number, version = _numbers(request)
    members = list(data.get("members", []))
    shared = {name: _common(members, name) for name in SHARED}
    rows = [_own(member, shared) for member in members]
    count = min(max(ROWS, len(rows) + more), MOST_ROWS)
    filled = data | {"members": rows + [{}] * (count - len(rows))}
    inputs = {one.path: one for one in inputs_of(EVENT_KINDS[KIND].form, filled, findings=findings)}
    for name in ("happened_on", "notified_on"):
        inputs[name].hint = "R8.11.1 の形"
    context = {
        "slip": {name: one for name, one in inputs.items() if name != "members"},
        "people": [_row(row, place, findings) for place, row in enumerate(
            inputs["members"].rows, start=1
        )],
        "others": [one for name, one in inputs.items() if name not in (*_ON_PAGE, "members")],
        "shared": shared, "kana_confirmed": bool(members) and all(
            one.get("kana_confirmed") or not one.get("kana") for one in members
        ),
        "entry_no": number or (entry.pk if entry else None),
        "version": version or (entry.version if entry else None),
        "errors": [
            one for one in findings
            if one.severity is Severity.ERROR and not (members and one.subject == "転入者")
        ],
        "alerts": [one for one in findings if one.severity is Severity.WARNING],
        "acknowledged": request.POST.getlist("acknowledged"),
        "returned": entry.reason if entry is not None and entry.state == State.RETURNED else "",
        "relationships": [HOUSEHOLDER.text, *(one.value for one in Link), "同居人", "縁故者"],
        "suggest_base": "/register/suggest/", "most_rows": count >= MOST_ROWS,
    }  # fmt: skip
    return render(request, "counter/move_in.html", context, status=status)


def _row(row: list[Input], place: int, findings: Sequence[Finding]) -> dict[str, Any]:
    """The inputs of one person: those of the paper side by side, the rest below."""
    by_name = {one.path.rsplit(".", 1)[1]: one for one in row}
    by_name["sex"].choices = _SEXES
    by_name["birth"].hint = ""
    by_name["kind"].choices = _KINDS
    by_name["kind"].value = "foreign" if by_name["kind"].value == "foreign" else ""
    for one in row:
        one.is_required = one.path.rsplit(".", 1)[1] in ("name", "birth", "sex", "relationship")
    errors = [
        one.message_ja
        for one in findings
        if one.subject == f"転入者 {place}件目" and one.severity is Severity.ERROR
    ]
    return {
        "place": place, "errors": errors, "main": [by_name[name] for name in _IN_ROW],
        "rest": [one for name, one in by_name.items()
            if name not in (*_IN_ROW, "kana_confirmed")],
    }  # fmt: skip


def _common(members: Sequence[dict[str, Any]], name: str) -> str:
    """What all members say who say something, if it is the same."""
    said = {str(one[name]) for one in members if one.get(name)}
    return said.pop() if len(said) == 1 else ""


def _own(member: dict[str, Any], shared: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in member.items() if not value or shared.get(name) != value}


def _unreadable(data: dict[str, Any]) -> list[Input]:
    """The inputs that hold something, with what is wrong with it: told beside them at once."""
    read = read_form(EVENT_KINDS[KIND], data)
    found = [one for one in read.findings if one.message_ja != "入力してください。"]
    for place, member in enumerate(data.get("members", []), start=1):
        number = str(member.get("individual_number", ""))
        if number and not is_individual_number(number):
            subject = f"転入者 {place}件目 個人番号"
            found.append(Finding("counter.number", Severity.ERROR, _NO_NUMBER, subject))
    inputs = inputs_of(EVENT_KINDS[KIND].form, data, findings=found)
    return [replace(one, value="") for one in _leaves(inputs) if _is_told(one.path)]


def _is_told(path: str) -> bool:
    """Whether the page has a place for a message beside the input at once."""
    return path in ("happened_on", "notified_on") or path.rsplit(".", 1)[-1] in _IN_ROW


def _leaves(inputs: Iterable[Input]) -> Iterator[Input]:
    for one in inputs:
        if one.rows:
            for row in one.rows:
                yield from _leaves(row)
        else:
            yield one


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
