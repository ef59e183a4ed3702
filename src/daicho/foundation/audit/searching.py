# SPDX-License-Identifier: Apache-2.0
"""Find entries of the log. Newest first by (at, id): every index ends with these two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from daicho.foundation.audit.models import Entry

EXACT = ("login", "section", "terminal", "function", "kind", "purpose", "result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """All of them must hold; empty ones ask for nothing. `until` is not part of the period."""

    since: datetime | None = None
    until: datetime | None = None
    login: str = ""
    section: str = ""
    terminal: str = ""
    function: str = ""
    kind: str = ""
    purpose: str = ""
    result: str = ""
    subject: int | None = None
    shows_individual_number: bool = False


def find_entries(criteria: Criteria) -> QuerySet[Entry]:
    """The entries that fit, newest first."""
    found = Entry.objects.order_by("-at", "-id")
    for name in EXACT:
        if getattr(criteria, name):
            found = found.filter(**{name: getattr(criteria, name)})
    if criteria.subject is not None:
        found = about(found, subject=criteria.subject)
    if criteria.shows_individual_number:
        found = found.filter(individual_number_shown=True)
    if criteria.since is not None:
        found = found.filter(at__gte=criteria.since)
    if criteria.until is not None:
        found = found.filter(at__lt=criteria.until)
    return found


def about(found: QuerySet[Entry], *, subject: int) -> QuerySet[Entry]:
    """Those that concern this 宛名番号.

    The partial index needs to be told that entries about nobody are out. Ordered by a computed
    time, because the planner thinks everybody frequent and would walk through all years by time.
    """
    named = found.filter(subjects__contains=[subject]).exclude(subjects=[])
    return named.order_by((F("at") + timedelta(0)).desc(), "-id")
