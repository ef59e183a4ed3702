# SPDX-License-Identifier: Apache-2.0
"""Foreign residents: the classes of 住民基本台帳法30条の45 with their items, and nationality."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from daicho.kernel.findings import Finding
from daicho.rules.resident_register.checks import finding


class ForeignClass(StrEnum):
    """The classes of the table of Article 30-45."""

    MID_TO_LONG_TERM = "中長期在留者"
    SPECIAL_PERMANENT = "特別永住者"
    TEMPORARY_REFUGE = "一時庇護許可者"
    PROVISIONAL_STAY = "仮滞在許可者"
    TRANSITIONAL_BY_BIRTH = "出生による経過滞在者"
    TRANSITIONAL_BY_LOSS = "国籍喪失による経過滞在者"


@dataclass(frozen=True, slots=True)
class ResidenceItems:
    """The items of a class, as entered."""

    foreign_class: ForeignClass | None
    status_of_residence: str = ""  # 在留資格
    period_of_stay: str = ""  # 在留期間
    expires_on: dt.date | None = None  # 在留期間の満了の日
    card_number: str = ""  # 在留カードの番号, 特別永住者証明書の番号
    landing_period: str = ""  # 上陸期間
    provisional_stay_period: str = ""  # 仮滞在期間


_CARD = ("card_number",)
_MID_TO_LONG = ("status_of_residence", "period_of_stay", "expires_on", "card_number")
ALLOWED_ITEMS = MappingProxyType(
    {
        ForeignClass.MID_TO_LONG_TERM: _MID_TO_LONG,
        ForeignClass.SPECIAL_PERMANENT: _CARD,
        ForeignClass.TEMPORARY_REFUGE: ("landing_period",),
        ForeignClass.PROVISIONAL_STAY: ("provisional_stay_period",),
        ForeignClass.TRANSITIONAL_BY_BIRTH: (),
        ForeignClass.TRANSITIONAL_BY_LOSS: (),
    }
)
# 空欄を許容しない項目 (1.1.6): the rest of the items allowed may stay empty.
REQUIRED_ITEMS = MappingProxyType(
    {
        ForeignClass.MID_TO_LONG_TERM: _CARD,
        ForeignClass.SPECIAL_PERMANENT: _CARD,
        ForeignClass.TEMPORARY_REFUGE: ("landing_period",),
        ForeignClass.PROVISIONAL_STAY: ("provisional_stay_period",),
        ForeignClass.TRANSITIONAL_BY_BIRTH: (),
        ForeignClass.TRANSITIONAL_BY_LOSS: (),
    }
)
_LABELS = MappingProxyType(
    {
        "status_of_residence": "在留資格",
        "period_of_stay": "在留期間",
        "expires_on": "在留期間の満了の日",
        "card_number": "在留カードの番号",
        "landing_period": "上陸期間",
        "provisional_stay_period": "仮滞在期間",
    }
)
_CARD_NUMBER = re.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}")  # unverified
EXPIRY_WARNING_DAYS = 90
TRANSITIONAL_DAYS = 60  # 入管法22条の2 (unverified)

# What is carried over to the other record of the same person (4.5.3, 4.5.4).
CARRIED_AT_NATURALISATION = (
    *("住所（方書を含む。）", "生年月日", "性別", "続柄", "外国人住民となった年月日"),
    *("住所を定めた年月日", "住民票コード", "宛名番号", "個人番号", "転入前住所"),
)
CARRIED_AT_LOSS = (
    *("住所（方書を含む。）", "生年月日", "性別", "続柄", "住所を定めた年月日"),
    *("住民票コード", "宛名番号", "個人番号", "転入前住所"),
)


def item_label(item: str, foreign_class: ForeignClass | None = None) -> str:
    """The Japanese name of an item; the card has another name for special permanent residents."""
    if item == "card_number" and foreign_class is ForeignClass.SPECIAL_PERMANENT:
        return "特別永住者証明書の番号"
    return _LABELS[item]


def check_residence(
    items: ResidenceItems, *, is_removed: bool = False, subject: str = ""
) -> tuple[Finding, ...]:
    """Items of the class: those required are there, those of other classes are not."""
    if items.foreign_class is None:
        return (finding("E-053", subject=subject),)
    return tuple(_residence_findings(items, items.foreign_class, is_removed, subject))


def _residence_findings(
    items: ResidenceItems, foreign_class: ForeignClass, is_removed: bool, subject: str
) -> Iterator[Finding]:
    given = {item for item in _LABELS if getattr(items, item)}
    for item in REQUIRED_ITEMS[foreign_class]:
        if item not in given and not (is_removed and item == "card_number"):
            detail = f"{foreign_class}、{item_label(item, foreign_class)}"
            yield finding("E-051", subject=subject, detail=detail)
    for item in _LABELS:
        if item in given and item not in ALLOWED_ITEMS[foreign_class]:
            detail = f"{foreign_class}、{item_label(item)}"
            yield finding("E-052", subject=subject, detail=detail)
    if items.card_number and not is_card_number(items.card_number):
        detail = item_label("card_number", foreign_class)
        yield finding("E-037", subject=subject, detail=detail)


def is_card_number(text: str) -> bool:
    """Whether text has the shape of a card number: two letters, eight digits, two letters."""
    return bool(_CARD_NUMBER.fullmatch(text))


def check_expiry(
    items: ResidenceItems, *, since: dt.date | None, as_of: dt.date, subject: str = ""
) -> tuple[Finding, ...]:
    """Alerts of the stay running out; `since` is the day of birth or of losing nationality."""
    if items.expires_on is not None:
        left = (items.expires_on - as_of).days
        number = "A-051" if left < 0 else "A-052" if left <= EXPIRY_WARNING_DAYS else ""
        detail = f"{items.expires_on.year}年{items.expires_on.month}月{items.expires_on.day}日"
        return (finding(number, subject=subject, detail=detail),) if number else ()
    if items.foreign_class not in _TRANSITIONAL or since is None:
        return ()
    is_over = as_of > since + dt.timedelta(days=TRANSITIONAL_DAYS)
    return (finding("A-053", subject=subject),) if is_over else ()


_TRANSITIONAL = frozenset({ForeignClass.TRANSITIONAL_BY_BIRTH, ForeignClass.TRANSITIONAL_BY_LOSS})


def check_naturalisation(
    *, became_foreign_resident_on: dt.date, became_resident_on: dt.date | None, subject: str = ""
) -> tuple[Finding, ...]:
    """帰化, 国籍取得: the day of becoming a foreign resident is taken over as it is (4.5.3)."""
    if became_resident_on == became_foreign_resident_on:
        return ()
    return (finding("E-055", subject=subject),)


def became_foreign_resident_after_loss(*, lost_on: dt.date, became_resident_on: dt.date) -> dt.date:
    """国籍喪失: the later of losing nationality and becoming a resident (4.5.5)."""
    return max(lost_on, became_resident_on)


def check_nationality_loss(
    *,
    lost_on: dt.date,
    became_resident_on: dt.date,
    became_foreign_resident_on: dt.date | None,
    subject: str = "",
) -> tuple[Finding, ...]:
    """Whether the day of becoming a foreign resident is the one that follows from the rule."""
    right = became_foreign_resident_after_loss(
        lost_on=lost_on, became_resident_on=became_resident_on
    )
    return () if became_foreign_resident_on == right else (finding("E-056", subject=subject),)
