# SPDX-License-Identifier: Apache-2.0
"""Post entries to the journal: always appended, as part of the caller's transaction.

A caller says which figure of which instalment moves by how much; the database works out the
accounts from where the instalment stands, under a lock, and keeps the balances in step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from daicho.domains.collection.models import Account, Component, EntryKind, Figure
from daicho.foundation.database.query import execute, row, rows


class Line(NamedTuple):
    """One figure of one component of an instalment moves by `amount` yen; negative takes back."""

    receivable_id: int
    component: Component
    figure: Figure
    amount: int


class Plain(NamedTuple):
    """A posting as it is: debit positive, credit negative."""

    account: Account
    component: Component
    book_year: int
    amount: int
    receivable_id: int | None = None


class NewEntry(NamedTuple):
    """An entry before it is written. `contra` takes what the lines leave over."""

    kind: EntryKind
    booked_on: dt.date
    effective_on: dt.date
    source: str
    source_id: int
    lines: Sequence[Line] = ()
    plain: Sequence[Plain] = ()
    contra: Account | None = None
    channel: int | None = None
    reverses_id: int | None = None
    note: str = ""


TABLES = """
CREATE TEMP TABLE IF NOT EXISTS collection_new_entry (
    no bigint, id bigint DEFAULT nextval('collection_journalentry_id_seq'), kind smallint,
    booked_on date, effective_on date, contra smallint, channel smallint, source text,
    source_id bigint, reverses_id bigint, note text) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS collection_new_line (
    no bigint, place bigint GENERATED ALWAYS AS IDENTITY, receivable_id bigint, component smallint,
    figure smallint, amount bigint) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS collection_new_plain (
    no bigint, account smallint, component smallint, book_year smallint, amount bigint,
    receivable_id bigint) ON COMMIT DELETE ROWS;
TRUNCATE collection_new_entry, collection_new_line, collection_new_plain;
"""
_ENTRY = "no, kind, booked_on, effective_on, contra, channel, source, source_id, reverses_id, note"
_LINE = "no, receivable_id, component, figure, amount"
_PLAIN = "no, account, component, book_year, amount, receivable_id"


def post(entries: Iterable[NewEntry], *, at: dt.datetime, by: str) -> list[int]:
    """Write the entries in their order; gives their numbers.

    Raises IntegrityError where a posting is not of its kind or does not add up: a defect of the
    caller, who has looked at the balances under the same lock.
    """
    taken = list(entries)
    begin()
    _copy("collection_new_entry", _ENTRY, [
        (no, one.kind.value, one.booked_on, one.effective_on, _value(one.contra), one.channel,
         one.source, one.source_id, one.reverses_id, one.note)
        for no, one in enumerate(taken)
    ])  # fmt: skip
    _copy("collection_new_line", _LINE, [
        (no, line.receivable_id, line.component.value, line.figure.value, line.amount)
        for no, one in enumerate(taken) for line in one.lines
    ])  # fmt: skip
    _copy("collection_new_plain", _PLAIN, [
        (no, line.account.value, line.component.value, line.book_year, line.amount,
         line.receivable_id)
        for no, one in enumerate(taken) for line in one.plain
    ])  # fmt: skip
    return finish(at=at, by=by)


def begin() -> None:
    """Empty tables for what is to be posted; a caller may fill them by SQL and then `finish`."""
    execute(TABLES)


def finish(*, at: dt.datetime, by: str) -> list[int]:
    """Post what stands in the tables; the numbers of the entries in their order."""
    row("SELECT collection_post(%s, %s)", [at, by])
    return [number for (number,) in rows("SELECT id FROM collection_new_entry ORDER BY no")]


def lock(receivable_ids: Iterable[int]) -> None:
    """Hold these instalments until the transaction ends, so that what is read of them stays."""
    execute(
        "SELECT FROM collection_receivable WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
        [list(receivable_ids)],
    )


def _copy(table: str, columns: str, lines: Sequence[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)


def _value(account: Account | None) -> int | None:
    return None if account is None else account.value
