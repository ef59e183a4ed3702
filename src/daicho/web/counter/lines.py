# SPDX-License-Identifier: Apache-2.0
"""The tasks of a visit as a page or a paper shows them: for whom, where, and the way on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse

from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry
from daicho.web.counter.guidance.data import Heading, Procedure, Who, guidance_of
from daicho.web.counter.models import CounterTask, Visit
from daicho.web.counter.subjects import names_of

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


def entry_of(visit: Visit) -> Entry | None:
    """The slip that brought somebody here."""
    return Entry.objects.filter(pk=visit.entry_no).first() if visit.entry_no else None


def groups_of(visit: Visit, context: Context) -> list[Group]:
    """In the order of the sections, the nearest deadline first."""
    lines = lines_of(visit.tasks.all(), entry_of(visit), context)
    lines.sort(key=lambda line: (line.task.due_on or date.max, line.task.pk))
    return [
        Group(section, own)
        for code, section in guidance_of(settings.MUNICIPALITY_CODE).sections.items()
        if (own := [line for line in lines if line.procedure.section == code])
    ]


def lines_of(tasks: Iterable[CounterTask], entry: Entry | None, context: Context) -> list[Line]:
    """A procedure that the data no longer have is left out."""
    known = guidance_of(settings.MUNICIPALITY_CODE).procedures
    tasks = [one for one in tasks if one.procedure in known]
    names = names_of({number for one in tasks for number in one.people}, entry, context)
    return [_line(one, known[one.procedure], names, context) for one in tasks]


def _line(task: CounterTask, procedure: Procedure, names: dict[int, str], context: Context) -> Line:
    is_of_all = procedure.is_of_household and procedure.who == Who() and len(task.people) > 1
    told = (HOUSEHOLD,) if is_of_all else tuple(names[number] for number in task.people)
    return Line(task, procedure, told, _url(procedure, task.people, context))


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
