# SPDX-License-Identifier: Apache-2.0
"""The worker: what is due, once each; failures told; a killed worker's job is taken again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from tests.staff_room import StaffRoom

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.batch import worker
from daicho.foundation.batch.jobs import (
    JOB_KINDS,
    Clock,
    JobKind,
    JobResult,
    ScheduleJob,
    StartJob,
    StopSchedule,
    failed_kinds,
    last_parameters,
)
from daicho.foundation.batch.models import JobRun, JobSchedule
from daicho.foundation.batch.worker import LOCK, plan_due, work_once
from daicho.foundation.database.query import _lock_number

pytestmark = pytest.mark.django_db
DONE: list[Mapping[str, str]] = []


def note(told: Mapping[str, str], context: Context, clock: Clock) -> JobResult:
    DONE.append(dict(told))
    return JobResult("1件を処理しました。")


def break_down(told: Mapping[str, str], context: Context, clock: Clock) -> JobResult:
    if told.get("how") == "disk":
        raise OSError(28, "No space left on device")
    if told.get("how") == "refuse":
        return JobResult("対象がありません。", is_good=False)
    raise ValueError("秘密の住所 東京都港区芝五丁目")


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    before = dict(JOB_KINDS)
    DONE.clear()
    for code, work in (("test.note", note), ("test.break", break_down)):
        JOB_KINDS[code] = JobKind(
            code=code, label_ja="試験", functions=frozenset(), purpose="upkeep", work=work,
            parameters=(("how", "方法"), ("day", "日")),
        )  # fmt: skip
    yield
    JOB_KINDS.clear()
    JOB_KINDS.update(before)


@pytest.fixture
def office(staff_room: StaffRoom) -> Context:
    return staff_room.context("system.settings", purpose="upkeep")


def start(office: Context, kind: str, **told: str) -> None:
    outcome = perform(StartJob(job_kind=kind, parameters=told), context=office)
    assert outcome.value is not None, outcome.findings


def work(at: datetime) -> JobRun | None:
    return work_once(clock=lambda: at, terminal="batch-1")


def test_a_job_started_at_a_desk_is_done_once_and_logged(office: Context) -> None:
    start(office, "test.note", how="a")
    run = work(office.at)
    assert run is not None
    assert (run.state, run.result, run.terminal) == ("done", "1件を処理しました。", "batch-1")
    assert (run.started_at, run.finished_at) == (office.at, office.at)
    assert work(office.at) is None
    assert list(DONE) == [{"how": "a"}]
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.function, entry.result) == ("batch", "test.note", "done")
    assert entry.detail["処理結果"] == "1件を処理しました。"


def test_changed_parameters_are_marked_against_the_last_run(office: Context) -> None:
    start(office, "test.note", how="a", day="1")
    start(office, "test.note", how="b", day="1")
    assert [run.changed for run in JobRun.objects.order_by("pk")] == [[], ["how"]]
    assert last_parameters("test.note") == {"how": "b", "day": "1"}


def test_a_schedule_starts_at_its_time_and_once_for_all_that_was_missed(office: Context) -> None:
    made = perform(
        ScheduleJob(job_kind="test.note", parameters={}, every="daily", time=time(2, 30)),
        context=office,
    )
    schedule = JobSchedule.objects.get(pk=made.value)
    due = schedule.next_at
    assert due is not None
    assert work(due - timedelta(seconds=1)) is None
    late = due + timedelta(days=3, hours=1)
    assert work(late) is not None
    assert work(late) is None
    schedule.refresh_from_db()
    assert schedule.next_at == due + timedelta(days=4)
    perform(StopSchedule(schedule_no=schedule.pk), context=office)
    assert plan_due(at=late + timedelta(days=9)) == 0


def test_a_schedule_for_one_moment_ends_with_it(office: Context) -> None:
    on = office.at.date() + timedelta(days=1)
    action = ScheduleJob(job_kind="test.note", parameters={}, every="once", time=time(2, 30), on=on)
    made = perform(action, context=office)
    assert work(office.at + timedelta(days=1)) is not None
    assert JobSchedule.objects.get(pk=made.value).next_at is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"every": "weekly"}, "jobs.timing"),
        ({"every": "monthly", "day": 32}, "jobs.timing"),
        ({"every": "once"}, "jobs.timing"),
        ({"every": "hourly"}, "jobs.every"),
        ({"every": "daily", "job_kind": "none"}, "jobs.kind"),
        ({"every": "daily", "parameters": {"other": "x"}}, "jobs.parameter"),
    ],
)
def test_a_wrong_schedule_is_refused(office: Context, given: dict[str, Any], code: str) -> None:
    values: dict[str, Any] = {"job_kind": "test.note", "parameters": {}, "time": time(2)} | given
    outcome = perform(ScheduleJob(**values), context=office)
    assert [one.code for one in outcome.findings] == [code]
    assert not JobSchedule.objects.exists()


def test_a_moment_that_is_over_is_refused(office: Context) -> None:
    action = ScheduleJob(
        job_kind="test.note", parameters={}, every="once", time=time(0), on=office.at.date()
    )
    assert [one.code for one in perform(action, context=office).findings] == ["jobs.past"]


@pytest.mark.parametrize(
    ("how", "state", "code", "words"),
    [
        ("disk", "failed", "28", "異常終了しました（OSError）。"),
        ("other", "failed", "ValueError", "異常終了しました（ValueError）。"),
        ("refuse", "refused", "REFUSED", "対象がありません。"),
    ],
)
def test_a_fault_is_told_without_what_it_says(
    office: Context, capsys: pytest.CaptureFixture[str], how: str, state: str, code: str, words: str
) -> None:
    start(office, "test.break", how=how)
    run = work(office.at)
    assert run is not None
    assert (run.state, run.error_code, run.result) == (state, code, words)
    line = capsys.readouterr().err
    assert line.startswith("daicho worker: test.break 実行")
    assert words in line
    assert "秘密" not in line
    entry = Entry.objects.latest("id")
    assert (entry.result, entry.detail["エラーコード"]) == (state, code)
    assert [one.pk for one in failed_kinds()] == [run.pk]


def test_a_code_of_the_database_is_kept() -> None:
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    assert worker._code_of(caught.value) == "22012"


def test_what_another_worker_has_is_not_taken_until_that_worker_dies(office: Context) -> None:
    start(office, "test.note")
    number = JobRun.objects.get().pk
    JobRun.objects.update(state="running", attempts=1)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_lock_number(LOCK, number)])
        assert work(office.at) is None
        assert DONE == []
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        with connection.cursor() as cursor:  # the worker is killed: its connection is gone
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    finally:
        other.close()
    run = work(office.at)
    assert run is not None
    assert (run.state, run.attempts) == ("done", 2)
    assert len(DONE) == 1


def test_a_job_that_kills_its_workers_is_given_up(office: Context) -> None:
    start(office, "test.note")
    JobRun.objects.update(state="running", attempts=3)
    run = work(office.at)
    assert run is not None
    assert (run.state, run.error_code, len(DONE)) == ("failed", "ATTEMPTS", 0)
