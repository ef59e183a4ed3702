# SPDX-License-Identifier: Apache-2.0
"""A notice that somebody has moved in elsewhere (転入通知の受理, 標準仕様書 4.1.3.1.1).

What was planned stays as it is; what the notice says stands beside it. A day of moving in before
the planned day brings the removal forward (1.1.5), so the notice can come before that day too.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import named
from daicho.domains.register.events.authority_household import leave_behind
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.history import PersonChange, Stretch, items_of, latest_rows
from daicho.domains.register.models import ResidentVersion, Status
from daicho.kernel.dates import format_japanese
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.event_rules import EventFacts, check_basis
from daicho.rules.resident_register.reasons import Basis, Reason, ResidentKind

NOT_LEAVING = "register.not_leaving"


class MoveInNotice(EventForm):
    """The notice: the day of the event is that of moving in there (転出年月日(確定))."""

    basis: Basis = Field(Basis.NOTICE, title="根拠")
    members: tuple[int, ...] = Field(title="対象者", min_length=1)
    moved_to: str = Field(
        title="転出先住所(確定)", min_length=1, max_length=300,
        json_schema_extra={"suggest": "places"},
    )  # fmt: skip
    moved_to_postcode: str = Field("", title="転出先(確定)の郵便番号", max_length=7)
    moved_to_code: str = Field("", title="転出先(確定)の住所コード", max_length=11)


def plan_move_in_notice(typed: MoveInNotice, now: Now) -> Plan:
    """What the notice makes of the removed records, also of those that are not removed yet."""
    plan = Plan(reason=Reason.CORRECT_BY_AUTHORITY, detail={"転入通知": True})
    _check(plan, typed, now)
    moved_in = typed.happened_on.day
    latest = latest_rows(typed.members)
    sooner: dict[int, ResidentVersion] = {}
    for number in dict.fromkeys(typed.members):
        row = latest.get(number)
        if row is None or row.status not in (Status.MOVED_OUT, Status.REMOVED):
            plan.stop(
                NOT_LEAVING, "転出又は職権消除の記録がありません。対象者を確認してください。",
                subject=named(number), citation="標準仕様書 4.1.3.1.1",
            )  # fmt: skip
            continue
        if _is_sooner(row, moved_in):
            sooner[number] = row
        plan.changes.append(_change(typed, row, moved_in))
    rows = now.people(sooner, moved_in)
    leave_behind(plan, now, rows, day=moved_in)
    return plan


def _check(plan: Plan, typed: MoveInNotice, now: Now) -> None:
    facts = EventFacts(
        reason=plan.reason, kind=ResidentKind.JAPANESE, basis=typed.basis,
        moved_on=typed.happened_on, processed_on=now.today, basis_date=typed.notified_on,
    )  # fmt: skip
    plan.findings += check_basis(facts)
    if not typed.happened_on.is_ordinary:
        plan.add("E-003", detail=f"異動日 {typed.happened_on}")
    if typed.happened_on.day > now.today:
        plan.findings.append(finding("E-004", detail=format_japanese(typed.happened_on.day)))


def _is_sooner(row: ResidentVersion, moved_in: date) -> bool:
    planned = row.status == Status.MOVED_OUT and row.valid.lower is not None
    return planned and moved_in < _removed_on(row)


def _removed_on(row: ResidentVersion) -> date:
    removed_on: date = row.ceased_on or row.valid.lower
    return removed_on


def _change(typed: MoveInNotice, row: ResidentVersion, moved_in: date) -> PersonChange:
    told_on = typed.notified_on or moved_in
    values: dict[str, Any] = {
        "move_in_notice_on": told_on, "moved_out_on": moved_in, "moved_to": typed.moved_to,
        "moved_to_postcode": typed.moved_to_postcode, "moved_to_code": typed.moved_to_code,
    }  # fmt: skip
    if not _is_sooner(row, moved_in):
        first = max(told_on, row.valid.lower or told_on)
        return PersonChange(addressee_no=row.addressee_no, first_day=first, values=values)
    items = items_of(row) | values | {"ceased_on": moved_in}
    return PersonChange(
        addressee_no=row.addressee_no, first_day=moved_in, values=values,
        course=(Stretch(first=moved_in, last=None, items=items),),
    )  # fmt: skip


KINDS = (
    event_kind(
        code="move_in_notice", label="転入通知の受理", form=MoveInNotice,
        plan=plan_move_in_notice, subjects=lambda typed: typed.members,
    ),
)  # fmt: skip
