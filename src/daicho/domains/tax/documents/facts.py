# SPDX-License-Identifier: Apache-2.0
"""A file as the import takes it: what an adapter read, in the words of this domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from daicho.kernel.findings import Finding

HashNumbers = Callable[[Sequence[str]], list[bytes]]

# Columns that every file of documents brings, besides its figures, texts and relatives. Texts are
# never NULL; dates are yyyymmdd, 0 for none. `number` is an 個人番号 and is not stored as it is.
IDENTITY_SCHEMA = pa.schema(
    [
        ("line_no", pa.int64()),
        ("name", pa.string()),
        ("kana", pa.string()),
        ("birth_date", pa.int64()),
        ("sex", pa.int64()),
        ("address", pa.string()),
        ("number", pa.string()),
        ("stated_addressee_no", pa.int64()),
        ("municipality_code", pa.string()),
        ("payer_no", pa.string()),
        ("payer_name", pa.string()),
        ("recipient_no", pa.string()),
        ("correction", pa.int64()),
    ]
)
PEOPLE_SCHEMA = pa.schema(
    [
        ("line_no", pa.int64()),
        ("addressee_no", pa.int64()),
        ("kind", pa.int8()),
        ("household_no", pa.int64()),
        ("name", pa.string()),
        ("kana", pa.string()),
        ("birth_date", pa.int64()),
        ("sex", pa.int64()),
        ("alias", pa.string()),
        ("alias_kana", pa.string()),
        ("residence_status", pa.string()),
        ("became_resident_by", pa.string()),
        ("previous_address", pa.string()),
        ("relationship", pa.string()),
        ("postcode", pa.string()),
        ("address", pa.string()),
        ("building", pa.string()),
        ("nationality", pa.string()),
        ("became_resident_on", pa.int64()),
        ("moved_in_on", pa.int64()),
        ("ceased_on", pa.int64()),
        ("cease_reason", pa.string()),
        ("number", pa.string()),
        ("public_assistance", pa.bool_()),
        ("protected", pa.bool_()),
    ]
)
EMPLOYERS_SCHEMA = pa.schema(
    [
        ("line_no", pa.int64()),
        ("designated_no", pa.string()),
        ("corporate_number", pa.string()),
        ("name", pa.string()),
        ("postcode", pa.string()),
        ("address", pa.string()),
        ("contact", pa.string()),
        ("accepts_electronic", pa.bool_()),
    ]
)


class RelativeSlot(NamedTuple):
    """A place for one relative in a row: columns `<prefix>_name`, `<prefix>_birth_date` …"""

    listed: str  # spouse | dependant | under_16
    prefix: str


class RefusedLine(NamedTuple):
    """A row that was not accepted and every reason: (column, reason in Japanese)."""

    line_no: int
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """One file, read and checked row by row; nothing of it is stored yet."""

    kind: str
    fiscal_year: int
    name: str
    sha256: str
    size: int
    table: pa.Table
    refusal: str = ""  # the whole file is unusable
    refused: tuple[RefusedLine, ...] = ()
    remarks: tuple[Finding, ...] = ()
    sums: Mapping[str, int] = field(default_factory=dict)  # the reader's own control totals
    figures: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    relatives: tuple[RelativeSlot, ...] = ()

    @property
    def rows_accepted(self) -> int:
        """Rows in the table."""
        return int(self.table.num_rows)

    @property
    def rows_read(self) -> int:
        """Every row of the file is accepted or refused."""
        return self.rows_accepted + len(self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCounts:
    """How many documents of a file ended where."""

    joined: int = 0
    doubtful: int = 0
    forwarded: int = 0
    unmatched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do on a dry run."""

    file_id: int | None
    kind: str
    name: str
    state: str
    rows_read: int
    rows_accepted: int
    rows_refused: int
    joins: JoinCounts | None
    findings: tuple[Finding, ...]
    totals: Mapping[str, int]
