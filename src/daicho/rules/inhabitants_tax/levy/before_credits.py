# SPDX-License-Identifier: Apache-2.0
"""The income levy as the rates give it (算出所得割額), every kind on its own."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_rate, positive
from daicho.rules.inhabitants_tax.facts import Parts, TaxBase
from daicho.rules.inhabitants_tax.levy.split import apply_rate
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.parameters.rates import SplitRate


@rule(
    "合計課税所得金額",
    cites=("地方税法37条", "地方税法314条の6"),
    formula="課税総所得金額 + 課税山林所得金額 + 課税退職所得金額",
)
def combined_taxable(base: TaxBase) -> int:
    """What the general rate and the adjustment credit look at; separate land and securities are
    left out.
    """
    return base.general + base.forestry + base.retirement


@rule(
    "総合課税分の算出所得割額",
    cites=("地方税法35条", "地方税法314条の3", "条例"),
    formula="合計課税所得金額 × 条例の税率 (市町村・都道府県ごとに1円未満切捨て)",
)
def general_levy(p: InhabitantsTaxParameters, base: TaxBase) -> Parts:
    """The municipality's ordinance may exceed the standard rate."""
    taxable = combined_taxable(base)
    return Parts(
        floor_rate(taxable, p.municipality.income_levy_municipal),
        floor_rate(taxable, p.municipality.income_levy_prefectural),
    )


@rule(
    "分離課税分の算出所得割額",
    cites=(
        "地方税法附則33条の2",
        "地方税法附則34条",
        "地方税法附則35条",
        "地方税法附則35条の2",
        "地方税法附則35条の4",
    ),
    formula="区分ごとの課税所得金額 × 区分の税率 (区分ごとに1円未満切捨て) の合計",
)
def separate_levy(p: InhabitantsTaxParameters, base: TaxBase) -> Parts:
    """Land, shares, dividends and futures; the ordinance's excess rate does not reach them."""
    short = apply_rate(p, base.separate_land_short, p.rates.land_short)
    reduced = apply_rate(p, base.separate_land_short_reduced, p.rates.land_short_reduced)
    long = apply_rate(p, base.separate_land_long, p.rates.land_long)
    excellent = two_step_levy(
        p, base.separate_land_long_excellent, p.rates.land_long_excellent_threshold
    )
    residence = two_step_levy(
        p, base.separate_land_long_residence, p.rates.land_long_residence_threshold
    )
    securities = securities_levy(p, base)
    return Parts(
        short.municipal
        + reduced.municipal
        + long.municipal
        + excellent.municipal
        + residence.municipal
        + securities.municipal,
        short.prefectural
        + reduced.prefectural
        + long.prefectural
        + excellent.prefectural
        + residence.prefectural
        + securities.prefectural,
    )


@rule(
    "優良住宅地・居住用財産の長期譲渡の算出所得割額",
    cites=("地方税法附則34条の2", "地方税法附則34条の3"),
    formula="境の額までは軽減税率、超える部分は長期譲渡の税率",
)
def two_step_levy(p: InhabitantsTaxParameters, amount: int, threshold: int) -> Parts:
    """The lower rate up to the threshold, the rate of long-term gains above it."""
    lower = apply_rate(p, min(amount, threshold), p.rates.land_long_lower)
    upper = apply_rate(p, positive(amount - threshold), p.rates.land_long)
    return Parts(lower.municipal + upper.municipal, lower.prefectural + upper.prefectural)


@rule(
    "株式・配当・先物の算出所得割額",
    cites=("地方税法附則33条の2", "地方税法附則35条の2", "地方税法附則35条の4"),
    formula="上場株式・一般株式・上場配当・先物の各課税所得金額 × 税率 の合計",
)
def securities_levy(p: InhabitantsTaxParameters, base: TaxBase) -> Parts:
    """Four kinds at one rate, each rounded alone."""
    rate: SplitRate = p.rates.securities
    listed = apply_rate(p, base.listed_shares, rate)
    unlisted = apply_rate(p, base.unlisted_shares, rate)
    dividend = apply_rate(p, base.listed_dividend_separate, rate)
    futures = apply_rate(p, base.futures, rate)
    return Parts(
        listed.municipal + unlisted.municipal + dividend.municipal + futures.municipal,
        listed.prefectural + unlisted.prefectural + dividend.prefectural + futures.prefectural,
    )


@rule(
    "分離課税の課税標準の合計",
    cites="地方税法附則33条の2",
    formula="土地・株式・配当・先物の課税所得金額の合計",
)
def separate_taxable(base: TaxBase) -> int:
    """All separate kinds together."""
    return (
        base.separate_land_short
        + base.separate_land_short_reduced
        + base.separate_land_long
        + base.separate_land_long_excellent
        + base.separate_land_long_residence
        + base.listed_shares
        + base.unlisted_shares
        + base.listed_dividend_separate
        + base.futures
    )


@rule(
    "算出所得割額",
    cites=("地方税法35条", "地方税法314条の3"),
    formula="総合課税分 + 分離課税分",
)
def levy_before_credits(p: InhabitantsTaxParameters, base: TaxBase) -> Parts:
    """All kinds together; most people have the general one only."""
    general = general_levy(p, base)
    if separate_taxable(base) == 0:
        return general
    separate = separate_levy(p, base)
    return Parts(general.municipal + separate.municipal, general.prefectural + separate.prefectural)
