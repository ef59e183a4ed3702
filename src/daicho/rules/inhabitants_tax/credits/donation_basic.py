# SPDX-License-Identifier: Apache-2.0
"""Donation credit, basic part (寄附金税額控除 基本控除額)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_rate, positive
from daicho.rules.inhabitants_tax.facts import Income, Parts, PersonFacts
from daicho.rules.inhabitants_tax.levy.split import apply_rate, apply_rate_up
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "基本控除の対象額",
    cites=("地方税法37条の2第1項", "地方税法314条の7第1項"),
    formula="寄附金 (総所得金額等の30%まで) − 2,000円、0円が下限",
)
def basic_donation_base(p: InhabitantsTaxParameters, income: Income, donated: int) -> int:
    """What the basic rate is applied to."""
    limit = floor_rate(positive(income.total_etc), p.donation_credit.income_share)
    return positive(min(donated, limit) - p.donation_credit.self_burden)


@rule(
    "寄附金税額控除 (基本分)",
    cites=("地方税法37条の2第1項", "地方税法314条の7第1項"),
    formula="基本控除の対象額 × 率 (市町村6%・都道府県4%、指定都市8%・2%)",
)
def donation_basic_credit(p: InhabitantsTaxParameters, f: PersonFacts, income: Income) -> Parts:
    """Gifts that only one of the two designated count for that one. Fractions: see basic_rounds_up
    (§27-3).
    """
    both = f.donation_furusato + f.donation_community_chest + f.donation_both
    if both + f.donation_municipality + f.donation_prefecture <= 0:
        return Parts(0, 0)
    municipal = basic_donation_base(p, income, both + f.donation_municipality)
    prefectural = basic_donation_base(p, income, both + f.donation_prefecture)
    rate = p.donation_credit.basic
    if p.donation_credit.basic_rounds_up:
        return Parts(
            apply_rate_up(p, municipal, rate).municipal,
            apply_rate_up(p, prefectural, rate).prefectural,
        )
    return Parts(
        apply_rate(p, municipal, rate).municipal, apply_rate(p, prefectural, rate).prefectural
    )
