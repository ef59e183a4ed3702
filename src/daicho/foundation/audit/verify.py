# SPDX-License-Identifier: Apache-2.0
"""Check the log: every entry's digest, every block's hash, every checkpoint's signature.

Found are entries changed, removed, added past the application or put in another order, blocks
removed, and a chain cut off at its end (by the checkpoints kept outside the database). Years whose
keeping ended are missing rightly: a signed tombstone says where the chain begins since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from daicho.foundation.audit.chain import (
    GENESIS,
    block_hash,
    chain_name,
    published_lines,
    published_tombstones,
    seal_all,
    signing_key,
    statement,
)
from daicho.foundation.audit.entries import canonical, digest
from daicho.foundation.audit.tombstones import Grave, digest_of_kept, list_graves
from daicho.foundation.database.query import rows
from daicho.kernel.findings import Finding, Severity

# Blocks checked with one query; a block holds one entry by day and thousands after a batch.
BLOCKS_A_QUERY = 200
SHOWN = 20
ENTRY_COLUMNS = (
    "id, digest, at, kind, login, name, section, terminal, function, screen, purpose, subjects,"
    " individual_number_shown, result, detail"
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what is wrong; no findings means the log is whole."""

    entries: int
    blocks: int
    checkpoints: int
    findings: tuple[Finding, ...]
    purged_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    number: int
    entry_ids: list[int]
    entries: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class _Checkpoint:
    block: int
    entries: int
    at: datetime
    hash: bytes
    signature: bytes
    where: str


def verify() -> Verification:
    """Seal what waits, then check everything."""
    seal_all()
    graves = list_graves()
    findings: list[Finding] = list(_check_graves(graves))
    previous, expected, entries = GENESIS, 1, 0
    if graves:
        previous, expected, entries = graves[-1].hash, graves[-1].block, graves[-1].entries
    before, first = entries, expected
    hashes: list[tuple[int, bytes]] = [(expected - 1, previous)]
    for blocks in _blocks():
        stored = _stored_entries(blocks)
        for block in blocks:
            findings += _check_block(block, previous, expected, entries, stored)
            entries += len(block.entry_ids)
            previous, expected = block.hash, block.number + 1
            hashes.append((block.number, block.hash))
    findings += _check_unsealed()
    checkpoints = [*_database_checkpoints(), *_published_checkpoints()]
    known = dict(hashes)
    for checkpoint in checkpoints:
        findings += _check_checkpoint(checkpoint, known, first)
    years = tuple(sorted(grave.fiscal_year for grave in graves))
    return Verification(entries - before, len(hashes) - 1, len(checkpoints), tuple(findings), years)


def _check_graves(graves: list[Grave]) -> Iterator[Finding]:
    """Every tombstone is ours, none that was published is missing, the digests kept are those."""
    for grave in graves:
        if not grave.is_ours():
            subject = f"廃棄記録 {grave.fiscal_year}年度"
            yield _finding("audit.tombstone", "廃棄記録の署名が正しくありません。", subject)
    known = {grave.fiscal_year: grave.signature.hex() for grave in graves}
    for year, signature in published_tombstones().items():
        if known.get(year) != signature:
            subject = f"廃棄記録 {year}年度"
            yield _finding("audit.tombstone_lost", "廃棄記録が失われています。", subject)
    if graves and graves[-1].kept != digest_of_kept():
        yield _finding("audit.kept", "廃棄したログの要約値が変えられています。", "廃棄記録")


def _blocks() -> Iterator[list[_Block]]:
    last = 0
    while True:
        found = rows(
            "SELECT number, entry_ids, entries, hash FROM audit.block WHERE number > %s"
            " ORDER BY number LIMIT %s",
            [last, BLOCKS_A_QUERY],
        )
        if not found:
            return
        blocks = [_Block(row[0], row[1], row[2], bytes(row[3])) for row in found]
        last = blocks[-1].number
        yield blocks


def _stored_entries(blocks: Iterable[_Block]) -> dict[int, tuple[bytes, bool]]:
    """Of each entry of these blocks: the digest it carries, and whether its content fits that."""
    numbers = [number for block in blocks for number in block.entry_ids]
    found = rows(f"SELECT {ENTRY_COLUMNS} FROM audit.entry WHERE id = ANY(%s::bigint[])", [numbers])
    result: dict[int, tuple[bytes, bool]] = {}
    for number, value, at, *columns, detail in found:
        text = canonical(json.loads(detail) if isinstance(detail, str) else detail)
        result[number] = (bytes(value), bytes(value) == digest(at, *columns, text))
    missing = [number for number in numbers if number not in result]
    if missing:
        kept = rows(
            "SELECT id, digest FROM audit.purged_entry WHERE id = ANY(%s::bigint[])", [missing]
        )
        result.update({number: (bytes(value), True) for number, value in kept})
    return result


def _check_block(
    block: _Block,
    previous: bytes,
    expected: int,
    entries_before: int,
    stored: dict[int, tuple[bytes, bool]],
) -> Iterator[Finding]:
    subject = f"ブロック {block.number}"
    if block.number != expected:
        yield _finding("audit.block_removed", f"ブロック {expected} が失われています。", subject)
    missing = [number for number in block.entry_ids if number not in stored]
    changed = [number for number in block.entry_ids if not stored.get(number, (b"", True))[1]]
    for number in missing[:SHOWN]:
        yield _finding("audit.entry_removed", "ログが削除されています。", f"ログ {number}")
    for number in changed[:SHOWN]:
        yield _finding("audit.entry_changed", "ログが書き換えられています。", f"ログ {number}")
    if missing or block.number != expected:
        return  # The hash cannot come out; what is wrong has been said.
    members = [(number, stored[number][0]) for number in block.entry_ids]
    total = entries_before + len(block.entry_ids)
    if block_hash(previous, block.number, members) != block.hash or total != block.entries:
        yield _finding("audit.chain_broken", "ログの連鎖が一致しません。", subject)


def _check_unsealed() -> Iterator[Finding]:
    """Entries that no block holds although nothing waits: put in past the application."""
    found = rows(
        "SELECT id FROM audit.entry EXCEPT SELECT unnest(entry_ids) FROM audit.block"
        " EXCEPT SELECT entry_id FROM audit.pending ORDER BY 1 LIMIT %s",
        [SHOWN],
    )
    for (number,) in found:
        yield _finding("audit.entry_unsealed", "連鎖に入っていないログです。", f"ログ {number}")


def _check_checkpoint(
    checkpoint: _Checkpoint, known: dict[int, bytes], first: int
) -> Iterator[Finding]:
    subject = f"{checkpoint.where} ブロック {checkpoint.block}"
    signed = statement(
        chain_name(), checkpoint.block, checkpoint.entries, checkpoint.at, checkpoint.hash
    )
    public = Ed25519PublicKey.from_public_bytes(signing_key().public_key().public_bytes_raw())
    try:
        public.verify(checkpoint.signature, signed)
    except InvalidSignature:
        yield _finding("audit.signature", "検証点の署名が正しくありません。", subject)
        return
    if checkpoint.block < first - 1:
        return  # its block was purged; that the chain begins later is signed
    if checkpoint.block not in known:
        yield _finding("audit.truncated", "検証点より後ろのログが切り取られています。", subject)
    elif known[checkpoint.block] != checkpoint.hash:
        yield _finding("audit.rewritten", "検証点の後にログが作り直されています。", subject)


def _database_checkpoints() -> Iterator[_Checkpoint]:
    for number, entries, at, value, signature in rows(
        "SELECT block_number, entries, at, hash, signature FROM audit.checkpoint ORDER BY 1"
    ):
        yield _Checkpoint(number, entries, at, bytes(value), bytes(signature), "検証点(台帳内)")


def _published_checkpoints() -> Iterator[_Checkpoint]:
    for item in published_lines():
        if "block" not in item:
            continue
        yield _Checkpoint(
            item["block"],
            item["entries"],
            datetime.fromisoformat(item["at"]),
            bytes.fromhex(item["hash"]),
            bytes.fromhex(item["signature"]),
            "検証点(外部)",
        )


def _finding(code: str, message: str, subject: str) -> Finding:
    return Finding(code, Severity.ERROR, message, subject)
