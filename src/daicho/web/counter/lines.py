# SPDX-License-Identifier: Apache-2.0
"""The tasks of a visit as a page or a paper shows them: for whom, where, and the way on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse

from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry
from daicho.web.counter.guidance.data import Heading, Procedure, Who, guidance_of
from daicho.web.counter.models import CounterTask, Visit
from daicho.web.counter.subjects import Names, numbers_given, numbers_of

HOUSEHOLD = "世帯"


@dataclass(frozen=True, slots=True)
class Line:
    """One task; `url` leads to where it is done, for who may go there."""

    task: CounterTask
    procedure: Procedure
    names: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one section."""

    section: Heading
    lines: list[Line]


def entries_of(visits: Iterable[Visit]) -> dict[int, Entry]:
    """The slips that brought somebody here, by their numbers."""
    return Entry.objects.in_bulk([one.entry_no for one in visits if one.entry_no is not None])


def numbers_of_visit(visit: Visit, entry: Entry | None) -> list[int]:
    """宛名番号 of whom a visit is about, as far as they have one by now."""
    return numbers_of(entry) if entry is not None else list(visit.addressee_nos)


def groups_of(visit: Visit, context: Context) -> list[Group]:
    """In the order of the sections, the nearest deadline first."""
    lines = lines_of(visit.tasks.select_related("visit"), entries_of([visit]), context)
    lines.sort(key=lambda line: (line.task.due_on or date.max, line.task.pk))
    return [
        Group(section, own)
        for code, section in guidance_of(settings.MUNICIPALITY_CODE).sections.items()
        if (own := [line for line in lines if line.procedure.section == code])
    ]


def lines_of(
    tasks: Iterable[CounterTask], entries: Mapping[int, Entry], context: Context
) -> list[Line]:
    """A procedure that the data no longer have is left out; names are read all at once."""
    known = guidance_of(settings.MUNICIPALITY_CODE).procedures
    found = [
        (one, known[one.procedure], entries.get(one.visit.entry_no or 0), _people(one, entries))
        for one in tasks
        if one.procedure in known
    ]
    names = Names({number for *_, people in found for number in people}, context)
    return [
        Line(
            task, procedure, _names(procedure, people, entry, names),
            _url(procedure, people, context),
        )
        for task, procedure, entry, people in found
    ]  # fmt: skip


def _people(task: CounterTask, entries: Mapping[int, Entry]) -> list[int]:
    given = numbers_given(entries.get(task.visit.entry_no or 0))
    return [given.get(number, number) for number in task.people]


def _names(
    procedure: Procedure, people: list[int], entry: Entry | None, names: Names
) -> tuple[str, ...]:
    if procedure.is_of_household and procedure.who == Who() and len(people) > 1:
        return (HOUSEHOLD,)
    return tuple(names.of(number, entry) for number in people)


def _url(procedure: Procedure, people: list[int], context: Context) -> str:
    """Where the procedure is done, for the first person who has a number already."""
    numbers = [number for number in people if number > 0]
    if not procedure.link or not numbers:
        return ""
    try:
        url = reverse(procedure.link, args=[numbers[0]])
    except NoReverseMatch:  # of a domain that is not installed here
        return ""
    needed = resolve(url).func.page.function  # type: ignore[attr-defined]
    return url if needed in context.actor.functions else ""
