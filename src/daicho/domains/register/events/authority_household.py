# SPDX-License-Identifier: Apache-2.0
"""What becomes of a household that loses members (世帯主不在となる場合の処理, 4.0.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from daicho.domains.register.events.base import Now, Plan
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion
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
            plan.follow(_new_head(rest[0], day))


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
