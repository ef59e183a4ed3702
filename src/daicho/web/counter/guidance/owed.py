# SPDX-License-Identifier: Apache-2.0
"""Which procedures an event brings to these persons: the data against plain facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from daicho.kernel.dates import age_on
from daicho.web.counter.guidance.data import Guidance, Procedure, Who

FIRST_GRADE_AGE = 6  # years completed before the April 2 on which school begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One person concerned: 宛名番号, or −n for the nth new person of the slip."""

    number: int
    birth: dt.date | None
    kind: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One procedure and whom it is for; nobody named means the household."""

    procedure: Procedure
    people: tuple[int, ...]
    due_on: dt.date | None


def school_grade(birth: dt.date, on: dt.date) -> int:
    """小1 is 1, 中3 is 9, 高3 is 12; 0 is the year before school, smaller ones younger.

    Statute: School Education Act Art. 17 (学校教育法17条): who is 6 by April 1 begins that day;
    whoever is born on April 1 reaches the age on March 31.
    """
    cohort = birth.year if (birth.month, birth.day) >= (4, 2) else birth.year - 1
    school_year = on.year if on.month >= 4 else on.year - 1
    return school_year - cohort - FIRST_GRADE_AGE


def owed_procedures(
    guidance: Guidance, *, event: str, happened_on: dt.date, people: Sequence[Somebody],
    answers: Collection[str], on: dt.date,
) -> list[Owed]:  # fmt: skip
    """Everything owed, in the order of the data."""
    found = []
    for one in guidance.procedures.values():
        if event not in one.events or not one.is_in_force(on):
            continue
        if one.asks and one.asks not in answers:
            continue
        concerned = tuple(each.number for each in people if is_meant(one.who, each, on))
        if concerned:
            found.append(Owed(one, concerned, _due(one, happened_on)))
    return found


def is_meant(who: Who, person: Somebody, on: dt.date) -> bool:
    """Whether a procedure is for this person; an unknown birth date never shuts anybody out."""
    if who.kind and person.kind != who.kind:
        return False
    if person.birth is None or person.birth > on:
        return True
    grade = school_grade(person.birth, on)
    return _is_within(who.age_from, age_on(person.birth, on), who.age_to) and _is_within(
        who.grade_from, grade, who.grade_to
    )


def _is_within(low: int | None, value: int, high: int | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _due(procedure: Procedure, happened_on: dt.date) -> dt.date | None:
    """The last day; the first day is not counted (民法140条)."""
    if procedure.deadline_days is None:
        return None
    return happened_on + dt.timedelta(days=procedure.deadline_days)
