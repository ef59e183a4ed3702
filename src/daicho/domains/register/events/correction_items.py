# SPDX-License-Identifier: Apache-2.0
"""Which items a correction may change, and how what is typed for one is read.

Not among them: what other events change (household, householder, state, codes) and what follows
from other items (the householder's name, folded spellings).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import models

from daicho.domains.register.models import ResidentVersion
from daicho.kernel.dates import parse_date
from daicho.kernel.uncertain_date import parse_uncertain
from daicho.rules.resident_register.entitlements import (
    ENTITLEMENT_ITEMS,
    entitlement_text,
    read_entitlement,
    with_entitlements,
)
from daicho.rules.resident_register.names import is_furigana
from daicho.rules.resident_register.relationship import parse_relationship

NAME_ITEMS = (
    "name", "kana", "kana_confirmed", "kanji_name", "latin_name", "former_name",
    "former_name_kana", "former_name_kana_confirmed", "alias", "alias_kana",
    "alias_kana_confirmed", "registry_head",
)  # fmt: skip
ADDRESS_ITEMS = ("postcode", "address", "building", "town", "address_code")
# Days that may be worded as the family register does stand with their `…_text`.
UNCERTAIN_ITEMS = {
    "birth_date": "birth_date_text", "moved_in_on": "moved_in_text",
    "became_resident_on": "became_resident_text",
    "foreign_resident_on": "foreign_resident_text",
    "alien_registered_on": "alien_registered_text",
}  # fmt: skip
CORRECTABLE = (
    *NAME_ITEMS, *ADDRESS_ITEMS, *UNCERTAIN_ITEMS,
    "name_precedence", "sex", "relationship", "actual_householder_name", "registered_domicile",
    "address_notified_on", "became_resident_by", "notified_on", "previous_address",
    "previous_postcode", "previous_address_code", "previous_householder",
    "last_registered_address", "alias_entered_on", "alias_entered_at", "alias_removed_on",
    "alias_removed_at", "moved_to_planned", "moved_to_planned_postcode", "moved_to_planned_code",
    "card_status", "signature_serial", "authentication_serial", "under_guardianship",
    "nationality", "article_30_45", "residence_status", "residence_period", "residence_until",
    "residence_card_no", "residence_notified", "landed_by_permit",
)  # fmt: skip
_READINGS = frozenset({"kana", "former_name_kana", "alias_kana"})
_YES = {"はい", "1", "true", "有"}
_NO = {"いいえ", "0", "false", "無", ""}


def label_of(item: str) -> str:
    """The Japanese name of an item."""
    if item in ENTITLEMENT_ITEMS:
        return ENTITLEMENT_ITEMS[item].label
    field = ResidentVersion._meta.get_field(item)
    return str(getattr(field, "verbose_name", item))


ITEM_LABELS: Mapping[str, str] = MappingProxyType(
    {name: label_of(name) for name in (*CORRECTABLE, *ENTITLEMENT_ITEMS)}
)


@dataclass(frozen=True, slots=True)
class ReadItem:
    """The values that one typed item makes, or why it cannot be read."""

    values: Mapping[str, Any]
    reason: str = ""


def read_item(item: str, typed: str) -> ReadItem:
    """Read the text typed for an item; an empty text empties it."""
    if item not in ITEM_LABELS:
        return ReadItem({}, "この項目は修正できません")
    text = typed.strip()
    if item in ENTITLEMENT_ITEMS:
        read = read_entitlement(item, text)
        return ReadItem({} if read.reason else {item: read.text}, read.reason)
    if item in UNCERTAIN_ITEMS:
        return _read_uncertain(item, text)
    if item == "relationship":
        return _read_relationship(text)
    if item in _READINGS and text and not is_furigana(text):
        return ReadItem({}, "全角カタカナで入力してください")
    return _reader_of(item)(item, text)


def changed_values(row: ResidentVersion, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the record of what was read; entitlements become one value together."""
    values = {
        name: value
        for name, value in wanted.items()
        if name not in ENTITLEMENT_ITEMS and getattr(row, name) != value
    }
    texts = {
        name: text
        for name, text in wanted.items()
        if name in ENTITLEMENT_ITEMS and entitlement_text(row.entitlements, name) != text
    }
    if texts:
        values["entitlements"] = with_entitlements(row.entitlements, texts)
    return values


def _reader_of(item: str) -> Callable[[str, str], ReadItem]:
    field = ResidentVersion._meta.get_field(item)
    if isinstance(field, models.DateField):
        return _read_day
    if isinstance(field, models.BooleanField):
        return _read_flag
    if item == "sex":
        return _read_sex
    return lambda name, text: ReadItem({name: text})


def _read_uncertain(item: str, text: str) -> ReadItem:
    if not text:
        return ReadItem({item: None, UNCERTAIN_ITEMS[item]: ""})
    found, reason = parse_uncertain(text)
    if found is None:
        return ReadItem({}, reason)
    return ReadItem({item: found.day, UNCERTAIN_ITEMS[item]: found.text})


def _read_day(item: str, text: str) -> ReadItem:
    if not text:
        return ReadItem({item: None})
    parsed = parse_date(text)
    return ReadItem({item: parsed.value}) if parsed.value else ReadItem({}, parsed.reason)


def _read_flag(item: str, text: str) -> ReadItem:
    if text.lower() not in _YES | _NO:
        return ReadItem({}, "「はい」か「いいえ」を入力してください")
    return ReadItem({item: text.lower() in _YES})


def _read_sex(item: str, text: str) -> ReadItem:
    value = {"男": 2, "女": 1, "不明": 0, "2": 2, "1": 1, "0": 0}.get(text)
    return ReadItem({}, "男・女・不明のどれかを入力してください") if value is None else ReadItem(
        {item: value}
    )  # fmt: skip


def _read_relationship(text: str) -> ReadItem:
    parsed = parse_relationship(text)
    if parsed.value is None:
        return ReadItem({}, parsed.finding.message_ja if parsed.finding else "")
    return ReadItem({"relationship": parsed.value.text})
