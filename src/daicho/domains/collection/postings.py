# SPDX-License-Identifier: Apache-2.0
"""Post what a tax decided (調定・更正) into the ledger, for one person or the whole ward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice

from django.db import connection
from django.utils.timezone import localdate

from daicho.domains.collection.facts import NewPosting
from daicho.domains.collection.ledger import begin, finish
from daicho.domains.collection.models import Account, EntryKind, PostingReason
from daicho.foundation.database.query import execute, row

_INCOMING = """
CREATE TEMP TABLE collection_incoming (tax_kind text, fiscal_year smallint, addressee_no bigint,
    payer_no bigint, method smallint, instalment_no smallint, due_date date, amount bigint,
    reason text, source_id bigint) ON COMMIT DROP
"""
# A receivable is opened once; a later day that is decided for it is a change of its due date.
_OPEN = """
INSERT INTO collection_receivable (tax_kind, fiscal_year, tax_year, addressee_no, payer_no, method,
    instalment_no, due_date, opened_at)
SELECT tax_kind, fiscal_year, fiscal_year, addressee_no, payer_no, method, instalment_no,
       max(due_date), %s FROM collection_incoming GROUP BY 1, 2, 3, 4, 5, 6, 7
    ORDER BY 4, 1, 2, 6, 7 ON CONFLICT DO NOTHING;
CREATE TEMP TABLE collection_decided ON COMMIT DROP AS
SELECT i.*, r.id AS receivable_id, r.due_date AS first_due_date,
       CASE WHEN i.reason = %s THEN %s WHEN i.reason = %s THEN %s
            WHEN amount > 0 THEN %s ELSE %s END AS kind
  FROM collection_incoming i JOIN collection_receivable r
       USING (tax_kind, fiscal_year, addressee_no, payer_no, method, instalment_no)
 WHERE r.tax_year = r.fiscal_year AND i.amount <> 0;
INSERT INTO collection_duedatechange (receivable_id, due_date, reason, changed_at)
SELECT receivable_id, max(d.due_date), min(d.reason), %s FROM collection_decided d
 WHERE d.due_date > GREATEST(d.first_due_date, (SELECT max(c.due_date)
       FROM collection_duedatechange c WHERE c.receivable_id = d.receivable_id))
 GROUP BY 1;
"""
_PREPARE = """
INSERT INTO collection_new_entry
       (no, kind, booked_on, effective_on, contra, source, source_id, note)
SELECT row_number() OVER (ORDER BY source_id, kind), kind, %s, %s, %s, tax_kind, source_id, ''
  FROM (SELECT DISTINCT kind, tax_kind, source_id FROM collection_decided) d;
INSERT INTO collection_new_line (no, receivable_id, component, figure, amount)
SELECT e.no, d.receivable_id, 1, 1, d.amount
  FROM collection_decided d JOIN collection_new_entry e
       ON e.kind = d.kind AND e.source_id = d.source_id AND e.source = d.tax_kind
 ORDER BY e.no, d.receivable_id;
"""


PIECE = 50_000


def post_receivables(
    decided: Iterable[NewPosting], *, posted_at: dt.datetime, by: str
) -> tuple[int, int]:
    """Post the amounts; give their number and sum, for the caller's control total.

    One decision (`source_id`) makes one entry a kind. What was paid too much becomes 過誤納 in the
    same entry. The rows are taken in pieces, each written by a COPY of its own: they may come from
    the same database.
    """
    execute("DROP TABLE IF EXISTS collection_incoming, collection_decided")
    execute(_INCOMING)
    waiting = iter(decided)
    while piece := list(islice(waiting, PIECE)):
        _copy(piece)
    kinds = (
        PostingReason.INITIAL.value, EntryKind.ASSESS.value,
        PostingReason.MOVED.value, EntryKind.MOVE.value,
        EntryKind.INCREASE.value, EntryKind.DECREASE.value,
    )  # fmt: skip
    execute(_OPEN, [posted_at, *kinds, posted_at])
    begin()
    day = localdate(posted_at)
    execute(_PREPARE, [day, day, Account.ASSESSED.value])
    finish(at=posted_at, by=by)
    count, total = row("SELECT count(*), COALESCE(sum(amount), 0) FROM collection_incoming") or (
        0,
        0,
    )
    return int(count), int(total)


def _copy(piece: list[NewPosting]) -> None:
    text = "".join("\t".join(map(str, one)) + "\n" for one in piece)
    with connection.cursor() as cursor, cursor.copy("COPY collection_incoming FROM STDIN") as copy:
        copy.write(text)
