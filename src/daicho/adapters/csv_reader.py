# SPDX-License-Identifier: Apache-2.0
"""Reads any CSV layout: every row checked, every fault told with its place, good rows typed.

Nothing is raised for what a file can hold; a file unreadable as a whole comes back refused.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from daicho.adapters.checks import Fault, check_column
from daicho.adapters.chunks import (
    DEFAULT_SIZE_LIMIT,
    FileRefusedError,
    check_whole,
    file_size,
    read_pieces,
)
from daicho.adapters.composites import combine_date
from daicho.adapters.layout import FREE_CODES, Kind, Layout
from daicho.adapters.parsed_file import WHOLE_FILE, ParsedFile, Problem, RefusedRow
from daicho.kernel.findings import Severity

# Twelve digits and more, also in groups as cards print them (1234-5678-9018).
_LONG_DIGITS = re.compile(r"(?:[0-9０-９][-‐−－ー 　.]?){11,}[0-9０-９]")
_SHOWN = 30
_NUMBER_DIGITS = 12
_OTHER_NUMBERS = frozenset((Kind.CODE, Kind.DIGITS, Kind.ADDRESSEE_NUMBER))


def mask_numbers(text: str) -> str:
    """Text without anything that may be an 個人番号: runs of 12 digits and more become stars."""
    return _LONG_DIGITS.sub("*" * 12, text)


@dataclass(slots=True)
class _Progress:
    """What has been read so far of one file."""

    layout: Layout
    name: str
    year_cell: str
    tables: list[pa.Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    rows: int = 0
    wrong_width: int = 0
    wrong_year: int = 0
    year_seen: str = ""


def read_csv_file(
    layout: Layout, path: Path, *, fiscal_year: int, size_limit: int = DEFAULT_SIZE_LIMIT
) -> ParsedFile:
    """Read one file of a layout for one fiscal year."""
    year_cell = layout.year_text(fiscal_year) if layout.year_column else ""
    progress = _Progress(layout, path.name, year_cell)
    size, digest = file_size(path), ""
    try:
        digest = check_whole(path, encoding=layout.encoding, size_limit=size_limit)
        for piece in read_pieces(path, encoding=layout.encoding):
            if layout.header and piece.taken_out and piece.taken_out[0].line == 1:
                raise FileRefusedError(f"見出しの行が読めません（{piece.taken_out[0].reason}）")
            _refuse_lines(progress, [(p.line, p.reason, p.text) for p in piece.taken_out])
            _read_piece(progress, piece.text, piece.lines)
        _judge_whole(progress)
    except FileRefusedError as refusal:
        problem = Problem(path.name, WHOLE_FILE, "", str(refusal))
        return ParsedFile(
            layout.kind, path.name, fiscal_year, digest, size,
            empty_table(layout), (problem,), refusal=str(refusal),
        )  # fmt: skip
    table = pa.concat_tables(progress.tables) if progress.tables else empty_table(layout)
    return ParsedFile(
        layout.kind, path.name, fiscal_year, digest, size, table,
        tuple(sorted(progress.problems)), tuple(sorted(progress.refused)), sums=control_sums(table),
    )  # fmt: skip


def empty_table(layout: Layout) -> pa.Table:
    """A table of the layout without rows."""
    return _typed(
        layout, [pa.array([], pa.string())] * len(layout.columns), np.array([], np.int64)
    )[0]


def control_sums(table: pa.Table) -> dict[str, int]:
    """The sum of every figure but dates and line numbers."""
    return {
        name: int(pc.sum(table[name]).as_py() or 0)
        for name in table.column_names
        if pa.types.is_int64(table.schema.field(name).type)
        and not name.endswith(("_date", "_on", "line_number"))
    }


def _judge_whole(progress: _Progress) -> None:
    if progress.rows == 0 and not progress.refused:
        raise FileRefusedError("データの行がありません")
    if progress.wrong_width and progress.wrong_width == progress.rows + len(progress.refused):
        raise FileRefusedError(
            f"どの行も{progress.layout.name_ja}の列数（{_width(progress)}列）ではありません"
        )
    if progress.wrong_year and progress.wrong_year == progress.rows:
        column = progress.layout.column(progress.layout.year_column)
        raise FileRefusedError(
            f"別の年のファイルです（{column.name_ja}: {progress.year_seen}、"
            f"取り込む年: {progress.year_cell}）"
        )


def _width(progress: _Progress) -> int:
    return len(progress.layout.columns)


def _refuse_lines(progress: _Progress, found: list[tuple[int, str, str]]) -> None:
    for line, reason, text in found:
        progress.problems.append(Problem(progress.name, line, "", reason))
        progress.refused.append(RefusedRow(line, mask_numbers(text)))


def _read_piece(progress: _Progress, text: str, lines: np.ndarray) -> None:
    layout = progress.layout
    if layout.header and len(lines) and lines[0] == 1:
        head, _, text = text.partition("\n")
        lines = lines[1:]
        _check_header(layout, head)
    if not len(lines):
        return
    odd: list[tuple[int, str, str]] = []
    taken: list[int] = []

    def take_out(row: pyarrow.csv.InvalidRow) -> str:
        taken.append(row.number - 1)
        reason = f"列数が{row.actual_columns}列です（{row.expected_columns}列のはず）"
        odd.append((int(lines[row.number - 1]), reason, row.text))
        return "skip"

    names = [column.name for column in layout.columns]
    try:
        raw = pyarrow.csv.read_csv(
            io.BytesIO(text.encode("utf-8")),
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False, column_names=names, block_size=max(len(text) * 4, 1024)
            ),
            parse_options=pyarrow.csv.ParseOptions(
                invalid_row_handler=take_out, ignore_empty_lines=False
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise FileRefusedError("CSVとして読めません（引用符の使い方を確かめてください）") from error
    _refuse_lines(progress, odd)
    progress.wrong_width += len(odd)
    kept = np.delete(lines, taken)
    if len(kept) != raw.num_rows:
        raise FileRefusedError("CSVとして読めません（行と引用符の対応が取れません）")
    _check_rows(progress, [raw[name].combine_chunks() for name in names], kept)


def _check_header(layout: Layout, head: str) -> None:
    expected = [column.name_ja for column in layout.columns]
    found = [cell.strip().strip('"') for cell in head.split(",")]
    if found == expected:
        return
    for number, (wanted, cell) in enumerate(zip(expected, found, strict=False), 1):
        if wanted != cell:
            raise FileRefusedError(
                f"見出しが違います（{number}列目は「{wanted}」のはずが「{mask_numbers(cell)[:_SHOWN]}」）"
            )
    raise FileRefusedError(f"見出しの列数が{len(found)}列です（{len(expected)}列のはず）")


def _typed(
    layout: Layout, raw: list[pa.Array], lines: np.ndarray
) -> tuple[pa.Table, list[tuple[str, pa.Array, Fault]]]:
    """Typed columns of the layout, dates put together and sums made; and the faults by column."""
    faults: list[tuple[str, pa.Array, Fault]] = []
    typed: dict[str, pa.Array] = {}
    for column, values in zip(layout.columns, raw, strict=True):
        checked = check_column(column, values)
        if column.kind is not Kind.UNUSED:
            typed[column.name] = checked.values
        faults += [(column.name_ja, values, fault) for fault in checked.faults]
    faults += _misplaced_numbers(layout, typed)
    for composite in layout.composite_dates:
        checked = combine_date(composite, typed)
        for part in filter(None, (composite.era, composite.year, composite.month, composite.day)):
            del typed[part]
        typed[composite.name] = checked.values
        faults += [(composite.name_ja, checked.values, fault) for fault in checked.faults]
    for derived in layout.derived:
        parts = [np.asarray(typed[part]) for part in derived.parts]
        typed[derived.name] = pa.array(derived.combine(*parts), pa.int64())
    return pa.table({"line_number": pa.array(lines), **typed}), faults


def _misplaced_numbers(
    layout: Layout, typed: dict[str, pa.Array]
) -> list[tuple[str, pa.Array, Fault]]:
    """An 個人番号 of the row that stands in another number's column, too, and would be kept."""
    numbers = [typed[column.name] for column in layout.number_columns]
    found = []
    for column in layout.columns:
        is_code = column.kind in _OTHER_NUMBERS or column.name in FREE_CODES
        if not is_code or column.length < _NUMBER_DIGITS:
            continue
        cells = pc.utf8_ltrim(typed[column.name], "0")
        same = np.zeros(len(cells), dtype=bool)
        for number in numbers:
            equal = pc.and_(pc.equal(cells, pc.utf8_ltrim(number, "0")), pc.not_equal(number, ""))
            same |= np.asarray(equal.to_numpy(zero_copy_only=False), dtype=bool)
        if same.any():
            fault = Fault(same, "個人番号が入力されています", show=False)
            found.append((column.name_ja, cells, fault))
    return found


def _check_rows(progress: _Progress, raw: list[pa.Array], lines: np.ndarray) -> None:
    layout = progress.layout
    table, faults = _typed(layout, raw, lines)
    if layout.year_column:
        faults += _check_year(progress, raw)
    refused = np.zeros(len(lines), dtype=bool)
    for column_ja, cells, fault in faults:
        if fault.severity is Severity.ERROR:
            refused |= fault.rows
        for row in np.flatnonzero(fault.rows).tolist():
            reason = fault.reason + (_shown(cells[row].as_py()) if fault.show else "")
            problem = Problem(progress.name, int(lines[row]), column_ja, reason, fault.severity)
            progress.problems.append(problem)
    for row in np.flatnonzero(refused).tolist():
        text = ",".join(cells[row].as_py() for cells in raw)
        progress.refused.append(RefusedRow(int(lines[row]), mask_numbers(text)))
    progress.tables.append(table.filter(pa.array(~refused)) if refused.any() else table)
    progress.rows += len(lines)


def _shown(cell: object) -> str:
    text = mask_numbers(str(cell))
    return f": {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"


def _check_year(progress: _Progress, raw: list[pa.Array]) -> list[tuple[str, pa.Array, Fault]]:
    column = progress.layout.column(progress.layout.year_column)
    cells = raw[column.number - 1]
    short = pc.utf8_ltrim(cells, "0")
    wanted = progress.year_cell.lstrip("0")
    other = np.asarray(pc.not_equal(short, wanted).to_numpy(zero_copy_only=False), dtype=bool)
    if not other.any():
        return []
    progress.wrong_year += int(other.sum())
    progress.year_seen = mask_numbers(cells[int(np.argmax(other))].as_py())[:_SHOWN]
    return [(column.name_ja, cells, Fault(other, f"別の年です（{progress.year_cell}のはず）"))]
