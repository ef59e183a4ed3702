# SPDX-License-Identifier: Apache-2.0
"""Who is not taxed (非課税): by protection, by income, by place and by death."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.facts import (
    ABSENT,
    NO_DISABILITY,
    Income,
    Nontaxability,
    PersonFacts,
    Relatives,
)
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

TAXED = 0
PUBLIC_ASSISTANCE = 1
PROTECTED = 2
BELOW_PER_CAPITA_LIMIT = 3
BELOW_INCOME_LEVY_LIMIT = 4
NO_ADDRESS = 5
DECEASED = 6


@rule(
    "均等割の非課税限度額",
    cites=("地方税法24条の5第3項", "地方税法295条第3項", "地方税法施行令47条の3"),
    formula="級地の基本額 × (1 + 人数) + 一律の額 + 加算額 (人数が0なら加算なし)",
)
def per_capita_limit(p: InhabitantsTaxParameters, nontaxable_class: int, count: int) -> int:
    """Limit for 均等割; a class that is not known (0) is read as the third: the stricter one."""
    n = p.nontaxable
    base, addition = n.per_capita[-1].base, n.per_capita[-1].addition
    for limit in n.per_capita:
        if limit.nontaxable_class == nontaxable_class:
            base, addition = limit.base, limit.addition
    return base * (1 + count) + n.per_capita_extra + (addition if count > 0 else 0)


@rule(
    "所得割の非課税限度額",
    cites=("地方税法附則3条の3第1項", "地方税法附則3条の3第4項"),
    formula="基本額 × (1 + 人数) + 一律の額 + 加算額 (人数が0なら加算なし)",
)
def income_levy_limit(p: InhabitantsTaxParameters, count: int) -> int:
    """Limit for 所得割, the same in the whole country."""
    n = p.nontaxable
    addition = n.income_levy_addition if count > 0 else 0
    return n.income_levy_base * (1 + count) + n.income_levy_extra + addition


@rule(
    "未成年者か",
    cites=("地方税法24条の5第1項第2号", "地方税法295条第1項第2号", "年齢計算ニ関スル法律"),
    formula="賦課期日 (1月1日) に成年の年齢に達していない (1月2日生まれは達している)",
)
def is_minor(p: InhabitantsTaxParameters, stated: int, birth_date: int, has_spouse: int) -> int:
    """Flag; what the case states stands, else it follows from the birth date.

    Until fiscal year 2022 marriage made an adult (成年擬制).
    """
    if stated != ABSENT:
        return stated
    if has_spouse * p.nontaxable.marriage_makes_adult == 1:
        return 0
    age = (p.fiscal_year * 10_000 + 102 - birth_date) // 10_000
    return 1 if age < p.nontaxable.adult_age else 0


@rule(
    "障害者・未成年者・寡婦・ひとり親の非課税",
    cites=("地方税法24条の5第1項第2号", "地方税法295条第1項第2号"),
    formula="該当し、合計所得金額が限度以下 (令和2年度まで125万円、その後135万円)",
)
def is_protected(p: InhabitantsTaxParameters, f: PersonFacts, total: int) -> int:
    """Flag: one of the protected persons within the limit."""
    minor = is_minor(p, f.minor, f.birth_date, f.has_spouse) == 1
    person = f.disability != NO_DISABILITY or minor or f.widow == 1 or f.single_parent == 1
    return 1 if person and total <= p.nontaxable.protected_income_limit else 0


@rule(
    "賦課期日前に死亡したか",
    cites=("地方税法39条", "地方税法318条"),
    formula="死亡の日が1月1日より前",
)
def is_deceased(p: InhabitantsTaxParameters, deceased_on: int) -> int:
    """Flag: dead before the assessment date (賦課期日)."""
    return 1 if 0 < deceased_on < p.fiscal_year * 10_000 + 101 else 0


@rule(
    "非課税",
    cites=("地方税法24条の5", "地方税法295条", "地方税法附則3条の3", "地方税法294条第1項第2号"),
    formula="死亡・住所なし・生活扶助・障害者等・均等割の限度額・所得割の限度額の順に判定",
)
def decide_nontaxability(
    p: InhabitantsTaxParameters,
    f: PersonFacts,
    r: Relatives,
    income: Income,
    nontaxable_class: int,
) -> Nontaxability:
    """Whether each levy is barred, and the first reason.

    Someone without an address here who keeps a house or an office (家屋敷) owes 均等割 only; the
    limits of income hold for him as well (地方税法295条3項).
    """
    per_capita_at = per_capita_limit(p, nontaxable_class, r.nontaxable_count)
    income_levy_at = income_levy_limit(p, r.nontaxable_count)
    away = f.resident == 0
    reason = TAXED
    if is_deceased(p, f.deceased_on) == 1:
        reason = DECEASED
    elif away and f.house_or_office == 0:
        reason = NO_ADDRESS
    elif f.public_assistance == 1:
        reason = PUBLIC_ASSISTANCE
    elif is_protected(p, f, income.total) == 1:
        reason = PROTECTED
    elif income.total <= per_capita_at:
        reason = BELOW_PER_CAPITA_LIMIT
    per_capita = 1 if reason != TAXED else 0
    if reason == TAXED and away:
        reason = NO_ADDRESS
    elif reason == TAXED and income.total_etc <= income_levy_at:
        reason = BELOW_INCOME_LEVY_LIMIT
    income_levy = 1 if reason != TAXED else 0
    return Nontaxability(per_capita, income_levy, reason, per_capita_at, income_levy_at)
