# SPDX-License-Identifier: Apache-2.0
"""The register as certificates read it: final state only, nothing provisional, as it stands now.

Rows that are open (nobody has said otherwise since) and valid on the day. The moment of the click
does not matter: whoever reads under the locks reads what was registered last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F

from daicho.domains.register.models import BulkKind, BulkLine
from daicho.domains.register.public import Remark, ResidentVersion, list_replaced
from daicho.foundation.access.decision import find_protected
from daicho.rules.resident_register.reasons import Reason

_JUST_BEFORE = dt.timedelta(microseconds=1)


def read_people(*, addressee_nos: Collection[int], on: dt.date) -> dict[int, ResidentVersion]:
    """The state of these persons on a day, by 宛名番号; also removed ones (除票)."""
    rows = ResidentVersion.objects.filter(
        addressee_no__in=addressee_nos, recorded__upper_inf=True, valid__contains=on
    )
    return {row.addressee_no: row for row in rows.select_related("event")}


def read_latest(*, addressee_nos: Collection[int]) -> dict[int, ResidentVersion]:
    """The last state that is known, also one that begins tomorrow (転出予定)."""
    rows = ResidentVersion.objects.filter(
        addressee_no__in=addressee_nos, recorded__upper_inf=True
    ).order_by("addressee_no", "-history_no")
    found = rows.distinct("addressee_no").select_related("event")
    return {row.addressee_no: row for row in found}


def read_household(*, household_no: int, on: dt.date) -> list[ResidentVersion]:
    """The residents of a household, in the order of its members."""
    rows = ResidentVersion.objects.filter(
        household_no=household_no, status="resident", recorded__upper_inf=True, valid__contains=on
    )
    return sorted(rows, key=lambda row: (not row.is_householder, row.member_order or 999,
                                         str(row.birth_date), row.addressee_no))  # fmt: skip


def read_last_household(*, household_no: int) -> list[ResidentVersion]:
    """Who lives in a household as last known, also from tomorrow on, in the order of members."""
    rows = ResidentVersion.objects.filter(
        household_no=household_no, status="resident", recorded__upper_inf=True,
        valid__upper_inf=True,
    )  # fmt: skip
    return sorted(rows, key=lambda row: (not row.is_householder, row.member_order or 999,
                                         str(row.birth_date), row.addressee_no))  # fmt: skip


@dataclass(frozen=True, slots=True)
class BulkLetter:
    """A line of a bulk change, and the residents whom it is about."""

    row: BulkLine
    told_people: tuple[int, ...]


def find_bulk_line(number: str) -> BulkLetter | None:
    """The line of a bulk change by its own number, with whom it is about."""
    if not (number.isascii() and number.isdigit()):
        return None
    row = BulkLine.objects.select_related("change").filter(pk=int(number)).first()
    return BulkLetter(row, people_of_line(row)) if row is not None else None


def people_of_line(row: BulkLine) -> tuple[int, ...]:
    """Of an address the household; else the person whom the line names."""
    if row.number is None:
        return ()
    if row.change.kind != BulkKind.ADDRESS:
        return (row.number,)
    members = read_last_household(household_no=row.number)
    return tuple(one.addressee_no for one in members)


def protected_among(*, rows: Iterable[ResidentVersion], on: dt.date) -> frozenset[int]:
    """Who of these, and of those who live with them, is under 支援措置 on the day.

    Whoever lives with a protected person has the same address, so the whole household counts.
    """
    found = list(rows)
    households = {row.household_no for row in found if row.household_no and row.is_resident}
    together = ResidentVersion.objects.filter(
        household_no__in=households, status="resident", recorded__upper_inf=True,
        valid__contains=on,
    )  # fmt: skip
    everybody = {row.addressee_no: row.protected for row in (*found, *together)}
    ours = find_protected(numbers=list(everybody), on=on)
    return frozenset(number for number, is_marked in everybody.items() if is_marked) | ours


def read_events(*, addressee_no: int, on: dt.date) -> list[ResidentVersion]:
    """The open rows of a person up to a day, each with the event that made it, oldest first."""
    rows = ResidentVersion.objects.filter(
        addressee_no=addressee_no, recorded__upper_inf=True, event__isnull=False,
        valid__startswith__lte=on,
    ).select_related("event")  # fmt: skip
    return sorted(rows, key=lambda row: (row.valid.lower or dt.date.min, row.history_no))


def read_remarks(*, addressee_no: int) -> list[str]:
    """The remarks that stand (備考): the last text of each thread that was not removed."""
    last: dict[object, Remark] = {}
    for remark in Remark.objects.filter(addressee_no=addressee_no):
        last[remark.thread] = remark
    return [one.text for one in last.values() if not one.is_removed and one.text]


def read_event_rows(
    *, event_no: int | None, addressee_nos: Collection[int]
) -> dict[int, ResidentVersion]:
    """The state of these persons that an event made, by 宛名番号 (papers about the event)."""
    made = ResidentVersion.objects.filter(
        event_id=event_no or 0, addressee_no__in=addressee_nos,
        recorded__startswith=F("event__recorded_at"),
    )  # fmt: skip
    return {row.addressee_no: row for row in made.select_related("event").order_by("-history_no")}


def read_replaced(
    *, record_no: int, addressee_nos: Collection[int]
) -> dict[int, ResidentVersion]:  # fmt: skip
    """The replaced record (改製等の前の除票) of that number, where it is of one of these."""
    found = [
        row for number in addressee_nos for row in list_replaced(addressee_no=number)
        if row.pk == record_no and not is_cancelled(row)
    ]  # fmt: skip
    return {row.addressee_no: row for row in found}


def read_states_around(rows: Iterable[ResidentVersion]) -> list[ResidentVersion]:
    """Of rows that an event made: also the state before it, and the last one known.

    A paper about an event tells the address before it, so who lives there counts as well.
    """
    found: list[ResidentVersion] = []
    for row in rows:
        if row.event is not None:
            found += ResidentVersion.objects.filter(
                addressee_no=row.addressee_no,
                recorded__contains=row.event.recorded_at - _JUST_BEFORE,
                valid__contains=row.event.happened_on - dt.timedelta(days=1),
            )  # fmt: skip
    numbers = {row.addressee_no for row in rows}
    return [*rows, *found, *read_latest(addressee_nos=numbers).values()]


def read_move_out(*, addressee_no: int) -> ResidentVersion | None:
    """The row of the last moving out (転出) that stands, with its event; not the 転入通知 after."""
    found = ResidentVersion.objects.filter(
        addressee_no=addressee_no, event__reason=Reason.DOMESTIC_MOVE_OUT.value
    ).exclude(event__detail__has_key="転入通知")  # fmt: skip
    rows = found.select_related("event").order_by("-event__recorded_at")
    return next((row for row in rows if not is_cancelled(row)), None)


def is_cancelled(row: ResidentVersion) -> bool:
    """Whether the event that made the row was cancelled for this person (取消し)."""
    event = row.event
    return event is not None and any(
        row.addressee_no in one.addressee_nos for one in event.cancelled_by.all()
    )


def list_events_of(*, addressee_no: int) -> list[tuple[int, str]]:
    """The events of a person that were not cancelled, latest first: number, day and reason."""
    rows = ResidentVersion.objects.filter(addressee_no=addressee_no, event__isnull=False)
    events = {
        row.event.pk: row.event
        for row in rows.select_related("event") if row.event is not None and not is_cancelled(row)
    }  # fmt: skip
    return [
        (number, f"{events[number].happened_on.isoformat()} {events[number].label}")
        for number in sorted(events, reverse=True)
    ]
