# SPDX-License-Identifier: Apache-2.0
"""Writing the history of persons: the one place where rows of the register come into being.

An event changes items of persons from a day on. Rows known until now are closed, what they said of
other days is said again, and an item that the event changes stays changed in later rows up to the
next row that had changed it, or one said together with it. Nothing is overwritten.
"""

from __future__ import annotations

from collections import defaultdict
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

# Items of which a later change stands whole: who moves again has that address, with no building of
# the one between; who joins another household has its householder.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("name", "name_folded"),
    ("kana", "kana_folded", "kana_confirmed"),
    ("alias", "alias_kana", "alias_kana_confirmed", "alias_entered_on", "alias_entered_at",
     "alias_removed_on", "alias_removed_at"),
    ("former_name", "former_name_kana", "former_name_kana_confirmed"),
    ("birth_date", "birth_date_text"),
    ("household_no", "householder_name", "actual_householder_name", "relationship",
     "member_order"),
    ("postcode", "address", "building", "town", "address_code", "moved_in_on", "moved_in_text",
     "address_notified_on"),
    ("became_resident_on", "became_resident_text"),
    ("foreign_resident_on", "foreign_resident_text"),
    ("alien_registered_on", "alien_registered_text"),
    ("previous_address", "previous_postcode", "previous_address_code"),
    ("status", "ceased_on", "ceased_text", "cease_reason", "cease_notified_on",
     "moved_to_planned", "moved_to_planned_postcode", "moved_to_planned_code",
     "moved_out_planned_on"),
    ("moved_to", "moved_to_postcode", "moved_to_code", "move_in_notice_on", "moved_out_on"),
    ("article_30_45", "residence_status", "residence_period", "residence_until",
     "residence_card_no"),
)  # fmt: skip
TOGETHER = {name: group for group in _GROUPS for name in group}
LOCK_CLASS = 0x7265  # "re": advisory locks of persons
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time with every item that holds in it; `event_id` None: the event that says it."""

    first: date
    last: date | None  # outside
    items: Values
    event_id: int | None = None
    source: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What an event changes of one person: `values` hold from `first_day` on.

    With `is_entry` (記載) there is no state to start from: `values` say every item that is not
    empty, and what was known of the days from `first_day` on no longer holds. A cancellation says
    the whole `course` from `first_day` on anew instead, without gaps.
    """

    addressee_no: int
    first_day: date
    values: Values
    is_entry: bool = False
    course: tuple[Stretch, ...] = ()


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
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashint8(number)) FROM unnest(%s::bigint[]) number",
            [LOCK_CLASS, sorted(set(addressee_nos))],
        )


def write_event(*, event: Event, changes: Sequence[PersonChange]) -> list[Changed]:
    """Save the event and the rows it makes. The caller holds the locks and tells the followers."""
    return write_events([(event, changes)])


def write_events(written: Sequence[tuple[Event, Sequence[PersonChange]]]) -> list[Changed]:
    """Save events of one moment, of different persons, in as few statements as one takes."""
    at = {event.recorded_at for event, _ in written}
    people = [change.addressee_no for _, changes in written for change in changes]
    if len(at) > 1:
        raise HistoryError("events of different moments")
    if len(set(people)) < len(people):
        raise HistoryError("a person twice in one event")
    held, last = _held(people), _last_numbers(people)
    for event, changes in written:
        event.addressee_nos = [change.addressee_no for change in changes]
    Event.objects.bulk_create(event for event, _ in written)
    closed: list[int] = []
    rows: list[ResidentVersion] = []
    for event, changes in written:
        for change in changes:
            number = change.addressee_no
            closed += _closed_by(event, change, held[number])
            rows += _rows(event, change, held[number], last=last.get(number, 0))
    _close(closed, at=min(at))
    ResidentVersion.objects.bulk_create(rows)
    after = {row.addressee_no: row for row in rows}  # the last is the latest state
    return [one for event, _ in written for one in _told(event, held, after)]


def _told(
    event: Event, held: Mapping[int, list[ResidentVersion]], after: Mapping[int, ResidentVersion]
) -> list[Changed]:
    """The highest history number is the latest state, before and after."""
    return [
        Changed(
            addressee_no=number, event=event, after=after[number],
            before=max(held[number], key=lambda row: row.history_no, default=None),
        )
        for number in event.addressee_nos
    ]  # fmt: skip


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


def _closed_by(event: Event, change: PersonChange, held: list[ResidentVersion]) -> list[int]:
    """The rows that the change ends our knowledge of."""
    unknown = set(change.values) - set(ITEMS)
    if unknown:
        raise HistoryError(f"unknown items {sorted(unknown)}")
    if any(row.recorded.lower >= event.recorded_at for row in held):
        raise HistoryError("an event must be recorded after what it changes")
    return [row.pk for row in held if _ends_after(row, change.first_day)]


def _rows(
    event: Event, change: PersonChange, held: list[ResidentVersion], *, last: int
) -> list[ResidentVersion]:
    """In the order of time, so that the highest history number is the latest state."""
    known = DateTimeTZRange(event.recorded_at, None)
    return [
        ResidentVersion(
            addressee_no=change.addressee_no, history_no=number, event_id=piece.event_id,
            source=piece.source, valid=DateRange(piece.first, piece.last), recorded=known,
            **piece.items,
        )
        for number, piece in enumerate(_pieces(held, event, change), start=last + 1)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    first: date | None
    last: date | None  # outside
    event_id: int | None
    source: int | None
    items: dict[str, Any]


def _held(addressee_nos: Iterable[int]) -> dict[int, list[ResidentVersion]]:
    """What is known now of each person, in the order of time."""
    found = ResidentVersion.objects.filter(
        addressee_no__in=list(addressee_nos), recorded__upper_inf=True
    )
    held: dict[int, list[ResidentVersion]] = defaultdict(list)
    for row in sorted(found, key=lambda row: row.valid.lower or date.min):
        held[row.addressee_no].append(row)
    return held


def _last_numbers(addressee_nos: Iterable[int]) -> dict[int, int]:
    """The highest history number given to each person so far."""
    found = ResidentVersion.objects.filter(addressee_no__in=list(addressee_nos))
    numbers = found.values("addressee_no").annotate(last=Max("history_no")).order_by()
    return {row["addressee_no"]: row["last"] for row in numbers}


def _ends_after(row: ResidentVersion, day: date) -> bool:
    return row.valid.upper is None or row.valid.upper > day


def _pieces(held: list[ResidentVersion], event: Event, change: PersonChange) -> Iterable[_Piece]:
    """What has to be said again of the rows that reach beyond the first day, in order of time."""
    day, values = change.first_day, _with_folded(change.values)
    reaching = [row for row in held if _ends_after(row, day)]
    for row in reaching:
        if row.valid.lower is None or row.valid.lower < day:
            yield _Piece(row.valid.lower, day, row.event_id, row.source, items_of(row))
    if change.course:
        for one in change.course:
            own = event.pk if one.event_id is None else one.event_id
            yield _Piece(one.first, one.last, own, one.source, dict(one.items))
        return
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
            for name in [name for name in pending if _has_changed(name, previous, row)]:
                del pending[name]
        first = max(day, row.valid.lower or date.min)
        own = event.pk if previous is None else row.event_id
        yield _Piece(first, row.valid.upper, own, row.source, items_of(row) | pending)
        previous = row


def _has_changed(item: str, before: ResidentVersion, after: ResidentVersion) -> bool:
    """Whether a row changed an item itself, or one that is said together with it."""
    together = TOGETHER.get(item, (item,))
    return any(getattr(before, name) != getattr(after, name) for name in together)


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
    if not row_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE register_residentversion SET recorded = tstzrange(lower(recorded), %s)"
            " WHERE id = ANY(%s)",
            [at, row_ids],
        )
