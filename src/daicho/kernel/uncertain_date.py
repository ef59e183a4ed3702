# SPDX-License-Identifier: Apache-2.0
"""Dates of the family register that are no plain day: 不詳日 and days outside the calendar.

The fourteen wordings of 標準仕様書 1.1.8, 2月29日 of a year without it, and the two days with two
eras. The wording is kept as it is; beside it stands a real day, for sorting and for ages.

The real day follows one rule: the first day of the time that the words name, within the named
era. 頃 and 推定 count as the time itself; 春 begins on March 1, 上旬 on the 1st, 中旬 on the 11th;
of 〜から〜までの間 it is the first day named; for a day that its month does not have it is the
month's last. 年月日不詳 names no time and stands on UNKNOWN_DAY: ask `is_year_known` before an age.
What the resident network is sent is converted where it is sent.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from daicho.kernel.dates import (
    ERAS,
    Era,
    era_of,
    format_japanese,
    last_day_of_month,
    parse_date,
)
from daicho.kernel.numbers import kanji_number

UNKNOWN_WORDS = "年月日不詳"
UNKNOWN_DAY = dt.date(1868, 1, 25)  # the first day that can be written with an era
EXAMPLES = "例: 昭和20年頃、推定令和5年3月1日、昭和20年 月日不詳、年月日不詳"


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date as the family register words it; `text` is empty for an ordinary calendar day."""

    day: dt.date
    text: str = ""

    @property
    def is_ordinary(self) -> bool:
        """Whether this is a plain day of the calendar."""
        return not self.text

    @property
    def is_uncertain(self) -> bool:
        """Whether the words leave the day open (不詳日); 明治45年7月30日 does not."""
        return bool(self.text) and not _shape(_FULL_DAY, ERAS.words).fullmatch(self.text)

    @property
    def is_year_known(self) -> bool:
        """Whether the year is known, so that an age can be given at all."""
        return self.text != UNKNOWN_WORDS

    def __str__(self) -> str:
        return format_uncertain(self)


class ParsedUncertainDate(NamedTuple):
    """A date as read, or None with the reason in Japanese."""

    value: UncertainDate | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """One official wording: its shape without spaces, how it is written, and where it begins."""

    shape: str
    template: str
    first_month: int = 1
    first_day: int = 1

    def match(self, tidy: str) -> re.Match[str] | None:
        """What fits it, with the eras there are."""
        return _shape(self.shape, ERAS.words).fullmatch(tidy)


_YEAR = r"(?:(?P<era>{words})(?P<n>\d{{1,2}}|元)|(?P<w>\d{{4}}))年"
_PARTS = {
    "M": r"(?P<m>\d{1,2})月",
    "D": r"(?P<d>\d{1,2})日",
    "E": r"(?P<d2>\d{1,2})日",
}


@cache
def _shape(shape: str, words: str) -> re.Pattern[str]:
    """Its letters spelled out, with the words of the eras."""
    parts = {**_PARTS, "Y": _YEAR.format(words=words), "A": f"(?:{words})"}
    return re.compile(re.sub("[YMDEA]", lambda found: parts[found[0]], shape))


# In the order of the standard's list (不詳日入力一覧); 年月日不詳 is handled before them.
WORDINGS = (
    Wording("Y頃", "{y}年頃"),
    Wording("YM頃", "{y}年{m}月頃"),
    Wording("YMD頃", "{y}年{m}月{d}日頃"),
    Wording("推定YMD", "推定{y}年{m}月{d}日"),
    Wording("推定YM", "推定{y}年{m}月"),
    Wording("Y春", "{y}年春", first_month=3),
    Wording("YM上旬", "{y}年{m}月上旬"),
    Wording("YM中旬頃", "{y}年{m}月中旬頃", first_day=11),
    Wording("Y月日不詳", "{y}年 月日不詳"),
    Wording("YM日不詳", "{y}年{m}月 日不詳"),
    Wording(r"YMDから(?P<m2>\d{1,2})月E頃までの間", "{y}年{m}月{d}日から{m2}月{d2}日頃までの間"),
    Wording("YM推定DからEまでの間", "{y}年{m}月推定{d}日から{d2}日までの間"),
    Wording("YMD頃からE頃までの間", "{y}年{m}月{d}日頃から{d2}日頃までの間"),
)
_PLAIN_DAY = Wording("YMD", "{y}年{m}月{d}日")
_SEPARATED = re.compile(r"^([^\d]{0,2})(\d{1,4}|元)[./\-](\d{1,2})[./\-](\d{1,2})$")
_FULL_DAY = r"A(?:\d{1,2}|元)年\d{1,2}月\d{1,2}日"
_YEAR_WORDS = r"(A)(\d{1,2}|元)年"
_KANJI_NUMBER = re.compile(r"[〇零一二三四五六七八九十]+")
_SPELLINGS = (("ごろ", "頃"), ("ころ", "頃"), ("不明", "不詳"))


def parse_uncertain(text: str) -> ParsedUncertainDate:
    """Read a date of the family register: any ordinary date, else one of the official wordings."""
    ordinary = parse_date(text)
    tidy = _tidy(text)
    if ordinary.value is not None:
        return ParsedUncertainDate(UncertainDate(ordinary.value, _other_era(ordinary.value, tidy)))
    if tidy == UNKNOWN_WORDS:
        return ParsedUncertainDate(UncertainDate(UNKNOWN_DAY, UNKNOWN_WORDS))
    for wording in WORDINGS:
        if found := wording.match(tidy):
            return _worded(wording, found)
    if found := _PLAIN_DAY.match(tidy):
        return _outside_calendar(found, ordinary.reason)
    if any(word in tidy for word in ("不詳", "頃", "推定", "間", "旬", "春")):
        return ParsedUncertainDate(None, f"不詳日の書き方にありません（{EXAMPLES}）: {text}")
    return ParsedUncertainDate(None, ordinary.reason)


def format_uncertain(value: UncertainDate) -> str:
    """The date in 和暦, worded as in the family register."""
    return value.text or format_japanese(value.day)


def format_western(value: UncertainDate) -> str:
    """The date with the western year, as a foreign resident's birth is written: 1950年頃."""
    if not value.text:
        return f"{value.day.year}年{value.day.month}月{value.day.day}日"
    shape = _shape(_YEAR_WORDS, ERAS.words)
    return shape.sub(lambda found: f"{_western(found[1], found[2])}年", value.text)


def _tidy(text: str) -> str:
    """Half width without spaces, kanji numbers as digits, spellings of 頃 as one."""
    tidy = "".join(unicodedata.normalize("NFKC", text).upper().split())
    for spelling, word in _SPELLINGS:
        tidy = tidy.replace(spelling, word)
    tidy = _KANJI_NUMBER.sub(lambda found: str(kanji_number(found[0])), tidy)
    return _SEPARATED.sub(r"\1\2年\3月\4日", tidy)


def _western(era_name: str, year: str) -> int:
    return ERAS.by_key[era_name].first.year + (1 if year == "元" else int(year)) - 1


def _other_era(day: dt.date, tidy: str) -> str:
    """The wording of a day written with the era that ended on it, else nothing."""
    if day == dt.date(1912, 7, 30) and tidy.startswith(("明", "M", "1")) and "45" in tidy:
        return "明治45年7月30日"
    if day == dt.date(1926, 12, 25) and tidy.startswith(("大", "T", "2")) and "15" in tidy:
        return "大正15年12月25日"
    return ""


def _worded(wording: Wording, found: re.Match[str]) -> ParsedUncertainDate:
    part = {
        name: int(text) for name, text in found.groupdict().items() if text and text.isdecimal()
    }
    month, day = part.get("m", wording.first_month), part.get("d", wording.first_day)
    year = _year_of(found)
    first = _real_day(year, month, day)
    last = _real_day(year, part.get("m2", month), part.get("d2", day))
    if first is None or last is None:
        return ParsedUncertainDate(None, f"{found[0]}に、暦にない月日があります")
    if last < first:
        return ParsedUncertainDate(None, f"{found[0]}は、終わりの日が始まりの日より前です")
    era = _era_written(found) or era_of(max(first, ERAS[0].first))
    if "d" not in part and _begins_in(era, year, part.get("m")):
        first = max(first, era.first)
    if not era.first <= first <= era.last:
        return ParsedUncertainDate(None, f"{found[0]}は{era.name}の期間にありません")
    written = wording.template.format(y=_year_words(era, year), **part)
    return ParsedUncertainDate(UncertainDate(first, written))


def _begins_in(era: Era, year: int, month: int | None) -> bool:
    """Whether the era began within the year, or the month when one is named."""
    return year == era.first.year and month in (None, era.first.month)


def _outside_calendar(found: re.Match[str], reason: str) -> ParsedUncertainDate:
    """2月29日 of a year without it and its like: the month exists, the day is one of 31."""
    year, month, day = _year_of(found), int(found["m"]), int(found["d"])
    if not (1868 <= year <= 2999 and 1 <= month <= 12 and 28 < day <= 31):
        return ParsedUncertainDate(None, reason)
    last = last_day_of_month(year, month)
    era = _era_written(found) or era_of(last)
    if day <= last.day or not era.first <= last <= era.last:
        return ParsedUncertainDate(None, reason)
    text = f"{_year_words(era, year)}年{month}月{day}日"
    return ParsedUncertainDate(UncertainDate(last, text))


def _year_of(found: re.Match[str]) -> int:
    return int(found["w"]) if found["w"] else _western(found["era"], found["n"])


def _era_written(found: re.Match[str]) -> Era | None:
    return ERAS.by_key[found["era"]] if found["era"] else None


def _year_words(era: Era, year: int) -> str:
    number = year - era.first.year + 1
    return f"{era.name}{'元' if number == 1 else number}"


def _real_day(year: int, month: int, day: int) -> dt.date | None:
    if not 1868 <= year <= 2999:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
