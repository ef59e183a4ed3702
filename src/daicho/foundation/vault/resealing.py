# SPDX-License-Identifier: Apache-2.0
"""Seal anew what other tables keep sealed, when the vault's key changes.

The vault knows no domain: the installation declares every such place. Piece by piece, each in a
transaction of its own; killed, what is done is done and the rest is found again by its first bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from daicho.foundation.vault.keys import HEADER_BYTES, VaultError, decrypt, encrypt, header

PIECE = 50  # a paper or an image may have megabytes


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many were sealed anew, and the keys of rows that none of our keys opens."""

    done: int
    stuck: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedHolder:
    """A place elsewhere that holds what the vault's cipher sealed.

    `sealed_by` names the functions whose product lies there, so that a test can look for others.
    """

    name: str
    place: str
    sealed_by: tuple[str, ...]
    count_left: Callable[[], int]
    reseal: Callable[[], Resealed]


@dataclass(frozen=True, slots=True)
class _Column:
    """Where values lie: a column of bytes, or base64 under a name inside a JSON column."""

    table: str
    column: str
    use: str
    inside: str = ""

    def names(self) -> dict[str, sql.Composable]:
        column = sql.Identifier(self.column)
        if not self.inside:
            return {"table": sql.Identifier(self.table), "value": column, "column": column}
        value = sql.SQL("decode(({} ->> {}), 'base64')").format(column, sql.Literal(self.inside))
        return {"table": sql.Identifier(self.table), "value": value, "column": column}

    def changed(self) -> sql.Composable:
        """The column with the new value in its place; what lies beside it in JSON stays."""
        if not self.inside:
            return sql.SQL("%s")
        return sql.SQL("jsonb_set({}, {}, to_jsonb(%s::text))").format(
            sql.Identifier(self.column), sql.Literal([self.inside])
        )


def column(
    name: str, *, table: str, column: str, use: str, sealed_by: tuple[str, ...]
) -> SealedHolder:
    """A column of sealed bytes in a table whose key is `id`."""
    return _holder(name, _Column(table, column, use), f"{table}.{column}", sealed_by)


def inside_json(
    name: str, *, table: str, column: str, inside: str, use: str, sealed_by: tuple[str, ...]
) -> SealedHolder:
    """Sealed bytes as base64 under the name `inside` of a JSON column."""
    place = f"{table}.{column}.{inside}"
    return _holder(name, _Column(table, column, use, inside), place, sealed_by)


def is_current(sealed: bytes) -> bool:
    """Whether the key in force sealed it."""
    return sealed[:HEADER_BYTES] == header()


def renewed(sealed: bytes, *, use: str) -> bytes:
    """The same under the key in force."""
    return encrypt(decrypt(sealed, use=use), use=use)


def _holder(name: str, where: _Column, place: str, sealed_by: tuple[str, ...]) -> SealedHolder:
    return SealedHolder(
        name, place, sealed_by, lambda: _count_left(where), lambda: _reseal_all(where)
    )


def _count_left(where: _Column) -> int:
    with connection.cursor() as cursor:
        query = sql.SQL("SELECT count(*) FROM {table} WHERE substr({value}, 1, %s) <> %s")
        cursor.execute(query.format(**where.names()), [HEADER_BYTES, header()])
        found = cursor.fetchone()
    return int(found[0])


def _reseal_all(where: _Column) -> Resealed:
    done, last = 0, 0
    stuck: list[str] = []
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            found = _old_after(cursor, where, last)
            for key, sealed in found:
                try:
                    again = renewed(bytes(sealed), use=where.use)
                except VaultError:
                    stuck.append(f"{where.table} {key}")
                    continue
                _replace(cursor, where, key, again)
                done += 1
        if not found:
            return Resealed(done, tuple(stuck))
        last = found[-1][0]


def _old_after(cursor: CursorWrapper, where: _Column, last: int) -> list[tuple[int, bytes]]:
    """The next rows under a former key; whoever else writes them waits, and loses nothing."""
    query = sql.SQL(
        "SELECT id, {value} FROM {table} WHERE id > %s AND substr({value}, 1, %s) <> %s"
        " ORDER BY id LIMIT %s FOR UPDATE"
    )
    cursor.execute(query.format(**where.names()), [last, HEADER_BYTES, header(), PIECE])
    found: list[tuple[int, bytes]] = cursor.fetchall()
    return found


def _replace(cursor: CursorWrapper, where: _Column, key: int, sealed: bytes) -> None:
    value = base64.b64encode(sealed).decode("ascii") if where.inside else sealed
    query = sql.SQL("UPDATE {table} SET {column} = {changed} WHERE id = %s")
    cursor.execute(query.format(changed=where.changed(), **where.names()), [value, key])
