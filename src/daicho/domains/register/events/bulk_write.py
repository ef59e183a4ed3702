# SPDX-License-Identifier: Apache-2.0
"""Write the rows of many events at once, inside the database: thousands of households in seconds.

Only for changes judged by bulk_lines: one row of each person reaches beyond the day, none begins
after it. What history.py does for such a change row by row is done here for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from daicho.domains.register.history import Changed, HistoryError, PersonChange
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.models.resident import ITEMS
from daicho.kernel.text import search_kana

_COLUMNS = ("addressee_no", "history_no", "event_id", "source", "valid", "recorded", *ITEMS)
_LISTED = ", ".join(_COLUMNS)
_TAKEN = ", ".join(f"(made.row).{name}" for name in _COLUMNS)
_TARGET = """
CREATE TEMPORARY TABLE bulk_target ON COMMIT DROP AS
SELECT t.addressee_no, t.event_id, t.changed, r.id AS held_id,
       coalesce(lower(r.valid) < %(day)s, true) AS is_cut, n.last_no
FROM unnest(%(people)s::bigint[], %(events)s::bigint[], %(changed)s::jsonb[])
         AS t(addressee_no, event_id, changed)
JOIN register_residentversion r ON r.addressee_no = t.addressee_no
    AND upper_inf(r.recorded) AND (upper_inf(r.valid) OR upper(r.valid) > %(day)s)
CROSS JOIN LATERAL (
    SELECT max(history_no) AS last_no FROM register_residentversion
    WHERE addressee_no = t.addressee_no
) n
"""
_CLOSE = """
UPDATE register_residentversion r SET recorded = tstzrange(lower(r.recorded), %(at)s)
FROM bulk_target t WHERE r.id = t.held_id
"""
_SAY_BEFORE = f"""
INSERT INTO register_residentversion ({_LISTED})
SELECT {_TAKEN} FROM (
    SELECT jsonb_populate_record(r, jsonb_build_object(
        'history_no', t.last_no + 1, 'valid', daterange(lower(r.valid), %(day)s),
        'recorded', tstzrange(%(at)s, NULL))) AS row
    FROM bulk_target t JOIN register_residentversion r ON r.id = t.held_id WHERE t.is_cut
) made
"""
_SAY_NEW = f"""
INSERT INTO register_residentversion ({_LISTED})
SELECT {_TAKEN} FROM (
    SELECT jsonb_populate_record(r, t.changed || jsonb_build_object(
        'history_no', t.last_no + 1 + t.is_cut::int, 'event_id', t.event_id,
        'valid', daterange(greatest(lower(r.valid), %(day)s), upper(r.valid)),
        'recorded', tstzrange(%(at)s, NULL))) AS row
    FROM bulk_target t JOIN register_residentversion r ON r.id = t.held_id
) made
"""


def write_bulk(
    *, written: Sequence[tuple[Event, Sequence[PersonChange]]],
    before: Mapping[int, ResidentVersion], day: date, at: datetime,
) -> list[Changed]:  # fmt: skip
    """Save the events and their rows; the caller holds the locks and tells the followers."""
    for event, changes in written:
        event.addressee_nos = [change.addressee_no for change in changes]
    Event.objects.bulk_create(event for event, _ in written)
    of = {change.addressee_no: event for event, changes in written for change in changes}
    changed = [_as_json(change) for _, changes in written for change in changes]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bulk_target")
        cursor.execute(
            _TARGET,
            {"day": day, "people": list(of), "events": [one.pk for one in of.values()],
             "changed": changed},
        )  # fmt: skip
        if cursor.rowcount != len(of):
            raise HistoryError("more or less than one row reaches beyond the day")
        for statement in (_CLOSE, _SAY_BEFORE, _SAY_NEW):
            cursor.execute(statement, {"day": day, "at": at})
    after = _latest(list(of))
    return [
        Changed(addressee_no=number, event=event, before=before[number], after=after[number])
        for number, event in of.items()
    ]


def _as_json(change: PersonChange) -> str:
    """The changed items; the folded spellings go with the names they come from."""
    values = dict(change.values)
    if "kana" in values:
        values["kana_folded"] = search_kana(values["kana"])
    return json.dumps(values, ensure_ascii=False)


def _latest(numbers: Sequence[int]) -> dict[int, ResidentVersion]:
    """What is known now of each person's last time."""
    found = ResidentVersion.objects.filter(
        addressee_no__in=numbers, recorded__upper_inf=True, valid__upper_inf=True
    )
    return {row.addressee_no: row for row in found}
