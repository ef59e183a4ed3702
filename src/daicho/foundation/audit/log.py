# SPDX-License-Identifier: Apache-2.0
"""Append to the log. The entry stands or falls with the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import psycopg
from django.db import connection, transaction

from daicho.foundation.audit.chain import seal
from daicho.foundation.audit.entries import AuditError, NewEntry, Row, row_of

COLUMNS = (
    "at, kind, login, name, section, terminal, function, screen, purpose, subjects,"
    " individual_number_shown, result, detail, digest"
)
INSERT = (
    f"INSERT INTO audit.entry ({COLUMNS}) VALUES"
    " (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s, %s, %s::jsonb, %s) RETURNING id"
)
PIECE = 10_000


def append(entry: NewEntry) -> int:
    """Write one entry and return its number; it is chained when the transaction commits."""
    number = _insert(row_of(entry))
    transaction.on_commit(seal, robust=True)
    return number


def _insert(row: Row) -> int:
    """By a prepared statement: planning over the partitions costs more than the insert itself.

    Django's own cursors put values into the text and never prepare.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(INSERT, row, prepare=True)
        found = cursor.fetchone()
    if found is None:
        raise AuditError("the entry got no number")
    return int(found[0])


def append_many(entries: Iterable[NewEntry]) -> int:
    """Write many entries, in order, and return how many."""
    waiting = iter(entries)
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        while piece := [row_of(entry) for entry in islice(waiting, PIECE)]:
            with cursor.copy(f"COPY audit.entry ({COLUMNS}) FROM STDIN") as copy:
                for row in piece:
                    copy.write_row(row)
            count += len(piece)
        transaction.on_commit(seal, robust=True)
    return count
