# SPDX-License-Identifier: Apache-2.0
"""Reads of one taxpayer: years, history with differences, the basis, instalments."""

from __future__ import annotations

from typing import Any, NamedTuple

from daicho.domains.collection.public import receivables_of
from daicho.domains.tax.documents.merge.public import REASONS, RULES_JA, basis_row
from daicho.domains.tax.inhabitants.instalments import TAX_KIND, Instalment, instalments_of
from daicho.domains.tax.inhabitants.models import (
    Assessment,
    RelativeClaim,
    RunFinding,
    Undeclared,
)
from daicho.domains.tax.inhabitants.selectors.current import decided_assessments


class Basis(NamedTuple):
    """The basis of an assessment as the page shows it."""

    facts: dict[str, Any]
    trace: dict[
        str, Any
    ]  # {fact: {"value", "adopted": [[document, value]], "rejected": […, code]}}
    rule_ja: str
    document_ids: list[int]
    findings: list[dict[str, str]]


def list_years(*, addressee_no: int) -> list[Assessment]:
    """The assessment in force of each year, the latest year first."""
    found: dict[int, Assessment] = {}
    rows = decided_assessments().filter(addressee_no=addressee_no)
    for row in rows.order_by("fiscal_year", "sequence"):
        found[row.fiscal_year] = row
    return [found[year] for year in sorted(found, reverse=True)]


def list_history(*, addressee_no: int, fiscal_year: int) -> list[Assessment]:
    """Every decision of a year in order; `difference` tells what each changed."""
    rows = decided_assessments().filter(addressee_no=addressee_no, fiscal_year=fiscal_year)
    return list(rows.order_by("sequence"))


def basis_of(*, assessment: Assessment) -> Basis:
    """What an assessment was computed from, every figure with its documents."""
    row = basis_row(assessment.basis_id)
    rule = RULES_JA.get(row["rule"], row["rule"])
    return Basis(row["facts"], row["trace"], rule, row["document_ids"], row["findings"])


def reason_ja(code: str) -> str:
    """Why a document or figure was not adopted, with the article."""
    reason = REASONS.get(code)
    if reason is None:
        return "職権による更正" if code == "decided" else code
    mark = "(未確認)" if reason.unverified else ""
    return f"{reason.text_ja}({reason.citation}{mark})"


def list_instalments(*, assessment: Assessment) -> list[Instalment]:
    """The instalments of an assessment with their due dates."""
    return instalments_of(
        assessment, assessment.fiscal_year, assessment.municipality_code, assessment.decided_on
    )


def list_receivables(*, addressee_no: int, fiscal_year: int) -> list[dict[str, object]]:
    """What is posted and owed now by instalment."""
    return receivables_of(addressee_no=addressee_no, tax_kind=TAX_KIND, fiscal_year=fiscal_year)


def list_claims(*, addressee_no: int, fiscal_year: int, run_id: int) -> list[RelativeClaim]:
    """Relatives whom a person claims, with the verdicts."""
    rows = RelativeClaim.objects.filter(
        run_id=run_id, claimant_no=addressee_no, fiscal_year=fiscal_year
    )
    return list(rows.order_by("document_id", "ordinal"))


def list_findings_of(*, addressee_no: int) -> list[RunFinding]:
    """What runs found about a person, the latest first."""
    return list(RunFinding.objects.filter(addressee_no=addressee_no).order_by("-run_id", "code"))


def undeclared_state(*, addressee_no: int, run_id: int) -> Undeclared | None:
    """Why a resident has no assessment in a run, if so."""
    return Undeclared.objects.filter(addressee_no=addressee_no, run_id=run_id).first()
