# SPDX-License-Identifier: Apache-2.0
"""The order of the members of a household, set freely (世帯員の並び順, 標準仕様書 5.2).

The order stands in every member's record and is kept with its history; who joins later comes
last. It is no change of the record itself, so the copy does not tell of it (特別な事由).
"""

from __future__ import annotations

from pydantic import Field

from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.history import PersonChange
from daicho.domains.register.selectors import later_rows
from daicho.foundation.entries.kinds import Form
from daicho.kernel.dates import format_japanese
from daicho.rules.resident_register.event_rules import EventFacts, check_basis
from daicho.rules.resident_register.reasons import Basis, Reason, ResidentKind

CITATION = "標準仕様書 5.2"


class MemberPlace(Form):
    """One member's place in the household, counted from 1."""

    addressee_no: int = Field(title="宛名番号")
    place: int = Field(title="並び順", ge=1, le=99)


class MemberOrder(EventForm):
    """Every member of a household with a place of their own; the householder stays first."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    household_no: int = Field(title="世帯番号")
    members: tuple[MemberPlace, ...] = Field(title="世帯員", min_length=1)


def plan_member_order(typed: MemberOrder, now: Now) -> Plan:
    """The new place of each whose place changes."""
    plan = Plan(
        reason=Reason.CORRECT_BY_AUTHORITY, is_special=True, detail={"項目": ["世帯員の並び順"]},
        household_nos={typed.household_no},
    )  # fmt: skip
    _check(plan, typed, now)
    day = typed.happened_on.day
    rows = {row.addressee_no: row for row in now.household(typed.household_no, day)}
    if not rows:
        plan.add("E-026", detail=f"世帯番号 {typed.household_no}")
        return plan
    places = {one.addressee_no: one.place for one in typed.members}
    subject = f"世帯番号 {typed.household_no}"
    if places.keys() != rows.keys() or len(typed.members) != len(rows):
        plan.stop(
            "register.other_members", "世帯員の全員を1回ずつ入力してください。", subject=subject,
            citation=CITATION,
        )  # fmt: skip
        return plan
    if len(set(places.values())) < len(places):
        plan.stop("register.place_twice", "同じ並び順が二度入力されています。", subject=subject,
                  citation=CITATION)  # fmt: skip
    order = sorted(rows, key=lambda number: places[number])
    heads = [number for number in order if rows[number].is_householder]
    if heads and order[0] != heads[0]:
        plan.stop("register.head_first", "世帯主を1番目にしてください。", subject=subject,
                  citation=CITATION)  # fmt: skip
    if later_rows(household_no=typed.household_no, after=day).exists():
        plan.stop("register.later_member", "異動日の後にこの世帯の記録があります。",
                  subject=subject, citation=CITATION)  # fmt: skip
    plan.changes = [
        PersonChange(addressee_no=number, first_day=day, values={"member_order": place})
        for place, number in enumerate(order, start=1)
        if rows[number].member_order != place
    ]
    if not plan.changes and not plan.findings:
        plan.stop("register.nothing_changes", "今の並び順と同じです。", subject=subject)
    return plan


def _check(plan: Plan, typed: MemberOrder, now: Now) -> None:
    facts = EventFacts(
        reason=plan.reason, kind=ResidentKind.JAPANESE, basis=typed.basis,
        moved_on=typed.happened_on, processed_on=now.today, basis_date=typed.notified_on,
    )  # fmt: skip
    plan.findings += check_basis(facts)
    if not typed.happened_on.is_ordinary:
        plan.add("E-003", detail=f"異動日 {typed.happened_on}")
    elif typed.happened_on.day > now.today:
        plan.add("E-004", detail=format_japanese(typed.happened_on.day))


KINDS = (
    event_kind(
        code="member_order", label="世帯員の並び順の変更", form=MemberOrder,
        plan=plan_member_order,
        subjects=lambda typed: tuple(dict.fromkeys(one.addressee_no for one in typed.members)),
    ),
)  # fmt: skip
