# SPDX-License-Identifier: Apache-2.0
"""kill -9 in the middle of a real run, then --resume: the same result as an undisturbed run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.full


def test_a_killed_process_resumes_to_the_same_result(tmp_path: Path) -> None:
    environment = {**os.environ, "DAICHO_HOME": str(tmp_path), "PYTHONPATH": "."}

    def step(word: str, number: int = 0) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tests.domains.tax.inhabitants.killed_run", word, str(number)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    try:
        prepared = step("prepare", 3_000)
        assert prepared.returncode == 0, prepared.stderr
        assert step("run", 2).returncode == -signal.SIGKILL
        assert step("resume", 3).returncode == -signal.SIGKILL
        resumed = step("resume")
        assert resumed.returncode == 0, resumed.stderr
        after_kills = step("digest").stdout
        step("withdraw")
        undisturbed = step("run")
        assert undisturbed.returncode == 0, undisturbed.stderr
        assert step("digest").stdout == after_kills
        assert int(after_kills.split()[0]) > 2_000
    finally:
        subprocess.run(
            [sys.executable, "-m", "daicho", "db", "stop", "--delete-data"],
            env=environment,
            check=False,
        )
