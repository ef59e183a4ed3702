# SPDX-License-Identifier: Apache-2.0
"""How amounts and dates stand on paper: blank and 0 are different things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daicho.kernel.dates import format_japanese

NEGATIVE = "△"  # as Japanese public papers write a minus


def yen(amount: int | None) -> str:
    """1,234; △1,234 below zero; nothing for what does not apply (None); 0 for a stated zero.

    >>> yen(1234), yen(-1234), yen(0), yen(None)
    ('1,234', '△1,234', '0', '')
    """
    if amount is None:
        return ""
    return f"{amount:,}" if amount >= 0 else f"{NEGATIVE}{-amount:,}"


def day(value: date | None) -> str:
    """令和7年6月30日, or nothing."""
    return "" if value is None else format_japanese(value)


def join_columns(lines: tuple[str, ...]) -> str:
    """Lines of one column; an empty line keeps its height."""
    return "\n".join(line or "\u3000" for line in lines)


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled amount (所得, 控除). None prints as blank."""

    label: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Split:
    """An amount in its municipal and prefectural parts. None prints as blank."""

    label: str
    municipal: int | None
    prefectural: int | None

    @property
    def total(self) -> int | None:
        """Both parts; None when neither is stated."""
        if self.municipal is None and self.prefectural is None:
            return None
        return (self.municipal or 0) + (self.prefectural or 0)


@dataclass(frozen=True, slots=True)
class TaxBase:
    """課税標準 of one kind with the rates that apply, as text (6 %)."""

    label: str
    amount: int
    municipal_rate: str
    prefectural_rate: str
