# SPDX-License-Identifier: Apache-2.0
"""Figures of the tax credits (税額控除)."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate
from daicho.rules.inhabitants_tax.parameters.rates import SplitRate


class AdjustmentCredit(NamedTuple):
    """調整控除 (地方税法37条・314条の6)."""

    STATUTE = "local_tax_act/adjustment_credit"  # type: ignore[misc]

    rate: SplitRate
    boundary: int
    minimum: int
    income_limit: int  # ABSENT (-1): no limit in that year


class DividendCredit(NamedTuple):
    """配当控除 (地方税法附則5条); rows by dividend_kind of the facts."""

    STATUTE = "local_tax_act/dividend_credit"  # type: ignore[misc]

    boundary: int
    lower: tuple[SplitRate, ...]
    upper: tuple[SplitRate, ...]


class HousingLoanLimit(NamedTuple):
    """One row of the limits by the day of moving in (居住年月日)."""

    move_in_from: int
    move_in_to: int
    specified_only: int
    rate: Rate
    cap: int
    income_limit: int
    adds_basic_increase: int  # the raise of the income tax's 基礎控除 counts in the base


class HousingLoanCredit(NamedTuple):
    """住宅借入金等特別税額控除 (地方税法附則5条の4の2)."""

    STATUTE = "local_tax_act/housing_loan_credit"  # type: ignore[misc]

    limits: tuple[HousingLoanLimit, ...]
    split: SplitRate
    basic_deduction_before_increase: int


class DonationRate(NamedTuple):
    """One row of the rates of the special part (特例控除); in 1/100,000."""

    up_to: int
    rate: int
    one_stop: int  # 申告特例: special part × one_stop ÷ one_stop_of
    one_stop_of: int


class DonationCredit(NamedTuple):
    """寄附金税額控除 (地方税法37条の2・314条の7, 附則5条の6–7条の2)."""

    STATUTE = "local_tax_act/donation_credit"  # type: ignore[misc]

    self_burden: int
    income_share: Rate
    basic: SplitRate
    basic_rounds_up: int
    special_rates: tuple[DonationRate, ...]
    special_rate_without_base: int  # no 課税総所得金額, or it is below the difference
    special_rate_land_short: int
    special_rate_separate: int
    special_split: SplitRate
    special_limit: Rate
    one_stop_rounds_up: int


class ForeignTaxCredit(NamedTuple):
    """外国税額控除 (地方税法37条の3・314条の8)."""

    STATUTE = "local_tax_act/foreign_tax_credit"  # type: ignore[misc]

    split: SplitRate


class FixedAmountCredit(NamedTuple):
    """定額減税 (地方税法附則5条の8・5条の12)."""

    STATUTE = "local_tax_act/fixed_amount_credit"  # type: ignore[misc]

    per_head: int
    income_limit: int
    spouse_income_limit: int
    spouse_over_limit_only: int  # 令和7: only the spouse whom 令和6 left out


class WithheldLevies(NamedTuple):
    """配当割額・株式等譲渡所得割額の控除 (地方税法37条の4・314条の9)."""

    STATUTE = "local_tax_act/withheld_levies"  # type: ignore[misc]

    split: SplitRate
