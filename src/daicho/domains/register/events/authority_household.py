# SPDX-License-Identifier: Apache-2.0
"""What becomes of a household that loses members (世帯主不在となる場合の処理, 4.0.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from daicho.domains.register.events.base import Now, Plan
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.selectors import later_rows
from daicho.rules.resident_register.event_rules import check_leaving_householder
from daicho.rules.resident_register.reasons import Basis, Reason
from daicho.rules.resident_register.relationship import HOUSEHOLDER


def leave_behind(
    plan: Plan, now: Now, leaving: Mapping[int, ResidentVersion], *, day: date
) -> None:
    """One who is left alone heads the household by authority; two or more are an alert."""
    households: dict[int, list[ResidentVersion]] = defaultdict(list)
    for row in leaving.values():
        if row.household_no is not None and row.is_resident:
            households[row.household_no].append(row)
    for number, gone in households.items():
        plan.household_nos.add(number)
        if not any(row.is_householder for row in gone):
            continue
        rest = [row for row in now.household(number, day) if row.addressee_no not in leaving]
        plan.findings += check_leaving_householder(remaining=len(rest), is_householder=True)
        if len(rest) == 1:
            _refuse_later_member(plan, number, {rest[0].addressee_no, *leaving}, day=day)
            plan.follow(_new_head(rest[0], day))


def _refuse_later_member(plan: Plan, household_no: int, known: set[int], *, day: date) -> None:
    """Who came into the household after the day would keep the name of the old householder."""
    if later_rows(household_no=household_no, after=day).exclude(addressee_no__in=known).exists():
        plan.stop(
            "register.later_member",
            "異動日の後に世帯に入った人がいます。先に世帯主変更を入力するか、その異動を取り消して"
            "ください。",
            subject=f"世帯番号 {household_no}", citation="標準仕様書 4.0.4",
        )  # fmt: skip


def _new_head(row: ResidentVersion, day: date) -> Plan:
    values = {
        "relationship": HOUSEHOLDER.text, "householder_name": row.name, "member_order": 1,
        "actual_householder_name": "",
    }  # fmt: skip
    return Plan(
        reason=Reason.HOUSEHOLDER_CHANGE, basis=Basis.AUTHORITY, happened_on=day,
        changes=[PersonChange(addressee_no=row.addressee_no, first_day=day, values=values)],
        household_nos={row.household_no} if row.household_no is not None else set(),
    )  # fmt: skip
