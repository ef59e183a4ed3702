# SPDX-License-Identifier: Apache-2.0
"""Per-capita levy (均等割) with the ordinances' supplements."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import Nontaxability, Parts
from daicho.rules.inhabitants_tax.forest_environment_tax import FOREST_LAW
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "均等割の税率",
    cites=("地方税法38条", "地方税法310条", "東日本大震災地方財源確保法2条", "条例"),
    formula="標準税率 + 復興加算 + 条例による上乗せ (市町村・都道府県ごと)",
)
def per_capita_rate(p: InhabitantsTaxParameters) -> Parts:
    """What a person pays who is not exempt."""
    return Parts(
        p.per_capita.municipal
        + p.per_capita.reconstruction_municipal
        + p.municipality.per_capita_municipal_supplement,
        p.per_capita.prefectural
        + p.per_capita.reconstruction_prefectural
        + p.municipality.per_capita_prefectural_supplement,
    )


@rule(
    "均等割額",
    cites=("地方税法24条の5", "地方税法295条", "地方税法38条", "地方税法310条"),
    formula="均等割が非課税なら0円、そうでなければ均等割の税率",
)
def compute_per_capita(p: InhabitantsTaxParameters, nontax: Nontaxability) -> Parts:
    """The year's per-capita levy of one person."""
    if nontax.per_capita:
        return Parts(0, 0)
    return per_capita_rate(p)


@rule(
    "均等割額に相当する金額 (森林環境税を含む)",
    cites=("地方税法321条の5第1項", FOREST_LAW),
    formula="均等割の税率 (市町村 + 都道府県) + 森林環境税",
)
def per_capita_charge(p: InhabitantsTaxParameters) -> int:
    """The charge up to which salary collection takes all in the first month."""
    rate = per_capita_rate(p)
    return rate.municipal + rate.prefectural + p.forest_environment_tax.amount
