# SPDX-License-Identifier: Apache-2.0
"""Reads one statute (a dated figure of law in TOML) strictly: what is unclear is refused by name.

A statute is a table with `label_ja`, `unit` and one `[[values]]` a period of fiscal years. A file
of the statute tree holds one statute; a municipality's file one table a field of `Municipality`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import daicho

STATUTES = Path(daicho.__file__).parent / "statutes"
LAST_VERIFIED_YEAR = 2026  # figures that begin later must say status = "announced"
UNITS = frozenset({"yen", "rate", "count", "age", "flag", "date", "table"})
STATUSES = frozenset({"enacted", "announced"})
_STATUTE_KEYS = frozenset({"label_ja", "unit", "certainty", "note", "columns", "values"})
_VALUE_KEYS = frozenset(
    (
        *("fiscal_year_from", "fiscal_year_to", "value", "status"),
        *("promulgated", "effective", "source", "certainty", "note"),
    )
)
_SOURCE_KEYS = frozenset({"law", "article", "retrieved", "checked_by", "reference"})
_SOURCE_REQUIRED = ("law", "article", "reference")


class StatuteError(Exception):
    """A statute file that cannot be relied on; the message names the file and the key."""


class Period(NamedTuple):
    """One dated value: text (or lists of text) for the fiscal years first..last, both included."""

    first: int
    last: int
    value: Any
    status: str
    law: str
    article: str
    unverified: bool


class Statute(NamedTuple):
    """One figure of law with its periods in order."""

    place: str
    label_ja: str
    unit: str
    unverified: bool
    columns: tuple[str, ...]
    periods: tuple[Period, ...]

    def value_of(self, fiscal_year: int) -> Any:
        """The raw value of one fiscal year; a year without one is an error, never a guess."""
        for period in self.periods:
            if period.first <= fiscal_year <= period.last:
                return period.value
        raise StatuteError(f"{self.place}: {fiscal_year}年度の値がありません")


@cache
def read_toml(path: Path) -> Mapping[str, Any]:
    """The file as tables, or a StatuteError that names it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StatuteError(f"{shown(path)}: ファイルがありません") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StatuteError(f"{shown(path)}: TOMLとして読めません: {error}") from None


def shown(path: Path) -> str:
    """The path as told to people: inside the statute tree, relative to it."""
    return str(path.relative_to(STATUTES)) if path.is_relative_to(STATUTES) else str(path)


@cache
def read_statute(path: Path) -> Statute:
    """The statute of a file that holds one."""
    return check_statute(read_toml(path), shown(path))


def check_statute(table: Mapping[str, Any], place: str) -> Statute:
    """Check one statute's table; `place` is the file, and the key in a file of several."""
    _check_keys(table, _STATUTE_KEYS, ("label_ja", "unit", "values"), place)
    if table["unit"] not in UNITS:
        known = ", ".join(sorted(UNITS))
        raise StatuteError(f"{place}: unit = {table['unit']!r} は使えません ({known})")
    unverified = _check_certainty(table, place)
    periods = tuple(
        _check_value(value, f"{place} values[{index}]", unverified)
        for index, value in enumerate(table["values"])
    )
    _check_order(periods, place)
    columns = tuple(table.get("columns", ()))
    return Statute(place, table["label_ja"], table["unit"], unverified, columns, periods)


def _check_value(value: Mapping[str, Any], place: str, unverified: bool) -> Period:
    required = ("fiscal_year_from", "value", "status", "promulgated", "effective", "source")
    _check_keys(value, _VALUE_KEYS, required, place)
    first, last = value["fiscal_year_from"], value.get("fiscal_year_to", 9999)
    if not (isinstance(first, int) and isinstance(last, int) and first <= last):
        raise StatuteError(f"{place}: fiscal_year_from–fiscal_year_to が年度の範囲になっていません")
    if value["status"] not in STATUSES:
        raise StatuteError(f"{place}: status = {value['status']!r} は使えません")
    unverified = _check_certainty(value, place) or unverified
    if first > LAST_VERIFIED_YEAR and value["status"] != "announced":
        raise StatuteError(
            f'{place}: {LAST_VERIFIED_YEAR}年度より後に始まる値は status = "announced" に限ります'
        )
    _check_text(value["value"], f"{place} value")
    for key in ("promulgated", "effective"):
        _check_date(value[key], f"{place} {key}", unknown_allowed=unverified)
    source = value["source"]
    _check_keys(source, _SOURCE_KEYS, _SOURCE_REQUIRED, f"{place} source")
    for key in _SOURCE_REQUIRED:
        if not str(source[key]).strip():
            raise StatuteError(f"{place} source: {key} が空です")
    if "retrieved" in source:
        _check_date(source["retrieved"], f"{place} source.retrieved", unknown_allowed=unverified)
    return Period(
        first, last, value["value"], value["status"], source["law"], source["article"], unverified
    )


def _check_certainty(table: Mapping[str, Any], place: str) -> bool:
    """Whether a statute, or one of its periods, is marked unverified; the mark must say why."""
    if table.get("certainty", "unverified") != "unverified":
        raise StatuteError(f'{place}: certainty に書けるのは "unverified" だけです')
    if "certainty" in table and not table.get("note"):
        raise StatuteError(f'{place}: certainty = "unverified" には note が要ります')
    return "certainty" in table


def _check_keys(table: Any, known: frozenset[str], required: tuple[str, ...], place: str) -> None:
    if not isinstance(table, dict):
        raise StatuteError(f"{place}: 表ではありません")
    unknown = sorted(set(table) - known)
    if unknown:
        raise StatuteError(f"{place}: 知らない項目 {', '.join(unknown)}")
    missing = [key for key in required if key not in table]
    if missing:
        raise StatuteError(f"{place}: {', '.join(missing)} がありません")


def _check_text(value: Any, place: str) -> None:
    """Values are text, or lists of text: nobody makes a float of them on the way."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            _check_text(item, f"{place}[{index}]")
    elif not isinstance(value, str):
        raise StatuteError(f"{place}: 値は文字列で書きます ({value!r} は {type(value).__name__})")


def _check_date(value: Any, place: str, *, unknown_allowed: bool) -> None:
    text = value.isoformat() if isinstance(value, date) else value
    if text == "unknown":
        if unknown_allowed:
            return
        raise StatuteError(f'{place}: "unknown" は certainty = "unverified" のときだけ書けます')
    try:
        if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        date.fromisoformat(text)  # also refuses the placeholder 0000-00-00
    except ValueError:
        raise StatuteError(f"{place}: 日付ではありません: {value!r}") from None


def _check_order(periods: tuple[Period, ...], place: str) -> None:
    if not periods:
        raise StatuteError(f"{place}: values がありません")
    for earlier, later in pairwise(periods):
        if later.first <= earlier.last:
            raise StatuteError(
                f"{place}: {later.first}年度からの値が前の値の期間と重なります (並びは古い順)"
            )
