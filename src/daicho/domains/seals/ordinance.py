# SPDX-License-Identifier: Apache-2.0
"""What the ordinance of the town settles (settings/seals.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "settings" / "seals.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOrdinance:
    """Terms of one town."""

    answer_days: int
    calibration_side_mm: int


@cache
def ordinance_of(municipality_code: str) -> SealOrdinance:
    """Of a 団体コード; the sample where the town has filled in nothing."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return SealOrdinance(**found.get(municipality_code, found["sample"]))
