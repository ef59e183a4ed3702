# SPDX-License-Identifier: Apache-2.0
"""What reading or composing a file of records gives: batches, rows, and every fault by byte."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from daicho.adapters.record_files.characters import Encoding
from daicho.adapters.record_files.layout import LineEnd
from daicho.kernel.findings import Finding, Severity

Cell = str | int


class RecordProblem(NamedTuple):
    """One thing wrong. Records and bytes count from 1; 0 concerns the file or the record as such.

    The reason names single characters, never the whole of a name.
    """

    file: str
    record: int
    first_byte: int
    last_byte: int
    field_ja: str
    reason: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place_ja}: {self.reason}"

    @property
    def place_ja(self) -> str:
        """File, record, bytes and field as told to a person."""
        record = f"{self.record}レコード目" if self.record else ""
        span = f"{self.first_byte}〜{self.last_byte}バイト" if self.first_byte else ""
        return " ".join(part for part in (self.file, record, span, self.field_ja) if part)

    def as_finding(self) -> Finding:
        """The problem as a Finding."""
        code = "file.record" if self.record else "file.refused"
        return Finding(code, self.severity, self.reason, self.place_ja)


class RefusedRecord(NamedTuple):
    """A data record that was not accepted, byte for byte (JIS); whoever keeps it seals it."""

    record: int
    data: bytes


class ReceivedBatch(NamedTuple):
    """One batch: its header and trailer by field, and how many data records it holds."""

    number: int
    record: int  # of its header
    header: dict[str, Cell]
    trailer: dict[str, Cell]
    count: int


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file as read.

    `table` holds the accepted rows with `batch_number` and `record_number`. A refused file has a
    `refusal`, all its problems, and neither rows nor batches.
    """

    kind: str
    name: str
    sha256: str
    size: int
    table: pa.Table
    batches: tuple[ReceivedBatch, ...] = ()
    problems: tuple[RecordProblem, ...] = ()
    refused: tuple[RefusedRecord, ...] = ()
    refusal: str = ""
    encoding: Encoding = Encoding.JIS
    line_end: LineEnd = LineEnd.NONE
    sums: dict[str, int] = field(default_factory=dict)  # of the accepted rows

    @property
    def errors(self) -> tuple[RecordProblem, ...]:
        """The problems that refused a row or the file."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def accepted_count(self) -> int:
        """Rows in the table."""
        return int(self.table.num_rows)

    @property
    def refused_count(self) -> int:
        """Data records kept apart."""
        return len(self.refused)

    @property
    def read_count(self) -> int:
        """Data records in the file: every one is accepted or refused."""
        return self.accepted_count + self.refused_count


class OutgoingBatch(NamedTuple):
    """A batch to be written: the header's cells and the rows; the trailer follows from them."""

    header: dict[str, Cell]
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class ComposedFile:
    """A file ready to be sent, or every reason why it cannot be; then it has no bytes."""

    data: bytes
    sha256: str = ""
    count: int = 0
    problems: tuple[RecordProblem, ...] = ()
    totals: tuple[dict[str, int], ...] = ()  # of each batch's trailer
