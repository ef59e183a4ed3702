# SPDX-License-Identifier: Apache-2.0
"""Income by kind and the three totals: 総所得金額, 合計所得金額, 総所得金額等."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import floor_rate, positive
from daicho.rules.inhabitants_tax.facts import Income, PersonFacts, Relatives
from daicho.rules.inhabitants_tax.income.adjustment import (
    combined_adjustment,
    has_child_or_special_disability,
    high_salary_adjustment,
)
from daicho.rules.inhabitants_tax.income.offset import (
    Offset,
    aggregate_after_carried_loss,
    forestry_after_carried_loss,
    listed_after_carried_loss,
    offset_listed,
    offset_losses,
)
from daicho.rules.inhabitants_tax.income.pension import pension_income
from daicho.rules.inhabitants_tax.income.salary import salary_income
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.relatives import age_on_december_31


@rule(
    "合計所得金額に入る分離課税の所得 (上場株式等を除く)",
    cites=("地方税法23条第1項第13号", "地方税法292条第1項第13号"),
    formula="土地等の短期・長期譲渡 + 一般株式等の譲渡 + 先物取引 (損失は0円)",
)
def separate_income(f: PersonFacts) -> int:
    """Separately taxed kinds other than listed shares; their losses stay within their kind."""
    return (
        positive(f.separate_land_short)
        + positive(f.separate_land_short_reduced)
        + positive(f.separate_land_long)
        + positive(f.separate_land_long_excellent)
        + positive(f.separate_land_long_residence)
        + positive(f.unlisted_shares)
        + positive(f.futures)
    )


@rule(
    "経常所得",
    cites=("所得税法69条第1項",),
    formula="給与 + 利子 + 配当 + 不動産 + 事業 + 雑 (利子・配当・雑の損失は0円)",
)
def ordinary_income(f: PersonFacts, salary: int, pension: int) -> int:
    """The ordinary kinds together, negative when losses of business or real estate prevail.

    Income of a business is stated after the salaries of its family employees (専従者).
    """
    return (
        salary
        + positive(f.interest)
        + positive(f.dividend)
        + f.real_estate
        + f.business
        + f.agriculture
        + positive(f.misc + pension)
    )


@rule(
    "総所得金額 (繰越控除前)",
    cites=("所得税法22条第2項", "地方税法32条第1項", "地方税法313条第1項"),
    formula="経常所得 + 総合短期譲渡 + (総合長期譲渡 + 一時) × 1/2 (1円未満切捨て)",
)
def aggregate_income(p: InhabitantsTaxParameters, o: Offset) -> int:
    """総所得金額 before losses of former years; the two kinds are halved together (22条2項2号)."""
    halved = floor_rate(o.capital_gain_long + o.occasional, p.other_income.half)
    return o.ordinary + o.capital_gain_short + halved


@rule(
    "公的年金等以外の合計所得金額",
    cites=("所得税法35条第4項",),
    formula="公的年金等の収入がないものとして計算した合計所得金額",
)
def income_without_pension(p: InhabitantsTaxParameters, f: PersonFacts, salary: int) -> int:
    """合計所得金額 as if there were no public pension; it bounds the pension deduction.

    Computed as for the income tax (地方税法313条2項), so with retirement income; unverified.
    """
    ordinary = ordinary_income(f, salary, 0)
    o = offset_losses(
        ordinary,
        f.capital_gain_short,
        f.capital_gain_long,
        f.occasional,
        f.forestry,
    )
    listed = offset_listed(f.listed_shares, f.listed_dividend_separate)
    apart = o.forestry + separate_income(f) + listed.shares + listed.dividend
    return aggregate_income(p, o) + apart + positive(f.retirement)


@rule(
    "所得金額",
    cites=("地方税法32条", "地方税法313条", "地方税法23条第1項第13号", "地方税法292条第1項第13号"),
    formula="合計所得金額 = 総所得金額 (繰越控除前) + 山林 + 分離課税の所得; "
    "総所得金額等 = 同じ合計で繰越控除後",
)
def compute_income(p: InhabitantsTaxParameters, f: PersonFacts, r: Relatives) -> Income:
    """All kinds of income and the totals.

    Retirement income is taxed apart at the source and enters neither total (地方税法292条1項13号・
    328条); only rules of the income tax see it.
    """
    salary = salary_income(p, f.salary_revenue, f.salary_income, f.specific_expenditure)
    qualifies = has_child_or_special_disability(f.disability, r)
    first = high_salary_adjustment(p, f.salary_revenue, qualifies)
    pension = 0
    if f.pension_revenue > 0:
        other = income_without_pension(p, f, salary - first)
        age = age_on_december_31(p.fiscal_year, f.birth_date)
        pension = pension_income(p, f.pension_revenue, age, other)
    adjustment = first + combined_adjustment(p, salary, pension)
    ordinary = ordinary_income(f, salary - adjustment, pension)
    o = offset_losses(
        ordinary,
        f.capital_gain_short,
        f.capital_gain_long,
        f.occasional,
        f.forestry,
    )
    aggregate = aggregate_income(p, o)
    after_loss = aggregate_after_carried_loss(aggregate, f.loss_carried_forward)
    now = offset_listed(f.listed_shares, f.listed_dividend_separate)
    later = listed_after_carried_loss(now, f.listed_share_loss_carried_forward)
    forestry = forestry_after_carried_loss(o.forestry, aggregate, f.loss_carried_forward)
    separate = separate_income(f)
    return Income(
        salary=salary,
        adjustment=adjustment,
        pension=pension,
        capital_gain_long=floor_rate(o.capital_gain_long, p.other_income.half),
        occasional=floor_rate(o.occasional, p.other_income.half),
        aggregate=aggregate,
        total=aggregate + o.forestry + separate + now.shares + now.dividend,
        total_etc=after_loss + forestry + separate + later.shares + later.dividend,
        aggregate_after_loss=after_loss,
        listed_shares_after_loss=later.shares,
        listed_dividend_after_loss=later.dividend,
        forestry_after_loss=forestry,
    )
