# SPDX-License-Identifier: Apache-2.0
"""Instalments: four of ordinary collection, twelve of salary collection, those of pension
collection.
"""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.explain import rule
from daicho.kernel.yen import clamp, floor_rate, floor_to, positive
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.per_capita import per_capita_charge

Three = tuple[int, int, int]
Four = tuple[int, int, int, int]
Twelve = tuple[int, int, int, int, int, int, int, int, int, int, int, int]


class PensionInstalments(NamedTuple):
    """The pension part by instalment; `overcollected`: what 仮徴収 took above the year's tax."""

    ordinary: tuple[int, int]  # first and second instalment of ordinary collection
    provisional: Three
    final: Three
    overcollected: int


@rule(
    "普通徴収の期割",
    cites=("地方税法320条", "地方税法20条の4の2第6項"),
    formula="年税額 ÷ 4 (1,000円未満切捨て)、切り捨てた分は第1期に加える",
)
def ordinary_instalments(p: InhabitantsTaxParameters, annual: int) -> Four:
    """First to fourth instalment. An ordinance may say otherwise (§27-11, unverified)."""
    each = floor_to(annual // 4, p.collection.ordinary_unit)
    return (annual - 3 * each, each, each, each)


@rule(
    "給与特別徴収の1回分",
    cites=("地方税法321条の5第1項", "地方税法20条の4の2第8項"),
    formula="年税額 ÷ 回数 (100円未満切捨て)。均等割額に相当する金額以下なら0円 (全額が最初の月)",
)
def salary_instalment(p: InhabitantsTaxParameters, annual: int, times: int) -> int:
    """What every month but the first takes."""
    if annual <= per_capita_charge(p):
        return 0
    return floor_to(annual // times, p.collection.salary_unit)


@rule(
    "給与特別徴収の月割",
    cites=("地方税法321条の5第1項", "地方税法20条の4の2第8項"),
    formula="年税額 ÷ 12 (100円未満切捨て)、切り捨てた分は6月に加える。均等割額に相当する金額以下"
    "なら全額を6月",
)
def salary_instalments(p: InhabitantsTaxParameters, annual: int) -> Twelve:
    """June to May."""
    each = salary_instalment(p, annual, 12)
    june = annual - 11 * each
    return (june, each, each, each, each, each, each, each, each, each, each, each)


@rule(
    "給与特別徴収の月割 (定額減税のある令和6年度)",
    cites="地方税法附則5条の10",
    formula="6月は0円。減税後の年税額 ÷ 11 (100円未満切捨て)、切り捨てた分は7月に加える。均等割額"
    "に相当する金額以下なら全額を7月",
)
def salary_instalments_from_july(p: InhabitantsTaxParameters, annual: int) -> Twelve:
    """June 0, then eleven months. That a small remainder falls due whole in July is unverified."""
    each = salary_instalment(p, annual, 11)
    july = annual - 10 * each
    return (0, july, each, each, each, each, each, each, each, each, each, each)


@rule(
    "3回に分けた額",
    cites=("地方税法20条の4の2第8項", "地方税法321条の7の2"),
    formula="金額 ÷ 3 (100円未満切捨て)、切り捨てた分は最初の回に加える",
)
def three_instalments(p: InhabitantsTaxParameters, amount: int) -> Three:
    """Three payments of a pension; where the fraction goes is unverified."""
    each = floor_to(amount // 3, p.collection.pension_unit)
    return (amount - 2 * each, each, each)


@rule(
    "年金特別徴収の期割",
    cites=("地方税法321条の7の2第1項", "地方税法321条の7の8第1項"),
    formula="初年度: 半分を普通徴収の第1・2期、残りを10・12・2月。2年目から: 前年度の年金所得分の"
    "半分を4・6・8月、残りを10・12・2月",
)
def pension_instalments(
    p: InhabitantsTaxParameters, pension_part: int, first_year: int, previous_pension_part: int
) -> PensionInstalments:
    """Rounding of the halves to 100 yen is unverified."""
    rules = p.collection
    if first_year:
        later = floor_to(
            floor_rate(pension_part, rules.pension_first_year_share), rules.pension_unit
        )
        sooner = pension_part - later
        second = floor_to(sooner // 2, rules.ordinary_unit)
        return PensionInstalments(
            (sooner - second, second), (0, 0, 0), three_instalments(p, later), 0
        )
    collected = floor_to(
        floor_rate(previous_pension_part, rules.pension_provisional_share), rules.pension_unit
    )
    return PensionInstalments(
        (0, 0),
        three_instalments(p, collected),
        three_instalments(p, positive(pension_part - collected)),
        positive(collected - pension_part),
    )


@rule(
    "減税額を順に引いた期割",
    cites="地方税法附則5条の9",
    formula="期割 − まだ引いていない減税額 (0円が下限)",
)
def instalment_after_reduction(instalment: int, earlier: int, reduction: int) -> int:
    """One instalment, where `earlier` is the sum of those before it."""
    return instalment - clamp(reduction - earlier, 0, instalment)
