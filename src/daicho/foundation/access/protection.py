# SPDX-License-Identifier: Apache-2.0
"""Begin and end protection (支援措置). A measure does not lapse by itself (標準 1.1.16).

Called inside an action's transaction. Whatever the order of calls, a person over whom any
measure is open is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from daicho.foundation.access.models import ProtectedPerson, ProtectionChange
from daicho.foundation.database.query import execute

DAY = timedelta(days=1)


@transaction.atomic
def protect(
    *, addressee_nos: Collection[int], first: date, at: datetime, by: str, measure: str = ""
) -> int:
    """Hide these persons from `first` on, without an end; gives for how many that is new."""
    _lock()
    began = [number for number in _each(addressee_nos) if _open(number, measure, first)]
    _remember(began, measure, is_start=True, day=first, at=at, by=by)
    return len(began)


@transaction.atomic
def unprotect(
    *, addressee_nos: Collection[int], last: date, at: datetime, by: str, measure: str = ""
) -> int:
    """End this measure over these persons after `last`; never lengthens one. Gives how many."""
    _lock()
    ended = [number for number in _each(addressee_nos) if _close(number, measure, last)]
    _remember(ended, measure, is_start=False, day=last, at=at, by=by)
    return len(ended)


def _lock() -> None:
    """Few write here, all may read: one writer at a time keeps periods in order."""
    execute("LOCK TABLE access_protectedperson IN SHARE ROW EXCLUSIVE MODE")


def _each(numbers: Collection[int]) -> Iterable[int]:
    return sorted(set(numbers))


def _open(number: int, measure: str, first: date) -> bool:
    """Join what touches the new period to it; False when it was open since then already."""
    touching = ProtectedPerson.objects.filter(addressee_no=number, measure=measure).filter(
        Q(valid__endswith__isnull=True) | Q(valid__endswith__gte=first)
    )
    rows = list(touching)
    if any(row.valid.upper is None and row.valid.lower <= first for row in rows):
        return False
    start = min([first, *(row.valid.lower for row in rows)])
    note = next((row.note for row in rows if row.note), "")
    touching.delete()
    ProtectedPerson.objects.create(
        addressee_no=number, measure=measure, valid=DateRange(start, None), note=note
    )
    return True


def _close(number: int, measure: str, last: date) -> bool:
    """Cut every period of the measure after `last`; one that would begin later never was."""
    later = ProtectedPerson.objects.filter(addressee_no=number, measure=measure).filter(
        Q(valid__endswith__isnull=True) | Q(valid__endswith__gt=last + DAY)
    )
    changed = False
    for row in later:
        changed = True
        if row.valid.lower > last:
            row.delete()
        else:
            row.valid = DateRange(row.valid.lower, last + DAY)
            row.save(update_fields=["valid"])
    return changed


def _remember(
    numbers: list[int], measure: str, *, is_start: bool, day: date, at: datetime, by: str
) -> None:
    ProtectionChange.objects.bulk_create(
        ProtectionChange(
            addressee_no=number, measure=measure, is_start=is_start, day=day,
            changed_by=by, changed_at=at,
        )
        for number in numbers
    )  # fmt: skip
