# SPDX-License-Identifier: Apache-2.0
"""Whole yen and exact rates. Nothing here knows a float.

Every function is scalar and total on integers, so that the engine can compile it as it stands.
"""

from __future__ import annotations

from typing import NamedTuple


class Rate(NamedTuple):
    """An exact fraction: 6 % is Rate(6, 100). `denominator` > 0."""

    numerator: int
    denominator: int


def floor_rate(amount: int, rate: Rate) -> int:
    """Amount × rate, fractions of a yen dropped (toward minus infinity).

    Amount × numerator must fit 64 bits.
    """
    return amount * rate.numerator // rate.denominator


def ceil_rate(amount: int, rate: Rate) -> int:
    """Amount × rate, fractions of a yen rounded up."""
    return -(-amount * rate.numerator // rate.denominator)


def floor_to(amount: int, unit: int) -> int:
    """Drop what is below `unit` yen: floor_to(1_999, 1_000) = 1_000."""
    return amount // unit * unit


def clamp(amount: int, lowest: int, highest: int) -> int:
    """Amount, not below `lowest` and not above `highest`."""
    return min(max(amount, lowest), highest)


def positive(amount: int) -> int:
    """Amount, or 0 when it is negative."""
    return max(amount, 0)
