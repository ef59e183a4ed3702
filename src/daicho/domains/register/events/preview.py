# SPDX-License-Identifier: Apache-2.0
"""What a slip would make of every person, before anything is entered; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from daicho.domains.register.events.base import EventKind, Now, Plan
from daicho.domains.register.history import PersonChange, items_of
from daicho.domains.register.models import ResidentVersion
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.kinds import read_form
from daicho.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class Outlook:
    """One person's record on the day of an event, before and after it; `after` is not saved."""

    plan: Plan
    addressee_no: int  # negative: a number is given at registration
    before: ResidentVersion | None
    after: ResidentVersion


@dataclass(frozen=True, slots=True)
class Preview:
    """Every finding and every record; an event that follows starts from what the first made."""

    findings: tuple[Finding, ...]
    outlooks: tuple[Outlook, ...] = ()


def preview(*, kind: EventKind, data: Mapping[str, Any], context: Context) -> Preview:
    """Plan the event of a slip as typed so far."""
    read = read_form(kind, data)
    if read.form is None:
        return Preview(read.findings)
    made = kind.plan(read.form, Now(context=context))
    return Preview(tuple(kind.check(read.form, context)), tuple(_outlooks(made, context)))


def _outlooks(made: Plan, context: Context) -> list[Outlook]:
    then: dict[int, ResidentVersion] = {}
    found: list[Outlook] = []
    for plan in made.events:
        days = {change.first_day for change in plan.changes}
        now = {day: Now(context=context).people(_numbers(plan), day) for day in days}
        for change in plan.changes:
            number = change.addressee_no
            before = then.get(number) or now[change.first_day].get(number)
            then[number] = _after(change, before)
            found.append(Outlook(plan, number, before, then[number]))
    return found


def _numbers(plan: Plan) -> list[int]:
    return [change.addressee_no for change in plan.changes if change.addressee_no > 0]


def _after(change: PersonChange, before: ResidentVersion | None) -> ResidentVersion:
    """The record on the first day of the change; of a course said anew, at its end."""
    if change.course:
        items = dict(change.course[-1].items)
    elif change.is_entry or before is None:
        items = dict(change.values)
    else:
        items = items_of(before) | dict(change.values)
    return ResidentVersion(addressee_no=change.addressee_no, **items)
