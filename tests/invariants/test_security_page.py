# SPDX-License-Identifier: Apache-2.0
"""docs/reference/security.md answers every item of OWASP ASVS 5.0.0, and names what exists."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "security.md"
# Of each section the level of its items in order, as in the list of version 5.0.0.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3",
    "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333",
    "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222",
    "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23",
    "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
STATES = ("done", "part", "not", "n.a.")
FILE = re.compile(r"`([\w./-]+\.(?:py|md|html|js|toml|lock|sql))`")
TEST = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


class Row(NamedTuple):
    """An item as the page answers it."""

    number: str
    level: str
    asked: str
    answer: str
    tests: str
    state: str


def rows() -> list[Row]:
    found = re.findall(r"^\| (\d+\.\d+\.\d+ \|.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    cells = [line.split(" | ") for line in found]
    # The table of what is missing names items, too; it has three cells.
    return [Row(*row) for row in cells if len(row) == len(Row._fields)]


def levels() -> dict[str, str]:
    return {
        f"{section}.{place}": level
        for section, text in LEVELS.items()
        for place, level in enumerate(text, start=1)
    }


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def test_list_has_the_items_of_the_standard() -> None:
    assert Counter(levels().values()) == {"1": 70, "2": 183, "3": 92}


def test_every_item_stands_once_and_in_order() -> None:
    asked = levels()
    main = [number for number, level in asked.items() if level != "3" or number == "16.5.4"]
    found = [row.number for row in rows()]
    assert found[: len(main)] == main
    beyond = found[len(main) :]
    assert beyond == [n for n, level in asked.items() if level == "3" and n in set(beyond)]
    assert [row.level for row in rows()] == [asked[number] for number in found]


def test_every_state_is_known_and_counted() -> None:
    assert {row.state for row in rows()} <= set(STATES)
    counted = Counter((row.state, row.level) for row in rows())
    for state in STATES:
        each = [counted[state, level] for level in "123"]
        line = f"| {state} | {' | '.join(str(number) for number in (*each, sum(each)))} |"
        assert line in PAGE.read_text("utf-8"), line


def test_answers_are_short_and_whole() -> None:
    assert [row.number for row in rows() if not row.answer.strip(" –")] == []
    assert [row.number for row in rows() if len(row.asked.split()) > 12] == []


def test_what_is_missing_stands_at_the_top() -> None:
    """Everything of level 1 and 2 that is not done is named there with what it needs."""
    text = PAGE.read_text("utf-8")
    named = text[text.index("## 未対応") : text.index("## What the answers rest on")]
    missing = [row.number for row in rows() if row.state == "not" and row.level != "3"]
    assert [number for number in missing if not re.search(rf"\b{number}\b", named)] == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_named_tests_exist(row: Row) -> None:
    named = TEST.findall(row.tests)
    assert named or row.tests == "–"
    for file, function in named:
        path = ROOT / "tests" / file
        assert path.is_file(), file
        assert not function or function in functions_of(path), f"{file}::{function}"


def test_named_files_exist() -> None:
    text = PAGE.read_text("utf-8")
    answers = "\n".join(row.answer for row in rows()) + text[: text.index("## V1 ")]
    missing = {
        name
        for name in FILE.findall(answers)
        if not any((place / name).exists() for place in (ROOT, ROOT / "src" / "daicho"))
        and not (ROOT / name).exists()
    }
    assert missing == set()
