# SPDX-License-Identifier: Apache-2.0
"""Moving out (転出, 標準仕様書 4.1.3): announced ahead, a resident until the day.

Removal is on the planned day; a notice of moving in with an earlier day (転入通知, move_in_notice)
brings it forward (1.1.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people, found_people, named
from daicho.domains.register.events.authority_household import leave_behind
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.special_adoption import ADOPTIONS, remark_adoption
from daicho.domains.register.history import PersonChange, latest_rows
from daicho.domains.register.models import ResidentVersion, Status
from daicho.rules.resident_register.event_rules import check_move_out_place
from daicho.rules.resident_register.reasons import Reason, SpecialAdoption


class Destination(StrEnum):
    """Where who moves out goes."""

    DOMESTIC = "国内"
    ABROAD = "国外"


class MoveOut(EventForm):
    """Moving out (転出); the day of the event is the planned day (転出予定年月日)."""

    destination: Destination = Field(Destination.DOMESTIC, title="転出先")
    members: tuple[int, ...] = Field(title="転出者", min_length=1)
    moved_to: str = Field(
        "", title="転出先住所(予定)", max_length=300, json_schema_extra={"suggest": "places"}
    )
    moved_to_postcode: str = Field("", title="転出先(予定)の郵便番号", max_length=7)
    moved_to_code: str = Field("", title="転出先(予定)の住所コード", max_length=11)
    by_certificate: bool = Field(False, title="特例転入を利用した転出")
    special_adoption: SpecialAdoption = Field(
        SpecialAdoption.NONE,
        title="特別養子縁組による転出",
        json_schema_extra={"choices": ADOPTIONS},
    )


REASONS = {
    Destination.DOMESTIC: Reason.DOMESTIC_MOVE_OUT,
    Destination.ABROAD: Reason.MOVE_OUT_ABROAD,
}


def plan_move_out(typed: MoveOut, now: Now) -> Plan:
    """What the move makes of the register."""
    reason = REASONS[typed.destination]
    plan = Plan(reason=reason, detail={"特例転出": True} if typed.by_certificate else {})
    remark_adoption(plan, typed.special_adoption, items=("転出先住所(予定)", "転出先住所(確定)"))
    day = typed.happened_on.day
    rows = found_people(plan, typed, now, typed.members)
    values = {
        "status": Status.MOVED_OUT, "ceased_on": day, "ceased_text": "",
        "moved_out_planned_on": day,
        "cease_reason": reason.label_ja, "cease_notified_on": typed.notified_on,
        "moved_to_planned": typed.moved_to, "moved_to_planned_postcode": typed.moved_to_postcode,
        "moved_to_planned_code": typed.moved_to_code,
    }  # fmt: skip
    plan.changes = [
        PersonChange(addressee_no=number, first_day=day, values=values) for number in rows
    ]
    plan.findings += check_move_out_place(
        place=typed.moved_to, is_special_adoption=typed.is_special or plan.is_special
    )
    check_people(plan, typed, now, rows)
    _refuse_leaving(plan, rows, now)
    leave_behind(plan, now, rows, day=day)
    return plan


def _refuse_leaving(plan: Plan, rows: Mapping[int, ResidentVersion], now: Now) -> None:
    """A second removal would stand behind the first: that one is cancelled or corrected."""
    today = now.people(rows)
    for number, last in latest_rows(rows).items():
        if not last.is_resident and number in today and today[number].is_resident:
            plan.stop(
                "register.leaving", "転出予定の人です。先の転出を取り消してください。",
                subject=named(number), citation="標準仕様書 4.1.3",
            )  # fmt: skip


KINDS = (
    event_kind(
        code="move_out", label="転出", form=MoveOut, plan=plan_move_out,
        subjects=lambda typed: typed.members,
    ),
)  # fmt: skip
