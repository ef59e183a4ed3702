# SPDX-License-Identifier: Apache-2.0
"""The run of the statistics (一括処理): eight steps, each with its control totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from daicho.domains.statistics import counting
from daicho.domains.statistics.models import Subject
from daicho.foundation.access.actor import Context
from daicho.foundation.batch.models import BatchRun, State
from daicho.foundation.batch.runner import Piece, Step, StepContext, open_run, run_steps
from daicho.kernel.findings import Finding, Severity

KIND = "register.statistics"
DISAGREES = Finding(
    "statistics.disagrees", Severity.ERROR,
    "期首人口に異動を加えた数が期末人口と一致しません。住民記録の整合を確認してください。",
    citation="住民記録標準 6.1",
)  # fmt: skip


def open_statistics(*, since: date, day: date, known_at: datetime, context: Context) -> BatchRun:
    """Write a run down: population of `day`, changes after `since`, as known at a time."""
    return open_run(
        kind=KIND, subject=day.isoformat(), steps=STEPS, context=context,
        parameters={
            "day": day.isoformat(), "since": since.isoformat(), "known_at": known_at.isoformat()
        },
    )  # fmt: skip


def carry_out(run: BatchRun, *, context: Context, clock: Callable[[], datetime]) -> BatchRun:
    """Do what is left of the run."""
    return run_steps(run, steps=STEPS, context=context, clock=clock)


def find_statistics(number: int | None = None) -> BatchRun | None:
    """A run by its number, else the last that came to its end."""
    runs = BatchRun.objects.filter(kind=KIND)
    if number is not None:
        return runs.filter(pk=number).first()
    return runs.filter(state=State.DONE).first()


def _asked(run: BatchRun) -> dict[str, object]:
    said: Mapping[str, str] = run.parameters
    return {
        "day": date.fromisoformat(said["day"]), "since": date.fromisoformat(said["since"]),
        "known": datetime.fromisoformat(said["known_at"]),
    }  # fmt: skip


def _standing(subject: Subject) -> Callable[[StepContext], Iterator[Piece]]:
    def work(step: StepContext) -> Iterator[Piece]:
        summed = counting.count_standing(
            run_no=step.run.pk, subject=subject, asked=_asked(step.run)
        )
        yield Piece(done=1, total=1, totals={str(subject.label): summed})

    return work


def _changes(step: StepContext) -> Iterator[Piece]:
    more, less = counting.count_changes(run_no=step.run.pk, asked=_asked(step.run))
    yield Piece(done=1, total=1, totals={"増": more, "減": less})


def _compare(step: StepContext) -> Iterator[Piece]:
    wrong = counting.disagreements(step.run.pk)
    yield Piece(done=1, total=1, totals={"不一致": wrong}, findings=(DISAGREES,) if wrong else ())


STEPS = (
    *(
        Step(code=subject.value, label_ja=f"{subject.label}の集計", work=_standing(subject))
        for subject in (
            Subject.POPULATION, Subject.HOUSEHOLDS, Subject.NATIONALITY, Subject.RESIDENCE,
            Subject.BEFORE, Subject.NOTICES,
        )
    ),
    Step(code="changes", label_ja="異動の集計", work=_changes),
    Step(code="compare", label_ja="前回人口＋異動＝今回人口の照合", work=_compare),
)  # fmt: skip
