# SPDX-License-Identifier: Apache-2.0
"""Live documents of people as papers, read in bulk; and the bases that were stored."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from daicho.domains.tax.documents.merge.papers import Paper

# Codes that the layouts hold as text and the tax reads as numbers.
_CODES = ("other_income_collection", "housing_class_1")
_SELECT = f"""
SELECT addressee_no, id, kind, payer_no, correction, figures, relatives,
       {", ".join(f"texts ->> '{name}'" for name in _CODES)}
FROM tax_documents_document
WHERE fiscal_year = %s AND join_state = 1 AND NOT withdrawn AND superseded_by IS NULL
"""
_JOINED = """
FROM tax_documents_document
WHERE fiscal_year = %s AND join_state = 1 AND NOT withdrawn AND superseded_by IS NULL
"""
Papers = dict[int, list[Paper]]


def papers_of_range(fiscal_year: int, first: int, last: int) -> Papers:
    """Live documents of the addressees first..last, by addressee, the earlier document first."""
    return _read("AND addressee_no BETWEEN %s AND %s", (fiscal_year, first, last))


def papers_of_claimants(fiscal_year: int, first: int, last: int) -> Papers:
    """Of a range, only those who name relatives in any document, with all their documents."""
    condition = (
        "AND addressee_no IN (SELECT addressee_no FROM tax_documents_document"
        " WHERE fiscal_year = %s AND addressee_no BETWEEN %s AND %s AND relatives <> '[]'::jsonb)"
    )
    return _read(condition, (fiscal_year, fiscal_year, first, last))


def papers_of_people(fiscal_year: int, people: Sequence[int]) -> Papers:
    """The same of certain addressees."""
    return _read("AND addressee_no = ANY(%s)", (fiscal_year, list(people)))


def _read(condition: str, parameters: tuple[object, ...]) -> Papers:
    found: Papers = {}
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT} {condition} ORDER BY addressee_no, id", parameters)
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(_paper(row))
    return found


def _paper(row: Sequence[Any]) -> Paper:
    _, number, kind, payer, correction, figures, relatives, *codes = row
    figures = figures if isinstance(figures, dict) else json.loads(figures)
    relatives = relatives if isinstance(relatives, list) else json.loads(relatives)
    for name, code in zip(_CODES, codes, strict=True):
        if code and code.isdigit():
            figures[name] = int(code)
    return Paper(number, kind, payer, correction, figures, {}, relatives)


class DocumentTotals(NamedTuple):
    """Control totals of a year's live documents."""

    documents: int
    people: int
    salary_revenue: int
    pension_revenue: int


def document_totals(fiscal_year: int) -> DocumentTotals:
    """What the merging must have looked at when it is through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT addressee_no),"
            " coalesce(sum((figures ->> 'salary_revenue')::bigint), 0)::bigint,"
            " coalesce(sum((figures ->> 'pension_revenue')::bigint), 0)::bigint" + _JOINED,
            (fiscal_year,),
        )
        return DocumentTotals(*cursor.fetchone())


def people_with_documents(fiscal_year: int) -> list[int]:
    """Addressees with a live document, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT addressee_no" + _JOINED + " ORDER BY addressee_no", (fiscal_year,)
        )
        return [number for (number,) in cursor.fetchall()]


def open_files(fiscal_year: int) -> list[tuple[int, str]]:
    """Imports of the year whose refused rows nobody has seen to: number and name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name FROM tax_documents_importfile"
            " WHERE fiscal_year = %s AND state = 'open' ORDER BY id",
            (fiscal_year,),
        )
        return list(cursor.fetchall())


def waiting_documents(fiscal_year: int) -> int:
    """Documents that are joined to nobody yet: doubtful, or without anybody found."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM tax_documents_document"
            " WHERE fiscal_year = %s AND join_state IN (2, 5) AND NOT withdrawn",
            (fiscal_year,),
        )
        (count,) = cursor.fetchone()
    return int(count)


def missing_payers(fiscal_year: int) -> list[tuple[str, str, int]]:
    """Payers who reported salaries last year and none this year: number, name, people then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payer_no, max(payer_name), count(DISTINCT addressee_no)"
            " FROM tax_documents_document p WHERE fiscal_year = %s AND kind = 'salary_report'"
            " AND payer_no <> '' AND NOT withdrawn AND NOT EXISTS ("
            " SELECT 1 FROM tax_documents_document d WHERE d.fiscal_year = %s"
            " AND d.kind = 'salary_report' AND d.payer_no = p.payer_no AND NOT d.withdrawn)"
            " GROUP BY payer_no ORDER BY count(DISTINCT addressee_no) DESC, payer_no",
            (fiscal_year - 1, fiscal_year),
        )
        return list(cursor.fetchall())


class NewBasis(NamedTuple):
    """A basis to be stored. Fields in the order of BASIS_COLUMNS; JSON as text."""

    id: int
    fiscal_year: int
    addressee_no: int
    version: int
    facts: str
    trace: str
    findings: str
    rule: str
    source: str
    document_ids: str
    stale: str
    recorded_at: str


BASIS_COLUMNS = ", ".join(NewBasis._fields)


def store_bases(rows: Iterable[NewBasis]) -> None:
    """Append bases by COPY."""
    text = "".join("\t".join(map(str, row)).replace("\\", "\\\\") + "\n" for row in rows)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY tax_documents_basis ({BASIS_COLUMNS}) FROM STDIN") as copy,
    ):
        copy.write(text)


def latest_versions(fiscal_year: int, first: int, last: int) -> dict[int, int]:
    """The highest version of each addressee's basis in a range; nothing stored: not in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT addressee_no, max(version) FROM tax_documents_basis"
            " WHERE fiscal_year = %s AND addressee_no BETWEEN %s AND %s GROUP BY addressee_no",
            (fiscal_year, first, last),
        )
        return dict(cursor.fetchall())


def basis_row(basis_id: int) -> dict[str, Any]:
    """One basis as stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fiscal_year, addressee_no, version, facts, trace, findings, rule, document_ids"
            " FROM tax_documents_basis WHERE id = %s",
            (basis_id,),
        )
        row = cursor.fetchone()
    names = ("fiscal_year", "addressee_no", "version", "facts", "trace", "findings", "rule")
    found = dict(zip((*names, "document_ids"), row, strict=True))
    return {
        name: json.loads(value) if isinstance(value, str) and name in _JSON else value
        for name, value in found.items()
    }


_JSON = ("facts", "trace", "findings", "document_ids")


def reserve_basis_ids(count: int) -> int:
    """The first of so many numbers that no other basis will get."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE tax_documents_basis IN EXCLUSIVE MODE")
        # One by one: the application may draw from a sequence and not set it.
        cursor.execute(
            "SELECT min(nextval(pg_get_serial_sequence('tax_documents_basis', 'id')))"
            " FROM generate_series(1, greatest(%s, 1))",
            (count,),
        )
        (first,) = cursor.fetchone()
    return int(first)


def recorded_text(moment: dt.datetime) -> str:
    """A time as COPY takes it."""
    return moment.isoformat()
