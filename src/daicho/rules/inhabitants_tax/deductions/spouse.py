# SPDX-License-Identifier: Apache-2.0
"""Deductions for the spouse (配偶者控除・配偶者特別控除)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import ABSENT
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "配偶者控除",
    cites=("地方税法34条第1項第10号", "地方税法314条の2第1項第10号"),
    formula="本人の合計所得金額による表の額 (70歳以上は老人控除対象配偶者)",
)
def spouse_deduction(p: InhabitantsTaxParameters, qualifies: int, elderly: int, total: int) -> int:
    """Falls in three tiers of the taxpayer's own income and ends above ten million."""
    amount = 0
    for tier in p.spouse_deduction.tiers:
        if total > tier.over or tier.over == 0:
            amount = tier.elderly if elderly == 1 else tier.ordinary
    return amount * qualifies


@rule(
    "本人の合計所得金額の段階",
    cites=("地方税法34条第1項第10号", "地方税法314条の2第1項第10号"),
    formula="900万円以下 1, 950万円以下 2, 1,000万円以下 3, 超 4",
)
def own_income_tier(p: InhabitantsTaxParameters, total: int) -> int:
    """The tier of the taxpayer's own income, from 1."""
    tier = 0
    for step in p.spouse_deduction.tiers:
        if total > step.over or step.over == 0:
            tier += 1
    return tier


@rule(
    "配偶者特別控除",
    cites=("地方税法34条第1項第10号の2", "地方税法314条の2第1項第10号の2"),
    formula="配偶者の合計所得金額と本人の段階による表の額 (本人1,000万円超は0円)",
)
def spouse_special_deduction(p: InhabitantsTaxParameters, spouse_income: int, tier: int) -> int:
    """For a spouse in the range of this deduction; `spouse_income` ABSENT: none."""
    amount = 0
    for band in p.spouse_deduction.special:
        if spouse_income > band.over:
            upper = band.first if tier == 1 else band.second
            amount = band.third if tier == 3 else upper
    return 0 if spouse_income == ABSENT or tier > 3 else amount
