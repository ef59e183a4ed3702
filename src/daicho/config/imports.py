# SPDX-License-Identifier: Apache-2.0
"""Wires the file adapters to the import of the tax documents: whose column is what here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.parsed_file import WHOLE_FILE, ParsedFile
from daicho.adapters.registry import FILE_KINDS
from daicho.domains.tax.documents.public import (
    EMPLOYERS_SCHEMA,
    IDENTITY_SCHEMA,
    PEOPLE_SCHEMA,
    FileKind,
    IncomingFile,
    RefusedLine,
    RelativeSlot,
)

# Word of `daicho import` and of the adapters → kind of file here.
KINDS: dict[str, FileKind] = {
    "residents": FileKind.RESIDENTS,
    "employers": FileKind.EMPLOYERS,
    "salary-report": FileKind.SALARY_REPORT,
    "pension-report": FileKind.PENSION_REPORT,
    "tax-return": FileKind.TAX_RETURN,
    "inhabitants-tax-return": FileKind.RESIDENT_RETURN,
    "one-stop-notice": FileKind.ONE_STOP,
    "pension-collection": FileKind.PENSION_COLLECTION,
}
_REPORT = {
    "line_no": "line_number", "number": "individual_number", "payer_no": "employer_number",
    "recipient_no": "payee_number", "correction": "submission",
}  # fmt: skip
_RETURN = {
    "line_no": "line_number", "number": "individual_number",
    "stated_addressee_no": "addressee_number", "recipient_no": "reference",
    "correction": "return_class",
}  # fmt: skip
# Column of IDENTITY_SCHEMA ← column of the adapter, where the names differ.
_IDENTITY: dict[FileKind, dict[str, str]] = {
    FileKind.SALARY_REPORT: _REPORT,
    FileKind.PENSION_REPORT: _REPORT,
    FileKind.TAX_RETURN: _RETURN,
    FileKind.RESIDENT_RETURN: _RETURN,
    FileKind.ONE_STOP: {
        "line_no": "line_number", "number": "individual_number", "payer_no": "recipient_code",
        "payer_name": "recipient_name", "recipient_no": "reference",
    },
    FileKind.PENSION_COLLECTION: {
        "line_no": "line_number", "payer_no": "collector_code",
        "recipient_no": "basic_pension_number",
    },
}  # fmt: skip
_PEOPLE = {
    "line_no": "line_number", "addressee_no": "addressee_number",
    "household_no": "household_number", "relationship": "relationship_to_householder",
    "building": "address_detail", "moved_in_on": "address_since_date", "ceased_on": "removed_on",
    "cease_reason": "removed_by", "number": "individual_number", "protected": "is_protected",
}  # fmt: skip
_NON_RESIDENT_CLASS = 3
_ADDED_CORRECTED = {"2": 2, "3": 2}  # 申告区分 2 修正, 3 更正・決定 → 訂正
_NOT_KEPT = frozenset({"form", "income_year", "fiscal_year", "gift_year", "record_class"})
_SLOTS = (
    RelativeSlot("spouse", "spouse"),
    *(RelativeSlot("dependant", f"dependant_{number}") for number in range(1, 7)),
    *(RelativeSlot("under_16", f"under_16_{number}") for number in range(1, 5)),
)


def read_file(*, word: str, path: Path, fiscal_year: int) -> IncomingFile:
    """Read a file by its adapter and put it into the words of the import."""
    return incoming(FILE_KINDS[word].read(path, fiscal_year=fiscal_year), KINDS[word])


def incoming(parsed: ParsedFile, kind: FileKind) -> IncomingFile:
    """What an adapter read, in the words of the import."""
    if kind == FileKind.RESIDENTS:
        shaped, figures, texts, slots = _people(parsed.table), (), (), ()
    elif kind == FileKind.EMPLOYERS:
        shaped, figures, texts, slots = _employers(parsed.table), (), (), ()
    else:
        shaped, figures, texts, slots = _documents(parsed.table, kind)
    return IncomingFile(
        kind=str(kind), fiscal_year=parsed.fiscal_year, name=parsed.name, sha256=parsed.sha256,
        size=parsed.size, table=shaped, refusal=parsed.refusal, refused=_refused(parsed),
        remarks=tuple(one.as_finding() for one in parsed.warnings), sums=parsed.sums,
        figures=figures, texts=texts, relatives=slots,
    )  # fmt: skip


def _refused(parsed: ParsedFile) -> tuple[RefusedLine, ...]:
    reasons: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for problem in parsed.errors:
        if problem.line != WHOLE_FILE:
            reasons[problem.line].append((problem.column_ja, problem.reason))
    return tuple(RefusedLine(row.line, tuple(reasons[row.line])) for row in parsed.refused)


def _documents(
    table: pa.Table, kind: FileKind
) -> tuple[pa.Table, tuple[str, ...], tuple[str, ...], tuple[RelativeSlot, ...]]:
    slots = tuple(slot for slot in _SLOTS if f"{slot.prefix}_name" in table.column_names)
    identity = _identity(table, kind)
    used = {*_IDENTITY[kind].values(), *identity} - {"payer_no"}
    numbers = {name for name in table.column_names if name.endswith("individual_number")}
    of_relatives = {
        name
        for name in table.column_names
        for slot in slots
        if name.startswith(f"{slot.prefix}_") and not _is_of_the_claim(name)
    }
    rest = [
        name for name in table.column_names
        if name not in used | numbers | of_relatives | _NOT_KEPT
    ]  # fmt: skip
    figures = tuple(name for name in rest if pa.types.is_int64(table.schema.field(name).type))
    texts = tuple(name for name in rest if name not in figures)
    kept = {name: table[name] for name in (*figures, *texts, *sorted(of_relatives | numbers))}
    return pa.table({**identity, **kept}), figures, texts, slots


def _is_of_the_claim(name: str) -> bool:
    """Figures of a report about a relative, which are not columns of the relative's place."""
    return name in {"spouse_class", "spouse_income", "spouse_deduction_stated"}


def _identity(table: pa.Table, kind: FileKind) -> dict[str, pa.Array]:
    renamed = _IDENTITY[kind]
    found = {
        field.name: _typed(table, renamed.get(field.name, field.name), field.type)
        for field in IDENTITY_SCHEMA
    }
    if "address_on_assessment_date" in table.column_names:
        there = table["address_on_assessment_date"]
        found["address"] = pc.if_else(pc.equal(there, ""), found["address"], there)
    if "return_class" in table.column_names:
        codes = [_ADDED_CORRECTED.get(text, 0) for text in table["return_class"].to_pylist()]
        found["correction"] = pa.array(codes, pa.int64())
    if "payer_corporate_number" in table.column_names:
        found["payer_no"] = _payer(found["payer_no"], table)
    if kind == FileKind.PENSION_COLLECTION:
        joined = pc.binary_join_element_wise(table["prefecture_code"], table["city_code"], "")
        found["municipality_code"] = joined
    return found


def _payer(employer_no: pa.ChunkedArray, table: pa.Table) -> pa.ChunkedArray:
    """The designated number; a payer without one is told apart by 法人番号, else by name."""
    corporate = table["payer_corporate_number"]
    fallback = pc.if_else(
        pc.equal(corporate, ""),
        pc.binary_join_element_wise("名称:", table["payer_name"], ""),
        pc.binary_join_element_wise("法人:", corporate, ""),
    )
    return pc.if_else(pc.equal(employer_no, ""), fallback, employer_no)


def _people(table: pa.Table) -> pa.Table:
    found = {
        field.name: _typed(table, _PEOPLE.get(field.name, field.name), field.type)
        for field in PEOPLE_SCHEMA
        if field.name not in ("kind", "nationality")
    }
    is_outside = pc.equal(table["resident_class"], _NON_RESIDENT_CLASS)
    found["kind"] = pc.cast(pc.if_else(is_outside, 2, 1), pa.int8())
    country = table["nationality"]
    found["nationality"] = pc.if_else(pc.equal(country, ""), "JP", country)
    return pa.table(found).select(PEOPLE_SCHEMA.names)


def _employers(table: pa.Table) -> pa.Table:
    source = {"line_no": "line_number", "designated_no": "employer_number", "contact": "phone"}
    found = {
        field.name: _typed(table, source.get(field.name, field.name), field.type)
        for field in EMPLOYERS_SCHEMA
        if field.name != "accepts_electronic"
    }
    found["accepts_electronic"] = pc.equal(table["notice_by"], "1")
    return pa.table(found).select(EMPLOYERS_SCHEMA.names)


def _typed(table: pa.Table, name: str, kind: pa.DataType) -> pa.ChunkedArray | pa.Array:
    """A column as the import wants it: absent ones empty, numbers written as text as numbers."""
    if name not in table.column_names:
        return pa.repeat(pa.scalar("" if pa.types.is_string(kind) else 0).cast(kind), len(table))
    values = table[name]
    if pa.types.is_integer(kind) and pa.types.is_string(values.type):
        values = pc.if_else(pc.equal(values, ""), "0", values)
    if pa.types.is_boolean(kind):
        return pc.not_equal(values, 0)
    return values.cast(kind)


def counts_of(report_rows: Mapping[str, int]) -> str:
    """Counts in one line of Japanese."""
    return "、".join(f"{label} {count:,}件" for label, count in report_rows.items())
