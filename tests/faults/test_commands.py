# SPDX-License-Identifier: Apache-2.0
"""Killed processes, a full disk, two at once: nothing half-done, and the work goes on after.

Real processes against a server of their own; nothing here is simulated.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.faults.harness import asking, environment, kill_when, run, start, wait_for

from daicho.counterparts.ward.generate import generate_ward
from daicho.foundation.database.server import PrivateServer

YEAR = 2026
FILES = ("residents", "salary-report", "pension-report", "tax-return")
TABLES = ("tax_documents_importfile", "addressee_addressee", "register_residentversion")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward of 2,000 as files."""
    folder = tmp_path_factory.mktemp("ward")
    generate_ward(residents=2_000, seed=3, fiscal_year=YEAR, out=folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a server of its own, tables ready."""
    folder = tmp_path_factory.mktemp("home")
    server = PrivateServer(folder)
    server.start()
    try:
        assert run(folder, "db", "migrate").returncode == 0
        yield folder
    finally:
        server.release()
        server.destroy()


def take_in(home: Path, files: Path, word: str) -> subprocess.CompletedProcess[str]:
    return run(home, "import", word, files / f"{word}.csv", "--fiscal-year", YEAR)


def test_killed_import_leaves_nothing_and_can_be_sent_again(home: Path, files: Path) -> None:
    with asking(home) as ask:
        process = start(home, "import", "residents", files / "residents.csv", "--fiscal-year", YEAR)
        kill_when(process, lambda: is_writing(ask))
        wait_for(lambda: not is_writing(ask))
        for table in TABLES:
            assert ask(f"SELECT count(*) FROM {table}") == 0
        assert ask("SELECT count(*) FROM vault.individual_number") == 0
        assert take_in(home, files, "residents").returncode == 0
        assert ask("SELECT count(*) FROM tax_documents_importfile") == 1
    assert run(home, "audit", "verify").returncode == 0


def is_writing(ask: Callable[[str], int]) -> bool:
    """Whether another session has written something in a transaction that still runs."""
    return ask(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
        " AND usename = 'daicho'"
    ) > 0  # fmt: skip


def test_same_file_sent_twice_at_once_is_taken_once(home: Path, files: Path) -> None:
    both = [
        start(home, "import", "employers", files / "employers.csv", "--fiscal-year", YEAR)
        for _ in range(2)
    ]
    ends = [(*process.communicate(timeout=120), process.returncode) for process in both]
    assert sorted(code for _, _, code in ends) == [0, 1]
    assert sum("同じファイルを取り込み済みです" in err for _, err, _ in ends) == 1
    with asking(home) as ask:
        assert ask("SELECT count(*) FROM tax_documents_importfile WHERE kind = 'employers'") == 1


def test_killed_run_goes_on_where_it_was(home: Path, files: Path) -> None:
    for word in FILES:
        take_in(home, files, word)
    with asking(home) as ask:
        ask("WITH s AS (UPDATE tax_documents_importfile SET state = 'accepted' RETURNING 1)"
            " SELECT count(*) FROM s")  # fmt: skip
        process = start(home, "tax", "run", "initial-assessment", "--fiscal-year", YEAR)
        steps = "SELECT count(*) FROM batch_batchstep WHERE finished_at IS NOT NULL"
        kill_when(process, lambda: ask(steps) > 0)
        again = run(home, "tax", "run", "initial-assessment", "--fiscal-year", YEAR)
        assert again.returncode == 1, "a second run of the year is refused while one is open"
        assert again.stderr.strip()
        assert "Traceback" not in again.stderr
        resumed = run(home, "tax", "run", "initial-assessment", "--fiscal-year", YEAR, "--resume")
        assert "賦課処理" in resumed.stdout, resumed.stderr
        doubled = "SELECT count(*) - count(DISTINCT (addressee_no, fiscal_year, sequence)) FROM"
        assert ask(f"{doubled} tax_inhabitants_assessment") == 0
        assert ask("SELECT count(*) FROM tax_inhabitants_assessmentrun") == 1
        assert ask("SELECT count(*) FROM tax_inhabitants_assessment") > 1_000
    assert run(home, "audit", "verify").returncode == 0


def test_two_runs_of_a_year_at_once_make_one(home: Path) -> None:
    """Both are refused while the other one's result stands, or one of them begins."""
    with asking(home) as ask:
        before = ask("SELECT count(*) FROM tax_inhabitants_assessmentrun")
        both = [
            start(home, "tax", "run", "initial-assessment", "--fiscal-year", YEAR) for _ in range(2)
        ]
        ends = [process.communicate(timeout=120) for process in both]
        assert not any("Traceback" in err for _, err in ends), ends
        after = ask("SELECT count(*) FROM tax_inhabitants_assessmentrun")
        assert after - before <= 1
        live = "SELECT count(*) FROM tax_inhabitants_assessmentrun WHERE state = 'running'"
        assert ask(live) == 0


def test_restart_of_the_server_between_two_commands(home: Path, files: Path) -> None:
    server = PrivateServer(home)
    os.kill(server.process_id() or 0, signal.SIGKILL)
    done = run(home, "audit", "verify")
    assert done.returncode == 0, done.stderr
    assert take_in(home, files, "one-stop-notice").returncode in (0, 1)


def test_full_disk_is_said_and_nothing_is_half_imported(tmp_path: Path, files: Path) -> None:
    if os.geteuid() != 0 or not Path("/bin/mount").exists():
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=16m,mode=755", "tmpfs", str(disk)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode != 0:
        pytest.skip("this machine allows no mount")
    home = tmp_path / "home"
    home.mkdir()
    (disk / "blobs").mkdir()
    (home / "blobs").symlink_to(disk / "blobs")
    server = PrivateServer(home)
    try:
        server.start()
        assert run(home, "db", "migrate").returncode == 0
        fill = disk / "fill"
        fill.write_bytes(b"")
        try:
            with fill.open("wb") as out:
                while True:
                    out.write(bytes(65_536))
                    out.flush()
        except OSError:
            pass
        refused = take_in(home, files, "residents")
        assert refused.returncode == 1
        assert "ディスクに空きがありません" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert [path for path in (disk / "blobs").rglob("*") if path.is_file()] == []
        with asking(home) as ask:
            assert ask("SELECT count(*) FROM tax_documents_importfile") == 0
            assert ask("SELECT count(*) FROM addressee_addressee") == 0
        fill.unlink()
        assert take_in(home, files, "residents").returncode == 0
    finally:
        server.release()
        server.destroy()
        subprocess.run(["/bin/umount", str(disk)], check=False)


def test_unfit_database_is_refused_in_words(home: Path) -> None:
    """Made on the same server: letters of C, which the search cannot use."""
    server = PrivateServer(home)
    with server.connect("postgres") as connection:
        connection.execute("DROP DATABASE IF EXISTS letterless")
        connection.execute(
            "CREATE DATABASE letterless TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
        )
    address = f"postgresql://postgres@/letterless?host={server.place.socket}"
    done = subprocess.run(
        [sys.executable, "-m", "daicho", "db", "migrate"],
        env={**environment(home), "DATABASE_URL": address},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "LC_CTYPE が C です" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr
