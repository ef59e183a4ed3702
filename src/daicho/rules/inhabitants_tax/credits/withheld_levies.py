# SPDX-License-Identifier: Apache-2.0
"""Levies already withheld on dividends and shares (配当割額・株式等譲渡所得割額の控除)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import Parts, PersonFacts
from daicho.rules.inhabitants_tax.levy.split import share_out
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "配当割額・株式等譲渡所得割額",
    cites=("地方税法37条の4", "地方税法314条の9第1項"),
    formula="配当割額 + 株式等譲渡所得割額 を市町村3/5・都道府県2/5に分ける",
)
def withheld_levies(p: InhabitantsTaxParameters, f: PersonFacts) -> Parts:
    """What was withheld; that designated cities use the same split is unverified."""
    withheld = f.dividend_levy_withheld + f.share_levy_withheld
    if withheld <= 0:
        return Parts(0, 0)
    return share_out(p, withheld, p.withheld_levies.split)


@rule(
    "控除不足額 (充当・還付)",
    cites=("地方税法314条の9第2項", "地方税法314条の9第3項"),
    formula="配当割額・株式等譲渡所得割額 − 所得割から引けた額",
)
def refund_or_appropriation(withheld: Parts, deducted: Parts) -> int:
    """Goes to the per-capita levy first, the rest is refunded; the collection side does that."""
    return withheld.municipal + withheld.prefectural - deducted.municipal - deducted.prefectural
