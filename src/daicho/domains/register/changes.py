# SPDX-License-Identifier: Apache-2.0
"""What an event changed about a past day, for who decided something by that day's record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from daicho.domains.register.history import Changed
from daicho.domains.register.models import Event, ResidentVersion


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """One person's record of one day before and after an event; None for no record at all."""

    addressee_no: int
    day: date
    event: Event
    before: ResidentVersion | None
    after: ResidentVersion | None


def changes_of_days(*, changes: Sequence[Changed], days: Collection[date]) -> list[ChangedDay]:
    """For each of the days the persons of events whose record of that day they replaced.

    The changes may be of several events of one moment (一括変更).
    """
    if not changes or not days:
        return []
    at = {one.event.recorded_at for one in changes}
    rows = ResidentVersion.objects.filter(addressee_no__in=[one.addressee_no for one in changes])
    closed = list(rows.filter(recorded__endswith__in=at))
    opened = list(rows.filter(recorded__startswith__in=at))
    found = []
    for one in changes:
        number = one.addressee_no
        for day in sorted(days):
            before, after = _on(closed, number, day), _on(opened, number, day)
            if before is not None or after is not None:
                found.append(ChangedDay(number, day, one.event, before, after))
    return found


def _on(rows: list[ResidentVersion], number: int, day: date) -> ResidentVersion | None:
    for row in rows:
        first, last = row.valid.lower, row.valid.upper
        holds = (first is None or first <= day) and (last is None or day < last)
        if row.addressee_no == number and holds:
            return row
    return None
