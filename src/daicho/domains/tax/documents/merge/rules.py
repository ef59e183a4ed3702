# SPDX-License-Identifier: Apache-2.0
"""資料併合: the documents of one person become one basis of taxation, every figure traced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from daicho.domains.tax.documents.merge.checks import check_documents, check_relatives
from daicho.domains.tax.documents.merge.counts import complete_claims
from daicho.domains.tax.documents.merge.figures import adopt_figures
from daicho.domains.tax.documents.merge.papers import (
    ONE_STOP,
    PENSION_COLLECTION,
    RESIDENT_RETURN,
    TAX_RETURN,
    CheckedClaim,
    Merged,
    Paper,
    Person,
    Settled,
)
from daicho.domains.tax.documents.merge.relatives import SPOUSE, counted
from daicho.domains.tax.documents.merge.settle import find_return, settle

WITHOUT_INCOME = (ONE_STOP, PENSION_COLLECTION)


def merge(
    person: Person, papers: Sequence[Paper], claims: Sequence[CheckedClaim], fiscal_year: int
) -> Merged:
    """The basis of one person. `claims`: those of the same documents, checked across the ward."""
    return merge_settled(person, settle(papers), claims, fiscal_year)


def merge_settled(
    person: Person, settled: Settled, claims: Sequence[CheckedClaim], fiscal_year: int
) -> Merged:
    """The same from documents that were settled before."""
    facts, trace = adopt_figures(settled)
    claims = complete_claims(settled.live, claims, fiscal_year)
    dependants = add_relatives(facts, claims)
    add_person(facts, person)
    if claims:
        trace["relatives"] = [trace_of_claim(checked) for checked in claims]
    findings = [
        *check_documents(settled, facts, trace),
        *check_relatives(person, claims, fiscal_year),
    ]
    facts = {name: value for name, value in facts.items() if value}
    used = [paper.id for paper in settled.live]
    return Merged(facts, dependants, trace, rule_of(settled), used, findings)


def incomes_facts(person: Person, papers: Sequence[Paper]) -> dict[str, int]:
    """The facts without relatives: enough for the total income."""
    facts, _ = adopt_figures(settle(papers))
    add_person(facts, person)
    return facts


def is_declared(papers: Iterable[Paper]) -> bool:
    """Whether any document tells the person's income; without one the person is 未申告."""
    return any(paper.kind not in WITHOUT_INCOME for paper in papers)


def rule_of(settled: Settled) -> str:
    """Which line of the precedence put the documents together (reasons.RULES_JA)."""
    decider = find_return(settled.live)
    if decider is not None:
        return {TAX_RETURN: "tax_return", RESIDENT_RETURN: "resident_return"}[decider.kind]
    reports = sum(1 for paper in settled.live if paper.kind not in WITHOUT_INCOME)
    return ("others", "report")[reports] if reports < 2 else "reports"


def add_person(facts: dict[str, int], person: Person) -> None:
    """What the register says, not the documents: birth, sex, residence, assistance, death."""
    facts["birth_date"] = person.birth_date
    facts["sex"] = person.sex
    facts["public_assistance"] = person.public_assistance
    facts["deceased_on"] = person.deceased_on
    facts["resident"] = person.resident


def add_relatives(facts: dict[str, int], claims: Sequence[CheckedClaim]) -> list[dict[str, int]]:
    """Put the spouse into the facts and give the dependants, zeroes left out."""
    dependants = []
    for checked in counted(claims):
        claim = checked.claim
        if claim.listed == SPOUSE:
            facts["has_spouse"] = 1
            facts["spouse_birth_date"] = checked.birth_date
            facts["spouse_income"] = checked.income
            facts["spouse_disability"] = claim.disability
            facts["spouse_cohabiting"] = claim.cohabiting
            facts["spouse_family_employee"] = claim.family_employee
            facts["spouse_overseas"] = claim.overseas
        else:
            dependant = {
                "birth_date": checked.birth_date,
                "income": checked.income,
                "relation": claim.relation,
                "disability": claim.disability,
                "cohabiting": claim.cohabiting,
                "family_employee": claim.family_employee,
                "overseas": claim.overseas,
            }
            dependants.append({name: value for name, value in dependant.items() if value})
    return dependants


def trace_of_claim(checked: CheckedClaim) -> dict[str, Any]:
    """One claimed relative in the trace; the name stays in the document."""
    claim = checked.claim
    return {
        "document": claim.document_id,
        "ordinal": claim.ordinal,
        "listed": claim.listed,
        "claimed_no": checked.claimed_no,
        "birth_date": checked.birth_date,
        "stated_income": claim.income,
        "income": checked.income,
        "verdict": checked.verdict,
    }
