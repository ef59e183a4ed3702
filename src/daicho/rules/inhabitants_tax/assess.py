# SPDX-License-Identifier: Apache-2.0
"""The assessment of one person (賦課): the stages of the tax, one after the other."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.collection.split import Collection, split_by_method
from daicho.rules.inhabitants_tax.deductions.compute import compute_deductions
from daicho.rules.inhabitants_tax.facts import (
    Deductions,
    Income,
    Levy,
    Nontaxability,
    PersonFacts,
    Relatives,
    TaxBase,
)
from daicho.rules.inhabitants_tax.income.compute import compute_income
from daicho.rules.inhabitants_tax.levy.compute import compute_levy
from daicho.rules.inhabitants_tax.nontaxable import decide_nontaxability
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.tax_base import compute_tax_base


class Assessment(NamedTuple):
    """Every stage's result."""

    income: Income
    deductions: Deductions
    nontaxability: Nontaxability
    base: TaxBase
    levy: Levy
    collection: Collection


@rule(
    "個人住民税の賦課",
    cites=("地方税法24条", "地方税法294条", "地方税法318条"),
    formula="所得 → 所得控除 → 非課税の判定 → 課税標準 → 税額 → 徴収方法",
)
def assess(
    p: InhabitantsTaxParameters, f: PersonFacts, r: Relatives, nontaxable_class: int
) -> Assessment:
    """One fiscal year of one person; `nontaxable_class` 0 means the municipality's own (級地)."""
    income = compute_income(p, f, r)
    deductions = compute_deductions(p, f, r, income)
    class_of_place = nontaxable_class if nontaxable_class > 0 else p.municipality.nontaxable_class
    nontaxability = decide_nontaxability(p, f, r, income, class_of_place)
    base = compute_tax_base(p, f, income, deductions)
    levy = compute_levy(p, f, r, income, deductions, base, nontaxability)
    collection = split_by_method(p, f, income, levy)
    return Assessment(income, deductions, nontaxability, base, levy, collection)
