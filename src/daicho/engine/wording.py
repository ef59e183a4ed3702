# SPDX-License-Identifier: Apache-2.0
"""Figures as a clerk says them: 3,000円, 2.025%, 2人, 昭和55年3月1日."""

from __future__ import annotations

from typing import Any

from daicho.engine.explanation_words import (
    AGE,
    CODES,
    DATE,
    FLAG,
    KINDS,
    NUMBER,
    PEOPLE,
    PER_100_000,
    REASON,
    TOLD_OF,
    WORDS,
    YEAR,
    YEARS,
)
from daicho.engine.result import REASONS
from daicho.kernel.dates import format_fiscal_year, format_japanese, from_int, is_calendar_day
from daicho.kernel.yen import Rate
from daicho.rules.inhabitants_tax.facts import ABSENT, Parts
from daicho.rules.inhabitants_tax.parameters.municipality import (
    DESIGNATED_CITY,
    SPECIAL_WARD,
)
from daicho.rules.inhabitants_tax.parameters.rates import SplitRate

_SUFFIXES = {PEOPLE: "人", AGE: "歳", YEARS: "年", NUMBER: "", "yen": "円"}
_MUNICIPAL_TAX = {SPECIAL_WARD: ("特別区民税", "都民税")}
_TOLD_AS_ZERO = frozenset({"Income", "Deductions", "Levy"})  # by their last figure
_TAXES = ("市町村民税", "道府県民税")


def percent(rate: Rate) -> str:
    """An exact rate in percent, or as the fraction where percent would not end.

    >>> percent(Rate(2025, 100_000)), percent(Rate(6, 100)), percent(Rate(1, 3))
    ('2.025%', '6%', '1/3')
    """
    thousandths, rest = divmod(rate.numerator * 100_000, rate.denominator)
    if rest:
        return f"{rate.numerator}/{rate.denominator}"
    sign = "-" if thousandths < 0 else ""
    whole, decimals = divmod(abs(thousandths), 1000)
    shown = f"{decimals:03d}".rstrip("0")
    return f"{sign}{whole}.{shown}%" if shown else f"{sign}{whole}%"


def word_of(owner: str, name: str) -> str:
    """The Japanese word of a rule's argument or a tuple's field."""
    return WORDS.get(f"{owner}.{name}") or WORDS[name]


def kind_of(owner: str, name: str) -> str:
    """How its figure is read."""
    return KINDS.get(f"{owner}.{name}") or KINDS.get(name, "yen")


def is_something(value: Any) -> bool:
    """Whether a figure says anything: not 0, not absent, in no part of it."""
    if isinstance(value, Rate):
        return value.numerator != 0
    if isinstance(value, tuple):
        return any(map(is_something, value))
    return value not in (0, ABSENT)


def say(value: Any, kind: str, place: int) -> str:
    """A figure; `place` is the kind of municipality, which names the taxes and picks the rates."""
    if isinstance(value, Rate):
        return percent(value)
    if isinstance(value, SplitRate):
        return _say_split(value, place)
    if isinstance(value, Parts):
        names = _MUNICIPAL_TAX.get(place, _TAXES)
        return "、".join(f"{n} {amount:,}円" for n, amount in zip(names, value, strict=True))
    if hasattr(value, "_asdict"):
        return _say_stage(value, place)
    if isinstance(value, tuple):
        return "・".join(say(item, kind, place) for item in value)
    return _say_number(value, kind)


def _say_number(value: int, kind: str) -> str:
    if kind == FLAG:
        return "該当" if value else "非該当"
    if kind == DATE:
        day = from_int(value) if is_calendar_day(value) else None
        return format_japanese(day) if day else "なし"
    if kind == PER_100_000:
        return percent(Rate(value, 100_000))
    if kind == YEAR:
        return format_fiscal_year(value)
    if kind == REASON:
        return REASONS[value] or "なし"
    if kind in CODES:
        return CODES[kind].get(value, "なし")
    return f"{value:,}{_SUFFIXES[kind]}"


def _say_split(rate: SplitRate, place: int) -> str:
    if place == DESIGNATED_CITY:
        rate = rate._replace(
            municipal=rate.designated_municipal, prefectural=rate.designated_prefectural
        )
    return f"市町村 {percent(rate.municipal)}・都道府県 {percent(rate.prefectural)}"


def _say_stage(stage: Any, place: int) -> str:
    """A stage's figures that are something, with their words."""
    owner = type(stage).__name__
    if owner == "Assessment":
        return _say_stage(stage.levy, place)
    names = TOLD_OF.get(owner, stage._fields)
    said = [
        _say_field(owner, name, getattr(stage, name), place)
        for name in names
        if is_something(getattr(stage, name))
    ]
    if not said and owner in _TOLD_AS_ZERO:
        return _say_field(owner, names[-1], getattr(stage, names[-1]), place)
    return "、".join(said) or "該当なし"


def _say_field(owner: str, name: str, value: Any, place: int) -> str:
    said = say(value, kind_of(owner, name), place)
    return f"{word_of(owner, name)} {f'({said})' if isinstance(value, Parts) else said}"
