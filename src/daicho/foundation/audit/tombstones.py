# SPDX-License-Identifier: Apache-2.0
"""Where the chain begins after years of the log were purged: signed and published.

A tombstone (廃棄記録) names the first block that is left, the hash before it and the number of
entries before it. Digests of purged entries whose block stays are kept; it covers them as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature

from daicho.foundation.audit.chain import chain_name, signing_key
from daicho.foundation.database.query import rows

COLUMNS = "fiscal_year, purged_at, purged, block_number, entries, hash, kept, signature"


@dataclass(frozen=True, slots=True)
class Grave:
    """One purged year, as the table holds it."""

    fiscal_year: int
    purged_at: datetime
    purged: int
    block: int
    entries: int
    hash: bytes
    kept: bytes
    signature: bytes

    def statement(self) -> bytes:
        """The bytes that are signed."""
        moment = int(self.purged_at.timestamp() * 1_000_000)
        return (
            f"daicho audit tombstone\n{chain_name()}\n{self.fiscal_year}\n{moment}\n{self.purged}\n"
            f"{self.block}\n{self.entries}\n{self.hash.hex()}\n{self.kept.hex()}"
        ).encode()

    def is_ours(self) -> bool:
        """Whether we signed it."""
        try:
            signing_key().public_key().verify(self.signature, self.statement())
        except InvalidSignature:
            return False
        return True


def list_graves() -> list[Grave]:
    """Every purged year, in the order of purging; the last says where the chain begins."""
    found = rows(f"SELECT {COLUMNS} FROM audit.tombstone ORDER BY block_number, fiscal_year")
    return [
        Grave(year, at, purged, block, entries, bytes(value), bytes(kept), bytes(signature))
        for year, at, purged, block, entries, value, kept, signature in found
    ]


def digest_of_kept() -> bytes:
    """SHA-256 over the digests of purged entries that are kept, in order."""
    total = hashlib.sha256()
    for number, value in _kept():
        total.update(number.to_bytes(8, "big") + value)
    return total.digest()


def _kept() -> Iterator[tuple[int, bytes]]:
    for number, value in rows("SELECT id, digest FROM audit.purged_entry ORDER BY id"):
        yield number, bytes(value)
