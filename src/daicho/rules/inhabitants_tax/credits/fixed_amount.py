# SPDX-License-Identifier: Apache-2.0
"""Fixed-amount tax reduction (定額減税) of 令和6 and 7."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import Income, Parts, PersonFacts, Relatives
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "定額減税の人数",
    cites=("地方税法附則5条の8", "地方税法附則5条の12"),
    formula="令和6年度: 本人 + 控除対象配偶者 + 扶養親族 (国内居住)。令和7年度: 控除対象配偶者以外"
    "の同一生計配偶者だけ",
)
def fixed_amount_heads(p: InhabitantsTaxParameters, income: Income, r: Relatives) -> int:
    """Children under 16 count; relatives abroad do not."""
    spouse = r.spouse_same_livelihood * r.spouse_in_japan
    over_limit = 1 if income.total > p.fixed_amount_credit.spouse_income_limit else 0
    if p.fixed_amount_credit.spouse_over_limit_only:
        return spouse * over_limit
    return 1 + spouse * (1 - over_limit) + r.in_japan


@rule(
    "定額減税の額",
    cites=("地方税法附則5条の8", "地方税法附則5条の12"),
    formula="1万円 × 人数。本人の合計所得金額が1,805万円を超える人と所得割のない人は0円",
)
def fixed_amount(
    p: InhabitantsTaxParameters,
    f: PersonFacts,
    r: Relatives,
    income: Income,
    before_credits: Parts,
) -> int:
    """0 in the years without the reduction (per_head is 0)."""
    per_head = p.fixed_amount_credit.per_head
    if per_head == 0 or before_credits.municipal + before_credits.prefectural == 0:
        return 0
    if income.total > p.fixed_amount_credit.income_limit:
        return 0
    return per_head * fixed_amount_heads(p, income, r)


@rule(
    "定額減税の控除額",
    cites=("地方税法附則5条の8", "地方税法附則5条の12"),
    formula="都道府県分 = 定額減税の額 × 都道府県民税所得割 ÷ 所得割合計 (1円未満切上げ)、市町村分 "
    "= 残り。所得割額まで",
)
def fixed_amount_credit(levy: Parts, amount: int) -> Parts:
    """Taken after all other credits; what cannot be taken is told apart."""
    total = levy.municipal + levy.prefectural
    if amount == 0 or amount >= total:
        return levy if amount > 0 else Parts(0, 0)
    prefectural = -(-amount * levy.prefectural // total)
    return Parts(amount - prefectural, prefectural)
