# SPDX-License-Identifier: Apache-2.0
"""Completeness of a run: nobody and no document may fall between two steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import connection

from daicho.domains.tax.documents.merge.public import (
    document_totals,
    missing_payers,
    open_files,
    waiting_documents,
)
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.run.population import registered_people
from daicho.kernel.findings import Finding, Severity

IMPORT_OPEN = "import_open"
_STORED = """
SELECT count(*), count(DISTINCT addressee_no), coalesce(sum(annual_tax), 0)::bigint,
       coalesce(sum(ordinary_total), 0)::bigint, coalesce(sum(salary_total), 0)::bigint,
       coalesce(sum(pension_total), 0)::bigint
FROM tax_inhabitants_assessment WHERE run_id = %s
"""
_INSTALMENTS = """
SELECT count(*) FROM tax_inhabitants_assessment a WHERE run_id = %s AND annual_tax <>
    (SELECT coalesce(sum(x), 0) FROM unnest(ordinary || salary || provisional || final) x)
    - pension_overcollected
"""


def check_run(run: AssessmentRun) -> list[Finding]:
    """Every control total of the run against what was read and what is stored."""
    return [
        *_check_documents(run),
        *_check_people(run.counts, run),
        *_check_stored(run),
        *_check_payers(run),
        *_check_waiting(run),
    ]


def _check_documents(run: AssessmentRun) -> Iterator[Finding]:
    """資料の件数と金額: what is joined now is what the chunks merged."""
    joined = document_totals(run.fiscal_year)
    for label, expected, found in (
        ("資料件数", joined.documents, run.counts["documents"]),
        ("資料のある人数", joined.people, run.counts["people_with_documents"]),
        ("給与支払金額", joined.salary_revenue, run.totals["salary_revenue"]),
        ("公的年金等支払金額", joined.pension_revenue, run.totals["pension_revenue"]),
    ):
        yield from _equal(
            "documents_lost", f"併合した{label}が名寄せ済の資料と合わない", expected, found
        )


def _check_people(counts: Mapping[str, int], run: AssessmentRun) -> Iterator[Finding]:
    """Residents = assessed residents + 未申告 + relatives + children (decision 0003)."""
    residents = len(registered_people(run.fiscal_year, run.started_at))
    parts = ("assessed_registered", "undeclared", "dependants", "children")
    placed = sum(counts[name] for name in parts)
    yield from _equal("people_lost", "賦課期日の住民数が区分の合計と合わない", residents, placed)
    levels = sum(counts[name] for name in ("nontaxable", "per_capita_only", "taxed"))
    yield from _equal(
        "levels_lost", "課税区分の合計が賦課人数と合わない", counts["assessed"], levels
    )


def _check_stored(run: AssessmentRun) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_STORED, (run.pk,))
        rows, people, tax, *methods = cursor.fetchone()
        cursor.execute(_INSTALMENTS, (run.pk,))
        (unequal,) = cursor.fetchone()
    yield from _equal(
        "assessments_lost", "保存した賦課件数が合わない", run.counts["assessed"], rows
    )
    yield from _equal("assessed_twice", "同じ人に複数の賦課がある", rows, people)
    yield from _equal("tax_lost", "保存した年税額の計が合わない", run.totals["annual_tax"], tax)
    yield from _equal("methods_differ", "徴収区分別の計が年税額の計と合わない", tax, sum(methods))
    yield from _equal("instalments_differ", "期割・月割の計が年税額と合わない人がいる", 0, unequal)


def _check_payers(run: AssessmentRun) -> Iterator[Finding]:
    """Payers of last year who sent nothing: a file may be missing (松戸市 2025)."""
    for payer_no, name, people in missing_payers(run.fiscal_year):
        yield Finding(
            "payer_missing",
            Severity.WARNING,
            f"前年に{people}人分を報告した支払者から今年の給与支払報告書がない",
            f"指定番号{payer_no} {name}",
            "地方税法317条の6",
        )


def _check_waiting(run: AssessmentRun) -> Iterator[Finding]:
    """Documents that could not take part: of open imports, and joined to nobody."""
    for number, name in open_files(run.fiscal_year):
        yield Finding(
            IMPORT_OPEN,
            Severity.WARNING,
            "不備行の処理が済んでいない取込がある",
            f"取込{number} {name}",
        )
    waiting = waiting_documents(run.fiscal_year)
    if waiting:
        text = f"名寄せの済んでいない資料が{waiting:,}件あり、併合していない"
        yield Finding("documents_waiting", Severity.WARNING, text)


def _equal(code: str, text: str, expected: int, found: int) -> Iterator[Finding]:
    if expected != found:
        yield Finding(code, Severity.ERROR, f"{text}: {expected:,} に対して {found:,}")
