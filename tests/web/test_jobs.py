# SPDX-License-Identifier: Apache-2.0
"""Pages of the jobs, and that the declared kinds do what they say."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests import ward_fixture
from tests.web.conftest import SignIn

from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.batch.jobs import JOB_KINDS
from daicho.foundation.batch.models import JobRun, JobSchedule
from daicho.foundation.batch.worker import work_once


def at_desk(sign_in: SignIn, role: str = "administrator") -> Client:
    client = sign_in(role)
    session = client.session
    session[PURPOSE_KEY] = "upkeep"
    session.save()
    return client


def text(response: Any, status: int = 200) -> str:
    page: str = response.content.decode()
    assert response.status_code == status, page
    return page


def do() -> JobRun:
    run = work_once(clock=lambda: ward_fixture.NOW, terminal="batch-1")
    assert run is not None
    return run


def test_a_job_is_started_done_and_its_fault_warned_of(sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    page = text(client.get("/jobs/"))
    assert "実行はまだありません。" in page
    assert "予定はありません。" in page
    client.post("/jobs/of/backup.files/", {"act": "start", "folder": ""})
    assert do().state == "refused"
    assert "処理の異常: 取込ファイルのバックアップ" in text(client.get("/"))
    assert "バックアップ先のフォルダーを指定してください。" in text(client.get("/jobs/"))


def test_the_last_parameters_are_shown_and_changes_marked(sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    client.post("/jobs/of/register.put_away/", {"act": "start", "as_of": "2026-06-01"})
    assert 'value="2026-06-01"' in text(client.get("/jobs/of/register.put_away/"))
    client.post("/jobs/of/register.put_away/", {"act": "start", "as_of": "2026-06-02"})
    page = text(client.get("/jobs/"))
    assert page.count("前回から変更") == 1


def test_a_schedule_is_made_and_stopped(sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    sent = {"act": "schedule", "every": "month_end", "time": "02:30"}
    assert client.post("/jobs/of/register.statistics/", sent).status_code == 302
    assert "毎月末 02:30" in text(client.get("/jobs/"))
    wrong = text(client.post("/jobs/of/register.day/", sent | {"every": "weekly"}), 422)
    assert "曜日を選んでください。" in wrong
    number = JobSchedule.objects.get().pk
    client.post(f"/jobs/schedules/{number}/stop/")
    assert "予定はありません。" in text(client.get("/jobs/"))
    assert client.post(f"/jobs/schedules/{number}/stop/").status_code == 404


@pytest.mark.parametrize(
    "code",
    ["register.day", "register.bulk", "register.put_away", "certificates.tidy",
     "audit.purge_check", "register.rebuild", "register.statistics"],
)  # fmt: skip
def test_each_kind_runs_in_the_ward(sign_in: SignIn, code: str) -> None:
    client = at_desk(sign_in)
    assert code in JOB_KINDS
    client.post(f"/jobs/of/{code}/", {"act": "start"})
    run = do()
    assert (run.kind, run.state) == (code, "done"), (run.result, run.error_code)


def test_others_may_not(sign_in: SignIn) -> None:
    assert at_desk(sign_in, "clerk").get("/jobs/").status_code == 403
