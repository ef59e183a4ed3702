# SPDX-License-Identifier: Apache-2.0
"""Income tax (所得税) for the housing loan credit, where no document states it.

Kept simple: the resident tax's deductions plus 人的控除差調整額 stand for the income tax's own. The
differences of life and earthquake insurance, and the income tax's 配当控除 and 寄附金控除, are left
out (unverified; a stated amount wins).
"""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_rate, floor_to, positive
from daicho.rules.inhabitants_tax.facts import (
    ABSENT,
    Deductions,
    Income,
    PersonFacts,
    TaxBase,
)
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "所得税の課税総所得金額等",
    cites=("所得税法89条第2項", "地方税法附則5条の4の2"),
    formula="総所得金額 + 山林所得 − (住民税の所得控除合計 + 人的控除差調整額)、1,000円未満切捨て"
    "。書類にあればその額",
)
def income_tax_taxable(
    p: InhabitantsTaxParameters, f: PersonFacts, income: Income, deductions: Deductions
) -> int:
    """The base of the income tax without the separate kinds."""
    if f.housing_taxable_income != ABSENT:
        return f.housing_taxable_income
    amount = positive(income.aggregate_after_loss) + income.forestry_after_loss
    taken = deductions.total + deductions.personal_difference_adjusted
    return floor_to(positive(amount - taken), p.rounding.tax_base_unit)


@rule(
    "所得税額 (速算表)",
    cites="所得税法89条第1項",
    formula="課税総所得金額等 × 税率 − 速算表の控除額",
)
def income_tax_of(p: InhabitantsTaxParameters, taxable: int) -> int:
    """The progressive rates; without the reconstruction tax, which the credit is not taken from."""
    for bracket in p.income_tax.brackets:
        if taxable <= bracket.up_to:
            return floor_rate(taxable, bracket.rate) - bracket.subtraction
    return 0


@rule(
    "所得税額 (分離課税分)",
    cites=("租税特別措置法31条", "租税特別措置法32条", "租税特別措置法37条の10"),
    formula="分離課税の各課税所得金額 × 所得税の税率 の合計",
)
def separate_income_tax(p: InhabitantsTaxParameters, base: TaxBase) -> int:
    """The resident tax's separate bases stand for the income tax's (unverified)."""
    rates = p.income_tax
    excellent = min(base.separate_land_long_excellent, p.rates.land_long_excellent_threshold)
    residence = min(base.separate_land_long_residence, p.rates.land_long_residence_threshold)
    long = (
        base.separate_land_long
        + base.separate_land_long_excellent
        - excellent
        + base.separate_land_long_residence
        - residence
    )
    securities = (
        base.listed_shares + base.unlisted_shares + base.listed_dividend_separate + base.futures
    )
    return (
        floor_rate(base.separate_land_short, rates.land_short)
        + floor_rate(base.separate_land_short_reduced, rates.land_short_reduced)
        + floor_rate(long, rates.land_long)
        + floor_rate(excellent + residence, rates.land_long_lower)
        + floor_rate(securities, rates.securities)
    )


@rule(
    "控除前の所得税額",
    cites="地方税法附則5条の4の2",
    formula="書類にあればその額、なければ速算表の所得税額 + 分離課税分の所得税額",
)
def income_tax_before_credit(
    p: InhabitantsTaxParameters, f: PersonFacts, taxable: int, base: TaxBase
) -> int:
    """Income tax before the housing loan credit."""
    if f.housing_income_tax != ABSENT:
        return f.housing_income_tax
    return income_tax_of(p, taxable) + separate_income_tax(p, base)
