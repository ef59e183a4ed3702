# SPDX-License-Identifier: Apache-2.0
"""Whom a visit is about: the persons of a slip, or of the register, as plain facts and as names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from daicho.domains.register.public import (
    EVENT_KINDS,
    ResidentVersion,
    list_history,
    people_as_of,
    preview,
    warnings_about,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry, State
from daicho.foundation.entries.store import content_of
from daicho.web.counter.guidance.owed import Somebody

# Kind of slip -> event of the guidance; what is not here brings nothing to do elsewhere.
_EVENTS = {
    "register.move_in": "move_in",
    "register.move_within": "move_within",
    "register.move_out": "move_out",
    "register.birth": "birth",
    "register.death": "death",
    "register.household_change": "household",
    "register.householder_change": "household",
    "register.foreign_settled": "move_in_abroad",
    "register.foreign_eligible": "move_in_abroad",
}
_ABROAD = "国外等"


def event_of(entry: Entry) -> str:
    """The event of the guidance that a slip is about; nothing for none."""
    event = _EVENTS.get(entry.kind, "")
    content = content_of(entry) if event in ("move_in", "move_out") else {}
    is_abroad = _ABROAD in (content.get("origin"), content.get("destination"))
    return f"{event}_abroad" if is_abroad else event


def people_of_entry(entry: Entry, context: Context) -> list[Somebody]:
    """Everybody whom the slip's own event changes; who only gets a new householder is left out."""
    if entry.state == State.REGISTERED:
        return people_of_numbers(_registered(entry), context)
    made = preview(kind=EVENT_KINDS[entry.kind], data=content_of(entry), context=context)  # type: ignore[arg-type]
    own = made.outlooks[0].plan if made.outlooks else None
    found = {
        one.addressee_no: Somebody(
            number=one.addressee_no, birth=one.after.birth_date, kind=str(one.after.kind)
        )
        for one in made.outlooks
        if one.plan is own
    }
    return list(found.values())


def people_of_numbers(numbers: Collection[int], context: Context) -> list[Somebody]:
    """Persons of the register."""
    return [
        Somebody(number=row.addressee_no, birth=row.birth_date, kind=str(row.kind))
        for row in rows_of(numbers, context).values()
    ]


def rows_of(numbers: Collection[int], context: Context) -> dict[int, ResidentVersion]:
    """The record of each as it stands today, else the last one."""
    today = timezone.localtime(context.at).date()
    known = people_as_of(valid_on=today, known_at=context.at).filter(addressee_no__in=numbers)
    found = {row.addressee_no: row for row in known}
    for number in numbers:
        history = [] if number in found else list_history(addressee_no=number)
        if history:
            found[number] = history[-1]
    return found


class Names:
    """How each person of some tasks is called: by the register, a new one by the slip."""

    def __init__(self, numbers: Collection[int], context: Context) -> None:
        self.known = rows_of([one for one in numbers if one > 0], context)
        self.typed: dict[int, list[str]] = {}

    def of(self, number: int, entry: Entry | None) -> str:
        """The name of one; −n is the nth new person of the slip."""
        if number in self.known:
            return self.known[number].name
        if entry is None:
            return "（記録なし）"
        if entry.pk not in self.typed:
            self.typed[entry.pk] = _typed_names(content_of(entry))
        names = self.typed[entry.pk]
        return names[-number - 1] if 0 < -number <= len(names) else "（新しい人）"


def numbers_of(entry: Entry) -> list[int]:
    """宛名番号 of the persons of a slip, as far as they have one."""
    return _registered(entry) if entry.state == State.REGISTERED else list(entry.subjects)


def numbers_given(entry: Entry | None) -> dict[int, int]:
    """宛名番号 that the new persons of a 転入 were given: the nth mover is the nth of the event."""
    if entry is None or entry.kind != "register.move_in":
        return {}
    registered = _registered(entry) if entry.state == State.REGISTERED else []
    return {-place: number for place, number in enumerate(registered, start=1)}


def refuse_if_stopped(numbers: Collection[int], context: Context) -> None:
    """Nobody whose record may not be looked at (照会抑止) is shown here either."""
    for row in rows_of(numbers, context).values():
        for warn in warnings_about(row=row, context=context):
            if warn.stops:
                raise PermissionDenied(warn.text)


def _registered(entry: Entry) -> list[int]:
    return [int(number) for number in entry.result.get("宛名番号", [])]


def _typed_names(content: Mapping[str, Any]) -> list[str]:
    """The names in the rows of new persons."""
    for rows in content.values():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict) and "name" in rows[0]:
            return [str(row.get("name", "")) for row in rows]
    return []
