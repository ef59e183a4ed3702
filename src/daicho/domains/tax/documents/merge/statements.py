# SPDX-License-Identifier: Apache-2.0
"""What each kind of document states, under the names of the tax's facts.

Figures keep the names of the file layouts (adapters); most are the facts' own. What a document
states of the person's identity, spouse or collection is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from daicho.domains.tax.documents.merge.papers import (
    ONE_STOP,
    PENSION_COLLECTION,
    PENSION_REPORT,
    RESIDENT_RETURN,
    SALARY_REPORT,
    TAX_RETURN,
    Paper,
)
from daicho.rules.inhabitants_tax.facts import PersonFacts

_ELSEWHERE = frozenset(
    {
        *("birth_date", "sex", "minor", "public_assistance", "deceased_on", "resident"),
        *("salary_collection", "pension_collection", "pension_first_year"),
        *("previous_pension_part", "has_spouse", "donation_one_stop", "self_medication"),
        *(name for name in PersonFacts._fields if name.startswith(("spouse_", "housing_"))),
    }
)
PLAIN = frozenset(PersonFacts._fields) - _ELSEWHERE
EARTHQUAKE_CAP = 50_000  # of the income tax's deduction, as a report states it (所得税法77条)
SPECIFIED_CLASS = 11  # 住宅借入金等特別控除区分 from 11 on: 特定取得 (unverified)
SELF_PAID = 2  # 給与・公的年金等以外の徴収方法: 自分で納付

Figures = Mapping[str, int]


def facts_of(paper: Paper) -> dict[str, int]:
    """The facts that one document states; zeroes are left out."""
    facts = {name: paper.figures[name] for name in paper.figures if name in PLAIN}
    facts.update(_READERS[paper.kind](paper.figures))
    return {name: value for name, value in facts.items() if value}


def _salary_report(figures: Figures) -> dict[str, int]:
    mutual_aid = figures.get("small_enterprise_mutual_aid", 0)
    facts = _status_of_report(figures)
    facts["social_insurance"] = max(figures.get("social_insurance", 0) - mutual_aid, 0)  # 内書
    facts["earthquake_insurance"] = _earthquake_paid(figures)
    facts.update(_housing_of_report(figures))
    return facts


def _status_of_report(figures: Figures) -> dict[str, int]:
    special = figures.get("is_disabled_special", 0)
    return {
        "disability": 2 if special else figures.get("is_disabled_other", 0),
        "widow": min(figures.get("widow_class", 0) + figures.get("special_widow", 0), 1),
    }


def _earthquake_paid(figures: Figures) -> int:
    """Premium paid behind the stated deduction less the part of old long-term contracts.

    A report prints the income tax's deduction (地震 in full, old contracts by their table,
    所得税法77条); the ward needs the premium. At the cap the premium is at least what is left, and
    the ward's own cap is lower.
    """
    stated = figures.get("earthquake_deduction", 0)
    old = figures.get("old_long_term_casualty", 0)
    old_deduction = old if old <= 10_000 else min(old // 2 + 5_000, 15_000)
    return max(min(stated, EARTHQUAKE_CAP) - old_deduction, 0)


def _housing_of_report(figures: Figures) -> dict[str, int]:
    """The housing credit where the income tax did not use all of it (可能額 over the credit taken).

    The income tax before the credit is then the credit taken, its tax base what the report states.
    """
    available = figures.get("housing_credit_available", 0)
    taken = figures.get("housing_credit_stated", 0)
    if available <= taken:
        return {}
    income = figures.get("salary_income_stated", 0) - figures.get("deductions_total_stated", 0)
    specified = figures.get("housing_class_1", 0) >= SPECIFIED_CLASS
    return {
        "housing_credit_available": available,
        "housing_income_tax": taken,
        "housing_taxable_income": max(income, 0) // 1_000 * 1_000,
        "housing_move_in": figures.get("housing_move_in_date", 0),
        "housing_specified": 1 if specified else 0,
    }


def _tax_return(figures: Figures) -> dict[str, int]:
    facts = _own_choices(figures)
    if figures.get("housing_credit_available"):
        facts["housing_credit_available"] = figures["housing_credit_available"]
        facts["housing_income_tax"] = figures.get("housing_income_tax", 0)
        facts["housing_taxable_income"] = figures.get("income_tax_base_stated", 0)
        facts["housing_move_in"] = figures.get("housing_move_in_date", 0)
        facts["housing_specified"] = figures.get("housing_specified", 0)
    return facts


def _own_choices(figures: Figures) -> dict[str, int]:
    """Choices of the taxpayer: self-medication, paying what is not salary oneself."""
    facts: dict[str, int] = {}
    if figures.get("self_medication"):
        facts["self_medication"] = 1
        facts["medical_paid"] = figures["self_medication"]
        facts["medical_reimbursed"] = 0
    if figures.get("other_income_collection") == SELF_PAID:
        facts["other_by_ordinary"] = 1
    return facts


def _one_stop(figures: Figures) -> dict[str, int]:
    amount = figures.get("donation_one_stop", 0)
    return {"donation_furusato": amount, "donation_one_stop": amount}


def _nothing(figures: Figures) -> dict[str, int]:
    return {}


_READERS: dict[str, Callable[[Figures], dict[str, int]]] = {
    SALARY_REPORT: _salary_report,
    PENSION_REPORT: _status_of_report,
    TAX_RETURN: _tax_return,
    RESIDENT_RETURN: _own_choices,
    ONE_STOP: _one_stop,
    PENSION_COLLECTION: _nothing,
}
