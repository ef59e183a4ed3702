# SPDX-License-Identifier: Apache-2.0
"""kill -9 of web, worker, command and database in the middle of each kind of act.

After the restart the act is whole or absent, what was acknowledged is there, `daicho db check` and
`daicho audit verify` hold, and the same act can be done.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.cases import CASES
from tests.faults.harness import Case, Drill, Round, Scene, run

SEED = 20261121
ROUNDS = 2
FULL_ROUNDS = 40


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One ward for all: faults may add up."""
    home = tmp_path_factory.mktemp("kills")
    made = Scene(home)
    try:
        made.open()
        yield made
    finally:
        made.close()
        shutil.rmtree(home, ignore_errors=True)


def play(scene: Scene, case: Case, first: int, rounds: int) -> None:
    drill = Drill(scene, case, SEED)
    done = Round(True, case.rows_each if case.rows else 0, 1)
    for number in (first, first + 1):  # the second time it is warm: its time counts
        assert drill.rehearse(number) == done, "undisturbed, it is done"
    for number in range(first + 2, first + 2 + rounds):
        found = drill.play(number)
        assert found.entries in (0, 1), (case.name, number, found)
        if case.rows:
            assert found.rows == found.entries * case.rows_each, (case.name, number, found)
        if found.acknowledged:
            assert found.entries == 1, (case.name, number, found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_killed_act_is_whole_or_absent(scene: Scene, case: Case) -> None:
    play(scene, case, 1, ROUNDS)


def test_everything_holds_after_the_kills(scene: Scene) -> None:
    holds(scene.home)


def holds(home: Path) -> None:
    for words in (("db", "check"), ("audit", "verify")):
        done = run(home, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.full
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_many_kills_at_random_moments(scene: Scene, case: Case) -> None:
    play(scene, case, 3 + ROUNDS, FULL_ROUNDS)
    holds(scene.home)
