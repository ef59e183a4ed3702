# SPDX-License-Identifier: Apache-2.0
"""Readings of names (振り仮名, 標準仕様書 1.1.18): entered, corrected, confirmed by the person.

Since 2025-05-26 the reading of the name is an item of the record (住民基本台帳法7条). Readings that
the family register has by authority come as a list: events/bulk_*.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from daicho.domains.register.events.authority_checks import named
from daicho.domains.register.events.base import EventForm, Now, Plan, event_kind
from daicho.domains.register.events.correction_plan import plan_values
from daicho.foundation.entries.kinds import Form
from daicho.kernel.text import to_full_kana, to_katakana
from daicho.rules.resident_register.names import is_furigana
from daicho.rules.resident_register.reasons import Basis, Reason


class NameKind(StrEnum):
    """Which name a reading belongs to."""

    NAME = "氏名"
    FORMER_NAME = "旧氏"
    ALIAS = "通称"


ITEMS = {
    NameKind.NAME: "kana", NameKind.FORMER_NAME: "former_name_kana", NameKind.ALIAS: "alias_kana",
}  # fmt: skip


class Reading(Form):
    """The reading of one name of one person; hiragana and half-width kana are taken as katakana."""

    addressee_no: int = Field(title="宛名番号")
    of: NameKind = Field(NameKind.NAME, title="対象")
    kana: str = Field(title="振り仮名", min_length=1, max_length=300)
    is_confirmed: bool = Field(False, title="本人への確認")


class ReadingsForm(EventForm):
    """Readings of one or several persons."""

    basis: Basis = Field(Basis.FAMILY_REGISTER, title="根拠")
    readings: tuple[Reading, ...] = Field(title="振り仮名", min_length=1)


def as_furigana(text: str) -> str:
    """The reading as it is kept: full-width katakana."""
    return to_katakana(to_full_kana(text)).replace(" ", "　")


def plan_readings(typed: ReadingsForm, now: Now) -> Plan:
    """The correction of the readings, and of the flags that they are confirmed."""
    plan = Plan(reason=Reason.CORRECT_BY_AUTHORITY)
    wanted: dict[int, dict[str, Any]] = {}
    for one in typed.readings:
        kana = as_furigana(one.kana)
        if not is_furigana(kana):
            plan.add("E-041", subject=named(one.addressee_no), detail=f"{one.of}のフリガナ")
        item = ITEMS[one.of]
        wanted.setdefault(one.addressee_no, {}).update(
            {item: kana, f"{item}_confirmed": one.is_confirmed}
        )
        if not one.is_confirmed:
            plan.add("A-041", subject=named(one.addressee_no), detail=one.of.value)
    plan_values(plan, typed, now, wanted, first_days={})
    plan.detail["項目"] = sorted({f"{one.of}の振り仮名" for one in typed.readings})
    return plan


READINGS = event_kind(
    code="kana", label="振り仮名の記載・修正", form=ReadingsForm, plan=plan_readings,
    subjects=lambda typed: tuple(dict.fromkeys(one.addressee_no for one in typed.readings)),
)  # fmt: skip
KINDS = (READINGS,)
