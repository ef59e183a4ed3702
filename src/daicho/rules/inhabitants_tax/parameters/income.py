# SPDX-License-Identifier: Apache-2.0
"""Figures behind the kinds of income (所得): salary, pensions, their adjustment, the rest."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.yen import Rate


class SalaryBand(NamedTuple):
    """From `at_least` yen on: base × percent / 100 + constant; `stepped`: base cut to the step."""

    at_least: int
    stepped: int
    percent: int
    constant: int


class Salary(NamedTuple):
    """給与所得控除 (所得税法28条・別表第五)."""

    STATUTE = "income_tax_act/salary"  # type: ignore[misc]

    step: int
    bands: tuple[SalaryBand, ...]
    specific_expenditure_share: Rate


class PensionBand(NamedTuple):
    """Above `over` yen of revenue the deduction is revenue × percent / 100 + constant."""

    over: int
    percent: int
    constant: int


class PensionReduction(NamedTuple):
    """Above `over` yen of other income the deduction shrinks by `amount`."""

    over: int
    amount: int


class Pension(NamedTuple):
    """公的年金等控除 (所得税法35条4項, 租税特別措置法41条の15の3)."""

    STATUTE = "income_tax_act/pension"  # type: ignore[misc]

    elderly_age: int
    bands: tuple[PensionBand, ...]
    minimum: int
    minimum_elderly: int
    reductions: tuple[PensionReduction, ...]


class IncomeAdjustment(NamedTuple):
    """所得金額調整控除 (租税特別措置法41条の3の11)."""

    STATUTE = "special_taxation_measures_act/income_adjustment"  # type: ignore[misc]

    applies: int
    salary_over: int
    salary_ceiling: int
    rate: Rate
    combined_limit: int


class OtherIncome(NamedTuple):
    """What is taken of long-term capital gains and occasional income (所得税法22条2項2号)."""

    STATUTE = "income_tax_act/other_income"  # type: ignore[misc]

    half: Rate
