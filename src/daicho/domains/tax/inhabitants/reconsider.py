# SPDX-License-Identifier: Apache-2.0
"""A person's basis anew: from the documents as they stand now, and with figures a clerk decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from daicho.domains.addressee.public import map_employers
from daicho.domains.tax.documents.merge.public import (
    CheckedClaim,
    Merged,
    Paper,
    Person,
    basis_row,
    check_claim,
    claims_of,
    drop_repeated,
    is_declared,
    merge,
    papers_of_people,
    settle,
)
from daicho.domains.tax.inhabitants.basis_facts import DEPENDANTS
from daicho.domains.tax.inhabitants.collection_choice import choose_collection
from daicho.domains.tax.inhabitants.models import Assessment, ClaimVerdict, RelativeClaim
from daicho.domains.tax.inhabitants.run.claims import Ward, as_claimed, income_of_people
from daicho.domains.tax.inhabitants.run.population import people_of
from daicho.domains.tax.inhabitants.selectors.current import pension_of_last_year
from daicho.kernel.findings import Finding, Severity

DECIDED = "decided"  # in the trace: a clerk's figure, not a document's


class NewBasisContent(NamedTuple):
    """A basis before it is stored."""

    facts: dict[str, Any]  # as Basis.facts
    trace: dict[str, Any]
    rule: str
    document_ids: list[int]
    employer_no: str | None
    findings: list[Finding]


def remerge(
    *, addressee_no: int, fiscal_year: int, municipality: str, known_at: dt.datetime
) -> NewBasisContent | None:
    """The basis from the documents of now; None without a document that tells the income."""
    known = people_of(fiscal_year, known_at, [addressee_no]).get(addressee_no)
    papers = papers_of_people(fiscal_year, [addressee_no]).get(addressee_no, [])
    settled = settle(papers)
    if known is None or not is_declared(settled.live):
        return None
    claims = _check_claims(known.person, papers, fiscal_year, municipality, known_at)
    merged = merge(known.person, papers, claims, fiscal_year)
    last_year = pension_of_last_year(fiscal_year, addressee_no, addressee_no)
    choice = choose_collection(
        known.person, settled.live, last_year.get(addressee_no), map_employers(), fiscal_year
    )
    return _content(merged, choice.facts, choice.employer_no, choice.findings)


def _content(
    merged: Merged, facts: Mapping[str, int], employer_no: str | None, findings: list[Finding]
) -> NewBasisContent:
    stored: dict[str, Any] = merged.facts | facts
    if merged.dependants:
        stored[DEPENDANTS] = merged.dependants
    return NewBasisContent(
        stored,
        merged.trace,
        merged.rule,
        merged.document_ids,
        employer_no,
        [*merged.findings, *findings],
    )


def _check_claims(
    person: Person,
    papers: Sequence[Paper],
    fiscal_year: int,
    municipality: str,
    known_at: dt.datetime,
) -> list[CheckedClaim]:
    """The relatives of one person; whoever another taxpayer has already does not count again."""
    made = claims_of(settle(papers))
    number = person.addressee_no
    if not made:
        return []
    ward = Ward([number], [claim.number_hash for claim in made if claim.number_hash])
    found = [ward.find(number, claim) for claim in made]
    numbers = [one.addressee_no for one in found if one is not None]
    incomes = income_of_people(fiscal_year, municipality, known_at, numbers)
    ceased = people_of(fiscal_year, known_at, [one.addressee_no for one in found if one])
    checked = drop_repeated(
        check_claim(number, claim, as_claimed(one, incomes, ceased), fiscal_year)
        for claim, one in zip(made, found, strict=True)
    )
    taken = _taken_by_others(number, fiscal_year, numbers)
    twice = ClaimVerdict.CLAIMED_TWICE.value
    return [
        item._replace(verdict=twice) if not item.verdict and item.claimed_no in taken else item
        for item in checked
    ]


def _taken_by_others(number: int, fiscal_year: int, claimed: Sequence[int]) -> set[int]:
    """Relatives who count with somebody else in a run that was not withdrawn."""
    rows = RelativeClaim.objects.filter(
        fiscal_year=fiscal_year, claimed_no__in=claimed, verdict=ClaimVerdict.COUNTED
    ).exclude(claimant_no=number)
    return set(rows.values_list("claimed_no", flat=True))


def content_in_force(assessment: Assessment) -> NewBasisContent:
    """The basis behind an assessment."""
    row = basis_row(assessment.basis_id)
    return NewBasisContent(
        dict(row["facts"]),
        dict(row["trace"]),
        row["rule"],
        list(row["document_ids"]),
        assessment.employer_no,
        [],
    )


def decide_figures(
    content: NewBasisContent, changes: Mapping[str, int], reason: str
) -> NewBasisContent:
    """The same basis with a clerk's figures; the trace keeps what the documents said."""
    facts, trace = dict(content.facts), dict(content.trace)
    for name, value in changes.items():
        before = trace.get(name, {"value": facts.get(name, 0), "adopted": [], "rejected": []})
        rejected = [*before["rejected"], *([*item, DECIDED] for item in before["adopted"])]
        trace[name] = {
            "value": value,
            "adopted": [],
            "rejected": rejected,
            DECIDED: {"before": facts.get(name, 0), "reason": reason},
        }
        if value:
            facts[name] = value
        else:
            facts.pop(name, None)
    remark = Finding("decided_by_clerk", Severity.INFO, f"職権により更正: {reason}")
    return content._replace(facts=facts, trace=trace, findings=[*content.findings, remark])
