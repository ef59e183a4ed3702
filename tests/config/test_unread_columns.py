# SPDX-License-Identifier: Apache-2.0
"""Every figure that a file can bring is read by the merging, or left alone for a stated reason."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from daicho.adapters.csv_reader import empty_table
from daicho.adapters.parsed_file import ParsedFile
from daicho.adapters.registry import FILE_KINDS
from daicho.config.imports import KINDS, incoming
from daicho.domains.tax.documents.merge.statements import PLAIN
from daicho.domains.tax.documents.merge.unread import UNREAD

TAX = Path(__file__).parents[2] / "src" / "daicho" / "domains" / "tax"
READERS = (
    *(path for path in (TAX / "documents" / "merge").glob("*.py") if path.name != "unread.py"),
    TAX / "inhabitants" / "collection_choice.py",
)
WORDS = [word for word in KINDS if word not in ("residents", "employers")]


def names_in_code() -> set[str]:
    """Every text of the modules that read documents."""
    nodes = (node for path in READERS for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def figures_of(word: str) -> set[str]:
    """The figures that a document of this kind may have."""
    table = empty_table(FILE_KINDS[word].LAYOUT)
    parsed = ParsedFile(
        kind=word, name="x", fiscal_year=2026, sha256="", size=0, table=table, problems=(),
        refused=(), sums={},
    )  # fmt: skip
    return set(incoming(parsed, KINDS[word]).figures)


@pytest.mark.parametrize("word", WORDS)
def test_every_figure_is_read_or_left_alone_for_a_reason(word: str) -> None:
    read = PLAIN | names_in_code()
    unread = UNREAD[str(KINDS[word])]
    assert figures_of(word) - read == set(unread)
    assert all(unread.values())


def test_every_kind_of_document_is_looked_at() -> None:
    assert set(UNREAD) == {str(KINDS[word]) for word in WORDS}
