# SPDX-License-Identifier: Apache-2.0
"""Spouse and dependants classified by the law (同一生計配偶者・扶養親族・特定親族)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import (
    ABSENT,
    NO_DISABILITY,
    ORDINARY_DISABILITY,
    RELATION_GRANDPARENT,
    RELATION_PARENT,
    SPECIAL_DISABILITY,
    DependantFacts,
    PersonFacts,
    Relatives,
)
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

EMPTY_RELATIVES = Relatives(0, 0, 0, ABSENT, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@rule(
    "12月31日現在の年齢",
    cites="年齢計算ニ関スル法律",
    formula="所得の年の12月31日の年齢 (1月1日生まれは前日の12月31日に達する)",
)
def age_on_december_31(fiscal_year: int, birth_date: int) -> int:
    """Age on December 31 of the income year: reached at the end of the day before the birthday."""
    return (fiscal_year * 10_000 + 101 - birth_date) // 10_000


@rule(
    "特定親族特別控除額",
    cites=("地方税法34条第1項第11号の2", "地方税法314条の2第1項第11号の2"),
    formula="特定親族の合計所得金額による表の額",
)
def special_relative_deduction(p: InhabitantsTaxParameters, income: int) -> int:
    """Deduction for one relative of 19 to 22 over the limit, by the relative's own income."""
    amount = 0
    for step in p.relatives.special_relative:
        if income > step.over:
            amount = step.amount
    return amount


@rule(
    "控除対象になる国外居住親族か",
    cites=("地方税法34条第1項第11号", "地方税法314条の2第1項第11号", "地方税法295条第3項"),
    formula="国外居住の30歳以上70歳未満は、障害者のほかは対象としない (令和6年度から)",
)
def is_deductible_abroad(
    p: InhabitantsTaxParameters, age: int, disability: int, overseas: int
) -> int:
    """Flag. Students and those who get 380,000 yen are not known to us: the stricter reading."""
    limits = p.relatives
    limited = limits.overseas_limited == 1 and overseas == 1 and disability == NO_DISABILITY
    excluded = limited and limits.overseas_age <= age < limits.overseas_age_below
    return 0 if excluded else 1


@rule(
    "配偶者の区分",
    cites=("地方税法23条第1項第7号", "地方税法292条第1項第7号", "地方税法34条第1項第10号の2"),
    formula="専従者を除き、合計所得金額が限度以下なら同一生計配偶者、上限以下なら配偶者特別控除",
)
def add_spouse(p: InhabitantsTaxParameters, f: PersonFacts) -> Relatives:
    """The relatives so far: the spouse alone, or nobody."""
    limits = p.relatives
    counted = f.has_spouse == 1 and f.spouse_family_employee == 0
    same = 1 if counted and f.spouse_income <= limits.income_limit else 0
    special = counted and limits.income_limit < f.spouse_income <= limits.spouse_special_limit
    age = age_on_december_31(p.fiscal_year, f.spouse_birth_date) if counted else 0
    ordinary = same if f.spouse_disability == ORDINARY_DISABILITY else 0
    severe = same if f.spouse_disability == SPECIAL_DISABILITY else 0
    cohabiting = severe * f.spouse_cohabiting
    elderly = same if age >= limits.elderly_age else 0
    special_income = f.spouse_income if special else ABSENT
    return Relatives(
        spouse_same_livelihood=same,
        spouse_deductible=same,
        spouse_elderly=elderly,
        spouse_special_income=special_income,
        spouse_in_japan=same * (1 - f.spouse_overseas),
        general=0,
        specified=0,
        elderly=0,
        elderly_parents=0,
        under_16=0,
        special_relative_deduction=0,
        special_relatives=0,
        disabled=ordinary,
        disabled_special=severe - cohabiting,
        disabled_special_cohabiting=cohabiting,
        under_23=0,
        in_japan=0,
        nontaxable_count=same,
    )


@rule(
    "扶養親族の区分",
    cites=("地方税法23条第1項第9号", "地方税法292条第1項第9号", "地方税法314条の2第1項第11号"),
    formula="専従者を除き、合計所得金額が限度以下の親族を12月31日の年齢で区分する",
)
def add_dependant(
    p: InhabitantsTaxParameters, f: PersonFacts, r: Relatives, d: DependantFacts
) -> Relatives:
    """`r` and one relative more; the order of the relatives does not matter."""
    limits = p.relatives
    age = age_on_december_31(p.fiscal_year, d.birth_date)
    born = d.birth_date < p.fiscal_year * 10_000 + 101
    counted = born and d.family_employee == 0
    is_dependant = counted and d.income <= limits.income_limit
    is_specified_age = limits.specified_age <= age < limits.specified_age_below
    one = 1 if is_dependant else 0
    young = one if age < limits.deductible_age else 0
    deductible = (one - young) * is_deductible_abroad(p, age, d.disability, d.overseas)
    specified = deductible if is_specified_age else 0
    old = deductible if age >= limits.elderly_age else 0
    is_ancestor = d.relation == RELATION_PARENT or d.relation == RELATION_GRANDPARENT
    old_parent = old * d.cohabiting if is_ancestor else 0
    over_limit = counted and d.income > limits.income_limit and is_specified_age
    special_amount = special_relative_deduction(p, d.income) if over_limit else 0
    special_one = 1 if special_amount > 0 else 0
    under_23 = one if age < limits.under_23_below else 0
    ordinary = one if d.disability == ORDINARY_DISABILITY else 0
    severe = one if d.disability == SPECIAL_DISABILITY else 0
    cohabiting = severe * d.cohabiting
    return Relatives(
        spouse_same_livelihood=r.spouse_same_livelihood,
        spouse_deductible=r.spouse_deductible,
        spouse_elderly=r.spouse_elderly,
        spouse_special_income=r.spouse_special_income,
        spouse_in_japan=r.spouse_in_japan,
        general=r.general + deductible - specified - old,
        specified=r.specified + specified,
        elderly=r.elderly + old - old_parent,
        elderly_parents=r.elderly_parents + old_parent,
        under_16=r.under_16 + young,
        special_relative_deduction=r.special_relative_deduction + special_amount,
        special_relatives=r.special_relatives + special_one,
        disabled=r.disabled + ordinary,
        disabled_special=r.disabled_special + severe - cohabiting,
        disabled_special_cohabiting=r.disabled_special_cohabiting + cohabiting,
        under_23=r.under_23 + under_23,
        in_japan=r.in_japan + one * (1 - d.overseas),
        nontaxable_count=r.nontaxable_count + young + deductible,
    )
