# SPDX-License-Identifier: Apache-2.0
"""Adjustment at the edge of nontaxability (調整措置): the levy must not push income below the
limit.
"""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import Income, Nontaxability, Parts


@rule(
    "調整措置",
    cites=("地方税法附則3条の3第2項", "地方税法附則3条の3第5項"),
    formula="所得割の非課税限度額 − (総所得金額等 − 調整控除後の所得割額)、0円が下限。所得割額で按"
    "分 (都道府県分1円未満切捨て)",
)
def nontaxable_adjustment(income: Income, nontax: Nontaxability, levy: Parts) -> Parts:
    """Order after the adjustment credit, and the division, are read from the printed example
    (unverified, §27-6).
    """
    total = levy.municipal + levy.prefectural
    shortfall = nontax.income_levy_limit - (income.total_etc - total)
    if total == 0 or shortfall <= 0:
        return Parts(0, 0)
    reduction = min(shortfall, total)
    prefectural = reduction * levy.prefectural // total
    return Parts(reduction - prefectural, prefectural)
