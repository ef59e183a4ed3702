# SPDX-License-Identifier: Apache-2.0
"""The slip of moving in (転入届): the place, where they come from, and each person's record."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from daicho.domains.register.events.entitlement_form import EntitlementsTyped
from daicho.domains.register.events.household_joining import ToPlace
from daicho.domains.register.events.special_adoption import ADOPTIONS
from daicho.domains.register.models import ResidentKind, Sex
from daicho.foundation.entries.fields import (
    EntryUncertainDate,
    OptionalDate,
    OptionalNumber,
    OptionalUncertainDate,
)
from daicho.foundation.entries.kinds import Form
from daicho.rules.resident_register.reasons import SpecialAdoption

UNREGISTERED = "（未届）"


class Origin(StrEnum):
    """Where who moves in comes from."""

    DOMESTIC = "国内"
    ABROAD = "国外等"


class Mover(Form):
    """One person who moves in: every item of 1.1.1 and 1.1.2 that a slip brings.

    `addressee_no` names the removed record that the person continues (再転入). What is left empty
    of 住民票コード is given at registration; the 個人番号 goes to the vault only.
    """

    addressee_no: OptionalNumber = Field(None, title="従前の宛名番号")
    name: str = Field(
        title="氏名", min_length=1, max_length=300, json_schema_extra={"copied": "surname"}
    )
    kana: str = Field(
        "", title="氏名の振り仮名", max_length=300, json_schema_extra={"copied": "surname"}
    )
    kana_confirmed: bool = Field(False, title="氏名の振り仮名確認")
    kind: ResidentKind = Field(ResidentKind.JAPANESE, title="住民種別")
    birth: EntryUncertainDate = Field(title="生年月日")
    sex: Sex = Field(title="性別")
    relationship: str = Field(title="続柄", min_length=1, max_length=50)
    registered_domicile: str = Field(
        "", title="本籍", max_length=300,
        json_schema_extra={"copied": True, "suggest": "domiciles"},
    )  # fmt: skip
    registry_head: str = Field(
        "", title="筆頭者", max_length=300, json_schema_extra={"copied": True, "suggest": "names"}
    )
    resident_code: str = Field("", title="住民票コード", max_length=11)
    individual_number: str = Field("", title="個人番号", max_length=12, repr=False)
    former_name: str = Field("", title="旧氏", max_length=100)
    former_name_kana: str = Field("", title="旧氏の振り仮名", max_length=100)
    former_name_kana_confirmed: bool = Field(False, title="旧氏の振り仮名確認")
    became_resident: OptionalUncertainDate = Field(
        None, title="住民となった日", json_schema_extra={"copied": True}
    )
    under_guardianship: bool = Field(False, title="成年被後見人")

    kanji_name: str = Field("", title="氏名(漢字、外国人)", max_length=300)
    latin_name: str = Field("", title="氏名(アルファベット)", max_length=300)
    alias: str = Field("", title="通称", max_length=100)
    alias_kana: str = Field("", title="通称の振り仮名", max_length=100)
    alias_kana_confirmed: bool = Field(False, title="通称の振り仮名確認")
    alias_entered_on: OptionalDate = Field(None, title="通称を記載した日")
    alias_entered_at: str = Field("", title="通称を記載した市区町村", max_length=100)
    nationality: str = Field(
        "", title="国籍・地域", max_length=100,
        json_schema_extra={"copied": True, "suggest": "countries"},
    )  # fmt: skip
    foreign_resident: OptionalUncertainDate = Field(
        None, title="外国人住民となった日", json_schema_extra={"copied": True}
    )
    article_30_45: str = Field("", title="法30条の45の区分", max_length=20)
    residence_status: str = Field("", title="在留資格", max_length=100)
    residence_period: str = Field("", title="在留期間", max_length=50)
    residence_until: OptionalDate = Field(None, title="在留期間満了の日")
    residence_card_no: str = Field("", title="在留カード等の番号", max_length=12)
    landed_by_permit: bool = Field(False, title="上陸許可証による転入")
    alien_registered: OptionalUncertainDate = Field(None, title="旧外登法による登録日")
    card_status: str = Field("", title="個人番号カードの発行状況", max_length=100)
    signature_serial: str = Field("", title="署名用電子証明書シリアル番号", max_length=100)
    authentication_serial: str = Field(
        "", title="利用者証明用電子証明書シリアル番号", max_length=100
    )
    entitlements: EntitlementsTyped = Field(
        EntitlementsTyped(), title="資格", json_schema_extra={"folded": True}
    )

    @property
    def is_foreign(self) -> bool:
        """Whether the record is a foreign resident's."""
        return self.kind == ResidentKind.FOREIGN


class MoveIn(ToPlace):
    """Moving in (転入), a whole family at once; the day of the event is that of settling."""

    origin: Origin = Field(Origin.DOMESTIC, title="転入元")
    members: tuple[Mover, ...] = Field(title="転入者", min_length=1)
    by_certificate: bool = Field(False, title="特例転入")
    previous_address: str = Field(
        "", title="転入前住所", max_length=300, json_schema_extra={"suggest": "places"}
    )
    previous_postcode: str = Field("", title="転入前住所の郵便番号", max_length=7)
    previous_address_code: str = Field("", title="転入前住所コード", max_length=11)
    previous_householder: str = Field(
        "", title="転入前の世帯主", max_length=300, json_schema_extra={"suggest": "names"}
    )
    is_unregistered: bool = Field(False, title="未届転入")
    last_registered_address: str = Field("", title="最終登録住所地", max_length=300)
    special_adoption: SpecialAdoption = Field(
        SpecialAdoption.NONE,
        title="特別養子縁組による転入",
        json_schema_extra={"choices": ADOPTIONS},
    )
    actual_householder_name: str = Field("", title="事実上の世帯主", max_length=300)


# Items that stand in a slip under the name they have in the record.
_COPIED = (
    "name", "kana", "kana_confirmed", "kind", "sex", "relationship", "registered_domicile",
    "registry_head", "resident_code", "former_name", "former_name_kana",
    "former_name_kana_confirmed", "under_guardianship",
    "card_status", "signature_serial", "authentication_serial",
)  # fmt: skip
_COPIED_FOREIGN = (
    "kanji_name", "latin_name", "alias", "alias_kana", "alias_kana_confirmed", "alias_entered_on",
    "alias_entered_at", "article_30_45", "residence_status", "residence_period", "residence_until",
    "residence_card_no", "landed_by_permit",
)  # fmt: skip


def record_of(typed: MoveIn, mover: Mover, place: dict[str, Any]) -> dict[str, Any]:
    """The items of a mover's new record, without those of the household."""
    became = mover.became_resident or typed.happened_on
    items: dict[str, Any] = {name: getattr(mover, name) for name in _COPIED} | place
    items |= {
        "entitlements": mover.entitlements.kept,
        "birth_date": mover.birth.day, "birth_date_text": mover.birth.text,
        "became_resident_on": became.day, "became_resident_text": became.text,
        "moved_in_on": typed.happened_on.day, "moved_in_text": typed.happened_on.text,
        "notified_on": typed.notified_on, "address_notified_on": typed.notified_on,
        "previous_address": _previous(typed), "previous_postcode": typed.previous_postcode,
        "previous_address_code": typed.previous_address_code,
        "previous_householder": typed.previous_householder,
        "last_registered_address": typed.last_registered_address,
        "actual_householder_name": typed.actual_householder_name,
    }  # fmt: skip
    return items | (_foreign(typed, mover) if mover.is_foreign else {"nationality": "JP"})


def _previous(typed: MoveIn) -> str:
    """Of an unregistered move the latest address, marked as such (4.1.1.4)."""
    address = typed.previous_address
    if typed.is_unregistered and address and not address.endswith(UNREGISTERED):
        return address + UNREGISTERED
    return address


def _foreign(typed: MoveIn, mover: Mover) -> dict[str, Any]:
    items = {name: getattr(mover, name) for name in _COPIED_FOREIGN}
    since = mover.foreign_resident
    if since is None and typed.origin is Origin.ABROAD:
        since = typed.happened_on
    if since is not None:
        items |= {"foreign_resident_on": since.day, "foreign_resident_text": since.text}
    if mover.alien_registered is not None:
        registered = mover.alien_registered
        items |= {
            "alien_registered_on": registered.day, "alien_registered_text": registered.text
        }  # fmt: skip
    return items | {
        "nationality": mover.nationality,
        "residence_notified": True,
    }
