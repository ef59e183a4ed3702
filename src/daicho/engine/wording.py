# SPDX-License-Identifier: Apache-2.0
"""Figures as a clerk says them."""

from __future__ import annotations

from daicho.kernel.yen import Rate


def percent(rate: Rate) -> str:
    """An exact rate in percent, or as the fraction where percent would not end: 6%, 2.025%, 1/3.

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
