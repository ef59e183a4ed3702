# SPDX-License-Identifier: Apache-2.0
"""Rates of the income levy (所得割), general and separate kinds (地方税法35条・314条の3, 附則33条の
2–35条の4).
"""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate


class SplitRate(NamedTuple):
    """One rate as the law splits it: municipality and prefecture, and both in a designated city (指
    定都市).
    """

    municipal: Rate
    prefectural: Rate
    designated_municipal: Rate
    designated_prefectural: Rate


class IncomeLevyRates(NamedTuple):
    """Standard rate (標準税率) of the general kind, and the fixed rates of the separate kinds."""

    STATUTE = "local_tax_act/rates"  # type: ignore[misc]

    general: SplitRate
    land_short: SplitRate
    land_short_reduced: SplitRate
    land_long: SplitRate
    land_long_lower: SplitRate  # 優良住宅地・居住用 up to the threshold
    land_long_excellent_threshold: int
    land_long_residence_threshold: int
    securities: SplitRate  # listed and unlisted shares, listed dividends, futures


class IncomeTaxBracket(NamedTuple):
    """One row of the quick table (速算表) of the income tax."""

    up_to: int
    rate: Rate
    subtraction: int


class IncomeTaxRates(NamedTuple):
    """Income tax (所得税) as far as the housing loan credit needs it."""

    STATUTE = "income_tax_act/rates"  # type: ignore[misc]

    brackets: tuple[IncomeTaxBracket, ...]
    land_short: Rate
    land_short_reduced: Rate
    land_long: Rate
    land_long_lower: Rate
    securities: Rate
