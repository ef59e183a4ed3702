# SPDX-License-Identifier: Apache-2.0
"""Removal by authority (職権消除, 標準仕様書 4.2.2): not living there, missing, recorded twice."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people, day_of, found_people
from daicho.domains.register.events.authority_household import leave_behind
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.death import removal_values
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import Status
from daicho.rules.resident_register.reasons import Basis, Reason


class RemovalGround(StrEnum):
    """Why a record is removed by authority."""

    NOT_LIVING_THERE = "実態調査（居住の事実なし）"
    MISSING = "失踪宣告"
    RECORDED_TWICE = "二重登録"
    NO_FOREIGN_RESIDENT = "外国人住民でなくなった者"
    STAY_OVER = "経過滞在期間の満了"
    OTHER = "その他の職権消除"


class AuthorityRemoval(EventForm):
    """The removal of one or several persons."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    addressee_nos: tuple[int, ...] = Field(title="対象者", min_length=1)
    ground: RemovalGround = Field(title="職権消除の理由")


def plan_authority_removal(typed: AuthorityRemoval, now: Now) -> Plan:
    """What the removal makes of the records and of the households left behind."""
    plan = Plan(reason=Reason.REMOVE_BY_AUTHORITY, detail={"職権消除の理由": typed.ground.value})
    rows = found_people(plan, typed, now, typed.addressee_nos)
    check_people(plan, typed, now, rows)
    cause = f"職権消除（{typed.ground}）"
    values = removal_values(typed, status=Status.REMOVED, cause=cause)
    days = set()
    for number, row in rows.items():
        day = day_of(typed, row, now)
        days.add(day)
        plan.changes.append(PersonChange(addressee_no=number, first_day=day, values=values))
    if days:
        leave_behind(plan, now, rows, day=max(days))
    return plan


AUTHORITY_REMOVAL = event_kind(
    code="authority_removal", label="職権消除", form=AuthorityRemoval,
    plan=plan_authority_removal, subjects=lambda typed: typed.addressee_nos,
)  # fmt: skip
KINDS = (AUTHORITY_REMOVAL,)
