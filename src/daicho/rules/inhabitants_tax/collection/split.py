# SPDX-License-Identifier: Apache-2.0
"""Which part of the year's tax is collected how: salary, pension, ordinary, or several (併用).

The income levy is divided in proportion to the income (按分, 100 yen dropped). The law says "the
income levy of the pension income" (地方税法321条の7の2) and leaves the arithmetic open; some cities
take the difference to a calculation without the pension instead (unverified). The per-capita levy
goes with the salary, else with the pension.
"""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.explain import rule
from daicho.kernel.yen import clamp, floor_to, positive
from daicho.rules.inhabitants_tax.collection.instalments import (
    Four,
    PensionInstalments,
    Three,
    Twelve,
    instalment_after_reduction,
    ordinary_instalments,
    pension_instalments,
    salary_instalments,
    salary_instalments_from_july,
)
from daicho.rules.inhabitants_tax.facts import Income, Levy, Parts, PersonFacts
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


class MethodAmounts(NamedTuple):
    """A year's tax by method (徴収方法) before it is cut into instalments."""

    salary: int
    pension: int
    ordinary: int


class Collection(NamedTuple):
    """What is collected how and when. salary_amount + pension_amount + ordinary_amount = annual
    tax.
    """

    salary_amount: int
    pension_amount: int  # provisional and final, less what is overcollected
    ordinary_amount: int  # the pension's first and second instalment of its first year included
    pension_part: int  # 年金所得分の年税額 before 定額減税: the base of next year's 仮徴収
    ordinary: Four
    salary: Twelve
    provisional: Three
    final: Three
    pension_overcollected: int  # 仮徴収 above the year's tax, to be refunded


@rule(
    "所得割額の按分",
    cites=("地方税法321条の3", "地方税法321条の7の2"),
    formula="所得割額 × その所得 ÷ 総所得金額等 (100円未満切捨て)",
)
def levy_of_income(p: InhabitantsTaxParameters, levy: int, amount: int, total: int) -> int:
    """The part of the income levy that one kind of income carries; `levy` is a multiple of the
    unit.
    """
    if total <= 0:
        return 0
    unit = p.rounding.tax_unit
    return levy // unit * clamp(amount, 0, total) // total * unit


@rule(
    "給与から徴収できない年金所得か",
    cites=("地方税法321条の3第2項",),
    formula="4月1日現在65歳以上で、年金特別徴収の対象でない",
)
def is_pension_by_ordinary(p: InhabitantsTaxParameters, f: PersonFacts) -> int:
    """1: the pension's tax may go into no salary. Below 65 it does (unverified in its details)."""
    april_1 = p.fiscal_year * 10_000 + 402  # one reaches an age at the end of the day before
    age = (april_1 - f.birth_date) // 10_000
    return 1 if age >= p.collection.pension_age and not f.pension_collection else 0


@rule(
    "徴収方法別の税額",
    cites=("地方税法319条", "地方税法321条の3", "地方税法321条の7の2"),
    formula="年金所得分は年金から、給与所得分とその他の所得分は給与から"
    " (希望があればその他は普通徴収)、残りは普通徴収。均等割は給与、なければ年金から",
)
def amounts_by_method(
    p: InhabitantsTaxParameters, f: PersonFacts, income: Income, income_levy: int, charge: int
) -> MethodAmounts:
    """`charge`: per-capita levy and forest tax, which stay together."""
    total = positive(income.total_etc)
    on_pension = 1 if f.pension_collection and income.pension > 0 else 0
    pension = on_pension * levy_of_income(p, income_levy, income.pension, total)
    if not f.salary_collection:
        pension = pension + on_pension * charge
        return MethodAmounts(0, pension, income_levy + charge - pension)
    other = positive(total - positive(income.salary - income.adjustment) - income.pension)
    apart = f.other_by_ordinary * other + is_pension_by_ordinary(p, f) * income.pension
    ordinary = levy_of_income(p, income_levy, apart, total)
    return MethodAmounts(income_levy + charge - pension - ordinary, pension, ordinary)


@rule(
    "減税前の所得割額",
    cites="地方税法附則5条の9",
    formula="端数処理前の所得割額 + 定額減税の控除額 (市町村・都道府県ごとに100円未満切捨て) の合"
    "計",
)
def income_levy_before_fixed_amount(p: InhabitantsTaxParameters, levy: Levy) -> int:
    """What the instalments of 令和6 start from."""
    unit = p.rounding.tax_unit
    return floor_to(levy.before_rounding.municipal + levy.fixed_amount.municipal, unit) + floor_to(
        levy.before_rounding.prefectural + levy.fixed_amount.prefectural, unit
    )


@rule(
    "普通徴収の期割 (減税後)",
    cites=("地方税法320条", "地方税法附則5条の9"),
    formula="減税前の期割から減税額を第1期から順に引く。年金特別徴収の初年度は第1・2期に年金分を加"
    "える",
)
def ordinary_after_reduction(
    p: InhabitantsTaxParameters,
    amount: int,
    reduction: int,
    pension_first: int,
    pension_second: int,
) -> Four:
    """Four instalments; `reduction` is 0 but in 令和6."""
    i = ordinary_instalments(p, amount)
    return (
        instalment_after_reduction(i[0], 0, reduction) + pension_first,
        instalment_after_reduction(i[1], i[0], reduction) + pension_second,
        instalment_after_reduction(i[2], i[0] + i[1], reduction),
        instalment_after_reduction(i[3], i[0] + i[1] + i[2], reduction),
    )


@rule(
    "年金特別徴収の期割 (減税後)",
    cites=("地方税法321条の7の2", "地方税法附則5条の11"),
    formula="減税前の期割から減税額を、初年度は第1期から、ほかは10月から順に引く。仮徴収は変えない",
)
def pension_after_reduction(
    p: InhabitantsTaxParameters, f: PersonFacts, amount: int, reduction: int
) -> PensionInstalments:
    """The year's pension part; what a reduction cannot take from October on is overcollected."""
    i = pension_instalments(p, amount, f.pension_first_year, f.previous_pension_part)
    if reduction == 0:
        return i
    sooner = i.ordinary[0] + i.ordinary[1]
    october, december = sooner + i.final[0], sooner + i.final[0] + i.final[1]
    open_amount = december + i.final[2]
    return PensionInstalments(
        (
            instalment_after_reduction(i.ordinary[0], 0, reduction),
            instalment_after_reduction(i.ordinary[1], i.ordinary[0], reduction),
        ),
        i.provisional,
        (
            instalment_after_reduction(i.final[0], sooner, reduction),
            instalment_after_reduction(i.final[1], october, reduction),
            instalment_after_reduction(i.final[2], december, reduction),
        ),
        i.overcollected + positive(reduction - open_amount),
    )


@rule(
    "徴収方法と期割・月割",
    cites=("地方税法319条", "地方税法320条", "地方税法321条の5", "地方税法321条の7の2"),
    formula="年税額を徴収方法別に分け、それぞれを期割・月割にする",
)
def split_by_method(
    p: InhabitantsTaxParameters, f: PersonFacts, income: Income, levy: Levy
) -> Collection:
    """The whole year of one person, all methods."""
    charge = sum_parts(levy.per_capita) + levy.forest_environment_tax
    taxed = sum_parts(levy.income_levy)
    in_order = p.collection.fixed_amount_in_order * min(sum_parts(levy.fixed_amount), 1)
    after = amounts_by_method(p, f, income, taxed, charge)
    before = after
    salary = salary_instalments(p, after.salary)
    if in_order:
        untouched = income_levy_before_fixed_amount(p, levy)
        before = amounts_by_method(p, f, income, untouched, charge)
        salary = salary_instalments_from_july(p, after.salary)
    pension = PensionInstalments((0, 0), (0, 0, 0), (0, 0, 0), 0)
    if f.pension_collection:
        pension = pension_after_reduction(p, f, before.pension, before.pension - after.pension)
    ordinary = ordinary_after_reduction(
        p,
        before.ordinary,
        before.ordinary - after.ordinary,
        pension.ordinary[0],
        pension.ordinary[1],
    )
    pension_ordinary = pension.ordinary[0] + pension.ordinary[1]
    return Collection(
        salary_amount=after.salary,
        pension_amount=after.pension - pension_ordinary,
        ordinary_amount=after.ordinary + pension_ordinary,
        pension_part=before.pension,
        ordinary=ordinary,
        salary=salary,
        provisional=pension.provisional,
        final=pension.final,
        pension_overcollected=pension.overcollected,
    )


@rule("市町村分と都道府県分の合計", cites="地方税法41条", formula="市町村分 + 都道府県分")
def sum_parts(parts: Parts) -> int:
    """Collected together by the municipality."""
    return parts.municipal + parts.prefectural
