# SPDX-License-Identifier: Apache-2.0
"""Balances against the postings: compare them, and make them anew."""

from __future__ import annotations

from django.db import transaction

from daicho.foundation.database.query import execute, row, rows

_FIGURES = (
    "book_year, assessed, received, appropriated, written_off, refunded, appropriated_out,"
    " recovered, open, overpaid, recovery, provisional, entrusted, planned"
)


def differing_balances(most: int) -> list[tuple[int, int]]:
    """(Instalment, component) whose balance is not what its postings make, up to `most`."""
    return [
        (number, component)
        for number, component in rows(
            f"SELECT receivable_id, component FROM"
            f" (SELECT receivable_id, component, {_FIGURES} FROM collection_balance"
            f"  EXCEPT SELECT receivable_id, component, {_FIGURES} FROM collection_figures) a"
            f" UNION SELECT receivable_id, component FROM"
            f" (SELECT receivable_id, component, {_FIGURES} FROM collection_figures"
            f"  EXCEPT SELECT receivable_id, component, {_FIGURES} FROM collection_balance) b"
            " ORDER BY 1, 2 LIMIT %s",
            [most],
        )
    ]


def rebuild_balances() -> int:
    """Make every balance anew from the postings, in one transaction; gives their number."""
    with transaction.atomic():
        execute("LOCK TABLE collection_balance IN ACCESS EXCLUSIVE MODE")
        execute("TRUNCATE collection_balance")
        execute(
            f"INSERT INTO collection_balance (receivable_id, component, {_FIGURES})"
            f" SELECT receivable_id, component, {_FIGURES} FROM collection_figures"
        )
        found = row("SELECT count(*) FROM collection_balance")
    return int(found[0]) if found else 0
