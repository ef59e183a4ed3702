# SPDX-License-Identifier: Apache-2.0
"""The log's years: prepared ahead, kept seven years, then purged whole (保存期間7年).

A year is one partition. Before it goes the whole log is verified; what stays of it is a signed
tombstone, so that the chain still holds from the first block that is left. Purging works as the
owner of the database, which may become `daicho_audit`; the running application may not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from daicho.foundation.audit.chain import LOCK, publish, seal_all, signing_key
from daicho.foundation.audit.tombstones import COLUMNS, Grave, digest_of_kept
from daicho.foundation.audit.verify import verify
from daicho.foundation.database.query import execute, row, rows
from daicho.kernel.findings import Finding, Severity

YEARS_KEPT = 7
NAME = re.compile(r"entry_(\d{4})$")


def years_in_log() -> list[int]:
    """The fiscal years that have a partition."""
    found = rows(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'audit.entry'::regclass"
    )
    matches = (NAME.match(name) for (name,) in found)
    return sorted(int(match[1]) for match in matches if match)


def ends_on(fiscal_year: int) -> date:
    """The first day on which a year's entries may go: seven years after its end."""
    return date(fiscal_year + 1 + YEARS_KEPT, 4, 1)


def is_over(*, fiscal_year: int, at: datetime) -> bool:
    """Whether the keeping of a year has ended."""
    return timezone.localtime(at).date() >= ends_on(fiscal_year)


def purge_year(*, fiscal_year: int, at: datetime) -> tuple[Grave | None, tuple[Finding, ...]]:
    """Drop a year whose keeping has ended; refused before, and when the log is not whole."""
    if fiscal_year not in years_in_log():
        return None, (_refusal("audit.no_year", f"{fiscal_year}年度のログはありません。"),)
    if not is_over(fiscal_year=fiscal_year, at=at):
        day = ends_on(fiscal_year).isoformat()
        message = f"{fiscal_year}年度のログは{day}より前に廃棄できません(保存期間7年)。"
        return None, (_refusal("audit.too_young", message),)
    if fiscal_year != years_in_log()[0]:
        return None, (_refusal("audit.order", "古い年度から順に廃棄してください。"),)
    with transaction.atomic():
        seal_all()
        findings = verify().findings
        if findings:
            return None, findings
        grave = _bury(fiscal_year, at)
        transaction.on_commit(publish, robust=True)
        return grave, ()


def _bury(fiscal_year: int, at: datetime) -> Grave:
    execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    purged = _gather(fiscal_year)
    execute("SET LOCAL ROLE daicho_audit")
    block, entries, value = _beginning()
    execute(
        "INSERT INTO audit.purged_entry SELECT g.id, g.digest FROM audit.block b"
        " CROSS JOIN LATERAL unnest(b.entry_ids) AS held(id) JOIN going g ON g.id = held.id"
        " WHERE b.number >= %s ORDER BY g.id",
        [block],
    )
    execute("ALTER TABLE audit.block DISABLE TRIGGER append_only")
    execute("DELETE FROM audit.block WHERE number < %s", [block])
    execute("ALTER TABLE audit.block ENABLE TRIGGER append_only")
    execute(f"ALTER TABLE audit.entry DETACH PARTITION audit.entry_{fiscal_year}")
    execute(f"DROP TABLE audit.entry_{fiscal_year}")
    grave = Grave(fiscal_year, at, purged, block, entries, value, digest_of_kept(), b"")
    grave = replace(grave, signature=signing_key().sign(grave.statement()))
    _write(grave)
    execute("RESET ROLE")
    execute("DROP TABLE going")
    return grave


def _gather(fiscal_year: int) -> int:
    """What goes, in a temporary table; how many."""
    execute(
        "CREATE TEMPORARY TABLE going ON COMMIT DROP AS SELECT id, digest FROM audit.entry"
        " WHERE at >= make_timestamptz(%s, 4, 1, 0, 0, 0, 'Asia/Tokyo')"
        " AND at < make_timestamptz(%s, 4, 1, 0, 0, 0, 'Asia/Tokyo')",
        [fiscal_year, fiscal_year + 1],
    )
    execute("CREATE UNIQUE INDEX ON going (id)")
    execute("ANALYZE going")
    execute("GRANT SELECT ON going TO daicho_audit")
    (purged,) = row("SELECT count(*) FROM going") or (0,)
    return int(purged)


def _beginning() -> tuple[int, int, bytes]:
    """The first block that holds an entry that stays (at least the last), and what is before it."""
    found = row(
        "SELECT b.number FROM audit.block b WHERE EXISTS (SELECT FROM unnest(b.entry_ids) AS"
        " held(id) WHERE NOT EXISTS (SELECT FROM going g WHERE g.id = held.id)"
        " AND NOT EXISTS (SELECT FROM audit.purged_entry p WHERE p.id = held.id))"
        " ORDER BY b.number LIMIT 1"
    ) or row("SELECT max(number) FROM audit.block")
    first = int(found[0]) if found and found[0] else 1
    before = row("SELECT entries, hash FROM audit.block WHERE number = %s", [first - 1])
    if before is None:  # nothing goes from the front: the chain begins where it did
        last = row(
            "SELECT entries, hash FROM audit.tombstone WHERE block_number = %s"
            " ORDER BY purged_at DESC LIMIT 1",
            [first],
        )
        before = last or (0, bytes(32))
    return first, int(before[0]), bytes(before[1])


def _write(grave: Grave) -> None:
    execute(
        f"INSERT INTO audit.tombstone ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            grave.fiscal_year, grave.purged_at, grave.purged, grave.block, grave.entries,
            grave.hash, grave.kept, grave.signature,
        ],
    )  # fmt: skip


def _refusal(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
