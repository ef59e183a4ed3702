# SPDX-License-Identifier: Apache-2.0
"""The numbers of each resident's address (番地・枝番・部屋番号コード, 1.3.2), kept beside the text.

A derived table: it follows every event and is made anew from the register at will. Of places, so
whoever reads it hides protected persons as with the address itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q

from daicho.domains.register.history import Changed, latest_rows
from daicho.domains.register.models import AddressLot, ResidentLot
from daicho.foundation.access.actor import Context
from daicho.kernel.lots import room_of, split_lot

PIECE = 20_000
_FIELDS = ("place", "mark", "number", "branch", "sub_branch", "room")
_LATEST = """
SELECT addressee_no, address, building FROM register_residentversion
WHERE upper_inf(recorded) AND upper_inf(valid) AND addressee_no > %s
ORDER BY addressee_no LIMIT %s
"""


def follow(*, changes: Sequence[Changed], context: Context) -> None:
    """Number anew whoever lives elsewhere after the event."""
    moved = [
        (one.addressee_no, one.after.address, one.after.building)
        for one in changes
        if one.before is None
        or (one.before.address, one.before.building) != (one.after.address, one.after.building)
    ]
    _keep(moved)


def rebuild(*, addressee_nos: Sequence[int] | None, at: datetime) -> None:
    """Make the numbers anew: of these persons, or of everybody piece by piece."""
    if addressee_nos is not None:
        rows = latest_rows(addressee_nos).values()
        _keep((row.addressee_no, row.address, row.building) for row in rows)
        return
    last = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LATEST, [last, PIECE])
            found = cursor.fetchall()
            _keep(found)
        if not found:
            return
        last = int(found[-1][0])


def is_unknown_lot(*, address_code: str, address: str, on: date) -> bool:
    """Whether the master knows the town's lots, and this one is not among them.

    A line without a branch stands for every house of its block.
    """
    in_use = AddressLot.objects.filter(town_id=address_code, ended_at=None).exclude(valid_to__lt=on)
    if not address_code or not in_use.exists():
        return False
    _, lot = split_lot(address)
    same = in_use.filter(mark=lot.mark, number=lot.number)
    whole, house = Q(branch=0), Q(branch=lot.branch, sub_branch__in=(0, lot.sub_branch))
    return not same.filter(whole | house).exists()


def _keep(lines: Iterable[tuple[int, str, str]]) -> None:
    rows = []
    for number, address, building in lines:
        place, lot = split_lot(address)
        rows.append(
            ResidentLot(
                addressee_no=number, place=place, mark=lot.mark, number=lot.number,
                branch=lot.branch, sub_branch=lot.sub_branch, room=room_of(building),
            )
        )  # fmt: skip
    ResidentLot.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["addressee_no"], update_fields=list(_FIELDS),
        batch_size=5_000,
    )  # fmt: skip
