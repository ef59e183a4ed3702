# SPDX-License-Identifier: Apache-2.0
"""Dates as a municipality writes them: 和暦 as clerks type it, 年度, ages by law, due dates.

No function knows today; the day always comes as an argument. Dates in facts are yyyymmdd
integers (0 = none).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import overload

from daicho.kernel.holidays import is_public_holiday
from daicho.kernel.numbers import kanji_number

FIRST_OF_JANUARY = (1, 1)


@dataclass(frozen=True, slots=True)
class Era:
    """One era name (元号). `last` may be written with it even where the next era has begun."""

    name: str
    letter: str
    sign: str  # the one-character ligature
    digit: str  # the digit clerks type: 1 明治 … 5 令和
    report_digit: str  # the digit of 給与支払報告書: 1 昭和 2 大正 3 明治 4 平成 5 令和
    first: dt.date
    last: dt.date


class EraTable(Sequence[Era]):
    """The eras in order. A new one is added from a file when the program starts (1.3.6).

    Whatever depends on them asks this table each time, so that nothing else has to be changed.
    """

    def __init__(self, eras: Iterable[Era]) -> None:
        self._eras: tuple[Era, ...] = ()
        self.replace(eras)

    def replace(self, eras: Iterable[Era]) -> None:
        """Take these instead; `with_added` has checked them."""
        self._eras = tuple(eras)
        self.by_key: Mapping[str, Era] = {
            key: era for era in self._eras for key in (era.name, era.name[0], era.letter, era.digit)
        }
        words = {word for era in self._eras for word in (era.name, era.name[0], era.letter)}
        self.words = "|".join(sorted(words, key=lambda word: (-len(word), word)))
        self.digits = "".join(era.digit for era in self._eras)

    @overload
    def __getitem__(self, place: int) -> Era: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Era]: ...
    def __getitem__(self, place: int | slice) -> Era | Sequence[Era]:
        return self._eras[place]

    def __len__(self) -> int:
        return len(self._eras)


class EraError(ValueError):
    """An era that cannot be added; the message says why, in Japanese."""


def with_added(eras: Sequence[Era], added: Era) -> tuple[Era, ...]:
    """The eras with a new one at the end; the one before it ends the day before it begins."""
    before = eras[-1]
    if added.first <= before.first:
        raise EraError(f"{added.name}: 始まりの日が{before.name}の始まりの日より後ではありません。")
    if len(added.name) != 2 or not re.fullmatch("[A-Z]", added.letter):
        raise EraError(f"{added.name}: 元号は2字、略号は英大文字1字です。")
    for digit in (added.digit, added.report_digit):
        if not re.fullmatch("[1-9]", digit):
            raise EraError(f"{added.name}: 番号は1から9までの数字1字です。")
    for one in eras:
        if one.name[0] == added.name[0] or one.letter == added.letter:
            raise EraError(f"{added.name}: 字か略号が{one.name}と同じです。")
        if one.digit == added.digit or one.report_digit == added.report_digit:
            raise EraError(f"{added.name}: 番号が{one.name}と同じです。")
    ended = replace(before, last=added.first - dt.timedelta(days=1))
    return (*eras[:-1], ended, added)


# 明治45年7月30日 is also 大正元年7月30日, 大正15年12月25日 also 昭和元年12月25日.
# 平成 and 令和 began at midnight after their ordinances, so they do not overlap.
BUILT_IN = (
    Era("明治", "M", "㍾", "1", "3", dt.date(1868, 1, 25), dt.date(1912, 7, 30)),
    Era("大正", "T", "㍽", "2", "2", dt.date(1912, 7, 30), dt.date(1926, 12, 25)),
    Era("昭和", "S", "㍼", "3", "1", dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    Era("平成", "H", "㍻", "4", "4", dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    Era("令和", "R", "㋿", "5", "5", dt.date(2019, 5, 1), dt.date(2999, 12, 31)),
)
ERAS = EraTable(BUILT_IN)
_PART = r"(\d{1,2}|元)"


@cache
def _era_shapes(words: str, digits: str) -> tuple[re.Pattern[str], ...]:
    """Separated, packed, and with a digit for the era."""
    return (
        re.compile(rf"^({words}){_PART}[年./\-](\d{{1,2}})[月./\-](\d{{1,2}})日?$"),
        re.compile(rf"^({words})(\d{{2}})(\d{{2}})(\d{{2}})$"),
        re.compile(rf"^([{digits}])(\d{{2}})(\d{{2}})(\d{{2}})$"),
    )


_SEPARATED_WESTERN = re.compile(r"^(\d{4})[年./\-](\d{1,2})[月./\-](\d{1,2})日?$")
_PACKED_WESTERN = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_KANJI_NUMBER = re.compile(r"[〇零一二三四五六七八九十]+")
_MARKS = str.maketrans(dict.fromkeys("・、,。", ".") | dict.fromkeys("‐−–ー", "-"))


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as read, or None with the reason in Japanese."""

    value: dt.date | None
    reason: str = ""


def parse_date(text: str) -> ParsedDate:
    """Read a date: S55.3.1, 昭和55年3月1日, ㍼550301, 3550301, 1980/03/01, 19800301 …

    Only days of the real calendar and of the named era are accepted.
    """
    tidy = _tidy(text)
    if not tidy:
        return ParsedDate(None, "日付が入力されていません")
    if found := _SEPARATED_WESTERN.match(tidy) or _PACKED_WESTERN.match(tidy):
        year, month, day = (int(part) for part in found.groups())
        return _checked(year, month, day, f"{year}年{month}月{day}日")
    shapes = _era_shapes(ERAS.words, ERAS.digits)
    if found := next(filter(None, (shape.match(tidy) for shape in shapes)), None):
        era = ERAS.by_key[found[1]]
        year = 1 if found[2] == "元" else int(found[2])
        return era_date(era, year, int(found[3]), int(found[4]))
    return ParsedDate(
        None, f"日付の形が読めません（例: S55.3.1、昭和55年3月1日、1980/03/01）: {text}"
    )


def _tidy(text: str) -> str:
    """Half width, upper case, no spaces, kanji numbers as digits. NFKC also spells out ㍼."""
    tidy = unicodedata.normalize("NFKC", text).upper().translate(_MARKS)
    tidy = "".join(tidy.split())
    return _KANJI_NUMBER.sub(lambda found: str(kanji_number(found[0])), tidy)


def era_date(era: Era, year: int, month: int, day: int) -> ParsedDate:
    """A date written with an era, refused when the era does not hold that day."""
    shown = f"{era.name}{'元' if year == 1 else year}年{month}月{day}日"
    if year < 1:
        return ParsedDate(None, f"{era.name}{year}年はありません")
    parsed = _checked(era.first.year + year - 1, month, day, shown)
    if parsed.value is None or era.first <= parsed.value <= era.last:
        return parsed
    right = f"（{format_japanese(parsed.value)}では？）" if parsed.value >= ERAS[0].first else ""
    return ParsedDate(None, f"{shown}は{era.name}の期間にありません{right}")


def _checked(year: int, month: int, day: int, shown: str) -> ParsedDate:
    if not 1868 <= year <= 2999:
        return ParsedDate(None, f"{shown}は扱える年（1868〜2999年）の外です")
    try:
        return ParsedDate(dt.date(year, month, day))
    except ValueError:
        return ParsedDate(None, f"{shown}は暦にない日です")


def era_of(day: dt.date) -> Era:
    """The era of a day; a day of change takes the new one."""
    for era in reversed(ERAS):
        if day >= era.first:
            return era
    raise ValueError(f"明治より前の日は和暦で書けません: {day.isoformat()}")


def format_japanese(day: dt.date) -> str:
    """昭和55年3月1日, with 元年."""
    era = era_of(day)
    year = day.year - era.first.year + 1
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def format_japanese_short(day: dt.date) -> str:
    """S55.3.1, for narrow columns."""
    era = era_of(day)
    return f"{era.letter}{day.year - era.first.year + 1}.{day.month}.{day.day}"


def format_fiscal_year(fiscal_year: int) -> str:
    """令和7年度 for 2025. 2019 is written 令和元年度 (its first month was 平成31年度)."""
    era = era_of(dt.date(fiscal_year, 12, 31))
    year = fiscal_year - era.first.year + 1
    return f"{era.name}{'元' if year == 1 else year}年度"


def format_income_year(year: int) -> str:
    """令和6年分 for 2024; 2019 is 令和元年分."""
    return format_fiscal_year(year).removesuffix("度") + "分"


def fiscal_year_of(day: dt.date) -> int:
    """The fiscal year (年度) of a day: April to March."""
    return day.year if day.month >= 4 else day.year - 1


def assessment_date(fiscal_year: int) -> dt.date:
    """賦課期日 (地方税法318条): January 1 of the year in which the fiscal year begins."""
    return dt.date(fiscal_year, *FIRST_OF_JANUARY)


def to_int(day: dt.date | None) -> int:
    """yyyymmdd, 0 for none."""
    return 0 if day is None else day.year * 10000 + day.month * 100 + day.day


def from_int(number: int) -> dt.date | None:
    """The date of a yyyymmdd number, None for 0; raises ValueError for no real day."""
    return None if number == 0 else dt.date(number // 10000, number // 100 % 100, number % 100)


def is_calendar_day(number: int) -> bool:
    """Whether a yyyymmdd number is a day of the real calendar."""
    try:
        return from_int(number) is not None
    except ValueError:
        return False


def attained_age(birth: dt.date, on: dt.date) -> int:
    """Age at the end of a day (年齢計算ニ関スル法律): a year fills the day before the birthday.

    Who is born on January 1 is 65 already on December 31; who is born on February 29 at the
    end of February 28.
    """
    next_day = on + dt.timedelta(days=1)
    return next_day.year - birth.year - ((next_day.month, next_day.day) < (birth.month, birth.day))


def age_on(birth: dt.date, on: dt.date) -> int:
    """Age as people say it: one more on the birthday itself."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def last_day_of_month(year: int, month: int) -> dt.date:
    """The last calendar day of a month."""
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def end_of_months(first: dt.date, months: int) -> dt.date:
    """Last day of a period of months that counts `first` (民法143条)

    It is the day before the corresponding day.

    Where the last month has no corresponding day, the period ends on that month's last day.
    """
    month_index = first.year * 12 + first.month - 1 + months
    year, month = month_index // 12, month_index % 12 + 1
    last = last_day_of_month(year, month)
    if first.day > last.day:
        return last
    return dt.date(year, month, first.day) - dt.timedelta(days=1)


def is_due_day_closed(day: dt.date) -> bool:
    """A day on which no term ends: weekend, holiday, December 29 to January 3.

    民法142条, 地方税法20条の5; the days at the turn of the year by 同施行令6条の18 (unverified).
    """
    if day.weekday() >= 5 or is_public_holiday(day):
        return True
    return (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)


def shift_due_date(day: dt.date) -> dt.date:
    """The day a term really ends: the next open day when it falls on a closed one."""
    while is_due_day_closed(day):
        day += dt.timedelta(days=1)
    return day
