# SPDX-License-Identifier: Apache-2.0
"""Taking a snapshot (賦課期日現在の住民情報) into the history of the register, and back out.

Part of a larger action (the import), which holds the lock, the permission and the audit entry.
Every statement works on the whole set; a ward of 260,000 takes seconds.
"""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from daicho.domains.register.facts import SNAPSHOT_SCHEMA, SnapshotResult
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.models.resident import ITEMS
from daicho.foundation.database.bulk import copy_in, first_load

# Of the residents known before, so many in a hundred may be missing from a new snapshot.
GONE_PERCENT_LIMIT = 20
_ITEMS = ", ".join(SNAPSHOT_SCHEMA.names)
_OLD_ITEMS = ", ".join(f"o.{name}" for name in SNAPSHOT_SCHEMA.names)
_NEW_ITEMS = ", ".join(f"i.{name}" for name in SNAPSHOT_SCHEMA.names)
# Items that a snapshot does not carry stay as the register has them.
ITEMS_AND_KEY = ("addressee_no", *ITEMS)
_OTHERS = [name for name in ITEMS if name not in SNAPSHOT_SCHEMA.names]
_OLD_OTHERS = ", ".join(f"o.{name}" for name in _OTHERS)
_ALL = ", ".join(ITEMS_AND_KEY)
_OLD_ALL = ", ".join(f"o.{name}" for name in ITEMS_AND_KEY)

_STAGE = f"""
CREATE TEMP TABLE incoming_resident ON COMMIT DROP AS
    SELECT {_ITEMS} FROM register_residentversion WITH NO DATA;
"""
# What each person of either side comes to: `old` is the row in force on the day as known now.
_COMPARE = f"""
CREATE TEMP TABLE snapshot_change ON COMMIT DROP AS
SELECT coalesce(i.addressee_no, o.addressee_no) AS addressee_no,
       o.id AS old_id, o.valid AS old_valid,
       i.addressee_no IS NOT NULL AS present,
       i.addressee_no IS NOT NULL AND o.id IS NOT NULL
           AND ({_NEW_ITEMS}) IS NOT DISTINCT FROM ({_OLD_ITEMS}) AS same
FROM incoming_resident i
FULL JOIN (
    SELECT * FROM register_residentversion
    WHERE upper_inf(recorded) AND valid @> %(day)s::date
) o ON o.addressee_no = i.addressee_no
"""
_COUNT = """
SELECT count(*) FILTER (WHERE old_id IS NULL),
       count(*) FILTER (WHERE present AND old_id IS NOT NULL AND NOT same),
       count(*) FILTER (WHERE same),
       count(*) FILTER (WHERE NOT present)
FROM snapshot_change
"""
_CLOSE = """
UPDATE register_residentversion r
SET recorded = tstzrange(lower(r.recorded), %(now)s)
FROM snapshot_change c
WHERE r.id = c.old_id AND NOT c.same
"""
# What each person's history holds before anything is added; as joins, because an empty table
# that is being filled has no index to look each one up in.
_HISTORY = """
LEFT JOIN (
    SELECT addressee_no, max(history_no) AS last_no FROM register_residentversion GROUP BY 1
) h ON h.addressee_no = c.addressee_no
"""
# The time before the day stays as it was, under a new history number.
_KEEP_BEFORE = f"""
INSERT INTO register_residentversion (history_no, valid, recorded, source, event_id, {_ALL})
SELECT coalesce(h.last_no, 0) + 1, daterange(lower(c.old_valid), %(day)s),
       tstzrange(%(now)s, NULL), o.source, o.event_id, {_OLD_ALL}
FROM snapshot_change c JOIN register_residentversion o ON o.id = c.old_id {_HISTORY}
WHERE NOT c.same AND (lower_inf(c.old_valid) OR lower(c.old_valid) < %(day)s)
"""
_ADD_NEW = f"""
INSERT INTO register_residentversion (history_no, valid, recorded, source, kind, {_ITEMS})
SELECT coalesce(h.last_no, 0) + 1, daterange(%(day)s, later.first_day),
       tstzrange(%(now)s, NULL), %(source)s,
       CASE WHEN i.nationality IN ('JP', '') THEN 'japanese' ELSE 'foreign' END, {_NEW_ITEMS}
FROM snapshot_change c JOIN incoming_resident i ON i.addressee_no = c.addressee_no {_HISTORY}
LEFT JOIN (
    SELECT addressee_no, min(lower(valid)) AS first_day FROM register_residentversion
    WHERE upper_inf(recorded) AND lower(valid) > %(day)s GROUP BY 1
) later ON later.addressee_no = c.addressee_no
WHERE c.old_id IS NULL
ORDER BY i.addressee_no
"""
# What a snapshot does not tell stays as it was.
_ADD_CHANGED = f"""
INSERT INTO register_residentversion
    (history_no, valid, recorded, source, {_ITEMS}, {", ".join(_OTHERS)})
SELECT coalesce(h.last_no, 0) + 1, daterange(%(day)s, upper(c.old_valid)),
       tstzrange(%(now)s, NULL), %(source)s, {_NEW_ITEMS}, {_OLD_OTHERS}
FROM snapshot_change c JOIN incoming_resident i ON i.addressee_no = c.addressee_no
JOIN register_residentversion o ON o.id = c.old_id {_HISTORY}
WHERE NOT c.same
ORDER BY i.addressee_no
"""


def compare_snapshot(*, cursor: CursorWrapper, people: pa.Table, as_of: dt.date) -> SnapshotResult:
    """Stage a snapshot and count what it would change; nothing of the register changes."""
    cursor.execute("DROP TABLE IF EXISTS incoming_resident, snapshot_change")
    cursor.execute(_STAGE)
    copy_in(cursor, "incoming_resident", people.select(SNAPSHOT_SCHEMA.names))
    cursor.execute("ANALYZE incoming_resident")
    cursor.execute(_COMPARE, {"day": as_of})
    cursor.execute("ANALYZE snapshot_change")
    cursor.execute(_COUNT)
    added, changed, unchanged, gone = cursor.fetchone()
    return SnapshotResult(added=added, changed=changed, unchanged=unchanged, gone=gone)


def is_live(*, cursor: CursorWrapper) -> bool:
    """Whether events make the history here: from then on no snapshot of another system may."""
    cursor.execute("SELECT EXISTS (SELECT FROM register_event)")
    return bool(cursor.fetchone()[0])


def loses_too_many(result: SnapshotResult) -> bool:
    """Whether a snapshot lacks so many known residents that it is likely not whole."""
    known = result.changed + result.unchanged + result.gone
    return result.gone * 100 > known * GONE_PERCENT_LIMIT


def load_compared_snapshot(
    *, cursor: CursorWrapper, as_of: dt.date, recorded_at: dt.datetime, source: int
) -> None:
    """Write what `compare_snapshot` staged in the same transaction."""
    parameters = {"day": as_of, "now": recorded_at, "source": source}
    cursor.execute(_CLOSE, parameters)
    with first_load(cursor, ResidentVersion):
        cursor.execute(_KEEP_BEFORE, parameters)
        cursor.execute(_ADD_CHANGED, parameters)
        cursor.execute(_ADD_NEW, parameters)
    cursor.execute("ANALYZE register_residentversion")


# Rows that a withdrawal records again keep the number of the import they first came from.
_OVERTAKEN = """
SELECT EXISTS (
    SELECT FROM register_residentversion
    WHERE upper_inf(recorded) AND lower(recorded) > %(recorded_at)s
      AND (source IS NULL OR source > %(source)s))
"""
_KNOWN_BEFORE = f"""
CREATE TEMP TABLE known_before ON COMMIT DROP AS
SELECT valid, source, event_id, {_ALL} FROM register_residentversion
WHERE lower(recorded) < %(recorded_at)s AND upper(recorded) >= %(recorded_at)s
"""
_UNDO = """
UPDATE register_residentversion SET recorded = tstzrange(lower(recorded), %(now)s)
WHERE lower(recorded) >= %(recorded_at)s AND upper_inf(recorded)
"""
_RECORD_AGAIN = f"""
INSERT INTO register_residentversion (history_no, valid, recorded, source, event_id, {_ALL})
SELECT coalesce(h.last_no, 0)
           + row_number() OVER (PARTITION BY c.addressee_no ORDER BY c.valid),
       c.valid, tstzrange(%(now)s, NULL), c.source, c.event_id,
       {", ".join(f"c.{name}" for name in ITEMS_AND_KEY)}
FROM known_before c {_HISTORY}
"""


def is_overtaken(*, cursor: CursorWrapper, recorded_at: dt.datetime, source: int) -> bool:
    """Whether something later than that import stands in the register, so that it must stay."""
    cursor.execute(_OVERTAKEN, {"recorded_at": recorded_at, "source": source})
    return bool(cursor.fetchone()[0])


def withdraw_snapshot(*, cursor: CursorWrapper, recorded_at: dt.datetime, now: dt.datetime) -> None:
    """Put the register back to what was known just before that moment; both stay on record."""
    parameters = {"recorded_at": recorded_at, "now": now}
    cursor.execute("DROP TABLE IF EXISTS known_before")
    cursor.execute(_KNOWN_BEFORE, parameters)
    cursor.execute(_UNDO, parameters)
    cursor.execute(_RECORD_AGAIN, parameters)
