# SPDX-License-Identifier: Apache-2.0
"""What reading a file gives: typed rows, refused rows apart, problems by place, control totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from daicho.kernel.findings import Finding, Severity

WHOLE_FILE = 0  # line number of a problem that concerns the file as such


class Problem(NamedTuple):
    """One thing wrong with a file. The reason never holds the value of an 個人番号."""

    file: str
    line: int
    column_ja: str
    reason: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place_ja}: {self.reason}"

    @property
    def place_ja(self) -> str:
        """File, line and column as told to a person."""
        line = f"{self.line}行" if self.line else ""
        return " ".join(part for part in (self.file, line, self.column_ja) if part)

    def as_finding(self) -> Finding:
        """The problem as a Finding."""
        code = "file.refused" if self.line == WHOLE_FILE else "file.row"
        return Finding(code, self.severity, self.reason, self.place_ja)


class RefusedRow(NamedTuple):
    """A row that was not accepted, as written; long runs of digits are masked (個人番号)."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file as read. A refused file has `refusal` and no rows."""

    kind: str
    name: str
    fiscal_year: int
    sha256: str
    size: int
    table: pa.Table  # accepted rows: text columns, one int64 column a figure, `line_number`
    problems: tuple[Problem, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    refusal: str = ""
    sums: dict[str, int] = field(default_factory=dict)  # control totals of the accepted rows

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that refused a row or the file."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The remarks on rows that were accepted all the same."""
        return tuple(p for p in self.problems if p.severity is not Severity.ERROR)

    @property
    def accepted_count(self) -> int:
        """Rows in the table."""
        return int(self.table.num_rows)

    @property
    def refused_count(self) -> int:
        """Rows kept apart."""
        return len(self.refused)

    @property
    def read_count(self) -> int:
        """Rows in the file: every one is accepted or refused."""
        return self.accepted_count + self.refused_count

    @property
    def line_numbers(self) -> pa.ChunkedArray:
        """The line of each accepted row."""
        return self.table["line_number"]
