# SPDX-License-Identifier: Apache-2.0
"""An assessment as the contract's result."""

from __future__ import annotations

from typing import Any

from daicho.engine.case import Case
from daicho.rules.inhabitants_tax.assess import Assessment
from daicho.rules.inhabitants_tax.facts import Levy, Parts, PersonFacts
from daicho.rules.inhabitants_tax.retirement import RetirementTax

REASONS = {
    0: None,
    1: "生活保護法による生活扶助を受けている (地方税法295条1項1号)",
    2: "障害者・未成年者・寡婦・ひとり親で合計所得金額が限度以下 (地方税法295条1項2号)",
    3: "合計所得金額が均等割の非課税限度額以下 (地方税法295条3項)",
    4: "総所得金額等が所得割の非課税限度額以下 (地方税法附則3条の3)",
    5: "賦課期日に住所がない (地方税法318条)",
    6: "賦課期日前に死亡している (地方税法318条)",
}
_SEPARATE = (
    *("separate_land_short", "separate_land_short_reduced", "separate_land_long"),
    *("separate_land_long_excellent", "separate_land_long_residence"),
    *("unlisted_shares", "futures"),
)
_AS_STATED = (
    *("business", "agriculture", "real_estate", "interest", "dividend", "misc"),
    *("capital_gain_short", "forestry", "retirement", *_SEPARATE),
)
_DEDUCTIONS = (
    *("basic", "spouse", "spouse_special", "dependants", "specified_relative_special"),
    *("disability", "widow", "single_parent", "working_student", "social_insurance"),
    *("small_enterprise_mutual_aid", "life_insurance", "earthquake_insurance", "medical"),
    "casualty_loss",
)
_CREDITS = (
    *("adjustment", "nontaxable_adjustment", "dividend", "housing_loan", "donation_basic"),
    *("donation_special", "donation_one_stop", "foreign_tax", "fixed_amount", "withheld_levies"),
)


def result_of(case: Case, a: Assessment) -> dict[str, Any]:
    """The result without explanation and findings. Keys as in the contract."""
    levy = a.levy
    resident_tax = Parts(
        levy.income_levy.municipal + levy.per_capita.municipal,
        levy.income_levy.prefectural + levy.per_capita.prefectural,
    )
    return {
        "id": case.id,
        "fiscal_year": case.fiscal_year,
        "taxable": taxable_word(a),
        "nontaxable_reason": REASONS[a.nontaxability.reason],
        "income": income_of(case.person, a),
        "total_income": a.income.total,
        "total_income_etc": a.income.total_etc,
        "deductions": {name: getattr(a.deductions, name) for name in _DEDUCTIONS},
        "deductions_total": a.deductions.total,
        "tax_base": a.base._asdict(),
        "income_levy_before_credits": parts(levy.before_credits),
        "income_levy_after_adjustment_credit": parts(levy.after_adjustment_credit),
        "credits": credits_of(levy),
        "income_levy_before_rounding": parts(levy.before_rounding),
        "income_levy": parts(levy.income_levy),
        "per_capita_levy": parts(levy.per_capita),
        "resident_tax": parts(resident_tax),
        "forest_environment_tax": levy.forest_environment_tax,
        "annual_tax": levy.annual_tax,
        "basis": basis_of(a),
        "refund_or_appropriation": levy.refund_or_appropriation,
        "fixed_amount_not_deducted": levy.fixed_amount_not_deducted,
        "instalments": instalments_of(case, a),
    }


def taxable_word(a: Assessment) -> str:
    """Nontaxable, only the per-capita levy, or taxed with an income levy."""
    if a.nontaxability.per_capita and a.nontaxability.income_levy:
        return "nontaxable"
    levy = a.levy.income_levy
    return "taxed" if levy.municipal + levy.prefectural > 0 else "per_capita_only"


def income_of(person: PersonFacts, a: Assessment) -> dict[str, int]:
    """Each kind of income after its own deduction; kinds that are 0 are told too."""
    income = a.income
    return {
        "salary_income": income.salary,
        "income_adjustment": income.adjustment,
        "salary_income_after_adjustment": income.salary - income.adjustment,
        "pension_income": income.pension,
        "capital_gain_long": income.capital_gain_long,
        "occasional": income.occasional,
        **{name: getattr(person, name) for name in _AS_STATED},
        "listed_shares": income.listed_shares_after_loss,
        "listed_dividend_separate": income.listed_dividend_after_loss,
    }


def credits_of(levy: Levy) -> dict[str, dict[str, int]]:
    """Every credit really taken, and the levy after the adjustment at the edge (調整措置)."""
    after = levy.after_adjustment_credit
    edge = levy.nontaxable_adjustment
    found = {name: parts(getattr(levy, name)) for name in _CREDITS}
    found["tax_after_nontaxable_adjustment"] = parts(
        Parts(after.municipal - edge.municipal, after.prefectural - edge.prefectural)
    )
    return found


def basis_of(a: Assessment) -> dict[str, int]:
    """Figures that the law uses on the way."""
    return {
        "personal_deduction_difference": a.deductions.personal_difference,
        "personal_deduction_difference_adjusted": a.deductions.personal_difference_adjusted,
        "adjustment_credit_base": a.levy.adjustment_credit_base,
        "income_tax_basic_deduction": a.deductions.income_tax_basic,
        "donation_special_rate": a.levy.donation_special_rate,
        "donation_special_rate_judgement": a.levy.donation_special_rate_judgement,
        "housing_loan_remaining": a.levy.housing_loan_remaining,
        "per_capita_limit": a.nontaxability.per_capita_limit,
        "income_levy_limit": a.nontaxability.income_levy_limit,
    }


def parts(amount: Parts) -> dict[str, int]:
    """An amount with its parts and their sum."""
    return {
        "municipal": amount.municipal,
        "prefectural": amount.prefectural,
        "total": amount.municipal + amount.prefectural,
    }


def instalments_of(case: Case, a: Assessment) -> dict[str, Any]:
    """The instalments of every method that collects something, or that the case asks for."""
    person, collection = case.person, a.collection
    found: dict[str, Any] = {}
    if sum(collection.ordinary) > 0 or not (person.salary_collection or person.pension_collection):
        found["ordinary"] = list(collection.ordinary)
    if person.salary_collection:
        found["salary"] = list(collection.salary)
    if person.pension_collection:
        found["pension"] = {
            "provisional": list(collection.provisional),
            "final": list(collection.final),
        }
    return found


def retirement_of(tax: RetirementTax) -> dict[str, int]:
    """A retirement allowance taxed apart."""
    return {"deduction": tax.deduction, "income": tax.income, **parts(tax.tax)}
