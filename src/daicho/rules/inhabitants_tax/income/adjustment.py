# SPDX-License-Identifier: Apache-2.0
"""Adjustment deduction from salary income (所得金額調整控除), both kinds."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import ceil_rate, positive
from daicho.rules.inhabitants_tax.facts import SPECIAL_DISABILITY, Relatives
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "所得金額調整控除の要件 (子ども・特別障害者等)",
    cites="租税特別措置法41条の3の11第1項",
    formula="本人が特別障害者、23歳未満の扶養親族、または特別障害者の同一生計配偶者・扶養親族",
)
def has_child_or_special_disability(disability: int, r: Relatives) -> int:
    """Flag: the taxpayer or the family gives a right to the first kind."""
    own = 1 if disability == SPECIAL_DISABILITY else 0
    family = r.under_23 + r.disabled_special + r.disabled_special_cohabiting
    return min(own + family, 1)


@rule(
    "所得金額調整控除 (給与収入850万円超)",
    cites="租税特別措置法41条の3の11第1項",
    formula="(給与収入 (1,000万円まで) − 850万円) × 10% (1円未満切上げ)",
)
def high_salary_adjustment(p: InhabitantsTaxParameters, revenue: int, qualifies: int) -> int:
    """First kind: for those with children or a special disability in the family."""
    a = p.income_adjustment
    excess = positive(min(revenue, a.salary_ceiling) - a.salary_over)
    return a.applies * qualifies * ceil_rate(excess, a.rate)


@rule(
    "所得金額調整控除 (給与と年金)",
    cites="租税特別措置法41条の3の11第2項",
    formula="給与所得 (10万円まで) + 年金雑所得 (10万円まで) − 10万円 (0円を下限)",
)
def combined_adjustment(p: InhabitantsTaxParameters, salary: int, pension: int) -> int:
    """Second kind: for those with salary and pension; `salary` is before the first kind."""
    a = p.income_adjustment
    both = min(salary, a.combined_limit) + min(pension, a.combined_limit)
    return a.applies * positive(both - a.combined_limit)
