# SPDX-License-Identifier: Apache-2.0
"""COPY of what a run computes; numbers are reserved first, so that a resumed run is the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from daicho.kernel.findings import Finding

ASSESSMENT_TABLE = "tax_inhabitants_assessment"


class NewAssessment(NamedTuple):
    """An assessment to be stored. Fields in the order of COPY."""

    id: int
    run_id: int | None
    fiscal_year: int
    addressee_no: int
    sequence: int
    basis_id: int
    municipality_code: str
    rule_version: str
    parameters_hash: str
    reason_code: str
    reason: str
    taxable: int
    nontaxable_reason: int
    income_kind: int
    total_income: int
    total_income_etc: int
    deductions_total: int
    tax_base_general: int
    municipal_income_levy: int
    prefectural_income_levy: int
    municipal_per_capita: int
    prefectural_per_capita: int
    forest_environment_tax: int
    annual_tax: int
    difference: int
    ordinary_total: int
    salary_total: int
    pension_total: int
    pension_part: int
    pension_overcollected: int
    employer_no: str | None
    ordinary: Sequence[int]
    salary: Sequence[int]
    provisional: Sequence[int]
    final: Sequence[int]
    decided_on: str
    recorded_at: str
    decided_by: str


def store_assessments(rows: Iterable[NewAssessment]) -> None:
    """Append assessments."""
    copy_rows(ASSESSMENT_TABLE, ", ".join(NewAssessment._fields), rows)


def store_findings(
    run_id: int, findings: Iterable[tuple[int | None, Sequence[int], Finding]]
) -> None:
    """Append findings: whom they concern, the documents, the finding."""
    copy_rows(
        "tax_inhabitants_runfinding",
        "run_id, addressee_no, document_ids, code, severity, message, citation",
        (
            (
                *(run_id, number, tuple(documents), finding.code, str(finding.severity)),
                *(_message(finding), finding.citation),
            )
            for number, documents, finding in findings
        ),
    )


def _message(finding: Finding) -> str:
    return f"{finding.message_ja}({finding.subject})" if finding.subject else finding.message_ja


def copy_rows(table: str, columns: str, rows: Iterable[Iterable[Any]]) -> None:
    """COPY rows of numbers, texts and number arrays."""
    text = "".join("\t".join(map(_cell, row)) + "\n" for row in rows)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        copy.write(text)


def _cell(value: Any) -> str:
    if isinstance(value, int):  # most are
        return str(value)
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
    if value is None:
        return "\\N"
    if isinstance(value, tuple):
        return "{" + ",".join(map(str, value)) + "}"
    return str(value)


def reserve_ids(table: str, count: int) -> int:
    """The first of so many numbers of a table that no other row will get."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        cursor.execute(
            f"SELECT min(nextval(pg_get_serial_sequence('{table}', 'id')))"
            " FROM generate_series(1, greatest(%s, 1))",
            (count,),
        )
        (first,) = cursor.fetchone()
    return int(first)
