# SPDX-License-Identifier: Apache-2.0
"""Insurances and allowances as they are typed on a slip of somebody new (法7条9号-11号の2)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from daicho.foundation.entries.kinds import Form
from daicho.rules.resident_register.entitlements import (
    ENTITLEMENT_ITEMS,
    PensionType,
    read_entitlement,
    with_entitlements,
)


def _reader(name: str) -> BeforeValidator:
    """Reads what is typed for an item of this name into the text that is kept."""

    def read(typed: object) -> str:
        if isinstance(typed, bool):
            return "1" if typed else ""
        found = read_entitlement(name, str(typed or ""))
        if found.reason:
            raise ValueError(f"{found.reason}。")
        return found.text

    return BeforeValidator(read)


Day = Annotated[str, _reader("entitlements.pension.acquired_on")]
Month = Annotated[str, _reader("entitlements.child_allowance.from_month")]
PensionNumber = Annotated[str, _reader("entitlements.pension.number")]
_TYPES = {"": "（なし）"} | {one.value: one.value for one in PensionType}


class InsuranceTyped(Form):
    """One insurance: whether insured, since when, until when."""

    insured: bool = Field(False, title="被保険者")
    acquired_on: Day = Field("", title="資格取得年月日")
    lost_on: Day = Field("", title="資格喪失年月日")


class PensionTyped(InsuranceTyped):
    """The national pension, with its number and type."""

    number: PensionNumber = Field("", title="基礎年金番号")
    type: Annotated[str, _reader("entitlements.pension.type")] = Field(
        "", title="種別", json_schema_extra={"choices": _TYPES}
    )
    type_changed_on: Day = Field("", title="種別変更年月日")


class AllowanceTyped(Form):
    """The child allowance: months of its first and last payment."""

    from_month: Month = Field("", title="受給開始年月", description="例: R8.4")
    to_month: Month = Field("", title="受給終了年月", description="例: R8.4")


class EntitlementsTyped(Form):
    """Everything of 資格; left empty, nothing is kept."""

    election: bool = Field(False, title="選挙人名簿への登録")
    national_health: InsuranceTyped = Field(InsuranceTyped(), title="国民健康保険")
    late_elderly: InsuranceTyped = Field(InsuranceTyped(), title="後期高齢者医療")
    long_term_care: InsuranceTyped = Field(InsuranceTyped(), title="介護保険")
    pension: PensionTyped = Field(PensionTyped(), title="国民年金")
    child_allowance: AllowanceTyped = Field(AllowanceTyped(), title="児童手当")

    @property
    def kept(self) -> dict[str, dict[str, str]]:
        """What the record keeps of it."""
        typed = self.model_dump() | {"election": {"registered": self.election}}
        texts = {
            name: _text(typed[item.system][item.code]) for name, item in ENTITLEMENT_ITEMS.items()
        }
        return with_entitlements({}, texts)


def _text(value: object) -> str:
    return ("1" if value else "") if isinstance(value, bool) else str(value)
