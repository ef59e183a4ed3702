# SPDX-License-Identifier: Apache-2.0
"""Amounts in two parts: the municipality's and the prefecture's, with the designated cities' own
split.
"""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import Rate, ceil_rate, floor_rate, floor_to
from daicho.rules.inhabitants_tax.facts import Parts
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.parameters.municipality import DESIGNATED_CITY
from daicho.rules.inhabitants_tax.parameters.rates import SplitRate


@rule("市町村分の率", cites="地方税法314条の3", formula="指定都市なら指定都市の率")
def municipal_rate(p: InhabitantsTaxParameters, split: SplitRate) -> Rate:
    """The municipality's rate."""
    if p.municipality.kind == DESIGNATED_CITY:
        return split.designated_municipal
    return split.municipal


@rule("都道府県分の率", cites="地方税法35条", formula="指定都市の区域なら指定都市の率")
def prefectural_rate(p: InhabitantsTaxParameters, split: SplitRate) -> Rate:
    """The prefecture's rate."""
    if p.municipality.kind == DESIGNATED_CITY:
        return split.designated_prefectural
    return split.prefectural


@rule(
    "率を掛けた額",
    cites=("地方税法35条", "地方税法314条の3"),
    formula="金額 × 率 (市町村・都道府県ごとに1円未満切捨て)",
)
def apply_rate(p: InhabitantsTaxParameters, amount: int, split: SplitRate) -> Parts:
    """Both parts, fractions of a yen dropped from each."""
    return Parts(
        floor_rate(amount, municipal_rate(p, split)),
        floor_rate(amount, prefectural_rate(p, split)),
    )


@rule(
    "率を掛けた額 (切上げ)",
    cites=("地方税法37条の2", "地方税法314条の7"),
    formula="金額 × 率 (市町村・都道府県ごとに1円未満切上げ)",
)
def apply_rate_up(p: InhabitantsTaxParameters, amount: int, split: SplitRate) -> Parts:
    """Both parts, fractions of a yen rounded up in each."""
    return Parts(
        ceil_rate(amount, municipal_rate(p, split)),
        ceil_rate(amount, prefectural_rate(p, split)),
    )


@rule(
    "控除額の按分",
    cites=("地方税法附則5条の4の2", "地方税法37条の3", "地方税法37条の4"),
    formula="都道府県分 = 金額 × 都道府県分の割合 (1円未満切捨て)、市町村分 = 残り",
)
def share_out(p: InhabitantsTaxParameters, amount: int, split: SplitRate) -> Parts:
    """An amount divided without losing a yen; that the fraction goes to the municipality is
    unverified.
    """
    prefectural = floor_rate(amount, prefectural_rate(p, split))
    return Parts(amount - prefectural, prefectural)


@rule(
    "実際に引く額",
    cites=("地方税法37条の2", "地方税法314条の7"),
    formula="控除額と残りの所得割額の小さい方 (市町村・都道府県ごと)",
)
def limit_to_levy(levy: Parts, credit: Parts) -> Parts:
    """A credit never takes more than what is left of the levy."""
    return Parts(min(levy.municipal, credit.municipal), min(levy.prefectural, credit.prefectural))


@rule(
    "控除後の所得割額",
    cites=("地方税法35条", "地方税法314条の3"),
    formula="所得割額 − 控除額 (市町村・都道府県ごと)",
)
def subtract(levy: Parts, credit: Parts) -> Parts:
    """What is left of the levy."""
    return Parts(levy.municipal - credit.municipal, levy.prefectural - credit.prefectural)


@rule(
    "税額の端数処理",
    cites="地方税法20条の4の2第3項",
    formula="100円未満切捨て (市町村・都道府県ごと)",
)
def round_tax(p: InhabitantsTaxParameters, levy: Parts) -> Parts:
    """Each part on its own."""
    unit = p.rounding.tax_unit
    return Parts(floor_to(levy.municipal, unit), floor_to(levy.prefectural, unit))
