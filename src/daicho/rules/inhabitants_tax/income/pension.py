# SPDX-License-Identifier: Apache-2.0
"""Miscellaneous income from public pensions (公的年金等に係る雑所得)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import positive
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "公的年金等控除額",
    cites=("所得税法35条第4項", "租税特別措置法41条の15の3"),
    formula="収入 × 割合 + 定額 (年齢による最低額を下限) − 他の合計所得金額による引下げ",
)
def pension_deduction(
    p: InhabitantsTaxParameters, revenue: int, age: int, other_income: int
) -> int:
    """Deduction for public pensions, fractions of a yen rounded up: the income is cut."""
    percent, constant = 0, 0
    for band in p.pension.bands:
        if revenue > band.over:
            percent, constant = band.percent, band.constant
    amount = -(-revenue * percent // 100) + constant
    elderly = age >= p.pension.elderly_age
    minimum = p.pension.minimum_elderly if elderly else p.pension.minimum
    reduction = 0
    for step in p.pension.reductions:
        if other_income > step.over:
            reduction = step.amount
    return max(amount, minimum) - reduction


@rule(
    "公的年金等に係る雑所得",
    cites=("所得税法35条第2項第1号", "地方税法32条第2項", "地方税法313条第2項"),
    formula="公的年金等の収入 − 公的年金等控除額 (0円を下限)",
)
def pension_income(p: InhabitantsTaxParameters, revenue: int, age: int, other_income: int) -> int:
    """Pension revenue less its deduction; `other_income` is 公的年金等以外の合計所得金額."""
    return positive(revenue - pension_deduction(p, revenue, age, other_income))
