# SPDX-License-Identifier: Apache-2.0
"""Deduction for casualty losses (雑損控除)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_rate, positive
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "雑損控除",
    cites=("地方税法34条第1項第1号", "地方税法314条の2第1項第1号"),
    formula="差引損失額 − 総所得金額等 × 10% と、災害関連支出 − 5万円 の大きい方 (0円を下限)",
)
def casualty_loss_deduction(
    p: InhabitantsTaxParameters, net_loss: int, disaster_expense: int, total_etc: int
) -> int:
    """The greater of the two ways to count; unverified ([K])."""
    by_income = net_loss - floor_rate(total_etc, p.casualty_loss.income_rate)
    by_disaster = disaster_expense - p.casualty_loss.disaster_threshold
    return positive(max(by_income, by_disaster))
