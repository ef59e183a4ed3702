# SPDX-License-Identifier: Apache-2.0
"""Keep the addressees in step with the register, inside the transaction of each event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.utils import timezone

from daicho.domains.addressee.models import Addressee, Kind
from daicho.domains.register.public import Changed, ResidentVersion, people_as_of
from daicho.foundation.access.actor import Context
from daicho.kernel.address import fold_address

PIECE = 2_000


def follow_register(*, changes: Sequence[Changed], context: Context) -> None:
    """Take over what an event made of these persons."""
    rebuild_from_register(addressee_nos=[one.addressee_no for one in changes], at=context.at)


def rebuild_from_register(*, addressee_nos: Sequence[int] | None, at: datetime) -> None:
    """Make these addressees (None: everybody of the register) anew as of the day of `at`."""
    today = timezone.localtime(at).date()
    rows = people_as_of(valid_on=today, known_at=at).order_by("addressee_no")
    if addressee_nos is not None:
        rows = rows.filter(addressee_no__in=addressee_nos)
    for piece in _pieces(rows.iterator(chunk_size=PIECE)):
        _write(piece, at)


def _pieces(rows: Iterator[ResidentVersion]) -> Iterator[list[ResidentVersion]]:
    while piece := list(islice(rows, PIECE)):
        yield piece


def _write(rows: Sequence[ResidentVersion], at: datetime) -> None:
    """One statement for many; what the register does not know of an addressee stays."""
    made = [Addressee(addressee_no=row.addressee_no) for row in rows]
    for one, row in zip(made, rows, strict=True):
        _take_over(one, row, at)
    Addressee.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["addressee_no"], update_fields=_TAKEN
    )


_TAKEN = [
    "kind", "name", "name_folded", "kana", "kana_folded", "birth_date", "sex", "household_no",
    "protected", "postcode", "address", "building", "address_folded", "ceased_on", "updated",
]  # fmt: skip


def _take_over(one: Addressee, row: ResidentVersion, at: datetime) -> None:
    one.kind = Kind.RESIDENT
    for name in ("name", "name_folded", "kana", "kana_folded", "birth_date", "sex",
                 "household_no", "protected"):  # fmt: skip
        setattr(one, name, getattr(row, name))
    one.postcode, one.address, one.building = _post_address(row)
    one.address_folded = fold_address(one.address)
    one.ceased_on = row.ceased_on
    one.updated = at


def _post_address(row: ResidentVersion) -> tuple[str, str, str]:
    """Where post reaches the person: after moving out the new address, as far as it is known."""
    if row.is_resident or not (row.moved_to or row.moved_to_planned):
        return row.postcode, row.address, row.building
    if row.moved_to:
        return row.moved_to_postcode, row.moved_to, ""
    return row.moved_to_planned_postcode, row.moved_to_planned, ""
