# SPDX-License-Identifier: Apache-2.0
"""The drill by its commands: back up, go on working, lose the machine, restore to the moment."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.faults.harness import asking, run

from daicho.counterparts.ward.generate import generate_ward
from daicho.foundation.database.server import PrivateServer

YEAR = 2026
COUNTS = (
    "SELECT count(*) FROM tax_documents_importfile",
    "SELECT count(*) FROM addressee_addressee",
    "SELECT count(*) FROM vault.individual_number",
)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a short path that the server's user may enter."""
    path = Path(f"/tmp/dd{os.getpid()}")  # noqa: S108
    path.mkdir(mode=0o755)
    yield path
    for home in ("home", "new"):
        PrivateServer(path / home).destroy()
    shutil.rmtree(path)


def take_in(home: Path, files: Path, word: str) -> None:
    done = run(home, "import", word, files / f"{word}.csv", "--fiscal-year", YEAR)
    assert done.returncode == 0, done.stderr


def counts(home: Path) -> list[int]:
    PrivateServer(home).start()
    with asking(home) as ask:
        return [ask(query) for query in COUNTS]


def blob_names(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "blobs").rglob("*") if path.is_file())


def test_machine_is_lost_and_comes_back_to_the_moment(place: Path) -> None:
    files, home, new, backup = (place / name for name in ("files", "home", "new", "backup"))
    generate_ward(residents=300, seed=5, fiscal_year=YEAR, out=files)
    assert run(home, "db", "migrate").returncode == 0
    take_in(home, files, "employers")
    saved = run(home, "backup", backup)
    assert saved.returncode == 0, saved.stderr
    assert "以後の任意の時刻に復元できます" in saved.stdout
    assert "鍵(VAULT_KEY, AUDIT_SIGNING_KEY)は含まれません" in saved.stderr
    take_in(home, files, "residents")
    files_saved = run(home, "backup", backup, "--files").stdout
    assert re.search(r"[1-9]\d*件を写しました", files_saved)
    before, blobs = counts(home), blob_names(home)
    assert before[0] == 2
    assert before[2] > 200
    moment = datetime.now(ZoneInfo("Asia/Tokyo"))
    time.sleep(0.1)
    take_in(home, files, "salary-report")
    assert counts(home)[0] == 3
    PrivateServer(home).stop()  # hands over the last piece of its log
    shutil.copytree(home / "secrets", new / "secrets")

    restored = run(new, "restore", backup, "--to", moment.isoformat())
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert re.search(r"から復元しました\([\d.]+秒\)。最後の取引 \d{4}-\d\d-\d\d", restored.stdout)
    assert "× " not in restored.stdout
    assert "○ アプリケーションの役割は" in restored.stdout
    assert re.search(r"操作ログ \d+件 ブロック \d+件", restored.stdout)
    assert counts(new) == before
    with asking(new) as ask:
        for screen in ("バックアップの取得", "バックアップからの復元"):
            assert ask(f"SELECT count(*) FROM audit.entry WHERE screen = '{screen}'") == 1
    assert blob_names(new) == blobs
    take_in(new, files, "salary-report")
    for words in (("db", "check"), ("audit", "verify")):
        assert run(new, *words).returncode == 0

    again = run(new, "restore", backup)
    assert (again.returncode, "空の DAICHO_HOME を指定してください" in again.stderr) == (1, True)
    assert counts(new)[0] == 3


def test_wrong_words_and_places_are_told(place: Path) -> None:
    home, new = place / "home", place / "new"
    assert run(home, "db", "migrate").returncode == 0
    nothing = run(new, "restore", place / "nothing")
    assert (nothing.returncode, "バックアップがありません" in nothing.stderr) == (1, True)
    assert run(new, "restore", place, "--to", "昨日").returncode == 2
    inside = run(home, "backup", home / "b")
    assert (inside.returncode, "DAICHO_HOME の中" in inside.stderr) == (1, True)
    assert "Traceback" not in nothing.stderr + inside.stderr
