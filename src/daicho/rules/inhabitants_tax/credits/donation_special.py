# SPDX-License-Identifier: Apache-2.0
"""Donation credit, special part (特例控除額) for furusato gifts, with its 20 % limit, and one-stop
(申告特例).
"""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import Rate, ceil_rate, floor_rate, positive
from daicho.rules.inhabitants_tax.facts import Deductions, Parts, PersonFacts, TaxBase
from daicho.rules.inhabitants_tax.levy.before_credits import (
    combined_taxable,
    separate_levy,
    separate_taxable,
)
from daicho.rules.inhabitants_tax.levy.split import (
    apply_rate,
    municipal_rate,
    prefectural_rate,
    subtract,
)
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

PER_100_000 = 100_000


@rule(
    "特例控除の割合を判定する額",
    cites=("地方税法37条の2第11項", "地方税法314条の7第11項"),
    formula="課税総所得金額 − 人的控除差調整額",
)
def special_rate_judgement(deductions: Deductions, base: TaxBase) -> int:
    """May be negative."""
    return base.general - deductions.personal_difference_adjusted


@rule(
    "特例控除の割合 (表)",
    cites=("地方税法37条の2第11項第1号", "地方税法314条の7第11項第1号", "地方税法附則5条の6"),
    formula="判定する額が入る段の割合 (10万分率)",
)
def special_rate_of(p: InhabitantsTaxParameters, amount: int) -> int:
    """90 % less the income tax rate with the reconstruction tax."""
    for row in p.donation_credit.special_rates:
        if amount <= row.up_to:
            return row.rate
    return 0


@rule(
    "特例控除の割合 (課税総所得金額がない人)",
    cites=(
        "地方税法37条の2第11項第2号",
        "地方税法37条の2第11項第3号",
        "地方税法附則5条の5",
    ),
    formula="分離課税・山林の所得がなければ90%、あればその割合のうち最も低いもの",
)
def special_rate_without_general(p: InhabitantsTaxParameters, base: TaxBase) -> int:
    """The lowest of the kinds present; that the forestry rate uses a fifth is unverified."""
    rates = p.donation_credit
    lowest = rates.special_rate_without_base
    other = (
        base.separate_land_long
        + base.separate_land_long_excellent
        + base.separate_land_long_residence
        + base.listed_shares
        + base.unlisted_shares
        + base.listed_dividend_separate
        + base.futures
    )
    if other > 0:
        lowest = min(lowest, rates.special_rate_separate)
    if base.separate_land_short + base.separate_land_short_reduced > 0:
        lowest = min(lowest, rates.special_rate_land_short)
    if base.forestry > 0:
        lowest = min(lowest, special_rate_of(p, base.forestry // 5))
    return lowest


@rule(
    "特例控除の割合",
    cites=("地方税法37条の2第11項", "地方税法314条の7第11項", "地方税法附則5条の6"),
    formula="課税総所得金額があり判定する額が0円以上なら表の割合、そうでなければ課税総所得金額がな"
    "い人の割合 (10万分率)",
)
def donation_special_rate(p: InhabitantsTaxParameters, base: TaxBase, judgement: int) -> int:
    """In 1/100,000."""
    if base.general > 0 and judgement >= 0:
        return special_rate_of(p, judgement)
    return special_rate_without_general(p, base)


@rule(
    "特例控除の上限",
    cites=("地方税法37条の2第11項", "地方税法314条の7第11項"),
    formula="標準税率による調整控除後の所得割額 × 20% (市町村・都道府県ごとに1円未満切捨て)",
)
def special_limit(p: InhabitantsTaxParameters, base: TaxBase, adjustment: Parts) -> Parts:
    """The standard rate counts, not the ordinance's excess; before every credit but the adjustment
    credit.
    """
    general = apply_rate(p, combined_taxable(base), p.rates.general)
    separate = separate_levy(p, base) if separate_taxable(base) > 0 else Parts(0, 0)
    levy = subtract(
        Parts(general.municipal + separate.municipal, general.prefectural + separate.prefectural),
        adjustment,
    )
    share = p.donation_credit.special_limit
    return Parts(
        floor_rate(positive(levy.municipal), share), floor_rate(positive(levy.prefectural), share)
    )


@rule(
    "特例控除の計算額",
    cites=("地方税法37条の2第11項", "地方税法314条の7第11項"),
    formula="(ふるさと納税 − 2,000円) × 割合 × 3/5 または 2/5 (指定都市 4/5・1/5)、1円未満切上げ",
)
def special_part(amount: int, rate: int, share: Rate) -> int:
    """One part, fractions rounded up."""
    return ceil_rate(amount, Rate(rate * share.numerator, PER_100_000 * share.denominator))


@rule(
    "寄附金税額控除 (特例分)",
    cites=("地方税法37条の2第11項", "地方税法314条の7第11項"),
    formula="特例控除の計算額と特例控除の上限の小さい方 (市町村・都道府県ごと)",
)
def donation_special_credit(
    p: InhabitantsTaxParameters, f: PersonFacts, base: TaxBase, adjustment: Parts, rate: int
) -> Parts:
    """Only gifts to municipalities and prefectures (ふるさと納税)."""
    amount = f.donation_furusato - p.donation_credit.self_burden
    if amount <= 0:
        return Parts(0, 0)
    split = p.donation_credit.special_split
    limit = special_limit(p, base, adjustment)
    return Parts(
        min(special_part(amount, rate, municipal_rate(p, split)), limit.municipal),
        min(special_part(amount, rate, prefectural_rate(p, split)), limit.prefectural),
    )


@rule(
    "申告特例控除の割合",
    cites=("地方税法附則7条の2第4項", "地方税法附則7条の2第5項"),
    formula="判定する額が入る段の (所得税率 × 1.021) ÷ 特例控除の割合、判定する額が0円未満なら0",
)
def one_stop_share(p: InhabitantsTaxParameters, judgement: int) -> Rate:
    """0 below zero: no income tax is saved there (unverified)."""
    if judgement >= 0:
        for row in p.donation_credit.special_rates:
            if judgement <= row.up_to:
                return Rate(row.one_stop, row.one_stop_of)
    return Rate(0, 1)


@rule(
    "申告特例控除額",
    cites=("地方税法附則7条の2第4項", "地方税法附則7条の2第5項"),
    formula="特例控除額 (20%の上限適用後) × 申告特例控除の割合 (市町村・都道府県ごと)",
)
def donation_one_stop_credit(
    p: InhabitantsTaxParameters,
    f: PersonFacts,
    base: TaxBase,
    special: Parts,
    judgement: int,
) -> Parts:
    """On the capped amount, the stricter reading (§27-2).

    A return that tells other gifts of the year voids it (附則7条).
    """
    whole = f.donation_one_stop > 0 and f.donation_one_stop >= f.donation_furusato
    if base.general <= 0 or not whole:
        return Parts(0, 0)
    share = one_stop_share(p, judgement)
    if p.donation_credit.one_stop_rounds_up:
        return Parts(ceil_rate(special.municipal, share), ceil_rate(special.prefectural, share))
    return Parts(floor_rate(special.municipal, share), floor_rate(special.prefectural, share))
