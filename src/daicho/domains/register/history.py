# SPDX-License-Identifier: Apache-2.0
"""Writing the history of persons: the one place where rows of the register come into being.

An event changes items of persons from a day on. Rows known until now are closed, what they said of
other days is said again, and an item that the event changes stays changed in later rows up to the
next row that had changed it itself. Nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Max

from daicho.domains.register.models.event import Event
from daicho.domains.register.models.resident import ITEMS, ResidentVersion
from daicho.kernel.text import fold_name, search_kana

LOCK_CLASS = 0x7265  # "re": advisory locks of persons
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What an event changes of one person: `values` hold from `first_day` on.

    With `is_entry` (記載) there is no state to start from: `values` say every item that is not
    empty, and what was known of the days from `first_day` on no longer holds.
    """

    addressee_no: int
    first_day: date
    values: Values
    is_entry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What followers are told of one person: the latest row before and after the event."""

    addressee_no: int
    event: Event
    before: ResidentVersion | None
    after: ResidentVersion


class HistoryError(Exception):
    """A defect in a change of the register."""


def lock_people(addressee_nos: Iterable[int]) -> None:
    """Hold these persons until the transaction ends; always in the same order, so none waits
    for another in a circle."""
    with connection.cursor() as cursor:
        for number in sorted(set(addressee_nos)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [LOCK_CLASS, number])


def write_event(*, event: Event, changes: Sequence[PersonChange]) -> list[Changed]:
    """Save the event and the rows it makes. The caller holds the locks and tells the followers."""
    event.addressee_nos = list(dict.fromkeys(change.addressee_no for change in changes))
    event.save(force_insert=True)
    before = latest_rows(event.addressee_nos)
    for change in changes:
        _write(event, change)
    after = latest_rows(event.addressee_nos)
    return [
        Changed(addressee_no=number, event=event, before=before.get(number), after=after[number])
        for number in event.addressee_nos
    ]


def latest_rows(addressee_nos: Iterable[int]) -> dict[int, ResidentVersion]:
    """The latest row of each person (履歴番号が最大), by 宛名番号."""
    numbers = list(addressee_nos)
    found = ResidentVersion.objects.filter(addressee_no__in=numbers).order_by(
        "addressee_no", "-history_no"
    )
    return {row.addressee_no: row for row in found.distinct("addressee_no")}


def items_of(row: ResidentVersion) -> dict[str, Any]:
    """Every item of a row, without what only tells rows apart."""
    return {name: getattr(row, name) for name in ITEMS}


def _write(event: Event, change: PersonChange) -> None:
    unknown = set(change.values) - set(ITEMS)
    if unknown:
        raise HistoryError(f"unknown items {sorted(unknown)}")
    held = _held(change.addressee_no)
    if any(row.recorded.lower >= event.recorded_at for row in held):
        raise HistoryError("an event must be recorded after what it changes")
    pieces = list(_pieces(held, event, change))
    touched = [row.pk for row in held if _ends_after(row, change.first_day)]
    _close(touched, at=event.recorded_at)
    _append(change.addressee_no, pieces, at=event.recorded_at)


@dataclass(frozen=True, slots=True)
class _Piece:
    first: date | None
    last: date | None  # outside
    event_id: int | None
    source: int | None
    items: dict[str, Any]


def _held(addressee_no: int) -> list[ResidentVersion]:
    rows = ResidentVersion.objects.filter(addressee_no=addressee_no, recorded__upper_inf=True)
    return sorted(rows, key=lambda row: row.valid.lower or date.min)


def _ends_after(row: ResidentVersion, day: date) -> bool:
    return row.valid.upper is None or row.valid.upper > day


def _pieces(held: list[ResidentVersion], event: Event, change: PersonChange) -> Iterable[_Piece]:
    """What has to be said again of the rows that reach beyond the first day, in order of time."""
    day, values = change.first_day, _with_folded(change.values)
    reaching = [row for row in held if _ends_after(row, day)]
    for row in reaching:
        if row.valid.lower is None or row.valid.lower < day:
            yield _Piece(row.valid.lower, day, row.event_id, row.source, items_of(row))
    if change.is_entry:
        yield _Piece(day, None, event.pk, None, _entered(values))
        return
    if not reaching:
        raise HistoryError("nobody's state to change: no row reaches the day of the event")
    yield from _changed(reaching, event, day, values)


def _changed(
    reaching: list[ResidentVersion], event: Event, day: date, values: dict[str, Any]
) -> Iterable[_Piece]:
    """The rows from the day on with the new values; a later change of an item stands."""
    pending = dict(values)
    previous: ResidentVersion | None = None
    for row in reaching:
        if previous is not None:
            for name in [n for n in pending if getattr(row, n) != getattr(previous, n)]:
                del pending[name]
        first = max(day, row.valid.lower or date.min)
        own = event.pk if previous is None else row.event_id
        yield _Piece(first, row.valid.upper, own, row.source, items_of(row) | pending)
        previous = row


def _entered(values: dict[str, Any]) -> dict[str, Any]:
    empty = ResidentVersion(name="", address="", kana="", relationship="", sex=0)
    return items_of(empty) | values


def _with_folded(values: Values) -> dict[str, Any]:
    """The folded spellings go with the names they come from."""
    whole = dict(values)
    if "name" in whole:
        whole["name_folded"] = fold_name(whole["name"])
    if "kana" in whole:
        whole["kana_folded"] = search_kana(whole["kana"])
    return whole


def _close(row_ids: list[int], *, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE register_residentversion SET recorded = tstzrange(lower(recorded), %s)"
            " WHERE id = ANY(%s)",
            [at, row_ids],
        )


def _append(addressee_no: int, pieces: list[_Piece], *, at: datetime) -> None:
    """In the order of time, so that the highest history number is the latest state."""
    rows = ResidentVersion.objects.filter(addressee_no=addressee_no)
    last = rows.aggregate(last=Max("history_no"))["last"] or 0
    ResidentVersion.objects.bulk_create(
        ResidentVersion(
            addressee_no=addressee_no, history_no=number, event_id=piece.event_id,
            source=piece.source, valid=DateRange(piece.first, piece.last),
            recorded=DateTimeTZRange(at, None), **piece.items,
        )
        for number, piece in enumerate(pieces, start=last + 1)
    )  # fmt: skip
