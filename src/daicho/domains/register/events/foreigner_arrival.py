# SPDX-License-Identifier: Apache-2.0
"""Foreign residents who settle, or whose status makes them residents (法30条の46・47, 4.5.1–4.5.2).

Like moving in from abroad; the former address may be empty.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from daicho.domains.register.events.base import Now, Plan, event_kind
from daicho.domains.register.events.move_in import plan_move_in
from daicho.domains.register.events.move_in_form import MoveIn, Origin
from daicho.rules.resident_register.foreign import ForeignClass
from daicho.rules.resident_register.reasons import Reason

CLASSES = (
    ForeignClass.MID_TO_LONG_TERM, ForeignClass.SPECIAL_PERMANENT,
    ForeignClass.TEMPORARY_REFUGE, ForeignClass.PROVISIONAL_STAY,
)  # fmt: skip


class Settled(MoveIn):
    """法30条の46: one of the four classes settles here, not from another municipality."""

    article: ClassVar[str] = "法第30条の46転入"
    origin: Origin = Field(Origin.ABROAD, title="転入元")


class BecameEligible(MoveIn):
    """法30条の47: who lives here became one of the four classes."""

    article: ClassVar[str] = "法第30条の47届出"
    origin: Origin = Field(Origin.ABROAD, title="転入元")


def plan_arrival(typed: Settled | BecameEligible, now: Now) -> Plan:
    """What the notification makes of the register."""
    plan = plan_move_in(typed, now, reason=Reason.MOVE_IN_FROM_ABROAD)
    plan.detail["届出"] = typed.article
    for place, one in enumerate(typed.members, start=1):
        if not one.is_foreign or one.article_30_45 not in CLASSES:
            plan.stop(
                "register.not_of_30_46",
                f"{typed.article}は、中長期在留者、特別永住者、一時庇護許可者、"
                "仮滞在許可者に限ります。",
                subject=f"転入者 {place}件目", citation="住民基本台帳法30条の46、30条の47",
            )  # fmt: skip
    return plan


def _subjects(typed: MoveIn) -> tuple[int, ...]:
    return tuple(one.addressee_no for one in typed.members if one.addressee_no)


SETTLED = event_kind(
    code="foreign_settled", label=Settled.article, form=Settled, plan=plan_arrival,
    subjects=_subjects,
)  # fmt: skip
BECAME_ELIGIBLE = event_kind(
    code="foreign_eligible", label=BecameEligible.article, form=BecameEligible,
    plan=plan_arrival, subjects=_subjects,
)  # fmt: skip
KINDS = (SETTLED, BECAME_ELIGIBLE)
