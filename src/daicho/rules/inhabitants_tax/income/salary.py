# SPDX-License-Identifier: Apache-2.0
"""Salary income (給与所得)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import ceil_rate, positive
from daicho.rules.inhabitants_tax.facts import ABSENT
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "給与所得控除後の金額",
    cites=("所得税法28条第4項", "地方税法32条第2項", "地方税法313条第2項"),
    formula="給与収入 (660万円未満は4,000円単位に切捨て) × 割合 ± 定額",
)
def salary_after_deduction(p: InhabitantsTaxParameters, revenue: int) -> int:
    """Salary revenue less 給与所得控除, by the table of 所得税法別表第五 below 6.6 million."""
    stepped, percent, constant = 0, 0, 0
    for band in p.salary.bands:
        if revenue >= band.at_least:
            stepped, percent, constant = band.stepped, band.percent, band.constant
    base = revenue - stepped * (revenue % p.salary.step)
    return base * percent // 100 + constant


@rule(
    "特定支出控除",
    cites="所得税法57条の2第1項",
    formula="特定支出の額 − 給与所得控除額 × 1/2 (0円を下限)",
)
def specific_expenditure_deduction(
    p: InhabitantsTaxParameters, revenue: int, after_deduction: int, expenditure: int
) -> int:
    """What specific expenditure (特定支出) exceeds half of the 給与所得控除 by."""
    half = ceil_rate(revenue - after_deduction, p.salary.specific_expenditure_share)
    return positive(expenditure - half)


@rule(
    "給与所得",
    cites=("所得税法28条第2項", "地方税法32条第2項", "地方税法313条第2項"),
    formula="給与所得控除後の金額 − 特定支出控除 (所得の額だけが分かるときはその額)",
)
def salary_income(
    p: InhabitantsTaxParameters, revenue: int, stated_income: int, expenditure: int
) -> int:
    """Salary income; a stated income stands where only the income is known."""
    if stated_income != ABSENT:
        return positive(stated_income)
    after_deduction = salary_after_deduction(p, revenue)
    if expenditure == 0:
        return after_deduction
    excess = specific_expenditure_deduction(p, revenue, after_deduction, expenditure)
    return positive(after_deduction - excess)
