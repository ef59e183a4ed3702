# SPDX-License-Identifier: Apache-2.0
"""Takes due jobs and does them. Each is held by a lock of the worker's own connection: a worker
that dies lets go of it by dying, so another takes the job again, and no two ever do the same.
"""

from __future__ import annotations

import datetime as dt
import sys

from django.db import DatabaseError, transaction
from django.db.models import Q

from daicho.foundation.access.actor import Actor, Context, purpose_label
from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind, Result
from daicho.foundation.batch.jobs import JOB_KINDS, Clock, JobResult, add_run
from daicho.foundation.batch.models import JobRun, JobSchedule, State
from daicho.foundation.database.query import release_session_lock, try_session_lock

LOCK = "job run"
WHO = Who(login="worker", name="定期実行", section="")
MOST_ATTEMPTS = 3
OPEN = (State.WAITING, State.RUNNING)


def plan_due(*, at: dt.datetime) -> int:
    """Write a run down for every schedule that is due; one for all times that were missed."""
    planned = 0
    with transaction.atomic():
        due = JobSchedule.objects.select_for_update(skip_locked=True).filter(next_at__lte=at)
        for schedule in due.order_by("next_at", "pk"):
            add_run(
                kind=schedule.kind, parameters=schedule.parameters, by=WHO.login,
                due_at=schedule.next_at or at, schedule=schedule,
            )  # fmt: skip
            schedule.next_at = schedule.timing.next_after(at)
            schedule.save(update_fields=["next_at"])
            planned += 1
    return planned


def waits_for_owner(*, at: dt.datetime) -> bool:
    """Whether a job is due that only the owner of the tables can do."""
    return JobRun.objects.filter(_of_owner(), state__in=OPEN, due_at__lte=at).exists()


def _of_owner() -> Q:
    return Q(kind__in=[kind.code for kind in JOB_KINDS.values() if kind.needs_owner])


def work_once(*, clock: Clock, terminal: str, as_owner: bool | None = None) -> JobRun | None:
    """Plan what is due and do one job; None when there is nothing to do.

    `as_owner`: only what needs the owner of the tables, or only the rest; None does both.
    """
    plan_due(at=clock())
    due = JobRun.objects.filter(state__in=OPEN, due_at__lte=clock())
    if as_owner is not None:
        due = due.filter(_of_owner() if as_owner else ~_of_owner())
    for number in list(due.order_by("due_at", "pk").values_list("pk", flat=True)):
        if not try_session_lock(LOCK, number):
            continue
        try:
            run = JobRun.objects.filter(pk=number, state__in=OPEN).first()
            if run is not None:
                return _carry_out(run, clock=clock, terminal=terminal)
        finally:
            release_session_lock(LOCK, number)
    return None


def _carry_out(run: JobRun, *, clock: Clock, terminal: str) -> JobRun:
    """Do it, whatever comes; a run that was killed too often is given up."""
    run.state, run.attempts, run.terminal = State.RUNNING, run.attempts + 1, terminal
    run.started_at = clock()
    run.save()
    context = _context(run, at=run.started_at, terminal=terminal)
    if run.attempts > MOST_ATTEMPTS:
        result, code = JobResult("繰り返し中断されたため中止しました。", is_good=False), "ATTEMPTS"
        state = State.FAILED
    else:
        result, code, state = _do(run, context, clock)
    with transaction.atomic():
        run.state, run.result, run.error_code = state, result.text, code
        run.finished_at = clock()
        run.save()
        _log(run, context)
    if state != State.DONE:
        # Another system of alarms reads this line (journal, log shipper).
        print(
            f"daicho worker: {run.kind} 実行{run.pk} {State(state).label} {code} {result.text}",
            file=sys.stderr, flush=True,
        )  # fmt: skip
    return run


def _do(run: JobRun, context: Context, clock: Clock) -> tuple[JobResult, str, State]:
    kind = JOB_KINDS.get(run.kind)
    if kind is None:
        return JobResult("この処理はありません。", is_good=False), "KIND", State.FAILED
    try:
        result = kind.work(run.parameters, context, clock)
    except Exception as error:  # whatever a job raises, the worker goes on with the next
        return JobResult(_words_of(error), is_good=False), _code_of(error), State.FAILED
    return (
        result,
        "" if result.is_good else "REFUSED",
        (State.DONE if result.is_good else State.REFUSED),
    )


def _context(run: JobRun, *, at: dt.datetime, terminal: str) -> Context:
    kind = JOB_KINDS.get(run.kind)
    functions = kind.functions if kind else frozenset[str]()
    actor = Actor(staff_id=0, who=WHO, functions=functions)
    return Context(actor=actor, purpose=kind.purpose if kind else "", terminal=terminal, at=at)


def _words_of(error: Exception) -> str:
    """The kind of fault only: a message of the database may repeat what stood in a row."""
    return f"異常終了しました（{type(error).__name__}）。"


def _code_of(error: Exception) -> str:
    """SQLSTATE or errno, where the system below gave one."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    state = getattr(cause, "sqlstate", None)
    number = error.errno if isinstance(error, OSError) else None
    return str(state or number or type(error).__name__)


def _log(run: JobRun, context: Context) -> None:
    results = {State.DONE: Result.DONE, State.REFUSED: Result.REFUSED}
    detail: dict[str, object] = {
        "実行番号": run.pk, "条件": dict(run.parameters), "起動者": run.requested_by,
        "処理結果": run.result, "開始回数": run.attempts,
    }  # fmt: skip
    if run.error_code:
        detail["エラーコード"] = run.error_code
    kind = JOB_KINDS.get(run.kind)
    append(
        NewEntry(
            at=context.at, kind=Kind.BATCH, who=context.actor.who, terminal=context.terminal,
            function=run.kind, screen=kind.label_ja if kind else run.kind,
            purpose=purpose_label(context.purpose) if context.purpose else "",
            result=results.get(State(run.state), Result.FAILED), detail=detail,
        )
    )  # fmt: skip
