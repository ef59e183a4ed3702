# SPDX-License-Identifier: Apache-2.0
"""Tax base (課税標準): the deductions taken from the kinds of income in the order of the law.

A separate kind that ended in a loss counts as nothing. `retirement` of the facts was taxed at the
source (contract), so it is no base here. The order inside the land kinds follows the usual reading
of 租税特別措置法 (unverified).
"""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_to, positive
from daicho.rules.inhabitants_tax.facts import Deductions, Income, PersonFacts, TaxBase
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "課税標準額",
    cites=("地方税法314条の3第1項", "地方税法20条の4の2第1項"),
    formula="所得金額 − まだ引いていない所得控除 (1,000円未満切捨て、0円が下限)",
)
def base_of_kind(unit: int, amount: int, deductions_left: int) -> int:
    """One kind of income after the deductions that earlier kinds left over."""
    return floor_to(positive(positive(amount) - deductions_left), unit)


@rule(
    "引ききれない所得控除",
    cites=("地方税法34条", "地方税法314条の2"),
    formula="まだ引いていない所得控除 − 所得金額 (0円が下限)",
)
def deductions_after(deductions_left: int, amount: int) -> int:
    """What the next kind still has to bear."""
    return positive(deductions_left - positive(amount))


@rule(
    "課税標準額 (区分別)",
    cites=(
        "地方税法34条",
        "地方税法314条の2",
        "地方税法附則33条の3",
        "地方税法附則34条",
        "地方税法附則35条",
    ),
    formula="所得控除を総所得・短期譲渡・長期譲渡・上場配当・一般株式・上場株式・先物・山林の順に"
    "引き、区分ごとに1,000円未満切捨て",
)
def compute_tax_base(
    p: InhabitantsTaxParameters, f: PersonFacts, income: Income, deductions: Deductions
) -> TaxBase:
    """Every kind after deductions. Most people have general income only: the rest is skipped for
    them.
    """
    unit = p.rounding.tax_base_unit
    general = base_of_kind(unit, income.aggregate_after_loss, deductions.total)
    if not has_separate_income(f, income):
        return TaxBase(general, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    left_1 = deductions_after(deductions.total, income.aggregate_after_loss)
    left_2 = deductions_after(left_1, f.separate_land_short)
    left_3 = deductions_after(left_2, f.separate_land_short_reduced)
    left_4 = deductions_after(left_3, f.separate_land_long)
    left_5 = deductions_after(left_4, f.separate_land_long_excellent)
    left_6 = deductions_after(left_5, f.separate_land_long_residence)
    left_7 = deductions_after(left_6, income.listed_dividend_after_loss)
    left_8 = deductions_after(left_7, f.unlisted_shares)
    left_9 = deductions_after(left_8, income.listed_shares_after_loss)
    left_10 = deductions_after(left_9, f.futures)
    return TaxBase(
        general,
        base_of_kind(unit, f.separate_land_short, left_1),
        base_of_kind(unit, f.separate_land_short_reduced, left_2),
        base_of_kind(unit, f.separate_land_long, left_3),
        base_of_kind(unit, f.separate_land_long_excellent, left_4),
        base_of_kind(unit, f.separate_land_long_residence, left_5),
        base_of_kind(unit, income.listed_shares_after_loss, left_8),
        base_of_kind(unit, f.unlisted_shares, left_7),
        base_of_kind(unit, income.listed_dividend_after_loss, left_6),
        base_of_kind(unit, f.futures, left_9),
        base_of_kind(unit, income.forestry_after_loss, left_10),
        0,
    )


@rule(
    "分離課税・山林所得の有無",
    cites="地方税法附則33条の2",
    formula="分離課税の各所得と山林所得のどれかが0円を超える",
)
def has_separate_income(f: PersonFacts, income: Income) -> int:
    """1 when any kind other than the general one is above zero."""
    land = max(
        f.separate_land_short,
        f.separate_land_short_reduced,
        f.separate_land_long,
        f.separate_land_long_excellent,
        f.separate_land_long_residence,
    )
    securities = max(
        income.listed_shares_after_loss,
        f.unlisted_shares,
        income.listed_dividend_after_loss,
        f.futures,
    )
    return 1 if max(land, securities, income.forestry_after_loss) > 0 else 0
