# SPDX-License-Identifier: Apache-2.0
"""Deductions for widows (寡婦) and single parents (ひとり親).

The flags of the facts say what the person declared; the limits of income are tested here. Until
fiscal year 2020 there was no ひとり親: the flag single_parent is read as 特別の寡婦 of a woman and
as 寡夫 of a man (or of one whose sex is not known), and both come out under `widow`, as the article
then had it.
"""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import FEMALE, PersonFacts, Relatives
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "ひとり親控除",
    cites=("地方税法34条第1項第8号の2", "地方税法314条の2第1項第8号の2"),
    formula="ひとり親で合計所得金額500万円以下なら30万円",
)
def single_parent_deduction(p: InhabitantsTaxParameters, single_parent: int, total: int) -> int:
    """Single parents, from fiscal year 2021."""
    d = p.deductions
    return d.single_parent if single_parent == 1 and total <= d.widow_income_limit else 0


@rule(
    "特別の寡婦か (令和2年度まで)",
    cites=("地方税法34条第3項", "地方税法314条の2第3項"),
    formula="扶養親族である子があり、合計所得金額500万円以下の寡婦",
)
def is_special_widow(p: InhabitantsTaxParameters, single_parent: int, sex: int, total: int) -> int:
    """Flag; only under the rules before 2021."""
    d = p.deductions
    is_one = single_parent == 1 and sex == FEMALE and total <= d.widow_income_limit
    return d.widow_rules_before_2021 if is_one else 0


@rule(
    "寡婦・寡夫控除 (令和2年度まで)",
    cites=("地方税法34条第1項第8号", "地方税法314条の2第1項第8号"),
    formula="寡婦 (扶養親族があるか所得の限度以下)・寡夫 (同限度以下) 26万円, 特別の寡婦 30万円",
)
def widow_deduction_before_2021(
    p: InhabitantsTaxParameters, widow: int, special: int, widower: int, dependants: int, total: int
) -> int:
    """寡婦, 特別の寡婦 and 寡夫 as they were; unverified ([K])."""
    d = p.deductions
    within = total <= d.widow_income_limit
    is_widow = (widow == 1 and (within or dependants > 0)) or (widower == 1 and within)
    return d.widow_special if special == 1 else d.widow if is_widow else 0


@rule(
    "寡婦控除",
    cites=("地方税法34条第1項第8号", "地方税法314条の2第1項第8号"),
    formula="寡婦 (ひとり親でない) で合計所得金額500万円以下なら26万円",
)
def widow_deduction(p: InhabitantsTaxParameters, widow: int, single_parent: int, total: int) -> int:
    """Widows, from fiscal year 2021; a single parent is none."""
    d = p.deductions
    is_one = widow == 1 and single_parent == 0 and total <= d.widow_income_limit
    return d.widow if is_one else 0


@rule(
    "寡婦控除 (年度による)",
    cites=("地方税法34条第1項第8号", "地方税法314条の2第1項第8号"),
    formula="令和2年度までは寡婦・寡夫の制度、令和3年度からは寡婦控除",
)
def widow_deduction_of_year(
    p: InhabitantsTaxParameters,
    f: PersonFacts,
    special: int,
    r: Relatives,
    total: int,
) -> int:
    """By the rules of the year; `special` as is_special_widow tells.

    A mother above the limit of 特別の寡婦 was still a 寡婦 with dependants, who had no limit.
    """
    if p.deductions.widow_rules_before_2021 == 0:
        return widow_deduction(p, f.widow, f.single_parent, total)
    dependants = r.general + r.specified + r.elderly + r.elderly_parents + r.under_16
    mother = f.single_parent if f.sex == FEMALE else 0
    widow = max(f.widow, mother)
    return widow_deduction_before_2021(p, widow, special, f.single_parent, dependants, total)
