# SPDX-License-Identifier: Apache-2.0
"""Dividend credit (配当控除) for dividends taxed with the general income."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import clamp
from daicho.rules.inhabitants_tax.facts import Parts, PersonFacts, TaxBase
from daicho.rules.inhabitants_tax.levy.before_credits import combined_taxable, separate_taxable
from daicho.rules.inhabitants_tax.levy.split import apply_rate
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "1,000万円を超える部分の配当所得",
    cites="地方税法附則5条第1項",
    formula="課税総所得金額等 − 1,000万円 (0円から配当所得まで)",
)
def dividend_above_boundary(p: InhabitantsTaxParameters, dividend: int, base: TaxBase) -> int:
    """The dividend counts as the topmost part of the taxable income, separate kinds included."""
    taxable = combined_taxable(base) + separate_taxable(base)
    return clamp(taxable - p.dividend_credit.boundary, 0, dividend)


@rule(
    "配当控除",
    cites=("地方税法附則5条第1項", "地方税法附則5条第3項"),
    formula="1,000万円以下の部分の配当所得 × 率 + 1,000万円を超える部分の配当所得 × 率 (それぞれ1"
    "円未満切捨て)",
)
def dividend_credit(p: InhabitantsTaxParameters, f: PersonFacts, base: TaxBase) -> Parts:
    """That fractions are dropped is the stricter reading (unverified)."""
    if f.dividend <= 0:
        return Parts(0, 0)
    above = dividend_above_boundary(p, f.dividend, base)
    lower = apply_rate(p, f.dividend - above, p.dividend_credit.lower[f.dividend_kind])
    upper = apply_rate(p, above, p.dividend_credit.upper[f.dividend_kind])
    return Parts(lower.municipal + upper.municipal, lower.prefectural + upper.prefectural)
