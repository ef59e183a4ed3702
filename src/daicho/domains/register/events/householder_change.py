# SPDX-License-Identifier: Apache-2.0
"""A new householder and everybody's new relationship (世帯主変更, 標準仕様書 4.1.4.2, 4.1.4.3)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people, member_of, named
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.household_joining import as_member, in_order
from daicho.domains.register.events.move_within import MemberThere, items_then
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion
from daicho.rules.resident_register.household import check_household
from daicho.rules.resident_register.reasons import Basis, Reason
from daicho.rules.resident_register.rebase import Proposal, propose_relationships
from daicho.rules.resident_register.relationship import HOUSEHOLDER

LATER_MEMBER = "register.later_member"
OTHER_MEMBERS = "register.other_members"
UNLIKELY = "register.relationship_unlikely"


class HouseholderChange(EventForm):
    """The household with the confirmed 続柄 of every member; one of them is 世帯主."""

    household_no: int = Field(title="世帯番号")
    members: tuple[MemberThere, ...] = Field(title="世帯員", min_length=1)
    actual_householder_name: str = Field("", title="事実上の世帯主", max_length=300)


class ActualHouseholder(EventForm):
    """Who really heads a household whose head cannot be registered (事実上の世帯主)."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    household_no: int = Field(title="世帯番号")
    actual_householder_name: str = Field("", title="事実上の世帯主", max_length=300)


def plan_householder_change(typed: HouseholderChange, now: Now) -> Plan:
    """What the change makes of the register: every member gets a row."""
    plan = Plan(reason=Reason.HOUSEHOLDER_CHANGE, household_nos={typed.household_no})
    day = typed.happened_on.day
    rows = {row.addressee_no: row for row in now.household(typed.household_no, day)}
    if not _names_all(plan, typed, rows):
        return plan
    _refuse_later_members(plan, typed, rows, now)
    then = {one.addressee_no: one.relationship for one in typed.members}
    members = [as_member(n, items_then(rows[n], then[n])) for n in rows]
    plan.findings += check_household(tuple(members), as_of=day)
    head = next((n for n in rows if then[n] == HOUSEHOLDER.text), None)
    if head is not None:
        _compare_with_proposals(plan, propose(list(rows.values()), head), then)
    for place, number in enumerate(in_order(members), start=1):
        values = {
            "relationship": then[number], "member_order": place,
            "householder_name": rows[head].name if head is not None else "",
            "actual_householder_name": typed.actual_householder_name,
        }  # fmt: skip
        plan.changes.append(PersonChange(addressee_no=number, first_day=day, values=values))
    check_people(plan, typed, now, rows)
    return plan


def propose(rows: Sequence[ResidentVersion], householder_no: int) -> tuple[Proposal, ...]:
    """What each member would be to a new householder, for a clerk to confirm."""
    return propose_relationships(
        tuple(member_of(row) for row in rows), householder_no=householder_no
    )


def _names_all(
    plan: Plan, typed: HouseholderChange, rows: dict[int, ResidentVersion]
) -> bool:  # fmt: skip
    """Every member exactly once: another's new relationship must not be forgotten."""
    if not rows:
        plan.add("E-026", detail=f"世帯番号 {typed.household_no}")
    typed_numbers = [one.addressee_no for one in typed.members]
    if rows and sorted(typed_numbers) != sorted(rows):
        plan.stop(
            OTHER_MEMBERS, "異動日の世帯員の全員について、続柄を一度ずつ入力してください。",
            citation="標準仕様書 4.1.4.2",
        )  # fmt: skip
    return sorted(typed_numbers) == sorted(rows)


def _refuse_later_members(
    plan: Plan, typed: HouseholderChange, rows: dict[int, ResidentVersion], now: Now
) -> None:
    """Who came into the household after the day would keep the name of the old householder."""
    later = [
        row.addressee_no
        for row in now.household(typed.household_no)
        if row.addressee_no not in rows
    ]
    for number in later:
        plan.stop(
            LATER_MEMBER, "異動日の後に世帯に入った人がいます。異動日を確認するか、先にその異動を"
            "取り消してください。", subject=named(number), citation="標準仕様書 4.1.4.2",
        )  # fmt: skip


def _compare_with_proposals(
    plan: Plan, proposals: Sequence[Proposal], then: dict[int, str]
) -> None:  # fmt: skip
    """A relationship that does not follow from the old ones may be right, but is asked about."""
    for one in proposals:
        if then[one.number] not in (one.proposed, *one.others):
            plan.warn(
                UNLIKELY, f"続柄「{then[one.number]}」は従前の続柄から導かれません"
                f"（案: {one.proposed or '縁故者'}）。",
                subject=named(one.number), citation="標準仕様書 4.1.4.2",
            )  # fmt: skip


def plan_actual_householder(typed: ActualHouseholder, now: Now) -> Plan:
    """The name beside every member's record; empty removes it."""
    plan = Plan(reason=Reason.CORRECT_BY_AUTHORITY, household_nos={typed.household_no})
    day = typed.happened_on.day
    rows = {row.addressee_no: row for row in now.household(typed.household_no, day)}
    if not rows:
        plan.add("E-026", detail=f"世帯番号 {typed.household_no}")
    values = {"actual_householder_name": typed.actual_householder_name}
    plan.changes = [
        PersonChange(addressee_no=number, first_day=day, values=values) for number in rows
    ]
    check_people(plan, typed, now, rows)
    return plan


KINDS = (
    event_kind(
        code="householder_change", label="世帯主変更", form=HouseholderChange,
        plan=plan_householder_change,
        subjects=lambda typed: [one.addressee_no for one in typed.members],
    ),
    event_kind(
        code="actual_householder", label="事実上の世帯主", form=ActualHouseholder,
        plan=plan_actual_householder, subjects=lambda typed: (),
    ),
)  # fmt: skip
