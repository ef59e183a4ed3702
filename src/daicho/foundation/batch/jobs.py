# SPDX-License-Identifier: Apache-2.0
"""Kinds of jobs that are declared, and the actions that start, schedule and stop them (9.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Action, Outcome
from daicho.foundation.batch.models import JobRun, JobSchedule, State
from daicho.foundation.batch.schedule import Every, Timing
from daicho.kernel.findings import Finding, Severity

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a job says at its end; `is_good` is false when it was refused."""

    text: str
    is_good: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """One kind: its name, the functions that it works with, what it may be told, what it does."""

    code: str
    label_ja: str
    functions: frozenset[str]
    purpose: str
    work: Callable[[Mapping[str, str], Context, Clock], JobResult]
    parameters: tuple[tuple[str, str], ...] = ()  # name, Japanese label
    needs_owner: bool = False  # makes tables anew, which the application's role may not


JOB_KINDS: dict[str, JobKind] = {}


def add_job_kinds(*kinds: JobKind) -> None:
    """Declare kinds; twice the same is once."""
    JOB_KINDS.update({kind.code: kind for kind in kinds})


def last_parameters(kind: str) -> dict[str, str]:
    """What the kind was told the last time (前回処理時のパラメータ)."""
    last = JobRun.objects.filter(kind=kind).first()
    return dict(last.parameters) if last else {}


def add_run(
    *, kind: str, parameters: Mapping[str, str], due_at: dt.datetime, by: str,
    schedule: JobSchedule | None = None,
) -> JobRun:  # fmt: skip
    """Write a run down; the parameters that differ from the last run's are marked."""
    last = last_parameters(kind) if JobRun.objects.filter(kind=kind).exists() else None
    changed = [name for name in parameters if last is not None and last.get(name, "") !=
               parameters[name]]  # fmt: skip
    return JobRun.objects.create(
        kind=kind, parameters=dict(parameters), changed=changed, due_at=due_at, requested_by=by,
        schedule=schedule,
    )  # fmt: skip


def _refused(code: str, message: str) -> Outcome[int]:
    return Outcome(None, (Finding(f"jobs.{code}", Severity.ERROR, message),))


def _fault(kind: str, parameters: Mapping[str, str]) -> Outcome[int] | None:
    if kind not in JOB_KINDS:
        return _refused("kind", "この処理はありません。")
    if not set(parameters) <= {name for name, _ in JOB_KINDS[kind].parameters}:
        return _refused("parameter", "この処理にない条件です。")
    return None


@dataclass(frozen=True, kw_only=True)
class StartJob(Action[int]):
    """Start a job now (直接起動); a worker takes it."""

    function = "system.settings"
    audit_text = "処理の直接起動"

    job_kind: str
    parameters: Mapping[str, str]

    def detail(self) -> Mapping[str, object]:
        return {"処理": self.job_kind, "条件": dict(self.parameters)}

    def change(self, context: Context) -> Outcome[int]:
        run = _fault(self.job_kind, self.parameters)
        if run is not None:
            return run
        added = add_run(
            kind=self.job_kind, parameters=self.parameters, due_at=context.at,
            by=context.actor.who.login,
        )  # fmt: skip
        return Outcome(added.pk)


@dataclass(frozen=True, kw_only=True)
class ScheduleJob(Action[int]):
    """Start a job at a moment, or again and again (スケジュール管理による起動)."""

    function = "system.settings"
    audit_text = "処理の予定の登録"

    job_kind: str
    parameters: Mapping[str, str]
    every: str
    time: dt.time = dt.time(2)  # at night
    on: dt.date | None = None
    weekday: int | None = None
    day: int | None = None

    def detail(self) -> Mapping[str, object]:
        return {"処理": self.job_kind, "条件": dict(self.parameters), "間隔": self.every,
                "時刻": f"{self.time:%H:%M}"}  # fmt: skip

    def change(self, context: Context) -> Outcome[int]:
        fault = _fault(self.job_kind, self.parameters) or self._fault()
        if fault is not None:
            return fault
        timing = Timing(
            every=Every(self.every), time=self.time, on=self.on, weekday=self.weekday, day=self.day
        )
        following = timing.next_after(context.at)
        if following is None:
            return _refused("past", "過ぎた日時です。")
        schedule = JobSchedule.objects.create(
            kind=self.job_kind, every=self.every, time=self.time, on=self.on,
            weekday=self.weekday, day=self.day, parameters=dict(self.parameters),
            next_at=following, created_by=context.actor.who.login, created_at=context.at,
        )  # fmt: skip
        return Outcome(schedule.pk)

    def _fault(self) -> Outcome[int] | None:
        """What the interval needs besides the time."""
        needs = {
            Every.ONCE: (self.on is not None, "年月日を入力してください。"),
            Every.WEEKLY: (self.weekday in range(7), "曜日を選んでください。"),
            Every.MONTHLY: (self.day in range(1, 32), "1日から31日までの日を入力してください。"),
        }
        if self.every not in Every.values:
            return _refused("every", "間隔を選んでください。")
        is_given, message = needs.get(Every(self.every), (True, ""))
        return None if is_given else _refused("timing", message)


@dataclass(frozen=True, kw_only=True)
class StopSchedule(Action[int]):
    """Stop a schedule; what it has started goes on."""

    function = "system.settings"
    audit_text = "処理の予定の停止"

    schedule_no: int

    def detail(self) -> Mapping[str, object]:
        return {"予定": self.schedule_no}

    def change(self, context: Context) -> Outcome[int]:
        found = JobSchedule.objects.filter(pk=self.schedule_no, stopped_at__isnull=True)
        stopped = found.update(
            next_at=None, stopped_by=context.actor.who.login, stopped_at=context.at
        )
        return Outcome(stopped) if stopped else _refused("schedule", "この予定はありません。")


def failed_kinds() -> list[JobRun]:
    """The last finished run of every kind, where it failed."""
    last = JobRun.objects.filter(finished_at__isnull=False).order_by("kind", "-pk").distinct("kind")
    return [run for run in last if run.state in (State.FAILED, State.REFUSED)]
