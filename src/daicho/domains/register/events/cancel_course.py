# SPDX-License-Identifier: Apache-2.0
"""The course of a person's record without one event: what was before it, where nothing later spoke.

Three courses are laid side by side, day by day: before the event, after it, and as known now. An
item that the event changed and that still is as the event left it goes back; every other item
stays as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from daicho.domains.register.history import items_of
from daicho.domains.register.models import ResidentVersion, Status
from daicho.rules.resident_register.reasons import Reason

ALWAYS, FOREVER = date.min, date.max
# Items that a record does not show by themselves: never told as "what stays".
DERIVED = frozenset({"name_folded", "kana_folded", "member_order"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A time [first, last) with every item; `event_id` None: the cancellation itself."""

    first: date
    last: date
    items: Mapping[str, Any]
    event_id: int | None
    source: int | None


Course = tuple[Piece, ...]


def course_of(rows: Iterable[ResidentVersion]) -> Course:
    """Rows known at one time as a course."""
    pieces = [
        Piece(
            row.valid.lower or ALWAYS, row.valid.upper or FOREVER, items_of(row), row.event_id,
            row.source,
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(pieces, key=lambda piece: piece.first))


@dataclass(frozen=True, slots=True)
class Undone:
    """A course without the event, and the items that later events keep as they are."""

    course: Course
    kept: frozenset[str]


def without_event(
    *, before: Course, after: Course, now: Course, first_day: date, entered: bool
) -> Undone:
    """Lay the three courses side by side from `first_day` on.

    `entered`: where nothing was before, the record is removed by the cancellation (減).
    """
    kept: set[str] = set()
    pieces: list[Piece] = []
    for first, last in pairwise(_days(before, after, now, first_day=first_day)):
        held, was, then = at(now, first), at(before, first), at(after, first)
        if held is None:
            continue
        if was is None and entered:
            made = _removed(held, first_day)
        else:
            made = _merged(held, was, then, kept)
        pieces.append(replace(made, first=first, last=last))
    return Undone(tuple(_joined(pieces)), frozenset(kept - DERIVED))


def at(course: Course, day: date) -> Piece | None:
    """What holds on a day."""
    return next((piece for piece in course if piece.first <= day < piece.last), None)


def _days(*courses: Course, first_day: date) -> list[date]:
    days = {first_day, FOREVER}
    for course in courses:
        days |= {day for piece in course for day in (piece.first, piece.last) if day > first_day}
    return sorted(days)


def _merged(held: Piece, was: Piece | None, then: Piece | None, kept: set[str]) -> Piece:
    if was is None or then is None:
        return held
    changed = [name for name, value in then.items.items() if was.items[name] != value]
    back = [name for name in changed if held.items[name] == then.items[name]]
    kept |= {name for name in changed if held.items[name] != then.items[name]
             and held.items[name] != was.items[name]}  # fmt: skip
    if not back:
        return held
    items = {**held.items, **{name: was.items[name] for name in back}}
    return replace(held, items=items, event_id=None, source=None)


def _removed(held: Piece, day: date) -> Piece:
    items = {
        **held.items, "status": Status.REMOVED.value, "ceased_on": day, "ceased_text": "",
        "cease_reason": Reason.CANCEL_DECREASE.label_ja,
    }  # fmt: skip
    return replace(held, items=items, event_id=None, source=None)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours that say the same are one."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and replace(last, last=piece.last) == replace(piece, first=last.first):
            joined[-1] = replace(last, last=piece.last)
        else:
            joined.append(piece)
    return joined
