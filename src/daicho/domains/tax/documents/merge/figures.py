# SPDX-License-Identifier: Apache-2.0
"""How figures of several documents become one: summed, of the main employer, or any that is set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from daicho.domains.tax.documents.merge.papers import (
    SALARY_REPORT,
    Paper,
    Rejected,
    Settled,
)
from daicho.domains.tax.documents.merge.settle import find_return
from daicho.domains.tax.documents.merge.statements import facts_of

SUMMED = frozenset(
    {
        "salary_revenue",
        "pension_revenue",
        "social_insurance",
        "small_enterprise_mutual_aid",
        "donation_furusato",
        "donation_one_stop",
    }
)
LEFT = 2  # 中途就・退職区分
LARGEST = frozenset({"disability", "widow", "single_parent", "working_student"})

Values = list[tuple[Paper, int]]
Trace = dict[str, Any]


def rank_of_employer(paper: Paper) -> tuple[int, int, int, int]:
    """The main employer first: not 乙欄, not left, the highest pay, the earliest document."""
    figures = paper.figures
    return (
        figures.get("is_second_employer", 0),
        1 if has_left(paper) else 0,
        -figures.get("salary_revenue", 0),
        paper.id,
    )


def has_left(paper: Paper) -> bool:
    """Whether a salary report says that the person left or died."""
    figures = paper.figures
    return figures.get("part_year_class") == LEFT or bool(figures.get("left_by_death"))


def adopt_figures(settled: Settled) -> tuple[dict[str, int], Trace]:
    """Facts by name and their trace: each document's figure is adopted or rejected, never lost."""
    decider = find_return(settled.live)
    live, rejected = settled
    if decider is not None:
        rejected += tuple(Rejected(paper, "in_return") for paper in live if paper is not decider)
        live = (decider,)
    facts: dict[str, int] = {}
    trace: Trace = {}
    for name, values in _by_fact(live).items():
        value, adopted, dropped = _adopt(name, values)
        facts[name] = value
        trace[name] = {
            "value": value,
            "adopted": [[paper.id, amount] for paper, amount in adopted],
            "rejected": [[paper.id, amount, _reason(name)] for paper, amount in dropped],
        }
    for paper, reason in rejected:
        for name, amount in facts_of(paper).items():
            place = trace.setdefault(name, {"value": 0, "adopted": [], "rejected": []})
            place["rejected"].append([paper.id, amount, reason])
    return facts, trace


def _by_fact(papers: Sequence[Paper]) -> dict[str, Values]:
    found: dict[str, Values] = {}
    for paper in papers:
        for name, value in facts_of(paper).items():
            if value:
                found.setdefault(name, []).append((paper, value))
    return found


def _reason(name: str) -> str:
    return "repeated" if name in LARGEST else "not_main"


def _adopt(name: str, values: Values) -> tuple[int, Values, Values]:
    """The value of one fact out of what the live documents say."""
    if len(values) == 1 or name in SUMMED:
        return sum(value for _, value in values), values, []
    if name in LARGEST:
        chosen = max(values, key=lambda item: (item[1], -item[0].id))
    else:
        chosen = min(values, key=lambda item: _rank(item[0]))
    return chosen[1], [chosen], [item for item in values if item is not chosen]


def _rank(paper: Paper) -> tuple[int, tuple[int, int, int, int]]:
    return (0 if paper.kind == SALARY_REPORT else 1, rank_of_employer(paper))
