# SPDX-License-Identifier: Apache-2.0
"""What a snapshot of the register holds, and what taking it in did."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

# One row a resident. Texts are never NULL: an absent one is empty.
SNAPSHOT_SCHEMA = pa.schema(
    [
        ("addressee_no", pa.int64()),
        ("household_no", pa.int64()),
        ("name", pa.string()),
        ("name_folded", pa.string()),
        ("kana", pa.string()),
        ("kana_folded", pa.string()),
        ("birth_date", pa.date32()),
        ("sex", pa.int8()),
        ("alias", pa.string()),
        ("alias_kana", pa.string()),
        ("residence_status", pa.string()),
        ("became_resident_by", pa.string()),
        ("previous_address", pa.string()),
        ("relationship", pa.string()),
        ("postcode", pa.string()),
        ("address", pa.string()),
        ("building", pa.string()),
        ("town", pa.string()),
        ("nationality", pa.string()),
        ("became_resident_on", pa.date32()),
        ("moved_in_on", pa.date32()),
        ("ceased_on", pa.date32()),
        ("cease_reason", pa.string()),
        ("public_assistance", pa.bool_()),
        ("protected", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True)
class SnapshotResult:
    """How many residents a snapshot added, changed, left alone and no longer names."""

    added: int
    changed: int
    unchanged: int
    gone: int
