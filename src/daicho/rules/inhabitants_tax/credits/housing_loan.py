# SPDX-License-Identifier: Apache-2.0
"""Housing loan credit (住宅借入金等特別税額控除): what the income tax was too small to give."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_rate, positive
from daicho.rules.inhabitants_tax.credits.income_tax import (
    income_tax_before_credit,
    income_tax_taxable,
)
from daicho.rules.inhabitants_tax.facts import (
    Deductions,
    Income,
    Parts,
    PersonFacts,
    TaxBase,
)
from daicho.rules.inhabitants_tax.levy.split import share_out
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "住宅借入金等特別控除可能額のうち所得税から引き切れない額",
    cites=("地方税法附則5条の4の2第1項", "地方税法附則5条の4の2第5項"),
    formula="住宅借入金等特別控除可能額 − 控除前の所得税額 (0円が下限)",
)
def housing_loan_remaining(
    p: InhabitantsTaxParameters,
    f: PersonFacts,
    income: Income,
    deductions: Deductions,
    base: TaxBase,
) -> int:
    """Nothing where no credit was available."""
    if f.housing_credit_available <= 0:
        return 0
    taxable = income_tax_taxable(p, f, income, deductions)
    return positive(f.housing_credit_available - income_tax_before_credit(p, f, taxable, base))


@rule(
    "所得税の基礎控除の引上げ分",
    cites="地方税法附則5条の4の2",
    formula="所得税の基礎控除 − 引上げ前の額 (0円が下限)",
)
def basic_increase(p: InhabitantsTaxParameters, deductions: Deductions) -> int:
    """Added to the base from 令和8年度 for moves 平成28–令和7, so that the raise does not lower the
    limit.
    """
    return positive(
        deductions.income_tax_basic - p.housing_loan_credit.basic_deduction_before_increase
    )


@rule(
    "住宅借入金等特別税額控除の限度額",
    cites=("地方税法附則5条の4の2第1項", "地方税法附則5条の4の2第5項"),
    formula="所得税の課税総所得金額等 × 率、上限額まで (居住年月日と特定取得の別による)。合計所得"
    "金額の上限を超える人は0円",
)
def housing_loan_limit(
    p: InhabitantsTaxParameters, f: PersonFacts, income: Income, deductions: Deductions
) -> int:
    """The first row that fits the day of moving in; no row, no credit."""
    for row in p.housing_loan_credit.limits:
        if (
            row.move_in_from <= f.housing_move_in
            and f.housing_move_in <= row.move_in_to
            and (f.housing_specified or not row.specified_only)
        ):
            if income.total > row.income_limit:
                return 0
            taxable = income_tax_taxable(p, f, income, deductions)
            if row.adds_basic_increase:
                taxable = taxable + basic_increase(p, deductions)
            return min(floor_rate(taxable, row.rate), row.cap)
    return 0


@rule(
    "住宅借入金等特別税額控除",
    cites=("地方税法附則5条の4の2第1項", "地方税法附則5条の4の2第5項"),
    formula="引き切れない額と限度額の小さい方を、市町村3/5・都道府県2/5 (指定都市4/5・1/5) に分け"
    "る",
)
def housing_loan_credit(
    p: InhabitantsTaxParameters,
    f: PersonFacts,
    income: Income,
    deductions: Deductions,
    remaining: int,
) -> Parts:
    """Both parts of the credit, before the levy limits it."""
    if remaining <= 0:
        return Parts(0, 0)
    amount = min(remaining, housing_loan_limit(p, f, income, deductions))
    return share_out(p, amount, p.housing_loan_credit.split)
