# SPDX-License-Identifier: Apache-2.0
"""Keep the addressees in step with the register, inside the transaction of each event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from daicho.domains.register.public import PEOPLE_RELATION, Changed
from daicho.foundation.access.actor import Context
from daicho.foundation.vault.numbers import list_lookups
from daicho.kernel.address import fold_address

_COPIED = ("name", "name_folded", "kana", "kana_folded", "birth_date", "sex", "household_no",
           "protected", "ceased_on")  # fmt: skip
_PLACE = ("postcode", "address", "building")
# Where post reaches the person: after moving out the new address, as far as it is known.
_HAS_LEFT = "r.status <> 'resident' AND (r.moved_to <> '' OR r.moved_to_planned <> '')"
_POST = """
    CASE WHEN {left} THEN CASE WHEN r.moved_to <> '' THEN r.moved_to_postcode
                               ELSE r.moved_to_planned_postcode END ELSE r.postcode END AS postcode,
    CASE WHEN {left} THEN CASE WHEN r.moved_to <> '' THEN r.moved_to
                               ELSE r.moved_to_planned END ELSE r.address END AS address,
    CASE WHEN {left} THEN '' ELSE r.building END AS building
""".replace("{left}", _HAS_LEFT)
_RECORDS = f"""
    SELECT r.addressee_no, {", ".join(f"r.{name}" for name in _COPIED)}, {_POST}
    FROM {PEOPLE_RELATION}(%s, %s) r
"""
# What the register does not know of an addressee (number, bank, notes) stays.
_TAKEN = ("kind", *_COPIED, *_PLACE, "address_folded", "updated")
_UPSERT = f"""
INSERT INTO addressee_addressee (addressee_no, {", ".join(_TAKEN)}, corporate_number)
SELECT s.addressee_no, 1, {", ".join(f"s.{name}" for name in (*_COPIED, *_PLACE))},
       f.folded, %(at)s, ''
FROM standing s JOIN spelled f USING (address)
ORDER BY s.addressee_no
ON CONFLICT (addressee_no) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _TAKEN)}
"""
# The keyed hash by which documents find their person: the vault's, unless another addressee has it.
_HASHES = """
UPDATE addressee_addressee a SET number_hash = h.lookup, updated = %(at)s
FROM (SELECT min(addressee_no) AS addressee_no, lookup FROM held GROUP BY lookup) h
WHERE h.addressee_no = a.addressee_no AND a.number_hash IS DISTINCT FROM h.lookup
  AND NOT EXISTS (SELECT FROM addressee_addressee o
                  WHERE o.number_hash = h.lookup AND o.addressee_no <> a.addressee_no)
"""
_SPELL = "INSERT INTO spelled SELECT * FROM unnest(%s::text[], %s::text[])"
PIECE = 50_000


def follow_register(*, changes: Sequence[Changed], context: Context) -> None:
    """Take over what events made of these persons."""
    rebuild_from_register(addressee_nos=[one.addressee_no for one in changes], at=context.at)


def rebuild_from_register(
    *, addressee_nos: Sequence[int] | None, at: datetime, on: date | None = None
) -> None:
    """Make these addressees (None: everybody of the register) anew as of a day, or that of `at`.

    In whole sets: each distinct address is folded once, and 1,200,000 people take minutes.
    """
    day = on or timezone.localtime(at).date()
    who, numbers = ("", []) if addressee_nos is None else (_WHO, [list(addressee_nos)])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS standing, spelled")
        cursor.execute(
            f"CREATE TEMP TABLE standing ON COMMIT DROP AS {_RECORDS}{who}", [day, at, *numbers]
        )
        cursor.execute("CREATE TEMP TABLE spelled (address text, folded text) ON COMMIT DROP")
        cursor.execute("SELECT DISTINCT address FROM standing")
        places = [address for (address,) in cursor.fetchall()]
        for start in range(0, len(places), PIECE):
            piece = places[start : start + PIECE]
            cursor.execute(_SPELL, [piece, [fold_address(address) for address in piece]])
        if addressee_nos is None:
            cursor.execute("ANALYZE standing, spelled")
        cursor.execute(_UPSERT, {"at": at})
        cursor.execute("DROP TABLE standing, spelled")
        _take_hashes(cursor, addressee_nos, at)


def _take_hashes(cursor: CursorWrapper, addressee_nos: Sequence[int] | None, at: datetime) -> None:
    """Who has a 個人番号 in the vault is found by it here too."""
    found = list(list_lookups(addressee_nos))
    if not found:
        return
    cursor.execute("CREATE TEMP TABLE held (addressee_no bigint, lookup bytea) ON COMMIT DROP")
    with cursor.copy("COPY held FROM STDIN") as copy:
        for row in found:
            copy.write_row(row)
    if addressee_nos is None:
        cursor.execute("ANALYZE held")
    cursor.execute(_HASHES, {"at": at})
    cursor.execute("DROP TABLE held")


_WHO = " WHERE r.addressee_no = ANY(%s)"
