# SPDX-License-Identifier: Apache-2.0
"""Adult wards who moved out (成年被後見人, 標準仕様書 9.4): the notice to where they moved.

The flag itself is an item of the record: set on moving in or by a correction by authority.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from daicho.domains.register.models import Event, ResidentVersion
from daicho.foundation.access.decision import find_protected
from daicho.rules.resident_register.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class WardNotice:
    """What the municipality of destination is told of one ward; `is_protected`: see the officer."""

    addressee_no: int
    name: str
    birth_date: date | None
    former_address: str = field(repr=False)
    moved_to: str = field(repr=False)
    moved_out_on: date
    is_protected: bool


def list_ward_notices(*, first: date, last: date, on: date) -> Sequence[WardNotice]:
    """Wards whose removal to another municipality was registered in these days, once each.

    A removal that was cancelled is not among them.
    """
    events = Event.objects.filter(
        reason=Reason.DOMESTIC_MOVE_OUT.value, processed_on__range=(first, last)
    )
    rows = ResidentVersion.objects.filter(
        event__in=events, recorded__upper_inf=True, under_guardianship=True
    ).select_related("event")
    found = list(rows.order_by("addressee_no"))
    guarded = find_protected(numbers=[row.addressee_no for row in found], on=on)
    return [_notice(row, is_protected=row.addressee_no in guarded) for row in found]


def _notice(row: ResidentVersion, *, is_protected: bool) -> WardNotice:
    moved = row.event.happened_on if row.event else row.valid.lower
    return WardNotice(
        addressee_no=row.addressee_no, name=row.name, birth_date=row.birth_date,
        former_address=f"{row.address}{row.building}",
        moved_to=row.moved_to or row.moved_to_planned, moved_out_on=moved,
        is_protected=is_protected or row.protected,
    )  # fmt: skip
