# SPDX-License-Identifier: Apache-2.0
"""At most so many calls a minute from one caller, counted over every worker process."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from daicho.foundation.database.query import execute, row

MINUTE = 60
KEPT_MINUTES = 60
COUNT = (
    "INSERT INTO api_callcount (caller, minute, calls) VALUES (%s, %s, 1)"
    " ON CONFLICT (caller, minute) DO UPDATE SET calls = api_callcount.calls + 1 RETURNING calls"
)


def wait_seconds(*, caller: str, at: datetime) -> int:
    """Count this call; 0 when it may go on, else the seconds until the next minute."""
    moment = int(at.timestamp())
    if _count(caller, moment // MINUTE) <= settings.API_CALLS_PER_MINUTE:
        return 0
    return MINUTE - moment % MINUTE


def is_first_of_minute(*, caller: str, at: datetime) -> bool:
    """Count this call; whether it is the caller's first of the minute."""
    return _count(caller, int(at.timestamp()) // MINUTE) == 1


def _count(caller: str, minute: int) -> int:
    (calls,) = row(COUNT, [caller, minute]) or (0,)
    if calls == 1:
        execute("DELETE FROM api_callcount WHERE minute < %s", [minute - KEPT_MINUTES])
    return int(calls)
