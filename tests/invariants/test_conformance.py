# SPDX-License-Identifier: Apache-2.0
"""docs/reference/resident-register-conformance.md answers every item of the standard by its number.

Each row names what there is and the tests that show it; what is missing is named again at the end.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "resident-register-conformance.md"
# Sections of the standard with the number of their items; 1.3 counts to 9, 4.1.3.0 to 4 …
SECTIONS = {
    "1.1": 19, "1.2": 2, "1.3": 9, "2.1": 3, "2.2": 4, "2.3": 2, "3": 5,
    "4.0": 10, "4.1.0": 3, "4.1.1": 4, "4.1.2": 1, "4.1.3.0": 4, "4.1.3.1": 4, "4.1.4": 3,
    "4.2.0": 5, "4.2.1": 2, "4.2.2": 2, "4.2.3": 3, "4.3": 3, "4.5": 7, "4.6.0": 1,
    "4.6.1": 1, "5": 8, "6": 1, "7.1.1": 4, "7.1.2": 4, "7.2": 5, "8.1": 3, "8.2": 3,
    "9": 8, "10": 8, "11": 1,
}  # fmt: skip
# Where the standard says nothing under 実装すべき, something under the two other headings.
NO_MUST = "1.1.19 1.3.5 3.5 5.3 8.1.1 8.1.2 8.1.3 8.2.1 8.2.2 8.2.3 9.8"
MAY = (
    "1.1.2 1.1.19 1.3.5 2.1.2 2.1.3 3.4 4.0.5 4.1.3.0.1 4.1.3.1.2 4.1.3.1.3 5.3 7.1.1.3 "
    "8.1.1 8.1.2 8.1.3 8.2.1 8.2.2 8.2.3"
)
MUST_NOT = (
    "1.1.8 1.1.9 1.1.11 1.2.2 1.3.8 1.3.9 2.1.2 2.1.3 2.2.1 3.5 4.0.3 4.0.6 4.0.7 4.0.8 4.0.10 "
    "4.1.0.3 4.1.1.2 4.1.2.1 4.1.3.0.3 4.1.3.0.4 4.1.4.1 4.2.2.1 4.2.3.1 4.2.3.3 4.3.1 4.3.2 "
    "4.3.3 4.5.5 4.5.7 4.6.0.1 5.1 5.2 5.3 5.5 5.6 5.7 7.1.1.3 7.1.2.1 7.1.2.3 7.2.2 "
    "9.4 9.7 9.8 10.3 10.4 10.5 10.7"
)
STATES = ("済", "一部", "未", "対象外")
WISHES = {"", "あり", "一部", "なし"}
FILE = re.compile(r"`([\w/.-]+\.(?:py|md|toml|html))`")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


class Row(NamedTuple):
    """An item as the page answers it."""

    number: str
    title: str
    must: str
    may: str
    must_not: str
    answer: str
    tests: str
    said: str

    @property
    def state(self) -> str:
        """The state without what is missing."""
        return self.said.split(":")[0]

    @property
    def chapter(self) -> str:
        """The first part of the number."""
        return self.number.split(".")[0]


def numbers() -> list[str]:
    """Every item in the order of the standard; 4.4 stands alone between two sections."""
    found = [
        f"{section}.{place}" for section, count in SECTIONS.items()
        for place in range(1, count + 1)
    ]  # fmt: skip
    found.insert(found.index("4.5.1"), "4.4")
    return found


def table_of(heading: str) -> list[list[str]]:
    """The cells of the rows under a heading, without the table's own two lines."""
    text = PAGE.read_text("utf-8").split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line[1:-1].split(" | ")] for line in lines[1:]]


def rows() -> list[Row]:
    found = re.findall(r"^\| (\d+(?:\.\d+)+ \|.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    cells = [line.split(" | ") for line in found]
    # The tables of what is left out and what is missing name items, too.
    return [Row(*(cell.strip() for cell in row)) for row in cells if len(row) == len(Row._fields)]


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def test_every_item_stands_once_and_in_order() -> None:
    assert len(numbers()) == 143
    assert [row.number for row in rows()] == numbers()


def test_states_are_known_and_counted() -> None:
    assert {row.state for row in rows()} <= set(STATES)
    counted = Counter((row.chapter, row.state) for row in rows())
    chapters = list(dict.fromkeys(row.chapter for row in rows()))
    expected = [
        [sum(counted[chapter, state] for state in STATES), *(counted[chapter, s] for s in STATES)]
        for chapter in chapters
    ]
    expected.append([sum(column) for column in zip(*expected, strict=True)])
    told = [[int(cell) for cell in cells[1:]] for cells in table_of("件数")]
    assert told == expected


def test_columns_are_those_of_the_standard() -> None:
    told = [(row.number, row.must, row.may != "", row.must_not != "") for row in rows()]
    assert told == [
        (n, "" if n in NO_MUST.split() else "○", n in MAY.split(), n in MUST_NOT.split())
        for n in numbers()
    ]
    assert {row.may for row in rows()} <= WISHES
    there = {row.must_not for row in rows()} - {"", "ない"}
    assert all(text.startswith("ある(") for text in there), "say what is there"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_what_is_done_has_a_test_that_exists(row: Row) -> None:
    named = TEST.findall(row.tests)
    assert row.tests == "–" or len(named) == row.tests.count("::")
    assert named or row.state != "済", "done without a test"
    assert row.answer
    for file, function in named:
        path = ROOT / file
        assert path.is_file(), file
        assert function in functions_of(path), f"{file}::{function}"


def test_named_files_exist() -> None:
    missing = {
        name
        for row in rows()
        for name in FILE.findall(row.answer)
        if not any((place / name).exists() for place in (ROOT, ROOT / "src" / "daicho"))
    }
    assert missing == set()


def test_what_is_missing_stands_at_the_end() -> None:
    missing = {cells[0]: cells for cells in table_of("足りないところ")}
    assert list(missing) == [row.number for row in rows() if row.state in ("一部", "未")]
    assert all(cells[3] for cells in missing.values())
    states = {row.number: row.state for row in rows()}
    assert [cells[2] for cells in missing.values()] == [states[number] for number in missing]


def test_what_is_left_out_has_its_reason() -> None:
    reasons = {cells[0]: cells[2] for cells in table_of("対象外の理由")}
    assert list(reasons) == [row.number for row in rows() if row.state == "対象外"]
    assert all(reasons.values())
