# SPDX-License-Identifier: Apache-2.0
"""Planning a correction of items of one or several persons, whatever its ground.

The whole record is checked as it will be, and only what the correction adds to the faults counts.
A householder's new name is followed by an event for the members, whose records name it (4.2.3.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from daicho.domains.register.events.authority_checks import (
    check_people,
    check_record,
    found_people,
    member_of,
    named,
)
from daicho.domains.register.events.base import EventForm, Now, Plan
from daicho.domains.register.events.correction_items import changed_values, label_of
from daicho.domains.register.history import PersonChange, items_of
from daicho.domains.register.models import ResidentVersion
from daicho.rules.resident_register.household import check_household
from daicho.rules.resident_register.reasons import Basis
from daicho.rules.resident_register.rebase import Member
from daicho.rules.resident_register.relationship import HOUSEHOLDER, Sex

Wanted = Mapping[int, Mapping[str, Any]]
_TOGETHER = frozenset({"relationship", "sex", "birth_date"})


def plan_values(
    plan: Plan, typed: EventForm, now: Now, wanted: Wanted, *, first_days: Mapping[int, date]
) -> None:
    """Add the changes of these persons' items; `first_days` other than the day of the event."""
    rows = found_people(plan, typed, now, wanted)
    present = {number: row for number, row in rows.items() if row.is_resident}
    for number in rows.keys() - present.keys():
        plan.add("E-069", subject=named(number))
    check_people(plan, typed, now, present)
    for number, row in present.items():
        values = changed_values(row, wanted[number])
        if not values:
            plan.stop(
                "register.nothing_changes", "今の記載と同じです。修正する内容を入力してください。",
                subject=named(number),
            )  # fmt: skip
            continue
        _change(plan, typed, now, row, values, first_days.get(number, typed.happened_on.day))
    _check_households(plan, now, present)


def _change(
    plan: Plan, typed: EventForm, now: Now, row: ResidentVersion, values: dict[str, Any], day: date
) -> None:
    subject = named(row.addressee_no)
    if "relationship" in values and HOUSEHOLDER.text in (row.relationship, values["relationship"]):
        plan.add("E-028", subject=subject)
    if row.is_householder and "name" in values:
        values["householder_name"] = values["name"]
        rename_for_members(plan, now, row, values["name"], day)
    before = items_of(row)
    faults = set(check_record(before, now=now, subject=subject))
    made = check_record({**before, **values}, now=now, subject=subject)
    plan.findings += [one for one in made if one not in faults]
    plan.changes.append(PersonChange(addressee_no=row.addressee_no, first_day=day, values=values))
    if row.household_no is not None:
        plan.household_nos.add(row.household_no)


def rename_for_members(plan: Plan, now: Now, head: ResidentVersion, name: str, day: date) -> None:
    """Let the records of the other members name the householder as he or she is called now."""
    members = [
        row for row in now.household(head.household_no or 0, day)
        if row.addressee_no != head.addressee_no
    ]  # fmt: skip
    if not members:
        return
    changes = [
        PersonChange(
            addressee_no=row.addressee_no, first_day=day, values={"householder_name": name}
        )
        for row in members
    ]
    plan.follow(
        Plan(
            reason=plan.reason, basis=Basis.AUTHORITY, happened_on=day, changes=changes,
            is_light=plan.is_light, household_nos={head.household_no or 0},
            detail={"項目": [label_of("householder_name")]},
        )
    )  # fmt: skip


def _check_households(plan: Plan, now: Now, rows: Mapping[int, ResidentVersion]) -> None:
    """What the new words, sexes and births do to each household."""
    changed = {one.addressee_no: one.values for one in plan.changes}
    households = {
        rows[number].household_no for number, values in changed.items() if _TOGETHER & set(values)
    }
    for number in sorted(households - {None}, key=lambda each: each or 0):
        members = now.household(number or 0)
        before = set(check_household(tuple(map(member_of, members)), as_of=now.today))
        after = tuple(_as_changed(row, changed.get(row.addressee_no, {})) for row in members)
        found = check_household(after, as_of=now.today)
        plan.findings += [one for one in found if one not in before]


def _as_changed(row: ResidentVersion, values: Mapping[str, Any]) -> Member:
    return Member(
        row.addressee_no, values.get("relationship", row.relationship),
        Sex(values.get("sex", row.sex)), values.get("birth_date", row.birth_date),
    )  # fmt: skip
