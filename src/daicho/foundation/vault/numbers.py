# SPDX-License-Identifier: Apache-2.0
"""個人番号 in a schema that the application's role cannot read.

The database role `daicho_vault` is taken on for single statements here and nowhere else. A number
leaves only through the action `RevealIndividualNumber`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from daicho.foundation.vault.keys import VaultError, decrypt, encrypt, lookup_hashes
from daicho.foundation.vault.role import vault_role
from daicho.kernel.numbers import is_individual_number

USE = "individual number"
OTHER = b"other"  # what the numbers of documents are bound to: they belong to nobody yet


def store_many(*, numbers: Sequence[tuple[int, str]], at: datetime) -> int:
    """Store (宛名番号, 個人番号) pairs; a person's former number ends. Returns how many were new.

    The caller has checked the numbers; a wrong one here is a defect and nothing is stored.
    """
    if not all(is_individual_number(number) for _, number in numbers):
        raise VaultError("not an individual number")
    if len({addressee for addressee, _ in numbers}) != len(numbers):
        raise VaultError("an addressee twice in one call")
    with transaction.atomic():
        return _store(numbers, at)


def _store(numbers: Sequence[tuple[int, str]], at: datetime) -> int:
    lookups = lookup_hashes([number for _, number in numbers])
    with vault_role() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE vault_new (addressee_no bigint, lookup bytea, sealed bytea)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY vault_new FROM STDIN") as copy:
            for (addressee, number), lookup in zip(numbers, lookups, strict=True):
                copy.write_row((addressee, lookup, _seal(addressee, number)))
        cursor.execute("ANALYZE vault_new")  # a table without statistics is joined badly
        cursor.execute(
            "DELETE FROM vault_new n USING vault.individual_number v WHERE v.ended_at IS NULL"
            " AND v.addressee_no = n.addressee_no AND v.lookup = n.lookup"
        )
        cursor.execute(
            "UPDATE vault.individual_number v SET ended_at = %s FROM vault_new n"
            " WHERE v.addressee_no = n.addressee_no AND v.ended_at IS NULL",
            [at],
        )
        cursor.execute(
            "INSERT INTO vault.individual_number (addressee_no, lookup, sealed, stored_at)"
            " SELECT addressee_no, lookup, sealed, %s FROM vault_new",
            [at],
        )
        stored = int(cursor.rowcount)
        cursor.execute("DROP TABLE vault_new")
    return stored


@transaction.atomic
def hash_and_keep(numbers: Sequence[str]) -> list[bytes]:
    """The keyed hashes of the numbers of documents, and the numbers themselves where unknown.

    Sealed in the vault they belong to nobody; but when the key changes, their hashes can follow.
    """
    lookups = lookup_hashes(numbers)
    by_lookup = dict(zip(lookups, numbers, strict=True))
    with vault_role() as cursor:
        cursor.execute(
            "SELECT l.lookup FROM unnest(%s::bytea[]) AS l(lookup)"
            " WHERE NOT EXISTS (SELECT FROM vault.individual_number v WHERE v.lookup = l.lookup)"
            " AND NOT EXISTS (SELECT FROM vault.other_number o WHERE o.lookup = l.lookup)",
            [list(by_lookup)],
        )
        new = [bytes(lookup) for (lookup,) in cursor.fetchall()]
        sealed = [
            encrypt(by_lookup[lookup].encode("ascii"), use=USE, bound_to=OTHER) for lookup in new
        ]
        cursor.execute(
            "INSERT INTO vault.other_number (lookup, sealed)"
            " SELECT * FROM unnest(%s::bytea[], %s::bytea[]) ON CONFLICT DO NOTHING",
            [new, sealed],
        )
    return lookups


def find_addressees(*, lookups: Sequence[bytes]) -> dict[bytes, tuple[int, ...]]:
    """Of each keyed hash the 宛名番号 that have this number now; more than one is a doubt."""
    found: dict[bytes, list[int]] = defaultdict(list)
    with vault_role() as cursor:
        cursor.execute(
            "SELECT lookup, addressee_no FROM vault.individual_number"
            " WHERE ended_at IS NULL AND lookup = ANY(%s::bytea[]) ORDER BY addressee_no",
            [list(lookups)],
        )
        for lookup, addressee in cursor.fetchall():
            found[bytes(lookup)].append(addressee)
    return {lookup: tuple(addressees) for lookup, addressees in found.items()}


def list_lookups(addressee_nos: Sequence[int] | None = None) -> Iterator[tuple[int, bytes]]:
    """(宛名番号, keyed hash) that hold now, of these persons or of everybody.

    By them a whole year's documents find their persons.
    """
    whose = "" if addressee_nos is None else " AND addressee_no = ANY(%s)"
    with vault_role() as cursor:
        cursor.execute(
            "SELECT addressee_no, lookup FROM vault.individual_number WHERE ended_at IS NULL"
            f"{whose} ORDER BY addressee_no",
            None if addressee_nos is None else [list(addressee_nos)],
        )
        rows = cursor.fetchall()
    for addressee, lookup in rows:
        yield addressee, bytes(lookup)


def open_number(*, addressee_no: int) -> str | None:
    """The number itself; only the action that logs it may call this (an invariant test looks)."""
    with vault_role() as cursor:
        cursor.execute(
            "SELECT sealed FROM vault.individual_number"
            " WHERE ended_at IS NULL AND addressee_no = %s",
            [addressee_no],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return decrypt(bytes(row[0]), use=USE, bound_to=owner(addressee_no)).decode("ascii")


def _seal(addressee: int, number: str) -> bytes:
    """Bound to its owner: a value copied to another person's row does not open."""
    return encrypt(number.encode("ascii"), use=USE, bound_to=owner(addressee))


def owner(addressee: int) -> bytes:
    """What a person's number is bound to."""
    return addressee.to_bytes(8, "big")
