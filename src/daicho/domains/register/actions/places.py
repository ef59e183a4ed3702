# SPDX-License-Identifier: Apache-2.0
"""Keeping the dictionaries of addresses and buildings (住所辞書・方書, 1.3.3, 1.3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from daicho.domains.register.models import AddressTown, Building
from daicho.domains.register.towns import load_towns, read_towns
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.address import fold_address, is_postcode
from daicho.kernel.findings import Finding, Severity


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (Finding(f"register.{code}", Severity.ERROR, message),))


@dataclass(frozen=True, kw_only=True)
class LoadTowns(Action[int]):
    """Take the public list of postcodes into the dictionary; of one municipality when named."""

    function = "register.bulk"
    audit_text = "住所辞書の更新"
    municipality: str = ""

    def detail(self) -> Mapping[str, object]:
        return {"市区町村": self.municipality or "全国"}

    def change(self, context: Context) -> Outcome[int]:
        lines, _ = load_towns(read_towns(municipality=self.municipality))
        if not lines:
            return _refused("no_towns", "住所のない市区町村コードです。")
        return Outcome(lines)


@dataclass(frozen=True, kw_only=True)
class CorrectTown(Action[int]):
    """Correct the postcode of a town, or make it a former one."""

    function = "register.approve"
    audit_text = "住所辞書の修正"
    code: str
    postcode: str
    is_former: bool

    def detail(self) -> Mapping[str, object]:
        return {"住所コード": self.code, "旧町名": self.is_former}

    def change(self, context: Context) -> Outcome[int]:
        if not is_postcode(self.postcode):
            return _refused("postcode", "郵便番号は7桁の数字で入力してください。")
        found = AddressTown.objects.filter(pk=self.code)
        if not found.update(postcode=self.postcode, is_former=self.is_former):
            return _refused("no_town", "この住所コードは住所辞書にありません。")
        return Outcome(1)


@dataclass(frozen=True, kw_only=True)
class KeepBuilding(Action[int]):
    """Add a building to an address, or take it out of the suggestions (方書の登録・廃止)."""

    function = "register.approve"
    audit_text = "方書の登録・廃止"
    address: str
    name: str
    postcode: str = ""
    is_removed: bool = False

    def detail(self) -> Mapping[str, object]:
        return {"住所": self.address, "方書": self.name, "廃止": self.is_removed}

    def change(self, context: Context) -> Outcome[int]:
        if not self.address.strip() or not self.name.strip():
            return _refused("building_empty", "住所と方書を入力してください。")
        kept, _ = Building.objects.update_or_create(
            address_key=fold_address(self.address), name=self.name.strip(),
            defaults={
                "address": self.address.strip(), "postcode": self.postcode,
                "is_removed": self.is_removed,
            },
        )  # fmt: skip
        return Outcome(kept.pk)
