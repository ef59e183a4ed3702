# SPDX-License-Identifier: Apache-2.0
"""Keeping the dictionaries of addresses, countries and buildings (1.3.3, 1.3.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from daicho.domains.register.countries import load_countries, read_countries
from daicho.domains.register.models import AddressTown, Building, Country
from daicho.domains.register.towns import load_towns, read_towns
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.kernel.address import fold_address, is_postcode
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.text import search_kana


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


@dataclass(frozen=True, kw_only=True)
class LoadCountries(Action[int]):
    """Take the list of countries that comes with the program into the dictionary."""

    function = "register.bulk"
    audit_text = "国名辞書の更新"

    def change(self, context: Context) -> Outcome[int]:
        lines, _ = load_countries(read_countries())
        return Outcome(lines)


@dataclass(frozen=True, kw_only=True)
class KeepCountry(Action[int]):
    """Add a country, correct its name, or make it a former one (旧国名)."""

    function = "register.approve"
    audit_text = "国名辞書の修正"
    code: str
    name: str
    kana: str = ""
    is_former: bool = False

    def detail(self) -> Mapping[str, object]:
        return {"国コード": self.code, "国名": self.name, "旧国名": self.is_former}

    def change(self, context: Context) -> Outcome[int]:
        if not re.fullmatch(r"[A-Z]{3}", self.code) or not self.name.strip():
            return _refused("country", "国コードは英大文字3字で、国名は空欄にできません。")
        name = self.name.strip()
        Country.objects.update_or_create(
            code=self.code,
            defaults={
                "name": name, "kana_key": search_kana(self.kana or name),
                "is_former": self.is_former,
            },
        )  # fmt: skip
        return Outcome(1)
