# SPDX-License-Identifier: Apache-2.0
"""Post receivables (調定): always appended, never changed; part of the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice

from django.db import connection

from daicho.domains.collection.facts import NewPosting

COLUMNS = (
    "posted_at, tax_kind, fiscal_year, addressee_no, payer_no, method, instalment_no,"
    " due_date, amount, reason, source_id"
)
PIECE = 50_000


def post_receivables(rows: Iterable[NewPosting], *, posted_at: dt.datetime) -> tuple[int, int]:
    """Append the postings and give their number and sum, for the caller's control total.

    The rows are taken in pieces, each written by a COPY of its own: they may come from the same
    database.
    """
    waiting = iter(rows)
    count = total = 0
    while piece := list(islice(waiting, PIECE)):
        _copy(piece, posted_at.isoformat())
        count += len(piece)
        total += sum(row.amount for row in piece)
    return count, total


def _copy(piece: list[NewPosting], posted_at: str) -> None:
    text = "".join(f"{posted_at}\t" + "\t".join(map(str, row)) + "\n" for row in piece)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY collection_receivableposting ({COLUMNS}) FROM STDIN") as copy,
    ):
        copy.write(text)
