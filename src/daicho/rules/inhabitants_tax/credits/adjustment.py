# SPDX-License-Identifier: Apache-2.0
"""Adjustment credit (調整控除): makes up for personal deductions smaller than the income tax's."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import ABSENT, Deductions, Income, Parts, TaxBase
from daicho.rules.inhabitants_tax.levy.before_credits import combined_taxable
from daicho.rules.inhabitants_tax.levy.split import apply_rate
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "調整控除の基礎額",
    cites=("地方税法37条", "地方税法314条の6"),
    formula="200万円以下: 人的控除差と合計課税所得金額の小さい方。200万円超: 人的控除差 − (合計課"
    "税所得金額 − 200万円)、"
    "5万円が下限。合計所得金額が2,500万円を超える人は0円",
)
def adjustment_credit_base(
    p: InhabitantsTaxParameters, income: Income, deductions: Deductions, base: TaxBase
) -> int:
    """The amount before the rate. The limit looks at 合計所得金額, not at the taxable income."""
    rules = p.adjustment_credit
    taxable = combined_taxable(base)
    if taxable == 0 or (rules.income_limit != ABSENT and income.total > rules.income_limit):
        return 0
    if taxable <= rules.boundary:
        return min(deductions.personal_difference, taxable)
    return max(deductions.personal_difference - (taxable - rules.boundary), rules.minimum)


@rule(
    "調整控除",
    cites=("地方税法37条", "地方税法314条の6"),
    formula="調整控除の基礎額 × 率 (市町村3%・都道府県2%、指定都市4%・1%)",
)
def adjustment_credit(p: InhabitantsTaxParameters, credit_base: int) -> Parts:
    """Taken before every other credit."""
    return apply_rate(p, credit_base, p.adjustment_credit.rate)
