# SPDX-License-Identifier: Apache-2.0
"""The documents of a year side by side: what was adopted from each, why the rest was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daicho.domains.tax.documents.merge.public import REASONS, RULES_JA
from daicho.domains.tax.inhabitants.models import ClaimVerdict
from daicho.domains.tax.inhabitants.reconsider import DECIDED
from daicho.domains.tax.inhabitants.web.values import say_fact
from daicho.domains.tax.inhabitants.web.words import word_of
from daicho.rules.inhabitants_tax.facts import PersonFacts


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document says of one item, and what became of it."""

    text: str
    state: str  # adopted, rejected, absent
    reason: str
    citation: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item across the documents, with the adopted value."""

    label: str
    cells: tuple[Cell, ...]
    adopted: str


@dataclass(frozen=True, slots=True)
class RelativeLine:
    """One claimed relative and whether they count."""

    document: int
    kind: str
    birth_date: str
    verdict: str
    counts: bool


BY_CLERK = "職権による更正のため用いない"
LISTED = {"spouse": "配偶者", "dependant": "扶養親族", "under_16": "16歳未満"}
EMPTY = Cell("", "absent", "", "")
_SETTLED_ELSEWHERE = "relatives"


def rows_of(trace: Mapping[str, Any], documents: Sequence[int]) -> list[Row]:
    """The table: items in the order of the rules' facts, one column a document."""
    return [_row(name, trace[name], documents) for name in PersonFacts._fields if name in trace]


def facts_without_document(
    facts: Mapping[str, Any], trace: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """What came from the register or from the choice of the collection, not from a document."""
    return [
        (word_of(name), say_fact(name, value))
        for name, value in facts.items()
        if isinstance(value, int) and name not in trace
    ]


def rule_text(code: str) -> str:
    """How the documents were put together, in words."""
    return RULES_JA.get(code, code)


def _row(name: str, place: Mapping[str, Any], documents: Sequence[int]) -> Row:
    cells: dict[int, Cell] = {}
    for number, amount, code in place.get("rejected", ()):
        reason = REASONS.get(code)
        text = reason.text_ja if reason else BY_CLERK if code == DECIDED else code
        citation = reason.citation if reason else ""
        cells[number] = Cell(say_fact(name, amount), "rejected", text, citation)
    for number, amount in place.get("adopted", ()):
        cells[number] = Cell(say_fact(name, amount), "adopted", "", "")
    is_set = place.get("adopted") or DECIDED in place
    adopted = say_fact(name, place["value"]) if is_set else ""
    return Row(word_of(name), tuple(cells.get(number, EMPTY) for number in documents), adopted)


def relatives_of(trace: Mapping[str, Any]) -> list[RelativeLine]:
    """The claimed relatives; their names stay in the documents."""
    verdicts = dict(ClaimVerdict.choices)
    return [
        RelativeLine(
            item["document"],
            LISTED.get(item.get("listed", ""), ""),
            say_fact("birth_date", item.get("birth_date", 0)),
            verdicts.get(item.get("verdict", 0), ""),
            item.get("verdict", 0) == ClaimVerdict.COUNTED,
        )
        for item in trace.get(_SETTLED_ELSEWHERE, ())
    ]
