# SPDX-License-Identifier: Apache-2.0
"""One chunk of a run: merge, decide collection, assess, store; in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from daicho.domains.tax.documents.merge.public import (
    CheckedClaim,
    Merged,
    NewBasis,
    Paper,
    Settled,
    claims_of,
    is_declared,
    latest_versions,
    merge_settled,
    papers_of_range,
    settle,
    store_bases,
)
from daicho.domains.tax.inhabitants.assessing import Assessed, assess_people
from daicho.domains.tax.inhabitants.basis_facts import basis_of_taxpayer, taxpayer_of
from daicho.domains.tax.inhabitants.collection_choice import Choice, LastYear, choose_collection
from daicho.domains.tax.inhabitants.models import IncomeKind, RunChunk, UndeclaredKind
from daicho.domains.tax.inhabitants.run.claims import Verdicts, claimed_in_range, load_verdicts
from daicho.domains.tax.inhabitants.run.plan import RunPlan
from daicho.domains.tax.inhabitants.run.population import Known, people_of_range
from daicho.domains.tax.inhabitants.run.storing import (
    NewAssessment,
    copy_rows,
    store_assessments,
    store_findings,
)
from daicho.domains.tax.inhabitants.selectors.current import pension_of_last_year
from daicho.kernel.findings import Finding, Severity

ADULT = 16  # of the list of 未申告: younger residents need not declare


class Case(NamedTuple):
    """One person on the way through the chunk."""

    known: Known
    papers: Sequence[Paper]
    merged: Merged
    choice: Choice


def process_chunk(plan: RunPlan, chunk_id: int, employers: frozenset[str]) -> bool:
    """Compute and store a chunk. False when it was done before."""
    with transaction.atomic():
        chunk = RunChunk.objects.select_for_update().get(pk=chunk_id)
        if chunk.done:
            return False
        first, last = chunk.addressee_from, chunk.addressee_to
        people = people_of_range(plan.fiscal_year, plan.recorded_at, first, last)
        papers = papers_of_range(plan.fiscal_year, first, last)
        cases = list(_cases(plan, people, papers, employers, first, last))
        taxpayers = [
            taxpayer_of(case.merged.facts | case.choice.facts, case.merged.dependants)
            for case in cases
        ]
        assessed = assess_people(
            plan.fiscal_year, plan.municipality, taxpayers, compiled=plan.is_compiled
        )
        _store(plan, chunk, cases, assessed)
        without = _without_basis(plan, people, cases, first, last)
        copy_rows(
            "tax_inhabitants_undeclared",
            "run_id, fiscal_year, addressee_no, kind",
            ((plan.run_id, plan.fiscal_year, number, kind) for number, kind in without),
        )
        chunk.counts = count(people, papers, cases, assessed, without)
        chunk.totals = total(papers, assessed)
        chunk.done = True
        chunk.save(update_fields=["counts", "totals", "done"])
    return True


def _cases(
    plan: RunPlan,
    people: Mapping[int, Known],
    papers: Mapping[int, Sequence[Paper]],
    employers: frozenset[str],
    first: int,
    last: int,
) -> Iterator[Case]:
    """Everybody whose income a document tells."""
    verdicts = load_verdicts(plan.run_id, first, last)
    last_year = pension_of_last_year(plan.fiscal_year, first, last)
    for number, own in papers.items():
        settled = settle(own)
        if not is_declared(settled.live):
            continue
        known = people[number]
        claims = recall_claims(settled, verdicts.get(number, {}))
        merged = merge_settled(known.person, settled, claims, plan.fiscal_year)
        before: LastYear | None = last_year.get(number)
        choice = choose_collection(known.person, settled.live, before, employers, plan.fiscal_year)
        yield Case(known, own, merged, choice)


def recall_claims(settled: Settled, verdicts: Verdicts) -> list[CheckedClaim]:
    """The claims of the documents with the verdicts that the ward-wide check left."""
    if not verdicts:
        return []
    return [
        CheckedClaim(claim, *verdicts[claim.document_id, claim.ordinal])
        for claim in claims_of(settled)
        if (claim.document_id, claim.ordinal) in verdicts
    ]


def _store(
    plan: RunPlan, chunk: RunChunk, cases: Sequence[Case], assessed: Sequence[Assessed]
) -> None:
    versions = latest_versions(plan.fiscal_year, chunk.addressee_from, chunk.addressee_to)
    recorded = plan.recorded_at.isoformat()
    bases, rows = [], []
    for index, (case, result) in enumerate(zip(cases, assessed, strict=True)):
        number = case.known.person.addressee_no
        basis_id = chunk.basis_id_from + index
        version = versions.get(number, 0) + 1
        bases.append(new_basis(plan.fiscal_year, basis_id, version, case, recorded))
        rows.append(_new_assessment(plan, chunk.assessment_id_from + index, basis_id, case, result))
    store_bases(bases)
    store_assessments(rows)
    store_findings(plan.run_id, _findings(cases))


def new_basis(fiscal_year: int, basis_id: int, version: int, case: Case, recorded: str) -> NewBasis:
    """The basis of a case as stored."""
    merged = case.merged
    facts = basis_of_taxpayer(merged.facts | case.choice.facts, merged.dependants)
    findings = [finding.as_dict() for finding in (*merged.findings, *case.choice.findings)]
    return NewBasis(
        basis_id,
        fiscal_year,
        case.known.person.addressee_no,
        version,
        _json(facts),
        _json(merged.trace),
        _json(findings),
        merged.rule,
        "initial",
        _json(merged.document_ids),
        "f",
        recorded,
    )


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _json(value: Any) -> str:
    return _JSON.encode(value) if value else str(value)


def _new_assessment(
    plan: RunPlan, number: int, basis_id: int, case: Case, result: Assessed
) -> NewAssessment:
    return NewAssessment(
        id=number,
        run_id=plan.run_id,
        fiscal_year=plan.fiscal_year,
        addressee_no=case.known.person.addressee_no,
        sequence=plan.sequence,
        basis_id=basis_id,
        municipality_code=plan.municipality,
        rule_version=plan.rule_version,
        parameters_hash=plan.parameters_hash,
        reason_code="initial",
        reason="",
        income_kind=income_kind(case.merged.facts, result),
        difference=0,
        employer_no=case.choice.employer_no if result.salary_total else None,
        decided_on=plan.decided_on.isoformat(),
        recorded_at=plan.recorded_at.isoformat(),
        decided_by=plan.decided_by,
        **figures_of(result),
    )


FIGURES = tuple(
    name
    for name in Assessed._fields
    if name not in ("nontaxable", "salary_income", "pension_income")
)


def figures_of(result: Assessed) -> dict[str, Any]:
    """The columns of an assessment that the rules decide."""
    return {"taxable": result.taxable} | {name: getattr(result, name) for name in FIGURES}


def income_kind(facts: Mapping[str, int], result: Assessed) -> int:
    """The largest kind of income, for the comparison of years."""
    business = sum(facts.get(name, 0) for name in ("business", "agriculture", "real_estate"))
    kinds = {
        IncomeKind.SALARY: result.salary_income,
        IncomeKind.PENSION: result.pension_income,
        IncomeKind.BUSINESS: business,
    }
    kinds[IncomeKind.OTHER] = result.total_income - sum(kinds.values())
    chosen = max(kinds, key=lambda kind: kinds[kind])
    return (chosen if kinds[chosen] > 0 else IncomeKind.NONE).value


def _findings(cases: Sequence[Case]) -> Iterator[tuple[int, list[int], Finding]]:
    for case in cases:
        number = case.known.person.addressee_no
        for finding in (*case.merged.findings, *case.choice.findings):
            yield number, case.merged.document_ids, finding
        if not case.known.is_registered and case.known.person.resident:
            yield number, case.merged.document_ids, _taxed_without_registration()


def _taxed_without_registration() -> Finding:
    return Finding(
        "taxed_without_registration",
        Severity.INFO,
        "住民登録のない人に課税するため、住民登録地の市区町村へ通知する",
        citation="地方税法294条3項",
    )


def _without_basis(
    plan: RunPlan, people: Mapping[int, Known], cases: Sequence[Case], first: int, last: int
) -> list[tuple[int, int]]:
    """Residents about whose income nothing is known: children, relatives of somebody, 未申告."""
    assessed = {case.known.person.addressee_no for case in cases}
    claimed = claimed_in_range(plan.run_id, first, last)
    youngest = (plan.fiscal_year - ADULT) * 10_000 + 101
    found = []
    for number, known in people.items():
        if not known.is_registered or number in assessed:
            continue
        if known.person.birth_date > youngest:
            kind = UndeclaredKind.CHILD
        elif number in claimed:
            kind = UndeclaredKind.DEPENDANT
        else:
            kind = UndeclaredKind.UNDECLARED
        found.append((number, kind.value))
    return found


def count(
    people: Mapping[int, Known],
    papers: Mapping[int, Sequence[Paper]],
    cases: Sequence[Case],
    assessed: Sequence[Assessed],
    without: Sequence[tuple[int, int]],
) -> dict[str, int]:
    """Head counts: registered = assessed_registered + undeclared + dependants + children."""
    kinds = [kind for _, kind in without]
    taxable = [result.taxable for result in assessed]
    return {
        "registered": sum(known.is_registered for known in people.values()),
        "assessed": len(cases),
        "assessed_registered": sum(case.known.is_registered for case in cases),
        "nontaxable": taxable.count(0),
        "per_capita_only": taxable.count(1),
        "taxed": taxable.count(2),
        "undeclared": kinds.count(UndeclaredKind.UNDECLARED),
        "dependants": kinds.count(UndeclaredKind.DEPENDANT),
        "children": kinds.count(UndeclaredKind.CHILD),
        "documents": sum(len(own) for own in papers.values()),
        "people_with_documents": len(papers),
        "by_ordinary": sum(result.ordinary_total > 0 for result in assessed),
        "by_salary": sum(result.salary_total > 0 for result in assessed),
        "by_pension": sum(result.pension_total > 0 for result in assessed),
    }


def total(papers: Mapping[int, Sequence[Paper]], assessed: Sequence[Assessed]) -> dict[str, int]:
    """Amounts of a chunk: what the documents said and what was assessed."""
    every = [paper.figures for own in papers.values() for paper in own]
    return {
        "salary_revenue": sum(figures.get("salary_revenue", 0) for figures in every),
        "pension_revenue": sum(figures.get("pension_revenue", 0) for figures in every),
        "annual_tax": sum(result.annual_tax for result in assessed),
        "ordinary": sum(result.ordinary_total for result in assessed),
        "salary": sum(result.salary_total for result in assessed),
        "pension": sum(result.pension_total for result in assessed),
        "forest_environment_tax": sum(result.forest_environment_tax for result in assessed),
    }
