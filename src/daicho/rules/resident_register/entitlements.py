# SPDX-License-Identifier: Apache-2.0
"""What other offices' insurances and allowances stand on a record (資格, 法7条9号-11号の2).

Kept as texts under two keys, system and item: days as 2026-04-01, months as 2026-04, 有 as "1".
An item is also named in one word, `entitlements.pension.number`, as pages and slips name items.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.dates import era_of, format_japanese, parse_date
from daicho.kernel.findings import Finding
from daicho.kernel.text import to_half_ascii
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.reasons import ResidentKind

PREFIX = "entitlements"
Entitlements = Mapping[str, Mapping[str, str]]


class Holds(StrEnum):
    """What an item holds."""

    FLAG = "flag"
    DAY = "day"
    MONTH = "month"
    NUMBER = "number"
    PENSION_TYPE = "pension_type"


class PensionType(StrEnum):
    """Type of insured person (国民年金の種別, 国民年金法7条・附則5条)."""

    FIRST = "第1号"
    SECOND = "第2号"
    THIRD = "第3号"
    VOLUNTARY = "任意加入"


@dataclass(frozen=True, slots=True)
class EntitlementItem:
    """One item of one system."""

    system: str
    code: str
    label: str
    holds: Holds

    @property
    def name(self) -> str:
        """The item in one word."""
        return f"{PREFIX}.{self.system}.{self.code}"


def _insurance(system: str, label: str) -> tuple[EntitlementItem, ...]:
    return (
        EntitlementItem(system, "insured", f"{label}の被保険者", Holds.FLAG),
        EntitlementItem(system, "acquired_on", f"{label}の資格取得年月日", Holds.DAY),
        EntitlementItem(system, "lost_on", f"{label}の資格喪失年月日", Holds.DAY),
    )


ENTITLEMENT_ITEMS: Mapping[str, EntitlementItem] = {
    one.name: one
    for one in (
        EntitlementItem("election", "registered", "選挙人名簿への登録", Holds.FLAG),
        *_insurance("national_health", "国民健康保険"),
        *_insurance("late_elderly", "後期高齢者医療"),
        *_insurance("long_term_care", "介護保険"),
        EntitlementItem("pension", "insured", "国民年金の被保険者", Holds.FLAG),
        EntitlementItem("pension", "number", "基礎年金番号", Holds.NUMBER),
        EntitlementItem("pension", "type", "国民年金の種別", Holds.PENSION_TYPE),
        EntitlementItem("pension", "type_changed_on", "国民年金の種別変更年月日", Holds.DAY),
        EntitlementItem("pension", "acquired_on", "国民年金の資格取得年月日", Holds.DAY),
        EntitlementItem("pension", "lost_on", "国民年金の資格喪失年月日", Holds.DAY),
        EntitlementItem("child_allowance", "from_month", "児童手当の受給開始年月", Holds.MONTH),
        EntitlementItem("child_allowance", "to_month", "児童手当の受給終了年月", Holds.MONTH),
    )
}  # fmt: skip
_YES, _NO = {"はい", "1", "true", "有", "該当"}, {"いいえ", "0", "false", "無", "非該当", ""}
_MONTH = re.compile(r"^(\d{4}|[^\d]{1,2}(?:\d{1,2}|元))[年./-](\d{1,2})月?$")
_PENSION_NUMBER = re.compile(r"\d{10}")  # 4+6 digits; its check digit is not public (unverified)


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as it is kept, or why it cannot be read."""

    text: str
    reason: str = ""


def read_entitlement(name: str, typed: str) -> ReadText:
    """Read what is typed for an item; an empty text empties it."""
    text = typed.strip()
    holds = ENTITLEMENT_ITEMS[name].holds
    if holds is Holds.FLAG:
        return _read_flag(text)
    if not text:
        return ReadText("")
    if holds is Holds.DAY:
        parsed = parse_date(text)
        return ReadText(parsed.value.isoformat()) if parsed.value else ReadText("", parsed.reason)
    if holds is Holds.MONTH:
        return _read_month(text)
    if holds is Holds.NUMBER:
        digits = to_half_ascii(text).replace("-", "")
        is_number = _PENSION_NUMBER.fullmatch(digits) is not None
        return ReadText(digits) if is_number else ReadText("", "10桁の数字で入力してください")
    known = to_half_ascii(text)
    reason = "第1号・第2号・第3号・任意加入のどれかを入力してください"
    return ReadText(known) if known in set(PensionType) else ReadText("", reason)


def _read_flag(text: str) -> ReadText:
    if text.lower() not in _YES | _NO:
        return ReadText("", "「はい」か「いいえ」を入力してください")
    return ReadText("1" if text.lower() in _YES else "")


def _read_month(text: str) -> ReadText:
    found = _MONTH.match(to_half_ascii(text))
    day = parse_date(f"{found[1]}.{found[2]}.1" if found else "").value
    if found and day is None:  # the first month of an era does not hold its first day
        day = parse_date(f"{found[1]}.{found[2]}.28").value
    if day is None:
        return ReadText("", "年月を「R8.4」「令和8年4月」「2026-04」のように入力してください")
    return ReadText(f"{day.year:04}-{day.month:02}")


def entitlement_words(name: str, text: str) -> str:
    """A kept text as people read it; nothing for what is empty."""
    holds = ENTITLEMENT_ITEMS[name].holds
    if not text:
        return ""
    if holds is Holds.FLAG:
        return "有"
    if holds is Holds.DAY:
        return format_japanese(dt.date.fromisoformat(text))
    if holds is Holds.MONTH:
        return _month_words(text)
    return f"{text[:4]}-{text[4:]}" if holds is Holds.NUMBER else text


def _month_words(text: str) -> str:
    year, month = (int(part) for part in text.split("-"))
    era = era_of(dt.date(year, month, 28))
    count = year - era.first.year + 1
    return f"{era.name}{'元' if count == 1 else count}年{month}月"


def entitlement_text(kept: Entitlements, name: str) -> str:
    """The kept text of an item, empty where there is none."""
    item = ENTITLEMENT_ITEMS[name]
    return str(kept.get(item.system, {}).get(item.code, ""))


def with_entitlements(kept: Entitlements, changed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What is kept after these items (by name) were given these texts; empty ones are left out."""
    texts = {name: entitlement_text(kept, name) for name in ENTITLEMENT_ITEMS} | dict(changed)
    made: dict[str, dict[str, str]] = {}
    for name, item in ENTITLEMENT_ITEMS.items():
        if texts[name]:
            made.setdefault(item.system, {})[item.code] = texts[name]
    return made


def held_systems(kept: Entitlements) -> tuple[str, ...]:
    """The systems that a person belongs to now, by code: insured, registered or receiving."""
    return tuple(
        system
        for system, items in kept.items()
        if items.get("insured") or items.get("registered")
        or (items.get("from_month") and not items.get("to_month"))
    )  # fmt: skip


_ORDERED = (
    ("acquired_on", "lost_on"), ("acquired_on", "type_changed_on"), ("from_month", "to_month"),
)  # fmt: skip


def check_entitlements(
    kept: Entitlements, *, kind: ResidentKind, subject: str = ""
) -> tuple[Finding, ...]:
    """No end before its beginning; the electoral roll is of Japanese only (公職選挙法9条)."""
    found = [
        finding("E-059", subject=subject, detail=f"{first}、{last}")
        for first, last in _backwards(kept)
    ]
    if kind is ResidentKind.FOREIGN and kept.get("election"):
        found.append(finding("E-058", subject=subject))
    return tuple(found)


def _backwards(kept: Entitlements) -> Iterator[tuple[str, str]]:
    for system, items in kept.items():
        for first, last in _ORDERED:
            if items.get(first) and items.get(last) and items[last] < items[first]:
                yield _label(system, first), _label(system, last)


def _label(system: str, code: str) -> str:
    return ENTITLEMENT_ITEMS[f"{PREFIX}.{system}.{code}"].label
