# SPDX-License-Identifier: Apache-2.0
"""Recording by authority (職権記載, 標準仕様書 4.2.1.1): settling, unregistered, registered anew.

The slip is that of moving in; what differs is the reason, the ground and whence the person comes:
a former address may be 不明, or empty where there was none.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from pydantic import Field

from daicho.domains.register.events.base import Now, Plan, event_kind
from daicho.domains.register.events.move_in import plan_move_in
from daicho.domains.register.events.move_in_form import MoveIn
from daicho.rules.resident_register.reasons import Basis, Reason


class RecordGround(StrEnum):
    """Why a record is made by authority."""

    SETTLED = "住所設定"
    UNREGISTERED = "未届転入"
    NEW_FAMILY_REGISTER = "就籍"
    FOUND_AGAIN = "回復"
    NATURALISED = "帰化"
    ACQUIRED_NATIONALITY = "国籍取得"
    OTHER = "その他の職権記載"


# Naturalised persons who were no residents before have the reason of their own.
_REASONS = {
    RecordGround.NATURALISED: Reason.RECORD_NATURALISED,
    RecordGround.ACQUIRED_NATIONALITY: Reason.RECORD_NATURALISED,
}


class AuthorityRecord(MoveIn):
    """A record made by authority, for one or several persons."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    ground: RecordGround = Field(title="職権記載の理由")


def plan_authority_record(typed: AuthorityRecord, now: Now) -> Plan:
    """What the record by authority makes of the register."""
    reason = _REASONS.get(typed.ground, Reason.RECORD_BY_AUTHORITY)
    is_unregistered = typed.ground is RecordGround.UNREGISTERED
    plan = plan_move_in(
        typed.model_copy(update={"is_unregistered": is_unregistered}), now, reason=reason
    )
    by = {"became_resident_by": f"{reason.label_ja}（{typed.ground}）"}
    plan.changes = [replace(one, values={**one.values, **by}) for one in plan.changes]
    plan.detail["職権記載の理由"] = typed.ground.value
    return plan


AUTHORITY_RECORD = event_kind(
    code="authority_record", label="職権記載", form=AuthorityRecord, plan=plan_authority_record,
    subjects=lambda typed: tuple(one.addressee_no for one in typed.members if one.addressee_no),
)  # fmt: skip
KINDS = (AUTHORITY_RECORD,)
