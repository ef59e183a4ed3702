# SPDX-License-Identifier: Apache-2.0
"""`daicho worker` as a real process: it works as the application's role, and dies without harm."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.harness import asking, run, start, wait_for

from daicho.foundation.database.server import PrivateServer

ADD = """
INSERT INTO batch_jobrun (kind, parameters, changed, due_at, state, attempts, terminal,
                          requested_by, result, error_code)
VALUES ('{kind}', '{{}}', '[]', now(), 'waiting', 0, '', 'test', '', '') RETURNING id
"""
ENDED = "SELECT count(*) FROM batch_jobrun WHERE finished_at IS NOT NULL"
DONE = "SELECT count(*) FROM batch_jobrun WHERE state = 'done'"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("worker")
    server = PrivateServer(folder)
    server.start()
    try:
        migrated = run(folder, "db", "migrate")
        assert migrated.returncode == 0, migrated.stderr
        yield folder
    finally:
        server.release()
        server.destroy()


def test_the_process_does_jobs_as_the_applications_role(home: Path) -> None:
    with asking(home) as ask:
        kinds = ("register.day", "register.put_away", "certificates.tidy", "register.statistics",
                 "register.rebuild", "register.bulk", "audit.purge_check")  # fmt: skip
        for kind in kinds:
            ask(ADD.format(kind=kind))
        process = start(home, "worker", "--every", 1)
        try:
            wait_for(lambda: ask(ENDED) == len(kinds))
            assert ask(DONE) == len(kinds), kinds
            held = "FROM pg_stat_activity WHERE datname = 'daicho' AND pid <> pg_backend_pid()"
            # It was the owner for one job, and gave that up: only the application is left.
            mine = f"{held} AND usename = 'daicho_app'"
            others = f"{held} AND usename <> 'daicho_app'"
            wait_for(lambda: ask(f"SELECT count(*) {mine}") == 1)
            wait_for(lambda: ask(f"SELECT count(*) {others}") == 0)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            wait_for(lambda: ask(f"SELECT count(*) {held}") == 0)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
        ask(ADD.format(kind="register.day"))
    once = run(home, "worker", "--once")
    assert once.returncode == 0, once.stderr
    assert once.stdout.startswith("register.day 実行8 ")
    assert run(home, "audit", "verify").returncode == 0


def test_a_job_that_fails_is_told_to_other_systems(home: Path) -> None:
    with asking(home) as ask:
        ask(ADD.format(kind="backup.files"))
    once = run(home, "worker", "--once")
    assert once.returncode == 1
    assert "daicho worker: backup.files 実行" in once.stderr
    assert "REFUSED" in once.stderr
