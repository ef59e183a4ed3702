# SPDX-License-Identifier: Apache-2.0
"""Retirement allowance taxed apart (退職所得の分離課税), withheld when it is paid."""

from __future__ import annotations

from typing import NamedTuple

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_rate, floor_to, positive
from daicho.rules.inhabitants_tax.facts import (
    ABSENT,
    RETIREMENT_OFFICER,
    RETIREMENT_SHORT_TERM,
    Parts,
)
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


class RetirementTax(NamedTuple):
    """退職所得控除額, 課税退職所得金額 rounded to 1,000 yen, and the tax."""

    deduction: int
    income: int
    tax: Parts


@rule(
    "退職所得控除額",
    cites=("所得税法30条第3項", "所得税法30条第6項"),
    formula="勤続20年以下: 40万円 × 年数 (80万円が下限)。20年超: 40万円 × 20年 + 70万円 × 超える年"
    "数。障害による退職は +100万円",
)
def retirement_deduction(p: InhabitantsTaxParameters, years: int, disability: int) -> int:
    """`years`: a part of a year counts as a whole one."""
    rules = p.retirement
    ordinary = min(years, rules.long_service_years) * rules.deduction_per_year
    long = positive(years - rules.long_service_years) * rules.deduction_per_long_year
    amount = max(ordinary + long, rules.deduction_minimum)
    return amount + (rules.disability_addition if disability else 0)


@rule(
    "退職所得の金額",
    cites=("所得税法30条第2項", "所得税法30条第4項", "所得税法30条第5項"),
    formula="(収入 − 控除) × 1/2。特定役員等 (5年以下) は1/2なし。短期 (5年以下) は300万円を超える"
    "部分に1/2なし",
)
def retirement_income(p: InhabitantsTaxParameters, excess: int, years: int, kind: int) -> int:
    """`excess`: what the deduction leaves."""
    rules = p.retirement
    short_service = years <= rules.short_service_years
    if short_service and kind == RETIREMENT_OFFICER:
        return excess
    limit = rules.short_term_half_limit
    halved = floor_rate(excess, rules.half)
    if short_service and kind == RETIREMENT_SHORT_TERM and limit != ABSENT and excess > limit:
        return floor_rate(limit, rules.half) + excess - limit
    return halved


@rule(
    "退職所得に係る住民税額",
    cites=("地方税法50条の2", "地方税法50条の4", "地方税法328条", "地方税法328条の3"),
    formula="課税退職所得金額 (1,000円未満切捨て) × 市町村6%・都道府県4% (それぞれ100円未満切捨て)",
)
def compute_retirement_tax(
    p: InhabitantsTaxParameters, amount: int, years: int, kind: int, disability: int
) -> RetirementTax:
    """Enters neither total income nor the annual tax."""
    deduction = retirement_deduction(p, years, disability)
    excess = positive(amount - deduction)
    income = floor_to(retirement_income(p, excess, years, kind), p.rounding.tax_base_unit)
    unit = p.rounding.tax_unit
    return RetirementTax(
        deduction,
        income,
        Parts(
            floor_to(floor_rate(income, p.retirement.municipal), unit),
            floor_to(floor_rate(income, p.retirement.prefectural), unit),
        ),
    )
