# SPDX-License-Identifier: Apache-2.0
"""Give and take functions. Called by actions, and by the demo when it sets up its staff."""

from __future__ import annotations

from datetime import date, datetime

from daicho.foundation.access.catalogue import catalogue, function_of
from daicho.foundation.access.models import Grant
from daicho.foundation.identity.models import Staff


def grant(
    *, staff: Staff, functions: tuple[str, ...], first: date, last: date, by: str, at: datetime
) -> int:
    """Grant functions for a term of at most a year and return how many."""
    rows = [
        Grant(
            staff=staff, function=function_of(code).code, valid_from=first, valid_to=last,
            granted_by=by, granted_at=at,
        )
        for code in functions
    ]  # fmt: skip
    return len(Grant.objects.bulk_create(rows))


def grant_role(*, staff: Staff, role: str, first: date, last: date, by: str, at: datetime) -> int:
    """Grant every function of a role."""
    functions = catalogue().roles[role].functions
    return grant(staff=staff, functions=functions, first=first, last=last, by=by, at=at)


def revoke(*, staff: Staff, function: str, by: str, at: datetime) -> int:
    """Take a function back from now on and return how many grants ended."""
    held = Grant.objects.filter(staff=staff, function=function, revoked_at__isnull=True)
    return held.update(revoked_by=by, revoked_at=at)
