# SPDX-License-Identifier: Apache-2.0
"""A batch goes on where it was killed, stops where a finding says so, and is logged once a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from tests.staff_room import StaffRoom

from daicho.foundation.access.actor import Context
from daicho.foundation.audit.models import Entry
from daicho.foundation.batch.models import BatchRun, State
from daicho.foundation.batch.runner import (
    BatchBusyError,
    Piece,
    Step,
    StepContext,
    open_run,
    run_steps,
    totals_of,
    unfinished_run,
)
from daicho.foundation.numbering.models import Series
from daicho.foundation.numbering.series import take
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import is_individual_number

AMOUNTS = [100, 200, 300, 400, 500]


class Work:
    """Two steps that count money one by one; `dies_at` kills the first inside that piece."""

    def __init__(self, dies_at: int | None = None, refuses: bool = False) -> None:
        self.dies_at = dies_at
        self.refuses = refuses
        self.touched: list[int] = []

    def add_up(self, step: StepContext) -> Iterator[Piece]:
        first = step.checkpoint if isinstance(step.checkpoint, int) else 0
        amount = step.totals.get("金額", 0)
        for number in range(first, len(AMOUNTS)):
            take(series="pieces")  # a write of the piece itself
            if number == self.dies_at:
                raise KeyboardInterrupt
            self.touched.append(number)
            amount += AMOUNTS[number]
            yield Piece(
                done=number + 1, total=len(AMOUNTS), checkpoint=number + 1,
                totals={"件数": number + 1, "金額": amount},
            )  # fmt: skip

    def compare(self, step: StepContext) -> Iterator[Piece]:
        finding = Finding("x.differs", Severity.ERROR, "前年と大きく違います。")
        yield Piece(
            done=1, total=1, totals={"金額": step.earlier["add_up"]["金額"]},
            findings=[finding] if self.refuses else [],
        )  # fmt: skip

    def steps(self) -> list[Step]:
        return [
            Step(code="add_up", label_ja="集計", work=self.add_up),
            Step(code="compare", label_ja="照合", work=self.compare),
        ]


@pytest.fixture
def context(staff_room: StaffRoom) -> Context:
    return staff_room.context("tax.assessment.run")


def begin(work: Work, context: Context) -> BatchRun:
    return open_run(
        kind="tax.assessment.run", subject="令和8年度", steps=work.steps(),
        parameters={"年度": 2026}, context=context,
    )  # fmt: skip


def go(run: BatchRun, work: Work, context: Context, now: datetime) -> BatchRun:
    return run_steps(run, steps=work.steps(), context=context, clock=lambda: now)


def test_runs_to_its_end_with_control_totals(context: Context, now: datetime) -> None:
    work = Work()
    run = go(begin(work, context), work, context, now)
    assert (run.state, run.finished_at) == (State.DONE, now)
    assert totals_of(run) == {"add_up": {"件数": 5, "金額": 1500}, "compare": {"金額": 1500}}
    assert [(step.done, step.total) for step in run.steps.all()] == [(5, 5), (1, 1)]
    entry = Entry.objects.get()
    assert (entry.kind, entry.result) == ("batch", "done")
    assert entry.detail["照合値"]["add_up"]["金額"] == "1,500"


def test_killed_run_goes_on_at_its_checkpoint(context: Context, now: datetime) -> None:
    killed = Work(dies_at=3)
    run = begin(killed, context)
    with pytest.raises(KeyboardInterrupt):
        go(run, killed, context, now)
    assert killed.touched == [0, 1, 2]
    assert Series.objects.get(code="pieces").next_serial == 4, "the killed piece left nothing"
    found = unfinished_run(kind="tax.assessment.run", subject="令和8年度")
    assert found == run
    work = Work()
    go(run, work, context, now)
    assert work.touched == [3, 4]
    assert totals_of(run)["add_up"] == {"件数": 5, "金額": 1500}
    assert Series.objects.get(code="pieces").next_serial == 6
    assert unfinished_run(kind="tax.assessment.run", subject="令和8年度") is None


def test_finding_stops_before_the_next_step(context: Context, now: datetime) -> None:
    work = Work(refuses=True)
    run = go(begin(work, context), work, context, now)
    assert run.state == State.REFUSED
    assert [finding["code"] for finding in run.findings] == ["x.differs"]
    assert run.steps.get(code="compare").state == State.REFUSED
    assert Entry.objects.get().result == "refused"


def test_finished_steps_are_not_done_again(context: Context, now: datetime) -> None:
    run = go(begin(Work(refuses=True), context), Work(refuses=True), context, now)
    again = Work()
    assert go(run, again, context, now).state == State.DONE
    assert again.touched == []


def test_defect_is_told_and_leaves_the_checkpoint(context: Context, now: datetime) -> None:
    class Broken(Work):
        def compare(self, step: StepContext) -> Iterator[Piece]:
            raise ZeroDivisionError
            yield

    run = begin(Broken(), context)
    with pytest.raises(ZeroDivisionError):
        go(run, Broken(), context, now)
    assert BatchRun.objects.get().state == State.FAILED
    assert run.steps.get(code="add_up").state == State.DONE
    assert Entry.objects.get().result == "failed"


@pytest.mark.django_db(transaction=True)
def test_two_processes_do_not_share_a_run(
    context: Context, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(Work(), context)
    monkeypatch.setattr("daicho.foundation.batch.runner.try_session_lock", lambda *_: False)
    with pytest.raises(BatchBusyError):
        go(run, Work(), context, now)
    assert BatchRun.objects.get().state == State.WAITING


def test_a_command_starts_a_run_without_an_account(context: Context, now: datetime) -> None:
    actor = replace(context.actor, staff_id=0, who=replace(context.actor.who, login="command:x"))
    run = begin(Work(), replace(context, actor=actor))
    assert (run.started_by_id, run.started_login) == (None, "command:x")


def test_a_sum_that_looks_like_an_individual_number_is_logged(
    context: Context, now: datetime
) -> None:
    amount = 123_456_789_018  # the last digit fits

    def add_up(step: StepContext) -> Iterator[Piece]:
        yield Piece(done=1, total=1, totals={"金額": amount})

    assert is_individual_number(str(amount))
    steps = [Step(code="add_up", label_ja="集計", work=add_up)]
    run = open_run(kind="tax.assessment.run", subject="x", steps=steps, parameters={},
                   context=context)  # fmt: skip
    assert run_steps(run, steps=steps, context=context, clock=lambda: now).state == State.DONE
    assert totals_of(run) == {"add_up": {"金額": amount}}
    assert Entry.objects.get().detail["照合値"] == {"add_up": {"金額": "123,456,789,018"}}
