# SPDX-License-Identifier: Apache-2.0
"""Corrections (修正, 標準仕様書 4.2.3): by authority, minor ones (軽微な修正), of errors (誤記).

Any permitted item of one or several persons, from a day on. A correction of an error may name the
event whose entry was wrong and then holds from that event's day; the wrong event stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import named
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.correction_items import (
    ADDRESS_ITEMS,
    ITEM_LABELS,
    NAME_ITEMS,
    read_item,
)
from daicho.domains.register.events.correction_plan import plan_values
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.entries.fields import OptionalNumber
from daicho.foundation.entries.kinds import Form
from daicho.rules.resident_register.reasons import Basis, Reason


class MinorGround(StrEnum):
    """What a minor correction rests on (住民基本台帳法施行規則11条3項2号, 4.2.3.2)."""

    PLAIN_CHARACTER = "常用平易な文字への変更"
    SAME_CHARACTER = "文字の同定"
    PLACE_NAME = "行政区画、郡、区、町若しくは字又はこれらの名称の変更"
    LOT_NUMBER = "地番の変更"
    RESIDENCE_INDICATION = "住居表示の実施又は変更"
    BUILDING_NAME = "建築物の名称又は建物の賃貸人の変更"
    OTHER = "その他総務大臣が適当と認めるもの"


_ADDRESS_ONLY = frozenset(
    {
        MinorGround.PLACE_NAME, MinorGround.LOT_NUMBER, MinorGround.RESIDENCE_INDICATION,
        MinorGround.BUILDING_NAME,
    }
)  # fmt: skip


class ItemChange(Form):
    """One item of one person and what it shall be."""

    addressee_no: int = Field(title="宛名番号")
    item: str = Field(
        title="項目", json_schema_extra={"choices": dict(ITEM_LABELS), "copied": True}
    )
    value: str = Field("", title="修正後", max_length=1000, json_schema_extra={"copied": True})


class CorrectionForm(EventForm):
    """A correction by authority."""

    basis: Basis = Field(Basis.AUTHORITY, title="根拠")
    changes: tuple[ItemChange, ...] = Field(title="修正する項目", min_length=1)


class MinorCorrectionForm(CorrectionForm):
    """A minor correction, on one of the enumerated grounds."""

    ground: MinorGround = Field(title="軽微な修正の区分")


class ErrorCorrectionForm(CorrectionForm):
    """A correction of an error, since the day of the event whose entry was wrong."""

    wrong_event_no: OptionalNumber = Field(None, title="誤記のあった異動")


def plan_correction(typed: CorrectionForm, now: Now) -> Plan:
    """職権修正."""
    plan = Plan(reason=Reason.CORRECT_BY_AUTHORITY)
    _plan_items(plan, typed, now, first_days={})
    return plan


def plan_minor_correction(typed: MinorCorrectionForm, now: Now) -> Plan:
    """軽微な修正: names and addresses only; 附票 and the network are told so."""
    plan = Plan(reason=Reason.MINOR_CORRECTION, is_light=True)
    allowed = set(ADDRESS_ITEMS) | set(() if typed.ground in _ADDRESS_ONLY else NAME_ITEMS)
    for one in typed.changes:
        if one.item in ITEM_LABELS and one.item not in allowed:
            plan.add(
                "E-068", subject=named(one.addressee_no),
                detail=f"{ITEM_LABELS[one.item]}、{typed.ground}",
            )  # fmt: skip
    _plan_items(plan, typed, now, first_days={})
    plan.detail["軽微な修正の区分"] = typed.ground.value
    return plan


def plan_error_correction(typed: ErrorCorrectionForm, now: Now) -> Plan:
    """誤記修正."""
    plan = Plan(reason=Reason.CLERICAL_CORRECTION)
    people = {one.addressee_no for one in typed.changes}
    first_days = _first_days(typed.wrong_event_no, people) if typed.wrong_event_no else {}
    for number in sorted(people - first_days.keys()) if typed.wrong_event_no else ():
        plan.stop(
            "register.not_of_event", "誤記のあった異動の異動者ではありません。",
            subject=named(number),
        )  # fmt: skip
    _plan_items(plan, typed, now, first_days=first_days)
    if typed.wrong_event_no:
        plan.detail["誤記のあった異動"] = typed.wrong_event_no
    return plan


def _first_days(event_no: int, people: set[int]) -> dict[int, date]:
    rows = ResidentVersion.objects.filter(event_id=event_no, addressee_no__in=people)
    days: dict[int, date] = {}
    for row in rows:
        if row.valid.lower is not None:
            days[row.addressee_no] = min(days.get(row.addressee_no, date.max), row.valid.lower)
    return days


def read_changes(plan: Plan, changes: tuple[ItemChange, ...]) -> dict[int, dict[str, Any]]:
    """What is wanted of each person; every text that cannot be read is a finding."""
    wanted: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in changes:
        read = read_item(one.item, one.value)
        label = ITEM_LABELS.get(one.item, "項目")
        if read.reason:
            plan.stop(
                "register.item_unreadable", f"{label}: {read.reason}。",
                subject=named(one.addressee_no),
            )  # fmt: skip
        elif read.values.keys() & wanted[one.addressee_no].keys():
            plan.stop(
                "register.item_twice", f"{label}が二度入力されています。",
                subject=named(one.addressee_no),
            )  # fmt: skip
        wanted[one.addressee_no] |= read.values
    return dict(wanted)


def _plan_items(
    plan: Plan, typed: CorrectionForm, now: Now, *, first_days: Mapping[int, date]
) -> None:
    wanted = {number: own for number, own in read_changes(plan, typed.changes).items() if own}
    plan_values(plan, typed, now, wanted, first_days=first_days)
    labels = [ITEM_LABELS[one.item] for one in typed.changes if one.item in ITEM_LABELS]
    plan.detail["項目"] = list(dict.fromkeys(labels))


def _subjects(typed: CorrectionForm) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one.addressee_no for one in typed.changes))


CORRECT = event_kind(
    code="correct", label="職権修正", form=CorrectionForm, plan=plan_correction, subjects=_subjects
)
CORRECT_MINOR = event_kind(
    code="correct_minor", label="軽微な修正", form=MinorCorrectionForm,
    plan=plan_minor_correction, subjects=_subjects,
)  # fmt: skip
CORRECT_ERROR = event_kind(
    code="correct_error", label="誤記修正", form=ErrorCorrectionForm,
    plan=plan_error_correction, subjects=_subjects,
)  # fmt: skip
KINDS = (CORRECT, CORRECT_MINOR, CORRECT_ERROR)
