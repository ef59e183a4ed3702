# SPDX-License-Identifier: Apache-2.0
"""Size ratchets (style guide §4).

Files and functions stay small; listed exceptions may only shrink.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LIMIT, TEST_FILE_LIMIT, FUNCTION_LIMIT = 600, 800, 80

# path (or path::function) -> lines today. A number here may only go down.
EXCEPTIONS: dict[str, int] = {}


def source_files() -> list[Path]:
    """Every Python file of ours; migrations are data."""
    found = [
        path
        for folder in ("src", "tests", "bench")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert len(found) > 50
    return found


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def oversize() -> dict[str, int]:
    """Everything above its limit: name -> lines."""
    result: dict[str, int] = {}
    for path in source_files():
        name = str(path.relative_to(ROOT))
        text = path.read_text(encoding="utf-8")
        count = text.count("\n")
        if count > (TEST_FILE_LIMIT if name.startswith("tests/") else FILE_LIMIT):
            result[name] = count
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = lines_of(node)
                if length > FUNCTION_LIMIT:
                    result[f"{name}::{node.name}"] = length
    return result


def test_files_and_functions_stay_within_their_size() -> None:
    found = oversize()
    grown = {name: size for name, size in found.items() if size > EXCEPTIONS.get(name, 0)}
    assert grown == {}, "too long: split it (style guide §4)"


def test_exceptions_only_shrink() -> None:
    found = oversize()
    slack = {
        name: found.get(name, 0) for name, size in EXCEPTIONS.items() if found.get(name, 0) < size
    }
    assert slack == {}, "smaller now: lower the number in EXCEPTIONS"


@pytest.mark.parametrize("path", source_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_starts_with_its_licence(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# SPDX-License-Identifier: Apache-2.0\n")
