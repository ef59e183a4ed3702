# SPDX-License-Identifier: Apache-2.0
"""Give and take functions. Called by actions, and by the demo when it sets up its staff."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from daicho.foundation.access.catalogue import catalogue, function_of
from daicho.foundation.access.models import Grant, RightsRequest
from daicho.foundation.identity.models import Staff


def grant(
    *, staff: Staff | None = None, unit: str = "", functions: Collection[str], first: date,
    last: date, by: str, at: datetime, scope: str = "", request: RightsRequest | None = None,
) -> int:  # fmt: skip
    """Grant functions to a person or a unit for at most a year and return how many."""
    rows = [
        Grant(
            staff=staff, unit=unit, function=function_of(code).code, scope=scope,
            valid_from=first, valid_to=last, granted_by=by, granted_at=at, request=request,
        )
        for code in functions
    ]  # fmt: skip
    return len(Grant.objects.bulk_create(rows))


def grant_role(*, staff: Staff, role: str, first: date, last: date, by: str, at: datetime) -> int:
    """Grant every function of a role."""
    functions = catalogue().roles[role].functions
    return grant(staff=staff, functions=functions, first=first, last=last, by=by, at=at)


def last_of_a_year(first: date) -> date:
    """The last day of the longest term that begins on `first`: a year, to the day."""
    try:
        return first.replace(year=first.year + 1) - timedelta(days=1)
    except ValueError:  # February 29
        return date(first.year + 1, 2, 28)


def revoke(
    *, staff: Staff | None = None, unit: str = "", function: str, by: str, at: datetime
) -> int:
    """Take a function back from now on and return how many grants ended."""
    held = not_revoked(at=at).filter(staff=staff, unit=unit, function=function)
    return held.update(revoked_by=by, revoked_at=at)


def revoke_all_of(*, staff: Staff, by: str, at: datetime) -> int:
    """Take back from `at` on all that the person holds themselves; what a unit gives stays there.

    `at` may lie ahead: a transfer ends rights on its day.
    """
    day = timezone.localtime(at).date()
    return (
        not_revoked(at=at)
        .filter(staff=staff, valid_to__gte=day)
        .update(revoked_by=by, revoked_at=at)
    )


def not_revoked(*, at: datetime) -> QuerySet[Grant]:
    """Grants that nobody has taken back by that moment, whatever their term."""
    return Grant.objects.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=at))


def in_force(*, on: date, at: datetime) -> QuerySet[Grant]:
    """Grants that hold on that day."""
    return not_revoked(at=at).filter(valid_from__lte=on, valid_to__gte=on)
