# SPDX-License-Identifier: Apache-2.0
"""Death (死亡, 標準仕様書 4.2.2.1); what kind of death and why is not kept (実装しない機能)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import check_people, day_of, found_people
from daicho.domains.register.events.authority_household import leave_behind
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import Status
from daicho.foundation.entries.fields import OptionalDate
from daicho.rules.resident_register.reasons import Basis, Reason

DIED = "死亡"


class DeathForm(EventForm):
    """The death of one person, by the notice of death or a notice from elsewhere."""

    basis: Basis = Field(Basis.FAMILY_REGISTER, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    known_on: OptionalDate = Field(None, title="死亡の事実を知った日")
    died_abroad: bool = Field(False, title="国外での死亡")


def removal_values(typed: EventForm, *, status: Status, cause: str) -> dict[str, Any]:
    """The items of a record that is removed (除票)."""
    return {
        "status": status, "ceased_on": typed.happened_on.day, "ceased_text": typed.happened_on.text,
        "cease_reason": cause, "cease_notified_on": typed.notified_on,
    }  # fmt: skip


def plan_death(typed: DeathForm, now: Now) -> Plan:
    """What the death makes of the record and of the household left behind."""
    plan = Plan(reason=Reason.DEATH)
    rows = found_people(plan, typed, now, [typed.addressee_no])
    check_people(plan, typed, now, rows, known_on=typed.known_on, happened_abroad=typed.died_abroad)
    values = removal_values(typed, status=Status.DEAD, cause=DIED)
    for number, row in rows.items():
        day = day_of(typed, row, now)
        plan.changes.append(PersonChange(addressee_no=number, first_day=day, values=values))
        leave_behind(plan, now, rows, day=day)
    return plan


DEATH = event_kind(
    code="death", label=DIED, form=DeathForm, plan=plan_death,
    subjects=lambda typed: (typed.addressee_no,),
)  # fmt: skip
KINDS = (DEATH,)
