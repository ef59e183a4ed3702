# SPDX-License-Identifier: Apache-2.0
"""Reads any file of records: every record checked, every fault told by byte, good rows typed.

Nothing is raised for what a file can hold. A file whose frame or totals are wrong is refused whole,
with all that is wrong with it, because nobody can say which of its rows to trust.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.chunks import DEFAULT_SIZE_LIMIT, FileRefusedError
from daicho.adapters.record_files.characters import Encoding
from daicho.adapters.record_files.framing import Frame, OrderCheck, open_frame, size_of
from daicho.adapters.record_files.layout import (
    FieldKind,
    RecordFileLayout,
    RecordLayout,
    Total,
)
from daicho.adapters.record_files.parsing import (
    FieldFault,
    ParsedRecords,
    digits_to_int,
    fit,
    parse_records,
)
from daicho.adapters.record_files.received_file import (
    Cell,
    ReceivedBatch,
    ReceivedFile,
    RecordProblem,
    RefusedRecord,
)
from daicho.kernel.findings import Severity

_CODE_JA = {"0": Encoding.JIS, "1": Encoding.EBCDIC}


@dataclass(slots=True)
class _Edge:
    """A header or trailer as read."""

    record: int
    cells: dict[str, Cell]


@dataclass(slots=True)
class _Reading:
    """What has been read so far of one file."""

    layout: RecordFileLayout
    name: str
    order: OrderCheck
    tables: list[pa.Table] = field(default_factory=list)
    problems: list[RecordProblem] = field(default_factory=list)
    frame_problems: list[RecordProblem] = field(default_factory=list)
    refused: list[RefusedRecord] = field(default_factory=list)
    headers: list[_Edge] = field(default_factory=list)
    trailers: list[_Edge] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)  # data records of each batch
    sums: list[list[int]] = field(default_factory=list)  # of each batch, as layout.totals

    def refuse(self, record: int, reason: str) -> None:
        """Something that refuses the file."""
        self.frame_problems.append(RecordProblem(self.name, record, 0, 0, "", reason))


def read_records(
    layout: RecordFileLayout,
    path: Path,
    *,
    encoding: Encoding = Encoding.JIS,
    size_limit: int = DEFAULT_SIZE_LIMIT,
) -> ReceivedFile:
    """Read one file of a layout in the encoding agreed with its sender."""
    reading = _Reading(layout, path.name, OrderCheck(layout))
    try:
        frame = open_frame(layout, path, encoding=encoding, size_limit=size_limit)
    except FileRefusedError as refusal:
        problem = RecordProblem(path.name, 0, 0, 0, "", str(refusal))
        return ReceivedFile(
            layout.kind, path.name, "", size_of(path), empty_table(layout),
            problems=(problem,), refusal=str(refusal),
        )  # fmt: skip
    for rows in frame.read():
        _read_rows(reading, rows)
    _judge_frame(reading, frame)
    if not reading.frame_problems:
        _judge_totals(reading)
    return _finish(reading, frame)


def empty_table(layout: RecordFileLayout) -> pa.Table:
    """A table of the layout without rows."""
    none = np.zeros((0, layout.record_bytes), dtype=np.uint8)
    parsed = parse_records(none, layout.data)
    return _with_numbers(parsed, np.array([], np.int64), np.array([], np.int64))


def _with_numbers(parsed: ParsedRecords, batches: np.ndarray, records: np.ndarray) -> pa.Table:
    numbers = {"batch_number": pa.array(batches), "record_number": pa.array(records)}
    return pa.table({**numbers, **parsed.columns})


def _read_rows(reading: _Reading, rows: np.ndarray) -> None:
    layout, classes = reading.layout, rows[:, 0]
    first = reading.order.count + 1
    reading.order.take(classes)
    is_header = classes == ord(layout.header.class_byte)
    batches = len(reading.headers) + np.cumsum(is_header)
    _read_edges(reading, rows, layout.header, first, reading.headers)
    _read_edges(reading, rows, layout.trailer, first, reading.trailers)
    if layout.end:
        _read_edges(reading, rows, layout.end, first, [])
    _grow(reading)
    is_data = classes == ord(layout.data.class_byte)
    if is_data.any():
        at = np.flatnonzero(is_data)
        _read_data(reading, rows[at], batches[at], at + first)


def _grow(reading: _Reading) -> None:
    while len(reading.counts) <= len(reading.headers):
        reading.counts.append(0)
        reading.sums.append([0] * len(reading.layout.totals))


def _read_edges(
    reading: _Reading, rows: np.ndarray, record: RecordLayout, first: int, into: list[_Edge]
) -> None:
    at = np.flatnonzero(rows[:, 0] == ord(record.class_byte))
    if not len(at):
        return
    parsed = parse_records(rows[at], record)
    for fault in parsed.faults:
        for row, reason in zip(fault.rows, fault.reasons, strict=True):
            problem = RecordProblem(
                reading.name, int(at[row]) + first, fault.first_byte, fault.last_byte,
                f"{record.name_ja}の{fault.field.name_ja}", reason, fault.severity,
            )  # fmt: skip
            is_error = fault.severity is Severity.ERROR
            (reading.frame_problems if is_error else reading.problems).append(problem)
    cells = {name: values.to_pylist() for name, values in parsed.columns.items()}
    for row, place in enumerate(at.tolist()):
        into.append(_Edge(place + first, {name: column[row] for name, column in cells.items()}))


def _read_data(
    reading: _Reading, rows: np.ndarray, batches: np.ndarray, records: np.ndarray
) -> None:
    layout = reading.layout
    parsed = parse_records(rows, layout.data)
    bad = np.zeros(len(rows), dtype=bool)
    for fault in parsed.faults:
        if fault.severity is Severity.ERROR:
            bad[fault.rows] = True
        reading.problems += [
            RecordProblem(
                reading.name, int(records[row]), fault.first_byte, fault.last_byte,
                fault.field.name_ja, reason, fault.severity,
            )
            for row, reason in _told(fault)
        ]  # fmt: skip
    reading.refused += [
        RefusedRecord(int(records[row]), rows[row].tobytes()) for row in np.flatnonzero(bad)
    ]
    table = _with_numbers(parsed, batches, records)
    reading.tables.append(table.filter(pa.array(~bad)) if bad.any() else table)
    _add_up(reading, rows, batches)


def _told(fault: FieldFault) -> list[tuple[int, str]]:
    """Every error; of a remark the first, because a sender who fills a gap fills it everywhere."""
    told = list(zip(fault.rows, fault.reasons, strict=True))
    if fault.severity is Severity.ERROR or len(told) == 1:
        return told
    row, reason = told[0]
    return [(row, f"{reason}（ほかに{len(told) - 1:,}件）")]


def _add_up(reading: _Reading, rows: np.ndarray, batches: np.ndarray) -> None:
    """Counts and sums of all data records, refused ones too, as the sender added them."""
    size = len(reading.counts)
    for batch, count in enumerate(np.bincount(batches, minlength=size).tolist()):
        reading.counts[batch] += count
    for number, total in enumerate(reading.layout.totals):
        amounts = np.zeros(size, dtype=np.int64)
        np.add.at(amounts, batches, total_amounts(reading.layout.data, total, rows))
        for batch, amount in enumerate(amounts.tolist()):
            reading.sums[batch][number] += amount


def total_amounts(record: RecordLayout, total: Total, rows: np.ndarray) -> np.ndarray:
    """What every record adds to a total of the trailer."""
    places = {field.name: (field, first, end) for field, first, end in record.places()}
    if total.of:
        _, first, end = places[total.of]
        amounts, _ = digits_to_int(rows[:, first:end])
    else:
        amounts = np.ones(len(rows), dtype=np.int64)
    if total.where is None:
        return amounts
    field, first, end = places[total.where.field]
    chosen = np.zeros(len(rows), dtype=bool)
    for value in total.where.values:
        wanted = np.frombuffer(fit(field, value), dtype=np.uint8)
        chosen |= (rows[:, first:end] == wanted).all(axis=1)
    return np.where(chosen != total.where.negated, amounts, 0)


def _judge_frame(reading: _Reading, frame: Frame) -> None:
    layout = reading.layout
    reading.order.finish()
    for record, reason in reading.order.faults:
        reading.refuse(record, reason)
    for record in frame.torn[:1]:
        reading.refuse(record, f"{layout.record_bytes}バイトごとの改行がここで崩れています")
    if frame.tail:
        reading.refuse(
            reading.order.count + 1,
            f"最後に{frame.tail}バイトの半端があります（1レコードは{layout.record_bytes}バイト）。"
            "余分なバイトがあるか、途中で切れているおそれがあります",
        )
    for header in reading.headers if layout.code_field else []:
        said = _CODE_JA.get(str(header.cells[layout.code_field]))
        if said is not None and said is not frame.encoding:
            reading.refuse(
                header.record,
                f"コード区分は{said}ですが、ファイルの文字コードは{frame.encoding}です",
            )


def _judge_totals(reading: _Reading) -> None:
    for number, trailer in enumerate(reading.trailers, 1):
        for total, found in zip(reading.layout.totals, reading.sums[number], strict=True):
            said = trailer.cells[total.field]
            if said != found:
                place = next(p for p in reading.layout.trailer.places() if p[0].name == total.field)
                reading.frame_problems.append(
                    RecordProblem(
                        reading.name, trailer.record, place[1] + 1, place[2],
                        f"{reading.layout.trailer.name_ja}の{place[0].name_ja}",
                        f"データの計と合いません（トレーラ: {said:,}、データの計: {found:,}）",
                    )
                )  # fmt: skip


def _finish(reading: _Reading, frame: Frame) -> ReceivedFile:
    layout, path = reading.layout, frame.path
    if reading.frame_problems:
        broken = min((record for record, _ in reading.order.faults if record), default=0)
        kept = [p for p in reading.problems if not broken or p.record < broken]
        problems = tuple(sorted([*reading.frame_problems, *kept]))
        refusal = str(min(reading.frame_problems, key=lambda p: p.record or 10**9))
        return ReceivedFile(
            layout.kind, path.name, frame.digest, size_of(path), empty_table(layout),
            problems=problems, refusal=refusal.removeprefix(path.name).lstrip(" :"),
            encoding=frame.encoding, line_end=frame.line_end,
        )  # fmt: skip
    table = pa.concat_tables(reading.tables) if reading.tables else empty_table(layout)
    batches = tuple(
        ReceivedBatch(number, header.record, header.cells, trailer.cells, reading.counts[number])
        for number, (header, trailer) in enumerate(
            zip(reading.headers, reading.trailers, strict=True), 1
        )
    )
    return ReceivedFile(
        layout.kind, path.name, frame.digest, size_of(path), table, batches,
        tuple(sorted(reading.problems)), tuple(reading.refused),
        encoding=frame.encoding, line_end=frame.line_end, sums=control_sums(layout, table),
    )  # fmt: skip


def control_sums(layout: RecordFileLayout, table: pa.Table) -> dict[str, int]:
    """The sum of every amount of the rows; dates are not added."""
    return {
        field.name: int(pc.sum(table[field.name]).as_py() or 0)
        for field in layout.data.fields
        if field.kind is FieldKind.NUMBER
    }
