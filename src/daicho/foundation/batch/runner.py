# SPDX-License-Identifier: Apache-2.0
"""Run steps piece by piece. Each piece and its checkpoint commit together, so a killed run goes on
where it stood, and nothing is done twice or left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from daicho.foundation.access.actor import Context, purpose_label
from daicho.foundation.audit.entries import NewEntry
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind, Result
from daicho.foundation.batch.models import BatchRun, BatchStep, State
from daicho.foundation.database.query import release_session_lock, try_session_lock
from daicho.kernel.findings import Finding, Severity

LOCK = "batch run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What a step has done when it yields: all so far, where to go on, control totals so far."""

    done: int
    total: int
    checkpoint: object = None
    totals: Mapping[str, int] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step is given: its run, the circumstances, and its last checkpoint (None: begin)."""

    run: BatchRun
    context: Context
    checkpoint: object
    totals: Mapping[str, int]
    earlier: Mapping[str, Mapping[str, int]]  # control totals of the steps before, by code


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `work` does one piece between two yields; a piece is one transaction."""

    code: str
    label_ja: str
    work: Callable[[StepContext], Iterator[Piece]]


class BatchBusyError(Exception):
    """Another process is at this run."""


@transaction.atomic
def open_run(
    *, kind: str, subject: str, steps: Sequence[Step], parameters: Mapping[str, object],
    context: Context,
) -> BatchRun:  # fmt: skip
    """Write a new run down with all its steps waiting."""
    run = BatchRun.objects.create(
        kind=kind, subject=subject, parameters=dict(parameters),
        started_by_id=context.actor.staff_id or None, started_login=context.actor.who.login,
        started_at=context.at,
    )  # fmt: skip
    BatchStep.objects.bulk_create(
        BatchStep(run=run, position=position, code=step.code, label=step.label_ja)
        for position, step in enumerate(steps)
    )
    return run


def unfinished_run(*, kind: str, subject: str) -> BatchRun | None:
    """The last run that can go on, if the last one did not come to its end."""
    run = BatchRun.objects.filter(kind=kind, subject=subject).first()
    return run if run is not None and run.state != State.DONE else None


def run_steps(
    run: BatchRun, *, steps: Sequence[Step], context: Context, clock: Callable[[], datetime]
) -> BatchRun:
    """Do what is left of the run. A finding of weight ERROR stops it; one entry goes to the log."""
    if not try_session_lock(LOCK, run.pk):
        raise BatchBusyError(f"run {run.pk} is at work elsewhere")
    try:
        _set_state(run, State.RUNNING)
        state = _run_all(run, steps, context, clock)
        run.finished_at = clock()
        with transaction.atomic():
            _set_state(run, state)
            _log(run, context, Result.DONE if state == State.DONE else Result.REFUSED)
        return run
    except Exception:
        with transaction.atomic():
            _set_state(run, State.FAILED)
            _log(run, context, Result.FAILED)
        raise
    finally:
        release_session_lock(LOCK, run.pk)


def totals_of(run: BatchRun) -> dict[str, dict[str, int]]:
    """The control totals of each finished step."""
    return {step.code: step.totals for step in run.steps.filter(state=State.DONE)}


def _totals_as_texts(run: BatchRun) -> dict[str, dict[str, str]]:
    """Totals with commas: twelve digits in a row may look like an 個人番号."""
    return {
        step: {name: f"{total:,}" for name, total in totals.items()}
        for step, totals in totals_of(run).items()
    }


def _run_all(
    run: BatchRun, steps: Sequence[Step], context: Context, clock: Callable[[], datetime]
) -> State:
    for step in steps:
        record = run.steps.get(code=step.code)
        if record.state == State.DONE:
            continue
        if not _run_one(run, step, record, context, clock):
            return State.REFUSED
    return State.DONE


def _run_one(
    run: BatchRun, step: Step, record: BatchStep, context: Context, clock: Callable[[], datetime]
) -> bool:
    """One step to its end; False when a finding stopped it."""
    record.started_at = record.started_at or clock()
    record.state = State.RUNNING
    record.save(update_fields=["state", "started_at"])
    pieces = step.work(
        StepContext(run, context, record.checkpoint, dict(record.totals), totals_of(run))
    )
    while True:
        with transaction.atomic():
            piece = next(pieces, None)
            if piece is None:
                record.state = State.DONE
                record.finished_at = clock()
                record.save(update_fields=["state", "finished_at"])
                return True
            if not _keep(run, record, piece):
                return False


def _keep(run: BatchRun, record: BatchStep, piece: Piece) -> bool:
    """Write a piece's checkpoint in its own transaction, before anything else is done."""
    record.done, record.total = piece.done, piece.total
    record.checkpoint, record.totals = piece.checkpoint, dict(piece.totals)
    is_stopped = any(finding.severity is Severity.ERROR for finding in piece.findings)
    if is_stopped:
        record.state = State.REFUSED
    record.save(update_fields=["done", "total", "checkpoint", "totals", "state"])
    if piece.findings:
        run.findings = [*run.findings, *(finding.as_dict() for finding in piece.findings)]
        run.save(update_fields=["findings"])
    return not is_stopped


def _set_state(run: BatchRun, state: State) -> None:
    run.state = state
    run.save(update_fields=["state", "finished_at"])


def _log(run: BatchRun, context: Context, result: Result) -> None:
    append(
        NewEntry(
            at=context.at, kind=Kind.BATCH, who=context.actor.who, terminal=context.terminal,
            function=run.kind, screen=run.kind, purpose=purpose_label(context.purpose),
            result=result,
            detail={"実行番号": run.pk, "対象": run.subject, "照合値": _totals_as_texts(run)},
        )
    )  # fmt: skip
