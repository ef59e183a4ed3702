# SPDX-License-Identifier: Apache-2.0
"""Moving within the municipality (転居, 標準仕様書 4.1.2): a household or some of its members.

The whole household keeps its number in a new place; some of its members make a new household or
join another. A move to the same address is a move (4.1.2.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people, found_people
from daicho.domains.register.events.authority_household import leave_behind
from daicho.domains.register.events.base import Now, Plan, event_kind
from daicho.domains.register.events.household_joining import ToPlace, join, place_of
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.entries.kinds import Form
from daicho.rules.resident_register.reasons import Reason


class MemberThere(Form):
    """A person of the slip and what they are to the householder afterwards."""

    addressee_no: int = Field(title="宛名番号")
    relationship: str = Field(title="続柄", min_length=1, max_length=50)


class MoveWithin(ToPlace):
    """Moving within (転居); the 続柄 typed are those in the household after the move."""

    members: tuple[MemberThere, ...] = Field(title="転居者", min_length=1)
    previous_householder: str = Field("", title="転居前の世帯主", max_length=300)


def plan_move_within(typed: MoveWithin, now: Now) -> Plan:
    """What the move makes of the register."""
    plan = Plan(reason=Reason.MOVE_WITHIN)
    day = typed.happened_on.day
    rows = people_named_once(plan, typed, now, typed.members)
    place, household = place_of(plan, typed, now, day=day)
    if len(rows) < len(typed.members):
        return plan
    if household < 0:
        household = kept_household(rows, now, day=day) or household
    joining = {
        one.addressee_no: items_then(rows[one.addressee_no], one.relationship)
        for one in typed.members
    }
    shares = join(plan, now, household_no=household, joining=joining, day=day)
    settled: dict[str, Any] = {
        "moved_in_on": day, "moved_in_text": "", "address_notified_on": typed.notified_on,
    }  # fmt: skip
    for one in typed.members:
        values = place | settled | shares[one.addressee_no] | {"relationship": one.relationship}
        plan.changes.append(
            PersonChange(addressee_no=one.addressee_no, first_day=day, values=values)
        )
    plan.household_nos.add(household)
    check_people(plan, typed, now, rows)
    leave_behind(plan, now, _leaving(rows, household), day=day)
    return plan


def items_then(row: ResidentVersion, relationship: str) -> dict[str, Any]:
    """What a household needs to know of a member with a new relationship."""
    return {
        "name": row.name, "sex": row.sex, "birth_date": row.birth_date,
        "relationship": relationship,
    }  # fmt: skip


def people_named_once(
    plan: Plan, typed: ToPlace, now: Now, members: tuple[MemberThere, ...]
) -> dict[int, ResidentVersion]:
    """The records of the members on the day of the event; who is missing or twice is an error."""
    for number, count in Counter(one.addressee_no for one in members).items():
        if count > 1:
            plan.stop(
                "register.twice", "同じ人が二度入力されています。", subject=f"宛名番号 {number}"
            )
    return found_people(plan, typed, now, [one.addressee_no for one in members])


def kept_household(rows: Mapping[int, ResidentVersion], now: Now, *, day: date) -> int | None:
    """The number of the household that goes as a whole; None when somebody stays or comes."""
    numbers = {row.household_no for row in rows.values()}
    number = next(iter(numbers))
    if len(numbers) > 1 or number is None:
        return None
    members = now.household(number, day)
    return number if all(row.addressee_no in rows for row in members) else None


def _leaving(
    rows: Mapping[int, ResidentVersion], household: int
) -> dict[int, ResidentVersion]:  # fmt: skip
    return {number: row for number, row in rows.items() if row.household_no != household}


KINDS = (
    event_kind(
        code="move_within", label="転居", form=MoveWithin, plan=plan_move_within,
        subjects=lambda typed: [one.addressee_no for one in typed.members],
    ),
)  # fmt: skip
