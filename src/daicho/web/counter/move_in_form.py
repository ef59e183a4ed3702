# SPDX-License-Identifier: Apache-2.0
"""The page of a family's slip: what was typed, and the inputs laid out for four people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from daicho.domains.register.public import EVENT_KINDS
from daicho.foundation.entries.kinds import read_form
from daicho.foundation.ui.slip_form import Input, inputs_of, typed_of
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import is_individual_number
from daicho.rules.resident_register.relationship import HOUSEHOLDER, Link, parse_relationship

KIND = "register.move_in"
ROWS = 4
MOST_ROWS = 12
SHARED = ("registered_domicile", "registry_head")  # typed once for the family
_IN_ROW = ("name", "kana", "birth", "sex", "relationship", "individual_number", "resident_code")
_ON_PAGE = (
    "happened_on", "notified_on", "notifier", "postcode", "address", "building", "town",
    "address_code", "previous_postcode", "previous_address", "previous_address_code",
    "previous_householder", "members",
)  # fmt: skip
# Sex by one key: the digits of the forms, which are not those of the register.
_SEXES = (("", "－"), ("2", "1 男"), ("1", "2 女"), ("0", "0 不明"))
# An empty choice, so that a row in which nothing was typed stays empty.
_KINDS = (("", "日本人"), ("foreign", "外国人住民"))
_NO_NUMBER = "個人番号の桁数または検査用数字が正しくありません。"
_UNREADABLE = "entry.unreadable"


def typed_slip(sent: QueryDict) -> dict[str, Any]:
    """What was typed, with what the family shares in every member's part."""
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


def page_of_slip(
    data: dict[str, Any], *, findings: Sequence[Finding], more: int = 0
) -> dict[str, Any]:
    """What the page shows: inputs, rows of people, what stops and what has to be acknowledged."""
    members = list(data.get("members", []))
    if any(one.code == _UNREADABLE for one in findings):
        # The rules were not asked yet: tell of single fields what they would say.
        findings = [*findings, *_spot_checks(members)]
    shared = {name: _common(members, name) for name in SHARED}
    rows = [_own(member, shared) for member in members]
    count = min(max(ROWS, len(rows) + more), MOST_ROWS)
    filled = data | {"members": rows + [{}] * (count - len(rows))}
    inputs = {one.path: one for one in inputs_of(EVENT_KINDS[KIND].form, filled, findings=findings)}
    for name in ("happened_on", "notified_on"):
        inputs[name].hint = "R8.11.1 の形"
    for name in ("address", "postcode", "previous_address"):
        inputs[name].is_required = True
    rows_shown = enumerate(inputs["members"].rows, start=1)
    people = [_row(row, place, findings) for place, row in rows_shown]
    others = [one for name, one in inputs.items() if name not in _ON_PAGE]
    hidden = [*others, *(one for person in people for one in person["rest"])]
    return {
        "slip": {name: one for name, one in inputs.items() if name != "members"},
        "people": people, "others": others,
        "opens_rest": any(one.errors for one in _leaves(hidden)),
        "shared": shared,
        "kana_confirmed": bool(members)
        and all(one.get("kana_confirmed") or not one.get("kana") for one in members),
        "errors": [
            one
            for one in findings
            if one.severity is Severity.ERROR and not (members and one.subject == "転入者")
        ],
        "alerts": [one for one in findings if one.severity is Severity.WARNING],
        "relationships": [HOUSEHOLDER.text, *(one.value for one in Link), "同居人", "縁故者"],
        "suggest_base": "/register/suggest/", "most_rows": count >= MOST_ROWS,
    }  # fmt: skip


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


def unreadable(data: dict[str, Any]) -> list[Input]:
    """The inputs that hold something, with what is wrong with it: told beside them at once."""
    read = read_form(EVENT_KINDS[KIND], data)
    found = [one for one in read.findings if one.message_ja != "入力してください。"]
    found += _spot_checks(data.get("members", []))
    inputs = inputs_of(EVENT_KINDS[KIND].form, data, findings=found)
    return [replace(one, value="") for one in _leaves(inputs) if _is_told(one.path)]


def _spot_checks(members: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """What the rules would say of single fields; no number is repeated."""
    for place, member in enumerate(members, start=1):
        number = str(member.get("individual_number", ""))
        if number and not is_individual_number(number):
            subject = f"転入者 {place}件目 個人番号"
            yield Finding("counter.number", Severity.ERROR, _NO_NUMBER, subject)
        relationship = str(member.get("relationship", ""))
        if relationship:
            subject = f"転入者 {place}件目 続柄"
            refusal = parse_relationship(relationship, subject=subject).finding
            if refusal is not None:
                yield refusal


def _is_told(path: str) -> bool:
    """Whether the page has a place for a message beside the input at once."""
    return path in ("happened_on", "notified_on") or path.rsplit(".", 1)[-1] in _IN_ROW


def _leaves(inputs: Iterable[Input]) -> Iterator[Input]:
    for one in inputs:
        if one.rows or one.children:
            for row in one.rows or [one.children]:
                yield from _leaves(row)
        else:
            yield one
