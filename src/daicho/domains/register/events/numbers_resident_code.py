# SPDX-License-Identifier: Apache-2.0
"""Resident codes: changed on request, recorded where missing, corrected (標準仕様書 4.3.2).

A new code comes from the stock when the slip is registered; nobody chooses or sees it before.
"""

from __future__ import annotations

from pydantic import Field

from daicho.domains.register.codes.stock import FROM_STOCK, count_free
from daicho.domains.register.events.authority_checks import check_people, found_people, named
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.history import PersonChange
from daicho.domains.register.models import ResidentVersion
from daicho.rules.resident_register.reasons import Basis, Reason
from daicho.rules.resident_register.resident_code import check_resident_code


class ResidentCodeRequest(EventForm):
    """A request for another code (住民基本台帳法30条の4)."""

    basis: Basis = Field(Basis.REQUEST, title="根拠")
    addressee_no: int = Field(title="宛名番号")


class ResidentCodeRecord(EventForm):
    """The record of a code for one who has none."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    addressee_no: int = Field(title="宛名番号")


class ResidentCodeCorrection(EventForm):
    """The correction of a code that was entered wrongly."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    addressee_no: int = Field(title="宛名番号")
    resident_code: str = Field(title="住民票コード", min_length=11, max_length=11, repr=False)


def plan_code_request(typed: ResidentCodeRequest, now: Now) -> Plan:
    """Another code in place of the one held."""
    return _from_stock(Plan(reason=Reason.RESIDENT_CODE_REQUEST), typed, now, has_code=True)


def plan_code_record(typed: ResidentCodeRecord, now: Now) -> Plan:
    """A code where there is none."""
    return _from_stock(Plan(reason=Reason.RESIDENT_CODE_RECORD), typed, now, has_code=False)


def _from_stock(
    plan: Plan, typed: ResidentCodeRequest | ResidentCodeRecord, now: Now, *, has_code: bool
) -> Plan:
    rows = found_people(plan, typed, now, [typed.addressee_no])
    check_people(plan, typed, now, rows)
    for number, row in rows.items():
        if bool(row.resident_code) != has_code:
            plan.stop(
                "register.code_state",
                "住民票コードがありません。職権記載として入力してください。"
                if has_code
                else "住民票コードは既にあります。変更請求又は修正として入力してください。",
                subject=named(number),
            )
        _change(plan, typed, number, FROM_STOCK)
    if plan.changes and count_free() < 1:
        plan.stop(
            "register.no_code", "新規付番用の住民票コードがありません。CSから取得してください。",
            citation="標準仕様書 4.3.1",
        )  # fmt: skip
    return plan


def plan_code_correction(typed: ResidentCodeCorrection, now: Now) -> Plan:
    """The right code in place of a wrong one; nobody else may have it."""
    plan = Plan(reason=Reason.CLERICAL_CORRECTION, detail={"項目": ["住民票コード"]})
    rows = found_people(plan, typed, now, [typed.addressee_no])
    check_people(plan, typed, now, rows)
    subject = named(typed.addressee_no)
    plan.findings += check_resident_code(typed.resident_code, subject=subject)
    others = ResidentVersion.objects.filter(resident_code=typed.resident_code)
    if others.exclude(addressee_no=typed.addressee_no).exists():
        plan.add("E-035", subject=subject)
    for number in rows:
        _change(plan, typed, number, typed.resident_code)
    return plan


def _change(plan: Plan, typed: EventForm, number: int, code: str) -> None:
    plan.changes.append(
        PersonChange(
            addressee_no=number, first_day=typed.happened_on.day, values={"resident_code": code}
        )
    )


CODE_REQUEST = event_kind(
    code="resident_code_request", label="住民票コードの変更請求", form=ResidentCodeRequest,
    plan=plan_code_request, subjects=lambda typed: (typed.addressee_no,),
)  # fmt: skip
CODE_RECORD = event_kind(
    code="resident_code_record", label="住民票コードの職権記載", form=ResidentCodeRecord,
    plan=plan_code_record, subjects=lambda typed: (typed.addressee_no,),
)  # fmt: skip
CODE_CORRECT = event_kind(
    code="resident_code_correct", label="住民票コードの修正", form=ResidentCodeCorrection,
    plan=plan_code_correction, subjects=lambda typed: (typed.addressee_no,),
)  # fmt: skip
KINDS = (CODE_REQUEST, CODE_RECORD, CODE_CORRECT)
