# SPDX-License-Identifier: Apache-2.0
"""Difference of personal deductions between income tax and inhabitants tax (人的控除額の差)."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import positive
from daicho.rules.inhabitants_tax.facts import (
    FEMALE,
    ORDINARY_DISABILITY,
    SPECIAL_DISABILITY,
    Relatives,
)
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

_CITES = ("地方税法37条第1号イ", "地方税法314条の6第1号イ")


@rule("人的控除差 (基礎)", cites=_CITES, formula="5万円 (合計所得金額2,500万円超は0円)")
def basic_difference(p: InhabitantsTaxParameters, total: int) -> int:
    """For the basic deduction."""
    amount = 0
    for step in p.personal_difference.basic:
        if total > step.over or step.over == 0:
            amount = step.amount
    return amount


@rule("人的控除差 (配偶者)", cites=_CITES, formula="本人の合計所得金額による表の額")
def spouse_difference(p: InhabitantsTaxParameters, qualifies: int, elderly: int, total: int) -> int:
    """For the spouse deduction, in the tiers of the taxpayer's own income."""
    amount = 0
    for tier in p.personal_difference.spouse:
        if total > tier.over or tier.over == 0:
            amount = tier.elderly if elderly == 1 else tier.ordinary
    return amount * qualifies


@rule(
    "人的控除差 (配偶者特別)",
    cites=_CITES,
    formula="配偶者の合計所得金額と本人の段階による表の額",
)
def spouse_special_difference(p: InhabitantsTaxParameters, spouse_income: int, tier: int) -> int:
    """For the special deduction; none for the higher incomes of the spouse."""
    amount = 0
    for band in p.personal_difference.spouse_special:
        if spouse_income >= band.at_least:
            upper = band.first if tier == 1 else band.second
            amount = band.third if tier == 3 else upper
    return 0 if tier > 3 else amount


@rule(
    "人的控除差 (扶養)",
    cites=_CITES,
    formula="一般 × 5万円 + 特定 × 18万円 + 老人 × 10万円 + 同居老親等 × 13万円",
)
def dependants_difference(p: InhabitantsTaxParameters, r: Relatives) -> int:
    """For the dependants; 特定親族 give what the statutes say (none, unverified)."""
    d = p.personal_difference
    return (
        r.general * d.dependant_general
        + r.specified * d.dependant_specified
        + r.elderly * d.dependant_elderly
        + r.elderly_parents * d.dependant_elderly_parent
        + r.special_relatives * d.special_relative
    )


@rule(
    "人的控除差 (障害者)",
    cites=_CITES,
    formula="普通 × 1万円 + 特別 × 10万円 + 同居特別 × 22万円",
)
def disability_difference(p: InhabitantsTaxParameters, own_disability: int, r: Relatives) -> int:
    """For the disabilities in the family."""
    d = p.personal_difference
    ordinary = r.disabled + (1 if own_disability == ORDINARY_DISABILITY else 0)
    special = r.disabled_special + (1 if own_disability == SPECIAL_DISABILITY else 0)
    return (
        ordinary * d.disability
        + special * d.disability_special
        + r.disabled_special_cohabiting * d.disability_special_cohabiting
    )


@rule(
    "人的控除差 (寡婦・ひとり親)",
    cites=_CITES,
    formula="寡婦 1万円, ひとり親 母 5万円 父 1万円 (特別の寡婦は令和2年度まで 5万円)",
)
def widow_difference(
    p: InhabitantsTaxParameters, widow: int, special_widow: int, single_parent: int, sex: int
) -> int:
    """`widow` and `single_parent` are the deductions granted; an unknown sex counts as a father."""
    d = p.personal_difference
    parent = d.single_mother if sex == FEMALE else d.single_father
    granted = d.widow_special if special_widow == 1 else d.widow
    return (granted if widow > 0 else 0) + (parent if single_parent > 0 else 0)


@rule("人的控除差 (勤労学生)", cites=_CITES, formula="勤労学生控除があれば1万円")
def working_student_difference(p: InhabitantsTaxParameters, working_student: int) -> int:
    """`working_student` is the deduction granted."""
    return p.personal_difference.working_student if working_student > 0 else 0


@rule(
    "人的控除差調整額",
    cites=("地方税法37条の2第11項", "地方税法314条の7第11項"),
    formula="人的控除差の合計 + (所得税の基礎控除 − 48万円) (令和8年度から; 0円を下限)",
)
def adjusted_difference(p: InhabitantsTaxParameters, difference: int, income_tax_basic: int) -> int:
    """The difference that later credits use; from 2026 with the raised basic deduction."""
    d = p.personal_difference
    raised = positive(income_tax_basic - d.income_tax_basic_over)
    return difference + d.income_tax_basic_counts * raised
