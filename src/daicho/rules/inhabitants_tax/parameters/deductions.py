# SPDX-License-Identifier: Apache-2.0
"""Figures of the deductions from income (所得控除) and of the personal difference (人的控除差)."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate


class AmountOver(NamedTuple):
    """`amount` holds above `over` yen, until the next row."""

    over: int
    amount: int


class PremiumBand(NamedTuple):
    """Above `over` yen paid: paid × percent / 100, rounded up, + constant."""

    over: int
    percent: int
    constant: int


class SpouseTier(NamedTuple):
    """Above `over` yen of the taxpayer's own income: for an ordinary and for an elderly spouse."""

    over: int
    ordinary: int
    elderly: int


class SpouseSpecialBand(NamedTuple):
    """Above `over` yen of the spouse's income, by the three tiers of the taxpayer's own income."""

    over: int
    first: int
    second: int
    third: int


class SpouseSpecialDifferenceBand(NamedTuple):
    """From `at_least` yen of the spouse's income on, by the tiers of the taxpayer's own income."""

    at_least: int
    first: int
    second: int
    third: int


class DeductionAmounts(NamedTuple):
    """Personal deductions of fixed amounts and their conditions (地方税法34条・314条の2)."""

    STATUTE = "local_tax_act/deductions"  # type: ignore[misc]

    basic: tuple[AmountOver, ...]
    dependant_general: int
    dependant_specified: int
    dependant_elderly: int
    dependant_elderly_parent: int
    disability: int
    disability_special: int
    disability_special_cohabiting: int
    widow: int
    widow_special: int
    single_parent: int
    widow_income_limit: int
    widow_rules_before_2021: int
    working_student: int
    working_student_income_limit: int
    working_student_other_limit: int


class SpouseDeduction(NamedTuple):
    """配偶者控除・配偶者特別控除."""

    STATUTE = "local_tax_act/spouse_deduction"  # type: ignore[misc]

    tiers: tuple[SpouseTier, ...]
    special: tuple[SpouseSpecialBand, ...]


class LifeInsurance(NamedTuple):
    """生命保険料控除 (地方税法34条1項5号・314条の2第1項5号)."""

    STATUTE = "local_tax_act/life_insurance"  # type: ignore[misc]

    new: tuple[PremiumBand, ...]
    old: tuple[PremiumBand, ...]
    combined_limit: int
    total_limit: int


class EarthquakeInsurance(NamedTuple):
    """地震保険料控除 (地方税法34条1項5号の3・314条の2第1項5号の3)."""

    STATUTE = "local_tax_act/earthquake_insurance"  # type: ignore[misc]

    rate: Rate
    limit: int
    old_long_term: tuple[PremiumBand, ...]
    total_limit: int


class Medical(NamedTuple):
    """医療費控除 and its exception for over-the-counter medicine (地方税法附則4条の4)."""

    STATUTE = "local_tax_act/medical"  # type: ignore[misc]

    income_rate: Rate
    threshold: int
    limit: int
    self_medication_threshold: int
    self_medication_limit: int


class CasualtyLoss(NamedTuple):
    """雑損控除 (地方税法34条1項1号・314条の2第1項1号)."""

    STATUTE = "local_tax_act/casualty_loss"  # type: ignore[misc]

    income_rate: Rate
    disaster_threshold: int


class PersonalDifference(NamedTuple):
    """人的控除額の差 to the income tax (地方税法37条1号イ・314条の6第1号イ)."""

    STATUTE = "local_tax_act/personal_difference"  # type: ignore[misc]

    basic: tuple[AmountOver, ...]
    spouse: tuple[SpouseTier, ...]
    spouse_special: tuple[SpouseSpecialDifferenceBand, ...]
    dependant_general: int
    dependant_specified: int
    dependant_elderly: int
    dependant_elderly_parent: int
    special_relative: int
    disability: int
    disability_special: int
    disability_special_cohabiting: int
    widow: int
    widow_special: int
    single_mother: int
    single_father: int
    working_student: int
    income_tax_basic_over: int
    income_tax_basic_counts: int


class IncomeTaxBasic(NamedTuple):
    """所得税の基礎控除 (所得税法86条, 租税特別措置法41条の16の2)."""

    STATUTE = "income_tax_act/basic_deduction"  # type: ignore[misc]

    amounts: tuple[AmountOver, ...]
