# SPDX-License-Identifier: Apache-2.0
"""What differs from town to town: names and wording (settings/offices.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OFFICES = Path(__file__).parent / "settings" / "offices.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The municipality as issuer."""

    municipality: str
    prefecture: str
    head_title: str
    head_name: str
    overflow: str
    overflow_mark: str
    kept_days: int

    @property
    def mark(self) -> str:
        """What stands where a text has no room; empty where it is set as small as need be."""
        return self.overflow_mark if self.overflow == "blank" else ""


@cache
def office_of(municipality_code: str) -> Office:
    """The issuer for a 団体コード; the sample where it has not been filled in."""
    found = tomllib.loads(OFFICES.read_text(encoding="utf-8"))
    return Office(**found.get(municipality_code, found["sample"]))
