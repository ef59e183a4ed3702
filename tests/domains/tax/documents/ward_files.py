# SPDX-License-Identifier: Apache-2.0
"""Small files for tests, row by row, in the words of the import."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from daicho.domains.tax.documents.public import (
    IDENTITY_SCHEMA,
    PEOPLE_SCHEMA,
    FileKind,
    IncomingFile,
    RefusedLine,
    RelativeSlot,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome, perform
from daicho.kernel.numbers import individual_number_check_digit

HOME = "131032"
YEAR = 2026
FIGURES = ("salary_revenue", "social_insurance", "spouse_income")


def number(serial: int) -> str:
    """A made-up 個人番号 with a valid check digit."""
    base = f"{serial:011d}"
    return base + str(individual_number_check_digit(base))


def person(
    addressee_no: int, name: str, kana: str, birth_date: int, **other: Any
) -> dict[str, Any]:
    """A resident row."""
    return {
        "addressee_no": addressee_no, "name": name, "kana": kana, "birth_date": birth_date,
        "kind": 1, "household_no": 500_005, "sex": 2, "nationality": "JP",
        "address": "東京都港区芝公園一丁目２番３号", "postcode": "1050011",
        "number": number(30_000_000_000 + addressee_no), **other,
    }  # fmt: skip


def report(of: Mapping[str, Any], **other: Any) -> dict[str, Any]:
    """A salary report of a resident row, right in every item."""
    return {
        "name": of["name"], "kana": of["kana"], "birth_date": of["birth_date"],
        "address": "港区芝公園１－２－３", "number": of["number"], "municipality_code": HOME,
        "payer_no": "100010", "payer_name": "株式会社見本", "recipient_no": "1",
        "salary_revenue": 5_000_000, "social_insurance": 700_000, **other,
    }  # fmt: skip


def people_file(rows: Sequence[Mapping[str, Any]], *, year: int = YEAR) -> IncomingFile:
    """A snapshot of January 1."""
    return _file(FileKind.RESIDENTS, rows, PEOPLE_SCHEMA, year=year)


def report_file(
    rows: Sequence[Mapping[str, Any]],
    *,
    refused: tuple[RefusedLine, ...] = (),
    sums: Mapping[str, int] | None = None,
    kind: FileKind = FileKind.SALARY_REPORT,
) -> IncomingFile:
    """Salary reports with a place for a spouse."""
    slot = [("spouse_name", pa.string()), ("spouse_kana", pa.string()),
            ("spouse_individual_number", pa.string())]  # fmt: skip
    schema = pa.schema(
        [*IDENTITY_SCHEMA, *((name, pa.int64()) for name in FIGURES), ("remarks", pa.string()),
         *slot]
    )  # fmt: skip
    own = {name: sum(row.get(name, 0) for row in rows) for name in FIGURES}
    return _file(
        kind, rows, schema, refused=refused, sums=own if sums is None else sums, figures=FIGURES,
        texts=("remarks",), relatives=(RelativeSlot("spouse", "spouse"),),
    )  # fmt: skip


def _file(
    kind: FileKind, rows: Sequence[Mapping[str, Any]], schema: pa.Schema, **other: Any
) -> IncomingFile:
    numbered = [{"line_no": line, **row} for line, row in enumerate(rows, 2)]
    columns = {
        field.name: pa.array([row.get(field.name, _empty(field.type)) for row in numbered],
                             field.type)
        for field in schema
    }  # fmt: skip
    year = other.pop("year", YEAR)
    digest = hashlib.sha256(repr((kind, year, numbered)).encode()).hexdigest()
    return IncomingFile(
        kind=str(kind), fiscal_year=year, name=f"{kind}.csv", sha256=digest, size=1,
        table=pa.table(columns), **other,
    )  # fmt: skip


def _empty(kind: pa.DataType) -> object:
    return "" if pa.types.is_string(kind) else False if pa.types.is_boolean(kind) else 0


def take_in(file: IncomingFile, context: Context, *, dry_run: bool = False) -> Outcome[Any]:
    """Import a file."""
    from daicho.domains.tax.documents.public import ImportTaxFile

    return perform(ImportTaxFile(file=file, home_code=HOME, dry_run=dry_run), context=context)
