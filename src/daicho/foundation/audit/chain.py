# SPDX-License-Identifier: Apache-2.0
"""Seal entries into blocks, each covering the one before, and sign where the chain stands.

Writers never wait for the chain: an entry is only put down as pending. After a commit whoever gets
the lock seals everything that is visible; who does not get it leaves at once, because the holder
looks again after its own commit. So no committed entry stays behind, and nobody queues.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from daicho.foundation.database.place import exclusive
from daicho.foundation.database.query import execute, row, rows
from daicho.kernel.dates import fiscal_year_of

LOCK = 0x6461696368  # the one that audit.seal takes
BLOCK_LIMIT = 20_000
ROUNDS = 5
_SEALING = threading.Lock()
_WORD_LEFT = threading.Event()
CHECKPOINT_ENTRIES = 10_000
CHECKPOINT_AGE = timedelta(minutes=10)
GENESIS = bytes(32)
TAIL = 16_384  # more than the lines that follow a checkpoint in the published file


def seal() -> int:
    """Seal every committed entry, unless another thread or process is at it; return how many.

    Who comes while another thread of this process is sealing leaves word and goes: that thread
    looks again before it ends. Between processes the lock in the database does the same.
    """
    _WORD_LEFT.set()
    sealed = 0
    for _ in range(ROUNDS):
        if not _WORD_LEFT.is_set() or not _SEALING.acquire(blocking=False):
            break
        try:
            _WORD_LEFT.clear()
            count = _seal_block(waiting=False)
        finally:
            _SEALING.release()
        if count > 0:
            sealed += count
            _WORD_LEFT.set()  # look again: another process may have come in the meantime
    return sealed


def seal_all() -> int:
    """Seal every committed entry, waiting for whoever is at it (for the verifier and upkeep)."""
    sealed = 0
    while count := _seal_block(waiting=True):
        sealed += count
    return sealed


def checkpoint(*, at: datetime) -> bool:
    """Sign where the chain stands now; False when that is signed already."""
    with transaction.atomic():
        prepare_years(at=at)
        execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return _sign_head(at=at)


def prepare_years(*, at: datetime) -> int:
    """Make the partitions of this fiscal year and the next where they are missing."""
    year = fiscal_year_of(timezone.localtime(at).date())
    (made,) = row("SELECT audit.prepare_years(%s, %s)", [year, year + 1]) or (0,)
    return int(made)


def block_hash(previous: bytes, number: int, members: Iterable[tuple[int, bytes]]) -> bytes:
    """SHA-256 over the block before, the number, and every entry's number and digest in order."""
    total = hashlib.sha256(previous + number.to_bytes(8, "big"))
    for entry_id, entry_digest in members:
        total.update(entry_id.to_bytes(8, "big") + entry_digest)
    return total.digest()


def statement(chain: str, number: int, entries: int, at: datetime, value: bytes) -> bytes:
    """The bytes that a checkpoint signs."""
    moment = int(at.timestamp() * 1_000_000)
    return (
        f"daicho audit checkpoint\n{chain}\n{number}\n{entries}\n{moment}\n{value.hex()}".encode()
    )


def signing_key() -> Ed25519PrivateKey:
    """The key from the settings; its public half is written beside every checkpoint."""
    return Ed25519PrivateKey.from_private_bytes(settings.AUDIT_SIGNING_KEY)


def chain_name() -> str:
    """The name of this database's chain."""
    (name,) = row("SELECT name FROM audit.chain") or ("",)
    return str(name)


def published_path() -> Path:
    """The checkpoints kept outside the database (best on another machine)."""
    return Path(settings.AUDIT_CHECKPOINT_DIR) / f"{chain_name()}.jsonl"


def _seal_block(*, waiting: bool) -> int:
    """One call, and outside a transaction one transaction: the database builds the block."""
    at = timezone.now()
    found = row(
        "SELECT * FROM audit.seal(%s, %s, %s, %s, %s)",
        [at, BLOCK_LIMIT, waiting, CHECKPOINT_ENTRIES, CHECKPOINT_AGE],
    )
    sealed, is_checkpoint_due = found or (0, False)
    if is_checkpoint_due:
        checkpoint(at=at)
    return int(sealed)


def _head() -> tuple[int, int, bytes]:
    """Number of the last block, entries up to it, its hash."""
    last = row("SELECT number, entries, hash FROM audit.block ORDER BY number DESC LIMIT 1")
    return (int(last[0]), int(last[1]), bytes(last[2])) if last else (0, 0, GENESIS)


def _sign_head(*, at: datetime) -> bool:
    number, entries, value = _head()
    if number == 0 or row("SELECT 1 FROM audit.checkpoint WHERE block_number = %s", [number]):
        return False
    # What is published outside must not be lost inside.
    execute("SET LOCAL synchronous_commit = on")
    signature = signing_key().sign(statement(chain_name(), number, entries, at, value))
    execute(
        "INSERT INTO audit.checkpoint VALUES (%s, %s, %s, %s, %s)",
        [number, entries, at, value, signature],
    )
    transaction.on_commit(publish, robust=True)
    return True


def publish() -> None:
    """Write checkpoints and tombstones that are not yet outside the database to the file."""
    path = published_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    public = signing_key().public_key().public_bytes_raw().hex()
    with exclusive(path.with_suffix(".lock")), path.open("a+", encoding="utf-8") as handle:
        known = _last_published(handle)
        for line in (*_new_checkpoints(known), *_new_tombstones()):
            handle.write(json.dumps({**line, "key": public}) + "\n")
        handle.flush()
        os.fsync(handle.fileno())


def _new_checkpoints(known: int) -> Iterator[dict[str, object]]:
    new = rows(
        "SELECT block_number, entries, at, hash, signature FROM audit.checkpoint"
        " WHERE block_number > %s ORDER BY 1",
        [known],
    )
    for number, entries, at, value, signature in new:
        yield {
            "block": number, "entries": entries, "at": at.isoformat(),
            "hash": bytes(value).hex(), "signature": bytes(signature).hex(),
        }  # fmt: skip


def _new_tombstones() -> Iterator[dict[str, object]]:
    """Few and rare: asked for first, and only then is the file read."""
    found = rows("SELECT fiscal_year, signature FROM audit.tombstone ORDER BY block_number, 1")
    known = published_tombstones() if found else {}
    for year, signature in found:
        if year not in known:
            yield {"tombstone": year, "signature": bytes(signature).hex()}


def published_lines() -> list[dict[str, Any]]:
    """What stands in the file outside the database."""
    path = published_path()
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def published_tombstones() -> dict[int, str]:
    """Of each purged year the signature that was published."""
    return {
        line["tombstone"]: line["signature"] for line in published_lines() if "tombstone" in line
    }


def _last_published(handle: IO[str]) -> int:
    """The last checkpoint in the file; a purging writes few lines after it."""
    handle.seek(max(0, handle.seek(0, os.SEEK_END) - TAIL))
    blocks = re.findall(r'^\{"block": (\d+),', handle.read(), re.MULTILINE)
    return int(blocks[-1]) if blocks else 0
