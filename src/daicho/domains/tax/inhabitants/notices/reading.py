# SPDX-License-Identifier: Apache-2.0
"""Reads of what notices are made from: streams over a whole run, and one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from daicho.domains.addressee.public import PEOPLE_RELATION, list_addressees
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.notices.cases import (
    NoticeCase,
    WithheldLine,
    WithholdingEmployer,
)
from daicho.domains.tax.inhabitants.selectors.current import decided_assessments
from daicho.foundation.access.decision import find_protected
from daicho.kernel.dates import assessment_date

PIECE = 2_000
_EMPLOYEE_NO = """
LEFT JOIN LATERAL (
    SELECT d.recipient_no FROM tax_documents_document d
    WHERE d.addressee_no = a.addressee_no AND d.fiscal_year = a.fiscal_year
      AND d.kind = 'salary_report' AND d.payer_no = a.employer_no
      AND d.join_state = 1 AND NOT d.withdrawn AND d.superseded_by IS NULL
    ORDER BY d.id DESC LIMIT 1
) s ON a.employer_no IS NOT NULL
"""
_CASE = f"""
SELECT a.id, a.fiscal_year, a.addressee_no, a.sequence, a.municipality_code, a.reason_code,
       a.reason, %(is_change)s::boolean, a.difference, a.nontaxable_reason, a.total_income,
       a.total_income_etc, a.deductions_total, a.tax_base_general, a.municipal_income_levy,
       a.prefectural_income_levy, a.municipal_per_capita, a.prefectural_per_capita,
       a.forest_environment_tax, a.annual_tax, a.ordinary_total, a.salary_total, a.pension_total,
       a.pension_overcollected, a.employer_no, coalesce(s.recipient_no, ''), a.ordinary, a.salary,
       a.provisional, a.final, a.decided_on, b.facts::text, p.name, p.birth_date, p.postcode,
       p.address, p.building, p.protected
FROM tax_inhabitants_assessment a
JOIN tax_documents_basis b ON b.id = a.basis_id
JOIN {PEOPLE_RELATION} p ON p.addressee_no = a.addressee_no
{_EMPLOYEE_NO}
"""
# A letter of the run would be wrong for whoever was reassessed since: those get their own.
_IS_LAST = """NOT EXISTS (
    SELECT 1 FROM tax_inhabitants_assessment l WHERE l.addressee_no = a.addressee_no
      AND l.fiscal_year = a.fiscal_year AND l.run_id IS NULL AND l.sequence > a.sequence)
"""
_OF_RUN = f"a.run_id = %(run)s AND {_IS_LAST}"
_LINES = f"""
SELECT a.employer_no, coalesce(s.recipient_no, ''), a.addressee_no, p.name, a.salary_total, a.salary
FROM tax_inhabitants_assessment a
JOIN {PEOPLE_RELATION} p ON p.addressee_no = a.addressee_no
{_EMPLOYEE_NO}
WHERE {_OF_RUN} AND a.salary_total > 0
ORDER BY a.employer_no, 2, a.addressee_no
"""
_EMPLOYERS = "SELECT designated_no, name, postcode, address FROM addressee_employer"
_BY_SLIPS = "a.ordinary_total + a.pension_total > 0"
_BY_SALARY = "a.salary_total > 0"


class Expected(NamedTuple):
    """What a run's letters of one kind must come to: those to print and those reassessed since."""

    people: int
    amount: int
    taken_out: int
    taken_out_amount: int


def stream_ordinary(run: AssessmentRun) -> Iterator[NoticeCase]:
    """Everybody of the run who pays by slips or from the pension, in the order of 宛名番号."""
    where = f"WHERE {_OF_RUN} AND {_BY_SLIPS} ORDER BY a.addressee_no"
    for rows in _pieces(f"{_CASE} {where}", {"run": run.pk, "is_change": False}):
        yield from map(NoticeCase._make, rows)


def stream_employees(run: AssessmentRun, *, on: dt.date) -> Iterator[tuple[NoticeCase, bool]]:
    """Employees by employer, in the order of the employer's list; whether each is protected."""
    where = f"WHERE {_OF_RUN} AND {_BY_SALARY} ORDER BY a.employer_no, 26, a.addressee_no"
    for rows in _pieces(f"{_CASE} {where}", {"run": run.pk, "is_change": False}):
        cases = [NoticeCase._make(row) for row in rows]
        hidden = _hidden_among([case.addressee_no for case in cases], on)
        for case in cases:
            yield case, case.is_protected or case.addressee_no in hidden


def stream_employers(
    run: AssessmentRun,
) -> Iterator[tuple[WithholdingEmployer, list[WithheldLine]]]:
    """Every employer that withholds, with its employees."""
    known = employers_by_number()
    lines = (WithheldLine._make(row) for rows in _pieces(_LINES, {"run": run.pk}) for row in rows)
    for number, own in groupby(lines, key=lambda line: line.employer_no):
        yield known[number], list(own)


def employers_by_number() -> dict[str, WithholdingEmployer]:
    """Every employer by its 指定番号."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPLOYERS)
        return {row[0]: WithholdingEmployer._make(row) for row in cursor.fetchall()}


def expected_by_slips(run: AssessmentRun) -> Expected:
    """What the 納税通知書 of a run must come to."""
    return _expected(run, _BY_SLIPS, "a.ordinary_total + a.pension_total")


def expected_by_salary(run: AssessmentRun) -> Expected:
    """What the notices of 給与特別徴収 of a run must come to, in employees."""
    return _expected(run, _BY_SALARY, "a.salary_total")


def _expected(run: AssessmentRun, condition: str, amount: str) -> Expected:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE is_last), coalesce(sum(amount)"
            " FILTER (WHERE is_last), 0)::bigint, count(*) FILTER (WHERE NOT is_last),"
            " coalesce(sum(amount) FILTER (WHERE NOT is_last), 0)::bigint"
            f" FROM (SELECT {_IS_LAST} AS is_last,"
            f" {amount} AS amount FROM tax_inhabitants_assessment a"
            f" WHERE a.run_id = %(run)s AND {condition}) q",
            {"run": run.pk},
        )
        return Expected(*cursor.fetchone())


def find_case(*, addressee_no: int, fiscal_year: int) -> NoticeCase | None:
    """The assessment in force of one person and year as a notice needs it."""
    decided = list(
        decided_assessments()
        .filter(addressee_no=addressee_no, fiscal_year=fiscal_year)
        .order_by("-sequence")
        .values_list("pk", flat=True)
    )
    if not decided:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_CASE} WHERE a.id = %(id)s", {"id": decided[0], "is_change": len(decided) > 1}
        )
        return NoticeCase._make(cursor.fetchone())


def is_protected(*, addressee_no: int, marked: bool, on: dt.date) -> bool:
    """Whether a person's place is hidden (支援措置): the register's mark, a measure of our own.

    Who shares a household with such a person is hidden alike: the address is the same.
    """
    return marked or bool(_hidden_among([addressee_no], on))


def _hidden_among(numbers: Sequence[int], on: dt.date) -> set[int]:
    lines = list_addressees(addressee_nos=numbers, may_see_protected=False, on=on)
    hidden = {number for number, line in lines.items() if line.protected}
    return hidden | set(find_protected(numbers=numbers, on=on))


def residence_on_assessment_date(
    *, addressee_no: int, fiscal_year: int, known_at: dt.datetime
) -> str:
    """The address of January 1 as the register knows it; empty for who was no resident."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws(' ', address, nullif(building, '')) FROM"
            " register_residents_on(%s, %s) r WHERE r.addressee_no = %s",
            (assessment_date(fiscal_year), known_at, addressee_no),
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _pieces(sql: str, parameters: dict[str, Any]) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Rows in pieces, from a cursor in the database: a ward does not fit into memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(PIECE):
            yield rows
