# SPDX-License-Identifier: Apache-2.0
"""Every 個人番号 with its history, out of one vault and into another (移行), piece by piece.

Only the logged actions of the register's migration may call this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from daicho.foundation.vault.keys import decrypt, encrypt, lookup_hashes
from daicho.foundation.vault.numbers import USE, owner
from daicho.foundation.vault.role import vault_role

PIECE = 5_000


class Held(NamedTuple):
    """One number of one person, from when and until when the vault held it as theirs."""

    addressee_no: int
    number: str
    stored_at: datetime
    ended_at: datetime | None


def open_every_number() -> Iterator[Held]:
    """Every number, former ones too, in the order in which they came."""
    last = 0
    while True:
        with vault_role() as cursor:
            cursor.execute(
                "SELECT id, addressee_no, sealed, stored_at, ended_at FROM vault.individual_number"
                " WHERE id > %s ORDER BY id LIMIT %s",
                [last, PIECE],
            )
            found = cursor.fetchall()
        if not found:
            return
        last = found[-1][0]
        for _, addressee, sealed, stored_at, ended_at in found:
            number = decrypt(bytes(sealed), use=USE, bound_to=owner(addressee)).decode("ascii")
            yield Held(addressee, number, stored_at, ended_at)


def holds_any_number() -> bool:
    """Whether the vault has anybody's number."""
    with vault_role() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM vault.individual_number)")
        return bool(cursor.fetchone()[0])


def store_every_number(numbers: Iterable[Held]) -> int:
    """Fill the empty vault; gives how many."""
    stored = 0
    for piece in in_pieces(numbers):
        lookups = lookup_hashes([held.number for held in piece])
        with (
            vault_role() as cursor,
            cursor.copy(
                "COPY vault.individual_number (addressee_no, lookup, sealed, stored_at, ended_at)"
                " FROM STDIN"
            ) as copy,
        ):
            for held, lookup in zip(piece, lookups, strict=True):
                sealed = encrypt(
                    held.number.encode("ascii"), use=USE, bound_to=owner(held.addressee_no)
                )
                copy.write_row((held.addressee_no, lookup, sealed, held.stored_at, held.ended_at))
        stored += len(piece)
    return stored


def in_pieces(numbers: Iterable[Held]) -> Iterator[list[Held]]:
    """The same a few thousand at a time."""
    waiting = iter(numbers)
    while piece := list(islice(waiting, PIECE)):
        yield piece
