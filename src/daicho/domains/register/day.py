# SPDX-License-Identifier: Apache-2.0
"""The daily job of the register: rows entered ahead that begin to hold (転出予定の到来).

An event tells its followers when it is registered. A row whose first day lies after that moment
begins by itself; on its day the job lets every rebuilder make the person anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from daicho.domains.register.hooks import tell_rebuild
from daicho.foundation.access.actor import Context
from daicho.foundation.batch.models import BatchRun, State
from daicho.foundation.batch.runner import (
    Piece,
    Step,
    StepContext,
    open_run,
    run_steps,
    unfinished_run,
)
from daicho.foundation.database.query import rows

KIND = "register.day"
PIECE = 500
BEGINNING = date(1868, 1, 1)
_DUE = """
SELECT DISTINCT addressee_no FROM register_residentversion
WHERE recorded @> %(known)s AND lower(valid) > %(after)s AND lower(valid) <= %(until)s
  AND lower(valid) > (lower(recorded) AT TIME ZONE 'Asia/Tokyo')::date
ORDER BY addressee_no
"""


def due_people(*, after: date, until: date, known_at: datetime) -> list[int]:
    """宛名番号 of whom a row entered ahead begins to hold within the days, in order."""
    found = rows(_DUE, {"after": after, "until": until, "known": known_at})
    return [number for (number,) in found]


def last_day_done() -> date:
    """The last day for which the job came to its end."""
    done = BatchRun.objects.filter(kind=KIND, state=State.DONE).order_by("-subject").first()
    return date.fromisoformat(done.subject) if done is not None else BEGINNING


def run_day(*, context: Context, clock: Callable[[], datetime]) -> BatchRun:
    """Do today's job, also for days on which nobody ran it; a stopped one goes on."""
    today = timezone.localtime(context.at).date()
    subject = today.isoformat()
    run = unfinished_run(kind=KIND, subject=subject) or open_run(
        kind=KIND, subject=subject, steps=STEPS,
        parameters={"after": (min(last_day_done(), today - timedelta(days=1))).isoformat()},
        context=context,
    )  # fmt: skip
    return run_steps(run, steps=STEPS, context=context, clock=clock)


def _rebuild(step: StepContext) -> Iterator[Piece]:
    run = step.run
    due = due_people(
        after=date.fromisoformat(str(run.parameters["after"])),
        until=date.fromisoformat(run.subject), known_at=step.context.at,
    )  # fmt: skip
    last = step.checkpoint if isinstance(step.checkpoint, int) else 0
    for start in range(sum(number <= last for number in due), len(due), PIECE):
        piece = due[start : start + PIECE]
        tell_rebuild(addressee_nos=piece, at=step.context.at)
        done = start + len(piece)
        yield Piece(done=done, total=len(due), checkpoint=piece[-1], totals={"人数": done})


STEPS = (Step(code="rebuild", label_ja="到来した異動の反映", work=_rebuild),)
