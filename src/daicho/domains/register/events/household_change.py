# SPDX-License-Identifier: Apache-2.0
"""Changes of households without a change of address (世帯変更等, 標準仕様書 4.1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people
from daicho.domains.register.events.authority_household import leave_behind
from daicho.domains.register.events.base import Now, Plan, event_kind
from daicho.domains.register.events.household_joining import NEW, ToPlace, join
from daicho.domains.register.events.move_within import (
    MemberThere,
    items_then,
    kept_household,
    people_named_once,
)
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.entries.fields import OptionalNumber
from daicho.rules.resident_register.event_rules import check_household_change
from daicho.rules.resident_register.reasons import Reason


class HouseholdMove(StrEnum):
    """Which of the three changes it is."""

    SPLIT = "世帯分離"
    MERGE = "世帯合併"
    CHANGE = "世帯変更"


REASONS = {
    HouseholdMove.SPLIT: Reason.HOUSEHOLD_SPLIT,
    HouseholdMove.MERGE: Reason.HOUSEHOLD_MERGE,
    HouseholdMove.CHANGE: Reason.HOUSEHOLD_CHANGE,
}


class HouseholdChange(ToPlace):
    """Members leave their household for a new one or another at the same address.

    The 続柄 typed are those in the household afterwards. The address of the form stays empty.
    """

    change: HouseholdMove = Field(title="異動事由")
    household_no: OptionalNumber = Field(None, title="異動先の世帯番号")
    members: tuple[MemberThere, ...] = Field(title="異動者", min_length=1)


def plan_household_change(typed: HouseholdChange, now: Now) -> Plan:
    """What the change makes of the register."""
    plan = Plan(reason=REASONS[typed.change])
    day = typed.happened_on.day
    rows = people_named_once(plan, typed, now, typed.members)
    if len(rows) < len(typed.members) or not _fits(plan, typed, rows, now):
        return plan
    _check_address(plan, typed, rows, now)
    joining = {
        one.addressee_no: items_then(rows[one.addressee_no], one.relationship)
        for one in typed.members
    }
    household = NEW if typed.household_no is None else typed.household_no
    shares = join(plan, now, household_no=household, joining=joining, day=day)
    plan.changes = [
        PersonChange(
            addressee_no=one.addressee_no, first_day=day,
            values=shares[one.addressee_no] | {"relationship": one.relationship},
        )
        for one in typed.members
    ]  # fmt: skip
    plan.household_nos.add(household)
    check_people(plan, typed, now, rows)
    leave_behind(plan, now, rows, day=day)
    return plan


def _fits(
    plan: Plan, typed: HouseholdChange, rows: Mapping[int, ResidentVersion], now: Now
) -> bool:
    """Whether the members and the target are those of a split, a merger or a change."""
    before = len(plan.findings)
    whole = kept_household(rows, now, day=typed.happened_on.day)
    if typed.change is HouseholdMove.SPLIT:
        if typed.household_no is not None:
            _stop(plan, "split_has_target", "世帯分離では異動先の世帯を選びません。")
        if whole is not None:
            _stop(plan, "split_of_all", "世帯の全員を分離することはできません。")
    elif typed.household_no is None:
        plan.add("E-026", detail="異動先の世帯番号が空欄")
    elif any(row.household_no == typed.household_no for row in rows.values()):
        _stop(plan, "same_household", "異動者は既に異動先の世帯にいます。")
    elif typed.change is HouseholdMove.MERGE and whole is None:
        _stop(plan, "merge_of_part", "世帯合併では世帯の全員を選びます。一部なら世帯変更です。")
    elif typed.change is HouseholdMove.CHANGE and whole is not None:
        _stop(plan, "change_of_all", "世帯の全員が移るときは世帯合併です。")
    return len(plan.findings) == before


def _stop(plan: Plan, code: str, message: str) -> None:
    plan.stop(f"register.{code}", message, citation="標準仕様書 4.1.4.1")


def _check_address(
    plan: Plan, typed: HouseholdChange, rows: Mapping[int, ResidentVersion], now: Now
) -> None:
    """Who joins a household lives where it lives already; nobody's address changes."""
    if typed.address:
        plan.add("E-020", detail=typed.change)
    if typed.household_no is None:
        return
    there = now.household(typed.household_no, typed.happened_on.day)
    if not there:
        plan.add("E-026", detail=f"世帯番号 {typed.household_no}")
        return
    for number, row in rows.items():
        plan.findings += check_household_change(
            Reason.HOUSEHOLD_MERGE, old_address=row.address, new_address=there[0].address,
            subject=f"宛名番号 {number}",
        )  # fmt: skip


KINDS = (
    event_kind(
        code="household_change", label="世帯分離・世帯合併・世帯変更", form=HouseholdChange,
        plan=plan_household_change,
        subjects=lambda typed: [one.addressee_no for one in typed.members],
    ),
)  # fmt: skip
