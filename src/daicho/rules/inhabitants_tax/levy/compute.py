# SPDX-License-Identifier: Apache-2.0
"""The year's tax of one person: rates, credits in the order of the law, rounding, fixed levies.

Order (§9 of the facts; the last three unverified): 調整控除, 調整措置, 配当控除, 住宅借入金等,
寄附金, 外国税額, 定額減税, 配当割額等. Every credit is taken from the untruncated levy; 100 yen are
rounded at the end, each part on its own.
"""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.rules.inhabitants_tax.credits.adjustment import (
    adjustment_credit,
    adjustment_credit_base,
)
from daicho.rules.inhabitants_tax.credits.dividend import dividend_credit
from daicho.rules.inhabitants_tax.credits.donation_basic import donation_basic_credit
from daicho.rules.inhabitants_tax.credits.donation_special import (
    donation_one_stop_credit,
    donation_special_credit,
    donation_special_rate,
    special_rate_judgement,
)
from daicho.rules.inhabitants_tax.credits.fixed_amount import fixed_amount, fixed_amount_credit
from daicho.rules.inhabitants_tax.credits.foreign_tax import foreign_tax_credit
from daicho.rules.inhabitants_tax.credits.housing_loan import (
    housing_loan_credit,
    housing_loan_remaining,
)
from daicho.rules.inhabitants_tax.credits.nontaxable_adjustment import nontaxable_adjustment
from daicho.rules.inhabitants_tax.credits.withheld_levies import (
    refund_or_appropriation,
    withheld_levies,
)
from daicho.rules.inhabitants_tax.facts import (
    Deductions,
    Income,
    Levy,
    Nontaxability,
    Parts,
    PersonFacts,
    Relatives,
    TaxBase,
)
from daicho.rules.inhabitants_tax.forest_environment_tax import compute_forest_environment_tax
from daicho.rules.inhabitants_tax.levy.before_credits import levy_before_credits
from daicho.rules.inhabitants_tax.levy.split import limit_to_levy, round_tax, subtract
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters
from daicho.rules.inhabitants_tax.per_capita import compute_per_capita


@rule(
    "年税額",
    cites=("地方税法20条の4の2第3項", "地方税法35条", "地方税法314条の3"),
    formula="所得割額 (市町村 + 都道府県) + 均等割額 (市町村 + 都道府県) + 森林環境税額",
)
def sum_year(income_levy: Parts, per_capita: Parts, forest: int) -> int:
    """Everything the person owes for the year."""
    return (
        income_levy.municipal
        + income_levy.prefectural
        + per_capita.municipal
        + per_capita.prefectural
        + forest
    )


@rule(
    "所得割のない人の税額",
    cites=("地方税法295条", "地方税法附則3条の3"),
    formula="均等割額 + 森林環境税額。配当割額等は全額が充当・還付となる",
)
def levy_without_income_levy(
    p: InhabitantsTaxParameters, f: PersonFacts, nontax: Nontaxability
) -> Levy:
    """No income levy is computed, so no credit applies."""
    none = Parts(0, 0)
    per_capita = compute_per_capita(p, nontax)
    forest = compute_forest_environment_tax(p, f, nontax)
    refund = refund_or_appropriation(withheld_levies(p, f), none)
    return Levy(
        before_credits=none,
        adjustment=none,
        adjustment_credit_base=0,
        after_adjustment_credit=none,
        nontaxable_adjustment=none,
        dividend=none,
        housing_loan=none,
        housing_loan_remaining=0,
        donation_basic=none,
        donation_special=none,
        donation_one_stop=none,
        donation_special_rate=0,
        donation_special_rate_judgement=0,
        foreign_tax=none,
        fixed_amount=none,
        fixed_amount_not_deducted=0,
        withheld_levies=none,
        refund_or_appropriation=refund,
        before_rounding=none,
        income_levy=none,
        per_capita=per_capita,
        forest_environment_tax=forest,
        annual_tax=sum_year(none, per_capita, forest),
    )


@rule(
    "住民税額",
    cites=("地方税法35条", "地方税法314条の3", "地方税法20条の4の2第3項"),
    formula="算出所得割額から税額控除を順に引き、100円未満切捨て、均等割額と森林環境税額を足す",
)
def compute_levy(
    p: InhabitantsTaxParameters,
    f: PersonFacts,
    r: Relatives,
    income: Income,
    deductions: Deductions,
    base: TaxBase,
    nontax: Nontaxability,
) -> Levy:
    """One person's levy with every credit on the way; credits are the amounts really taken."""
    if nontax.income_levy:
        return levy_without_income_levy(p, f, nontax)
    before = levy_before_credits(p, base)
    credit_base = adjustment_credit_base(p, income, deductions, base)
    adjustment = limit_to_levy(before, adjustment_credit(p, credit_base))
    after_adjustment = subtract(before, adjustment)
    edge = nontaxable_adjustment(income, nontax, after_adjustment)
    left_1 = subtract(after_adjustment, edge)
    dividend = limit_to_levy(left_1, dividend_credit(p, f, base))
    left_2 = subtract(left_1, dividend)
    remaining = housing_loan_remaining(p, f, income, deductions, base)
    housing = limit_to_levy(left_2, housing_loan_credit(p, f, income, deductions, remaining))
    left_3 = subtract(left_2, housing)
    judgement = special_rate_judgement(deductions, base)
    rate = donation_special_rate(p, base, judgement)
    basic = limit_to_levy(left_3, donation_basic_credit(p, f, income))
    left_4 = subtract(left_3, basic)
    special = limit_to_levy(left_4, donation_special_credit(p, f, base, adjustment, rate))
    left_5 = subtract(left_4, special)
    one_stop = limit_to_levy(left_5, donation_one_stop_credit(p, f, base, special, judgement))
    left_6 = subtract(left_5, one_stop)
    foreign = limit_to_levy(left_6, foreign_tax_credit(p, f))
    left_7 = subtract(left_6, foreign)
    reduction = fixed_amount(p, f, r, income, before)
    fixed = fixed_amount_credit(left_7, reduction)
    left_8 = subtract(left_7, fixed)
    withheld = withheld_levies(p, f)
    deducted = limit_to_levy(left_8, withheld)
    before_rounding = subtract(left_8, deducted)
    income_levy = round_tax(p, before_rounding)
    per_capita = compute_per_capita(p, nontax)
    forest = compute_forest_environment_tax(p, f, nontax)
    return Levy(
        before_credits=before,
        adjustment=adjustment,
        adjustment_credit_base=credit_base,
        after_adjustment_credit=after_adjustment,
        nontaxable_adjustment=edge,
        dividend=dividend,
        housing_loan=housing,
        housing_loan_remaining=remaining,
        donation_basic=basic,
        donation_special=special,
        donation_one_stop=one_stop,
        donation_special_rate=rate,
        donation_special_rate_judgement=judgement,
        foreign_tax=foreign,
        fixed_amount=fixed,
        fixed_amount_not_deducted=reduction - fixed.municipal - fixed.prefectural,
        withheld_levies=deducted,
        refund_or_appropriation=refund_or_appropriation(withheld, deducted),
        before_rounding=before_rounding,
        income_levy=income_levy,
        per_capita=per_capita,
        forest_environment_tax=forest,
        annual_tax=sum_year(income_levy, per_capita, forest),
    )
