# SPDX-License-Identifier: Apache-2.0
"""Rows and events of a register, written as the product writes them (domains/register/history.py).

An event closes what was known of the days from its own on, says the days before again and the days
from it on anew. Values are texts as they stand in the CSV; days and moments are numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Items = dict[str, str]
FOREVER = 10**9
MINUTE = 60


class BookError(Exception):
    """A defect in a story: it tells of days in the wrong order."""


@dataclass(slots=True, eq=False)
class Told:
    """An event (異動); its number is given when all are known, in the order of their moments."""

    reason: str
    basis: str
    happened: int
    notified: int | None
    moment: int
    people: list[int]
    happened_text: str = ""
    detail: str = "{}"
    note: str = ""
    is_light: bool = False
    cancels: Told | None = None
    number: int = 0


@dataclass(slots=True)
class Row:
    """One row of a person's history; FOREVER is no end, None no beginning event."""

    told: Told | None
    items: bytes
    first: int
    last: int
    known: int
    until: int = FOREVER


@dataclass(slots=True)
class Record:
    """One person's history while it is being told."""

    number: int
    items: Items
    rows: list[Row] = field(default_factory=list)

    @property
    def latest(self) -> Row:
        """The row that holds for the last days, as known now."""
        return self.rows[-1]


@dataclass(slots=True)
class Book:
    """Everybody's rows and the events, as far as they are known at the end."""

    columns: Sequence[tuple[str, str]]  # name and what stands for an item not said
    end: int  # the last moment that is known
    events: list[Told] = field(default_factory=list)

    def begin(self, record: Record, *, first: int, known: int, told: Told | None) -> None:
        """The first row: taken over from a former system, or by the event that records it."""
        record.rows.append(Row(told, self._text(record.items), first, FOREVER, known))

    def tell(
        self, told: Told, changes: Iterable[tuple[Record, Mapping[str, str], int]]
    ) -> bool:  # fmt: skip
        """Change records from a day on, each in its own way; False when it is not known yet."""
        if told.moment > self.end:
            return False
        for record, values, day in changes:
            self._change(record, told, values, day)
            told.people.append(record.number)
        self.events.append(told)
        return True

    def record(self, told: Told, records: Iterable[Record], day: int) -> bool:
        """The event by which persons are recorded (記載)."""
        if told.moment > self.end:
            return False
        for one in records:
            self.begin(one, first=day, known=told.moment, told=told)
            told.people.append(one.number)
        self.events.append(told)
        return True

    def _change(self, record: Record, told: Told, values: Mapping[str, str], day: int) -> None:
        held = record.latest
        if day < held.first or told.moment <= held.known:
            raise BookError(f"{record.number}: {told.reason} on {day} after {held.first}")
        held.until = told.moment
        record.items = {**record.items, **values}
        if held.first < day:
            before = Row(held.told, held.items, held.first, day, told.moment)
            record.rows.append(before)
        text = self._text(record.items)
        record.rows.append(Row(told, text, day, FOREVER, told.moment))

    def _text(self, items: Items) -> bytes:
        return ",".join([items.get(name, other) for name, other in self.columns]).encode()
