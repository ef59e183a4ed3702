# SPDX-License-Identifier: Apache-2.0
"""Renew what the vault sealed and hashed when its key changes (鍵の更新).

`reseal_numbers` and `reseal_files` go batch by batch beside the work of the day; killed, they go on
where they stopped. `switch_hashes` then changes every stored hash in one transaction, so that
equal numbers meet at every moment. Afterwards the former key opens nothing and can go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import import_string
from psycopg import sql

from daicho.foundation.vault.keys import decrypt, encrypt, hash_with, header, key_id
from daicho.foundation.vault.numbers import OTHER, USE, owner
from daicho.foundation.vault.role import vault_role

BATCH = 5_000
HASH = re.compile(r'("number_hash"\s*:\s*")([0-9a-f]{64})(")')
Progress = Callable[[str, int], None]
# Both tables of numbers, each with what binds a value to its place.
TABLES: tuple[tuple[str, str], ...] = (
    ("individual_number", "addressee_no"),
    ("other_number", "NULL::bigint"),
)


@dataclass(frozen=True, slots=True)
class HashHolder:
    """A column elsewhere that holds keyed hashes: as bytes, or as hexadecimal inside JSON."""

    table: str
    key: str
    column: str
    is_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """What a switch changed; strays are hashes of numbers that the vault does not know."""

    hashes: int
    elsewhere: int
    strays: int


def hash_holders() -> Sequence[HashHolder]:
    """The columns that this installation declares."""
    holders: Sequence[HashHolder] = import_string(f"{settings.VAULT_HASH_HOLDERS}.HOLDERS")
    return holders


def reseal_numbers(progress: Progress) -> int:
    """Seal every number anew that a former key sealed, and note the hash it will have."""
    done = 0
    for table, place in TABLES:
        last = 0
        while True:
            with vault_role() as cursor:
                count, last = _reseal_batch(cursor, table, place, last)
            if not count:
                break
            done += count
            progress(table, done)
    return done


def switch_hashes() -> Switch:
    """Turn every stored hash to the key in force, here and in every holder, at one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE daicho_vault")
        # Waits for every transaction that has hashed a number, and holds up the next ones.
        cursor.execute("SELECT key_id FROM vault.key_in_force FOR UPDATE")
        cursor.execute(
            "LOCK TABLE vault.individual_number, vault.other_number IN SHARE ROW EXCLUSIVE MODE"
        )
        for table, place in TABLES:
            count, last = 1, 0
            while count:
                count, last = _reseal_batch(cursor, table, place, last)
        hashes = _switch_vault(cursor)
        cursor.execute("RESET ROLE")
        changed = strays = 0
        for holder in hash_holders():
            more, stray = (_switch_json if holder.is_json else _switch_column)(cursor, holder)
            changed, strays = changed + more, strays + stray
        cursor.execute("SET LOCAL ROLE daicho_vault")
        cursor.execute("DROP TABLE rehash_now")
        cursor.execute("RESET ROLE")
    return Switch(hashes=hashes, elsewhere=changed, strays=strays)


def count_left() -> int:
    """Numbers that only a former key opens, and one more while hashes are not switched."""
    with vault_role() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM vault.individual_number WHERE substr(sealed, 1, 5) <> %s)"
            " + (SELECT count(*) FROM vault.other_number WHERE substr(sealed, 1, 5) <> %s)"
            " + (SELECT count(*) FROM vault.key_in_force WHERE key_id <> %s)",
            [header(), header(), key_id(settings.VAULT_KEY)],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _reseal_batch(cursor: CursorWrapper, table: str, place: str, last: int) -> tuple[int, int]:
    """One batch after row `last`; returns how many, and the last row of it."""
    cursor.execute(
        f"SELECT v.id, {place}, v.lookup, v.sealed FROM vault.{table} v WHERE v.id > %s"
        " AND (substr(v.sealed, 1, 5) <> %s OR NOT EXISTS (SELECT FROM vault.key_in_force k"
        " WHERE k.key_id = %s) AND NOT EXISTS (SELECT FROM vault.rehash r WHERE r.old = v.lookup))"
        " ORDER BY v.id LIMIT %s",
        [last, header(), key_id(settings.VAULT_KEY), BATCH],
    )
    found = cursor.fetchall()
    if not found:
        return 0, last
    bound = [OTHER if addressee is None else owner(addressee) for _, addressee, _, _ in found]
    numbers = [
        decrypt(bytes(sealed), use=USE, bound_to=place)
        for (_, _, _, sealed), place in zip(found, bound, strict=True)
    ]
    new = hash_with(settings.VAULT_KEY, [number.decode("ascii") for number in numbers])
    sealed = [
        encrypt(number, use=USE, bound_to=place)
        for number, place in zip(numbers, bound, strict=True)
    ]
    ids = [row[0] for row in found]
    cursor.execute(
        f"UPDATE vault.{table} v SET sealed = n.sealed"
        " FROM unnest(%s::bigint[], %s::bytea[]) AS n(id, sealed) WHERE v.id = n.id",
        [ids, sealed],
    )
    cursor.execute(
        "INSERT INTO vault.rehash SELECT * FROM unnest(%s::bytea[], %s::bytea[])"
        " ON CONFLICT DO NOTHING",
        [[bytes(row[2]) for row in found], new],
    )
    return len(found), int(ids[-1])


def _switch_vault(cursor: CursorWrapper) -> int:
    """The vault's own hashes; the pairs stay in a temporary table for the holders."""
    cursor.execute(
        "CREATE TEMPORARY TABLE rehash_now ON COMMIT DROP AS SELECT old, new FROM vault.rehash"
    )
    cursor.execute("CREATE UNIQUE INDEX ON rehash_now (old)")
    cursor.execute("ANALYZE rehash_now")
    cursor.execute("GRANT SELECT ON rehash_now TO PUBLIC")
    hashes = 0
    for table, _ in TABLES:
        cursor.execute(
            f"UPDATE vault.{table} v SET lookup = r.new FROM rehash_now r WHERE r.old = v.lookup"
        )
        hashes += cursor.rowcount
    cursor.execute("UPDATE vault.key_in_force SET key_id = %s", [key_id(settings.VAULT_KEY)])
    cursor.execute("DELETE FROM vault.rehash")
    return hashes


def _switch_column(cursor: CursorWrapper, holder: HashHolder) -> tuple[int, int]:
    table, column = sql.Identifier(holder.table), sql.Identifier(holder.column)
    cursor.execute(
        sql.SQL("UPDATE {} h SET {} = r.new FROM rehash_now r WHERE r.old = h.{}").format(
            table, column, column
        )
    )
    changed = int(cursor.rowcount)
    cursor.execute(
        sql.SQL("SELECT count(*) - {} FROM {} WHERE {} IS NOT NULL").format(
            sql.Literal(changed), table, column
        )
    )
    return changed, int(cursor.fetchone()[0])


def _switch_json(cursor: CursorWrapper, holder: HashHolder) -> tuple[int, int]:
    """Hashes inside JSON, row by row; a hash without a pair is a stray and stays."""
    table, key, column = map(sql.Identifier, (holder.table, holder.key, holder.column))
    cursor.execute("SELECT encode(old, 'hex'), encode(new, 'hex') FROM rehash_now")
    pairs = dict(cursor.fetchall())
    cursor.execute(
        sql.SQL("SELECT {}, {}::text FROM {} WHERE {}::text LIKE '%number_hash%'").format(
            key, column, table, column
        )
    )
    changed = strays = 0
    for rows in _pieces(cursor.fetchall()):
        numbers, texts = [], []
        for number, text in rows:
            hashes = [found[2] for found in HASH.finditer(text)]
            changed += sum(value in pairs for value in hashes)
            strays += sum(value not in pairs for value in hashes)
            numbers.append(number)
            texts.append(HASH.sub(lambda found: _turned(found, pairs), text))
        cursor.execute(
            sql.SQL(
                "UPDATE {} h SET {} = n.text::jsonb"
                " FROM unnest(%s::bigint[], %s::text[]) AS n(key, text) WHERE h.{} = n.key"
            ).format(table, column, key),
            [numbers, texts],
        )
    return changed, strays


def _turned(found: re.Match[str], pairs: Mapping[str, str]) -> str:
    return f"{found[1]}{pairs.get(found[2], found[2])}{found[3]}"


def _pieces(rows: Sequence[tuple[int, str]]) -> Iterator[Sequence[tuple[int, str]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
