# SPDX-License-Identifier: Apache-2.0
"""Choices of the municipality that are not law: due dates and the limits of the stop check."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SETTINGS = Path(__file__).parent / "settings"


class DueDates(NamedTuple):
    """When instalments are due, before the shift over holidays."""

    ordinary: tuple[tuple[int, int], ...]  # month, day
    withheld_day: int
    additional_days: int


class Limits(NamedTuple):
    """How far a year may differ from the last, in 1/1000; names as in the settings."""

    minimum_count: int
    total_tax: int
    taxpayers: int
    nontaxable_share: int
    zero_tax_share: int
    bracket: int
    income_kind: int
    method: int
    jump_factor: int
    jump_yen: int
    jumps: int


class MunicipalSettings(NamedTuple):
    """All of it."""

    due_dates: DueDates
    limits: Limits


@cache
def load_settings(municipality: str) -> MunicipalSettings:
    """The settings of a municipality: the standard ones, its own keys before them."""
    if not re.fullmatch(r"\d{6}", municipality):
        raise ValueError(f"団体コードではありません: {municipality}")
    merged = _read(SETTINGS / "standard.toml")
    own = SETTINGS / f"{municipality}.toml"
    if own.is_file():
        for section, values in _read(own).items():
            merged[section] = merged[section] | values
    return MunicipalSettings(_due_dates(merged["due_dates"]), Limits(**merged["stop_check"]))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _due_dates(table: dict[str, Any]) -> DueDates:
    days = (text.split("-") for text in table["ordinary"])
    ordinary = tuple((int(month), int(day)) for month, day in days)
    return DueDates(ordinary, table["withheld_day"], table["additional_days"])
