# SPDX-License-Identifier: Apache-2.0
"""The kinds of values, and what a formula's fault says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column or a part of a formula holds."""

    TEXT = "文字"
    NUMBER = "数"
    DATE = "日付"
    FLAG = "はい・いいえ"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and at which character (from 1)."""

    at: int
    message: str

    def __str__(self) -> str:
        return f"{self.at}文字目: {self.message}"
