# SPDX-License-Identifier: Apache-2.0
"""The facts that the inhabitants tax is decided from, as plain integers.

One taxpayer, one fiscal year (年度). Amounts are whole yen, flags 0 or 1, dates yyyymmdd (0 =
none). The meaning of every field is that of the same name in the contract (tax-case.schema.json).
All tuples here compile as they stand.
"""

from __future__ import annotations

from typing import NamedTuple

ABSENT = -1  # an optional amount that the case does not state; 0 is a stated zero

NO_DISABILITY, ORDINARY_DISABILITY, SPECIAL_DISABILITY = 0, 1, 2
UNKNOWN_SEX, FEMALE, MALE = 0, 1, 2
RELATION_CHILD, RELATION_PARENT, RELATION_GRANDPARENT, RELATION_OTHER = 0, 1, 2, 3
DIVIDEND_ORDINARY, DIVIDEND_SECURITIES_FUND, DIVIDEND_FOREIGN_CURRENCY_FUND = 0, 1, 2
RETIREMENT_GENERAL, RETIREMENT_OFFICER, RETIREMENT_SHORT_TERM = 0, 1, 2


class PersonFacts(NamedTuple):
    """What is known of the taxpayer. Order is by topic; batches hold one column a field."""

    birth_date: int
    sex: int
    disability: int
    widow: int
    single_parent: int
    working_student: int
    public_assistance: int
    minor: int  # ABSENT: derive from birth_date
    deceased_on: int
    resident: int
    house_or_office: int
    # income (収入 where the name says revenue, else 所得)
    salary_revenue: int
    salary_income: int  # ABSENT: compute from salary_revenue
    specific_expenditure: int
    pension_revenue: int
    business: int
    agriculture: int
    real_estate: int
    interest: int
    dividend: int
    misc: int
    capital_gain_short: int
    capital_gain_long: int
    occasional: int
    forestry: int
    retirement: int
    separate_land_short: int
    separate_land_short_reduced: int
    separate_land_long: int
    separate_land_long_excellent: int
    separate_land_long_residence: int
    listed_shares: int
    unlisted_shares: int
    listed_dividend_separate: int
    futures: int
    loss_carried_forward: int
    listed_share_loss_carried_forward: int
    blue_salary: int
    white_deduction: int
    # paid amounts behind the deductions
    social_insurance: int
    small_enterprise_mutual_aid: int
    life_new_general: int
    life_old_general: int
    life_care_medical: int
    life_new_pension: int
    life_old_pension: int
    earthquake_insurance: int
    old_long_term_casualty: int
    casualty_net_loss: int
    casualty_disaster_expense: int
    medical_paid: int
    medical_reimbursed: int
    self_medication: int
    donation_furusato: int  # all furusato gifts, one-stop ones too
    donation_one_stop: int  # the part of them reported by 申告特例
    donation_community_chest: int
    donation_prefecture: int
    donation_municipality: int
    donation_both: int
    # credits
    housing_move_in: int
    housing_credit_available: int
    housing_income_tax: int  # ABSENT: compute
    housing_taxable_income: int  # ABSENT: compute
    housing_specified: int
    foreign_tax: int
    dividend_kind: int
    dividend_levy_withheld: int
    share_levy_withheld: int
    # collection
    salary_collection: int
    pension_collection: int
    pension_first_year: int
    previous_pension_part: int
    other_by_ordinary: int
    # spouse (0 in has_spouse: none)
    has_spouse: int
    spouse_birth_date: int
    spouse_income: int
    spouse_disability: int
    spouse_cohabiting: int
    spouse_family_employee: int
    spouse_overseas: int


class DependantFacts(NamedTuple):
    """One dependant other than the spouse, as reported."""

    birth_date: int
    income: int  # 合計所得金額
    relation: int
    disability: int
    cohabiting: int
    family_employee: int
    overseas: int


class Relatives(NamedTuple):
    """Spouse and dependants after the law has classified each one (地方税法23条・292条).

    Counts except where noted. A person who is 専従者 or over the income limit counts nowhere but in
    the special deductions.
    """

    spouse_same_livelihood: int  # 同一生計配偶者 (flag)
    # 控除対象配偶者 (flag): the taxpayer's own income is looked at in the deduction
    spouse_deductible: int
    spouse_elderly: int  # 70 or older (flag)
    spouse_special_income: (
        int  # 合計所得金額 of a spouse in the range of 配偶者特別控除, else ABSENT
    )
    spouse_in_japan: int  # flag, for 定額減税
    general: int  # 一般の控除対象扶養親族
    specified: int  # 特定扶養 (19-22)
    elderly: int  # 老人扶養 other than cohabiting parents
    elderly_parents: int  # 同居老親等
    under_16: int
    special_relative_deduction: int  # yen: sum of 特定親族特別控除
    special_relatives: int  # their number
    disabled: int  # 障害者 ordinary, spouse included
    disabled_special: int  # 特別障害者 not cohabiting
    disabled_special_cohabiting: int
    under_23: int  # dependants under 23 (所得金額調整控除)
    in_japan: int  # dependants of any age residing in Japan, without the spouse (定額減税)
    nontaxable_count: int  # n of the 非課税限度額: 同一生計配偶者 + 扶養親族, under 16 included


class Income(NamedTuple):
    """Income by kind after its own deductions, and the three totals the law keeps apart.

    Yen; losses negative where given.
    """

    salary: int  # 給与所得 before 所得金額調整控除
    adjustment: int  # 所得金額調整控除, both kinds
    pension: int  # 公的年金等に係る雑所得
    capital_gain_long: int  # after 1/2
    occasional: int  # after 1/2
    aggregate: (
        int  # 総所得金額 before 繰越控除 (合算課税分; not retirement, forestry, separate kinds)
    )
    total: int  # 合計所得金額
    total_etc: int  # 総所得金額等
    aggregate_after_loss: int  # 総所得金額 after 繰越控除: the general tax base starts here
    listed_shares_after_loss: int
    listed_dividend_after_loss: int
    forestry_after_loss: int  # 山林所得 after 損益通算 and what 繰越控除 left over


class Deductions(NamedTuple):
    """所得控除 by name, and the personal-deduction difference that later credits need. Yen."""

    basic: int
    spouse: int
    spouse_special: int
    dependants: int
    specified_relative_special: int
    disability: int
    widow: int
    single_parent: int
    working_student: int
    social_insurance: int
    small_enterprise_mutual_aid: int
    life_insurance: int
    earthquake_insurance: int
    medical: int
    casualty_loss: int
    total: int
    personal_difference: int  # 人的控除額の差の合計額, 基礎控除分を含む
    personal_difference_adjusted: int  # 人的控除差調整額
    income_tax_basic: int  # 所得税の基礎控除


class Nontaxability(NamedTuple):
    """Whether and why a person is not taxed (地方税法295条・24条の5・附則3条の3)."""

    per_capita: int  # 均等割 nontaxable (flag)
    income_levy: int  # 所得割 nontaxable (flag)
    # 0 none, 1 生活扶助, 2 障害者等135万円, 3 均等割限度額, 4 所得割限度額,
    # 5 賦課期日に住所なし, 6 賦課期日前に死亡
    reason: int
    per_capita_limit: int
    income_levy_limit: int


class TaxBase(NamedTuple):
    """課税標準 by kind, rounded down to 1,000 yen after the deductions in the law's order."""

    general: int
    separate_land_short: int
    separate_land_short_reduced: int
    separate_land_long: int
    separate_land_long_excellent: int
    separate_land_long_residence: int
    listed_shares: int
    unlisted_shares: int
    listed_dividend_separate: int
    futures: int
    forestry: int
    retirement: int


class Parts(NamedTuple):
    """An amount with its municipal (市町村民税) and prefectural (道府県民税) parts."""

    municipal: int
    prefectural: int


class Levy(NamedTuple):
    """所得割, 均等割 and 森林環境税 with every credit on the way, named as in the contract."""

    before_credits: Parts
    adjustment: Parts
    adjustment_credit_base: int
    after_adjustment_credit: Parts
    nontaxable_adjustment: Parts
    dividend: Parts
    housing_loan: Parts
    housing_loan_remaining: int
    donation_basic: Parts
    donation_special: Parts
    donation_one_stop: Parts
    donation_special_rate: int  # 1/100,000
    donation_special_rate_judgement: int
    foreign_tax: Parts
    fixed_amount: Parts
    fixed_amount_not_deducted: int
    withheld_levies: Parts
    refund_or_appropriation: int
    before_rounding: Parts
    income_levy: Parts
    per_capita: Parts
    forest_environment_tax: int
    annual_tax: int
