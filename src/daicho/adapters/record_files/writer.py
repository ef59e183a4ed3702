# SPDX-License-Identifier: Apache-2.0
"""Composes any file of records from typed tables, byte for byte, or tells all that does not fit.

Nothing is cut to its field in silence: a name too long is a problem, to be shortened by its owner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.record_files.characters import JIS_BYTES, JIS_TO_EBCDIC, Encoding
from daicho.adapters.record_files.layout import (
    NUMERIC,
    Field,
    FieldKind,
    LineEnd,
    RecordFileLayout,
    RecordLayout,
)
from daicho.adapters.record_files.parsing import fit, parse_records
from daicho.adapters.record_files.reader import total_amounts
from daicho.adapters.record_files.received_file import ComposedFile, OutgoingBatch, RecordProblem
from daicho.kernel.findings import Severity

_SPACE, _ZERO = 0x20, 0x30
_BLANK_CODES = frozenset((FieldKind.CODE, FieldKind.TIME))


def compose_records(
    layout: RecordFileLayout,
    batches: Sequence[OutgoingBatch],
    *,
    name: str,
    encoding: Encoding = Encoding.JIS,
    line_end: LineEnd = LineEnd.NONE,
) -> ComposedFile:
    """The bytes of a file; `name` stands in the problems."""
    if line_end not in layout.line_ends:
        raise ValueError(f"{layout.kind} takes no line end {line_end!r}")
    if not layout.has_many_batches and len(batches) != 1:
        raise ValueError(f"{layout.kind} holds one batch")
    problems: list[RecordProblem] = []
    pieces: list[np.ndarray] = []
    totals: list[dict[str, int]] = []
    record = 1
    code = {layout.code_field: "0" if encoding is Encoding.JIS else "1"}
    for header, rows in batches:
        head = _encode_one(layout.header, {**header, **code}, name, record, problems)
        data = _encode(layout.data, rows, name, record + 1, problems)
        sums = {
            total.field: int(total_amounts(layout.data, total, data).sum())
            for total in layout.totals
        }
        record += 1 + len(data)
        trailer = _encode_one(layout.trailer, {**header, **sums}, name, record, problems)
        record += 1
        pieces += [head, data, trailer]
        totals.append(sums)
    if layout.end:
        pieces.append(_encode_one(layout.end, {}, name, record, problems))
    if any(p.severity is Severity.ERROR for p in problems):
        return ComposedFile(b"", problems=tuple(sorted(problems)), totals=tuple(totals))
    data_bytes = _join(pieces, encoding, line_end)
    return ComposedFile(
        data_bytes, hashlib.sha256(data_bytes).hexdigest(),
        sum(batch.rows.num_rows for batch in batches), tuple(sorted(problems)), tuple(totals),
    )  # fmt: skip


def write_file(composed: ComposedFile, path: Path) -> None:
    """Put a composed file on disk; one with errors is never written."""
    if not composed.data:
        raise ValueError("a file with errors cannot be written")
    path.write_bytes(composed.data)


def _join(pieces: list[np.ndarray], encoding: Encoding, line_end: LineEnd) -> bytes:
    records = np.concatenate(pieces)
    if line_end:
        ending = np.frombuffer(line_end.encode("ascii"), dtype=np.uint8)
        records = np.hstack([records, np.tile(ending, (len(records), 1))])
    data = records.tobytes()
    return data.translate(JIS_TO_EBCDIC) if encoding is Encoding.EBCDIC else data


def _encode_one(
    record: RecordLayout, cells: dict[str, Any], name: str, number: int,
    problems: list[RecordProblem],
) -> np.ndarray:  # fmt: skip
    row = {field.name: [cells[field.name]] for field in record.fields if field.name in cells}
    return _encode(record, pa.table(row or {"_": [0]}), name, number, problems)


def _encode(
    record: RecordLayout, rows: pa.Table, name: str, first: int, problems: list[RecordProblem]
) -> np.ndarray:
    length = sum(field.length for field in record.fields)
    matrix = np.full((rows.num_rows, length), _SPACE, dtype=np.uint8)
    for field, start, end in record.places():
        cells = matrix[:, start:end]
        if field.fixed:
            cells[:] = np.frombuffer(fit(field, field.fixed), dtype=np.uint8)
        elif field.name in rows.column_names and field.kind is not FieldKind.FILLER:
            values = rows[field.name].combine_chunks()
            misfits = _FILL[field.kind](field, values, cells)
            problems += [
                RecordProblem(name, first + row, start + 1, end, field.name_ja, reason)
                for row, reason in misfits
            ]
        elif field.kind in NUMERIC:
            cells[:] = _ZERO
    problems += _check_again(record, matrix, name, first, problems)
    return matrix


def _check_again(
    record: RecordLayout, matrix: np.ndarray, name: str, first: int, known: list[RecordProblem]
) -> list[RecordProblem]:
    """The reader's own checks: what we send must be what we would accept."""
    told = {(problem.record, problem.first_byte) for problem in known}
    return [
        RecordProblem(
            name, first + row, fault.first_byte, fault.last_byte, fault.field.name_ja, reason,
            fault.severity,
        )
        for fault in parse_records(matrix, record).faults
        for row, reason in zip(fault.rows, fault.reasons, strict=True)
        if (first + row, fault.first_byte) not in told
    ]  # fmt: skip


def _fill_number(field: Field, values: pa.Array, cells: np.ndarray) -> list[tuple[int, str]]:
    numbers = np.asarray(pc.cast(values, pa.int64())).copy()
    wrong = (numbers < 0) | (numbers >= 10**field.length)
    numbers[wrong] = 0
    for place in range(field.length - 1, -1, -1):
        cells[:, place] = _ZERO + numbers % 10
        numbers //= 10
    return [(row, f"{field.length}桁に入りません") for row in np.flatnonzero(wrong).tolist()]


def _fill_code(field: Field, values: pa.Array, cells: np.ndarray) -> list[tuple[int, str]]:
    texts = values.to_pylist()
    wrong = [
        row
        for row, text in enumerate(texts)
        if text and (len(text) > field.length or not (text.isascii() and text.isdigit()))
    ]
    for row in wrong:
        texts[row] = "0"
    joined = "".join(
        text.rjust(field.length, "0") if text else " " * field.length for text in texts
    )
    _set(cells, joined.encode("ascii"))
    return [(row, f"{field.length}桁までの数字ではありません") for row in wrong]


def _fill_text(field: Field, values: pa.Array, cells: np.ndarray) -> list[tuple[int, str]]:
    texts = [text or "" for text in values.to_pylist()]
    foreign = set("".join(texts)) - {chr(code) for code in JIS_BYTES}
    wrong: list[tuple[int, str]] = []
    for row, text in enumerate(texts):
        if foreign and (outside := next((char for char in text if char in foreign), "")):
            wrong.append((row, f"半角にできない文字があります: {outside}"))
            texts[row] = ""
        elif len(text) > field.length:
            wrong.append((row, f"{field.length}文字を超えています（{len(text)}文字）"))
            texts[row] = ""
    joined = "".join(text.ljust(field.length) for text in texts)
    _set(cells, joined.translate(JIS_BYTES).encode("latin-1"))
    return wrong


def _fill_wide(field: Field, values: pa.Array, cells: np.ndarray) -> list[tuple[int, str]]:
    wrong: list[tuple[int, str]] = []
    encoded: list[bytes] = []
    for row, text in enumerate(values.to_pylist()):
        try:
            data = (text or "").encode("cp932")
        except UnicodeEncodeError:
            wrong.append((row, "Shift_JISにできない文字があります"))
            data = b""
        if len(data) > field.length:
            wrong.append((row, f"{field.length}バイトを超えています（{len(data)}バイト）"))
            data = b""
        encoded.append(data.ljust(field.length))
    _set(cells, b"".join(encoded))
    return wrong


def _set(cells: np.ndarray, data: bytes) -> None:
    cells[:] = np.frombuffer(data, dtype=np.uint8).reshape(cells.shape)


_FILL = {
    FieldKind.NUMBER: _fill_number,
    FieldKind.DATE: _fill_number,
    FieldKind.MONTH_DAY: _fill_number,
    FieldKind.CODE: _fill_code,
    FieldKind.TIME: _fill_code,
    FieldKind.TEXT: _fill_text,
    FieldKind.WIDE: _fill_wide,
}
