# SPDX-License-Identifier: Apache-2.0
"""The dated figures of collection; each class names its folder of the statute tree."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate


class YearRate(NamedTuple):
    """The announced rate of one calendar year (平均貸付割合; before 2014 the discount rate)."""

    year: int
    rate: Rate


class RateScheme(NamedTuple):
    """What is added to the announced rate, from one calendar year on."""

    year: int
    margin: Rate  # 特例基準割合 = announced rate + margin
    first_addition: Rate
    later_addition: Rate  # 0: the later rate of the act itself stays
    relief_margin: Rate  # 猶予特例基準割合, 還付加算金特例基準割合


class DelinquencyRules(NamedTuple):
    """延滞金: rates, units and minima (地方税法326条・20条の4の2・附則3条の2)."""

    STATUTE = "local_tax_act/delinquency"  # type: ignore[misc]

    first_rate: Rate
    later_rate: Rate
    first_months: int
    days_in_year: int
    base_unit: int
    base_minimum: int
    charge_unit: int
    charge_minimum: int
    schemes: tuple[RateScheme, ...]
    base_rates: tuple[YearRate, ...]


class RefundInterestRules(NamedTuple):
    """還付加算金: the terms that shift its first day (地方税法17条の4)."""

    STATUTE = "local_tax_act/refund_interest"  # type: ignore[misc]

    later_start_months: int
    start_months: int
    claim_days: int
