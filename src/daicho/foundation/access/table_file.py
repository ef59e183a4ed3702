# SPDX-License-Identifier: Apache-2.0
"""Reads a small CSV with Japanese headings; every fault is a Finding with line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import holds_individual_number

ENCODINGS = ("utf-8-sig", "cp932")
MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line by heading; `number` counts from 1 with the headings."""

    number: int
    cells: dict[str, str]

    def fault(self, column: str, code: str, message: str) -> Finding:
        """A refusal of one cell; what stood there is not repeated."""
        place = f"{self.number}行 {column}" if column else f"{self.number}行"
        return Finding(code, Severity.ERROR, message, subject=place)


@dataclass(slots=True)
class Table:
    """The lines that could be read, and every fault."""

    lines: list[TableLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_table(content: bytes, headings: Sequence[str]) -> Table:
    """The file as lines; the headings may stand in any order, none may be missing."""
    table = Table()
    text = _decoded(content)
    if text is None:
        table.findings.append(
            _whole("file.encoding", "文字コードはUTF-8またはShift_JISにしてください。")
        )
        return table
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        head = [cell.strip() for cell in next(rows, [])]
        missing = [name for name in headings if name not in head]
        if missing:
            table.findings.append(
                _whole("file.headings", f"見出しがありません: {'、'.join(missing)}")
            )
            return table
        for row in rows:
            _take(table, TableLine(rows.line_num, _cells(head, row)), row, len(head))
    except csv.Error:
        table.findings.append(
            _whole("file.csv", f"{rows.line_num}行目をCSVとして読めません。")
        )  # fmt: skip
    if not table.lines and not table.findings:
        table.findings.append(_whole("file.empty", "データの行がありません。"))
    if len(table.lines) > MOST_LINES:
        table.findings.append(_whole("file.long", f"{MOST_LINES:,}行までに分けてください。"))
    return table


def _take(table: Table, line: TableLine, row: list[str], width: int) -> None:
    if not any(cell.strip() for cell in row):
        return
    if len(row) != width:
        table.findings.append(
            line.fault("", "file.width", f"列の数が{width}ではありません({len(row)}列)。")
        )
        return
    guarded = [name for name, cell in line.cells.items() if holds_individual_number(cell)]
    for name in guarded:
        table.findings.append(
            line.fault(name, "file.individual_number", "個人番号とみられる数字があります。")
        )
    if not guarded:
        table.lines.append(line)


def _cells(head: list[str], row: list[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(head, row, strict=False)}


def _decoded(content: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _whole(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message, subject="ファイル")
