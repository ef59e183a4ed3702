# SPDX-License-Identifier: Apache-2.0
"""All deductions from income (所得控除) of one taxpayer, and the personal-deduction difference."""

from __future__ import annotations

from daicho.kernel.explain import rule
from daicho.kernel.yen import positive
from daicho.rules.inhabitants_tax.deductions.basic import (
    basic_deduction,
    income_tax_basic_deduction,
)
from daicho.rules.inhabitants_tax.deductions.casualty import casualty_loss_deduction
from daicho.rules.inhabitants_tax.deductions.dependants import (
    dependants_deduction,
    specified_relative_special_deduction,
)
from daicho.rules.inhabitants_tax.deductions.disability import disability_deduction
from daicho.rules.inhabitants_tax.deductions.insurance import (
    earthquake_insurance_deduction,
    life_insurance_deduction,
    life_insurance_of_kind,
    mutual_aid_deduction,
    new_life_insurance,
    social_insurance_deduction,
)
from daicho.rules.inhabitants_tax.deductions.medical import (
    medical_deduction,
    self_medication_deduction,
)
from daicho.rules.inhabitants_tax.deductions.personal_difference import (
    adjusted_difference,
    basic_difference,
    dependants_difference,
    disability_difference,
    spouse_difference,
    spouse_special_difference,
    widow_difference,
    working_student_difference,
)
from daicho.rules.inhabitants_tax.deductions.spouse import (
    own_income_tier,
    spouse_deduction,
    spouse_special_deduction,
)
from daicho.rules.inhabitants_tax.deductions.widow import (
    is_special_widow,
    single_parent_deduction,
    widow_deduction_of_year,
)
from daicho.rules.inhabitants_tax.deductions.working_student import (
    income_without_work,
    working_student_deduction,
)
from daicho.rules.inhabitants_tax.facts import Deductions, Income, PersonFacts, Relatives
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters


@rule(
    "生命保険料控除 (支払額から)",
    cites=("地方税法34条第1項第5号", "地方税法314条の2第1項第5号"),
    formula="一般・介護医療・個人年金の支払額から",
)
def life_insurance_from_payments(p: InhabitantsTaxParameters, f: PersonFacts) -> int:
    """The three kinds from what was paid."""
    general = life_insurance_of_kind(p, f.life_new_general, f.life_old_general)
    care = new_life_insurance(p, f.life_care_medical)
    pension = life_insurance_of_kind(p, f.life_new_pension, f.life_old_pension)
    return life_insurance_deduction(p, general, care, pension)


@rule(
    "医療費控除 (選択による)",
    cites=("地方税法314条の2第1項第2号", "地方税法附則4条の4"),
    formula="セルフメディケーション税制を選んだときはその特例、ほかは医療費控除",
)
def medical_as_chosen(p: InhabitantsTaxParameters, f: PersonFacts, total_etc: int) -> int:
    """The exception where the taxpayer chose it."""
    if f.self_medication == 1:
        return self_medication_deduction(p, f.medical_paid, f.medical_reimbursed)
    return medical_deduction(p, f.medical_paid, f.medical_reimbursed, total_etc)


@rule(
    "所得控除",
    cites=("地方税法34条", "地方税法314条の2"),
    formula="所得控除の合計と人的控除額の差",
)
def compute_deductions(
    p: InhabitantsTaxParameters, f: PersonFacts, r: Relatives, income: Income
) -> Deductions:
    """Every deduction by name, their total, and the figures that later credits need."""
    total = income.total
    tier = own_income_tier(p, total)
    basic = basic_deduction(p, total)
    spouse = spouse_deduction(p, r.spouse_deductible, r.spouse_elderly, total)
    spouse_special = spouse_special_deduction(p, r.spouse_special_income, tier)
    dependants = dependants_deduction(p, r)
    special_relatives = specified_relative_special_deduction(r)
    disability = disability_deduction(p, f.disability, r)
    special_widow = is_special_widow(p, f.single_parent, f.sex, total)
    widow = widow_deduction_of_year(p, f, special_widow, r, total)
    single_parent = single_parent_deduction(p, f.single_parent, total)
    without_work = income_without_work(f, income)
    student = working_student_deduction(p, f.working_student, total, without_work)
    social = social_insurance_deduction(f.social_insurance)
    mutual = mutual_aid_deduction(f.small_enterprise_mutual_aid)
    life = life_insurance_from_payments(p, f)
    earthquake = earthquake_insurance_deduction(p, f.earthquake_insurance, f.old_long_term_casualty)
    medical = medical_as_chosen(p, f, income.total_etc)
    casualty = casualty_loss_deduction(
        p, f.casualty_net_loss, f.casualty_disaster_expense, income.total_etc
    )
    difference = (
        basic_difference(p, total)
        + spouse_difference(p, r.spouse_deductible, r.spouse_elderly, total)
        + spouse_special_difference(p, r.spouse_special_income, tier)
        + dependants_difference(p, r)
        + disability_difference(p, f.disability, r)
        + widow_difference(p, widow, special_widow, single_parent, f.sex)
        + working_student_difference(p, student)
    )
    # 合計所得金額 of the income tax has the retirement income, which is taxed apart here.
    income_tax_basic = income_tax_basic_deduction(p, total + positive(f.retirement))
    return Deductions(
        basic=basic,
        spouse=spouse,
        spouse_special=spouse_special,
        dependants=dependants,
        specified_relative_special=special_relatives,
        disability=disability,
        widow=widow,
        single_parent=single_parent,
        working_student=student,
        social_insurance=social,
        small_enterprise_mutual_aid=mutual,
        life_insurance=life,
        earthquake_insurance=earthquake,
        medical=medical,
        casualty_loss=casualty,
        total=(
            basic
            + spouse
            + spouse_special
            + dependants
            + special_relatives
            + disability
            + widow
            + single_parent
            + student
            + social
            + mutual
            + life
            + earthquake
            + medical
            + casualty
        ),
        personal_difference=difference,
        personal_difference_adjusted=adjusted_difference(p, difference, income_tax_basic),
        income_tax_basic=income_tax_basic,
    )
