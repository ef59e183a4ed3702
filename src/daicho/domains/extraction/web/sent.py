# SPDX-License-Identifier: Apache-2.0
"""What the wizard sent as a definition, and the rows that it shows for typing."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict

from daicho.domains.extraction.definition import (
    COMPUTED,
    COUNT,
    GROUPS,
    Aggregate,
    Computed,
    Condition,
    Definition,
    Operator,
    Sort,
    Total,
)
from daicho.domains.extraction.sources import Source
from daicho.kernel.dates import parse_date

CONDITIONS, COMPUTEDS, SORTS, TOTALS = 8, 3, 3, 2
_OPERATORS = {one.value for one in Operator}
_AGGREGATES = {one.value for one in Aggregate}
COMPUTED_CODES = tuple(f"{COMPUTED}{number}" for number in range(1, COMPUTEDS + 1))


def definition_of(of: Source, sent: QueryDict, today: dt.date) -> Definition:
    """Everything that was typed; what names nothing is left out."""
    known = {*of.columns, *COMPUTED_CODES}
    return Definition(
        source=of.code, is_counted=bool(sent.get("is_counted")),
        columns=tuple(code for code in _order(sent) if code in known),
        day=parse_date(sent.get("day", "")).value or today,
        conditions=_conditions(sent, known),
        any_of=tuple(group for group in GROUPS if str(group) in sent.getlist("any_of")),
        is_any_group=sent.get("groups") == "any", filter=sent.get("filter", "").strip(),
        computed=_computed(sent), sorts=_sorts(sent, known | {COUNT}), totals=_totals(sent, known),
        sample=_number(sent.get("sample", "")), seed=_number(sent.get("seed", "")) or 0,
        uses_layout_names=bool(sent.get("layout")),
    )  # fmt: skip


def _conditions(sent: QueryDict, known: set[str]) -> tuple[Condition, ...]:
    columns = sent.getlist("column")
    groups = [*sent.getlist("group"), *["1"] * len(columns)]
    typed = zip(columns, sent.getlist("operator"), sent.getlist("value"), groups, strict=False)
    return tuple(
        Condition(column, Operator(operator), value.strip(), _number(group) or 1)
        for column, operator, value, group in typed
        if column in known and operator in _OPERATORS
    )


def _computed(sent: QueryDict) -> tuple[Computed, ...]:
    """Up to the last that has a formula, so that codes keep their numbers."""
    names = [*sent.getlist("calc_name"), *[""] * COMPUTEDS]
    formulas = [one.strip() for one in sent.getlist("calc_formula")[:COMPUTEDS]]
    while formulas and not formulas[-1]:
        formulas.pop()
    return tuple(
        Computed(name.strip(), formula) for name, formula in zip(names, formulas, strict=False)
    )


def _sorts(sent: QueryDict, known: set[str]) -> tuple[Sort, ...]:
    typed = zip(sent.getlist("sort"), sent.getlist("direction"), strict=False)
    return tuple(Sort(code, direction == "desc") for code, direction in typed if code in known)


def _totals(sent: QueryDict, known: set[str]) -> tuple[Total, ...]:
    typed = zip(sent.getlist("aggregate"), sent.getlist("total"), strict=False)
    return tuple(
        Total(Aggregate(how), code) for how, code in typed if code in known and how in _AGGREGATES
    )


def _number(text: str) -> int | None:
    return int(text) if text.strip().isascii() and text.strip().isdigit() else None


def _order(sent: QueryDict) -> list[str]:
    """The columns in the order that was typed, else in that of the source."""
    ordered = sent.get("order", "").split()
    chosen = sent.getlist("columns")
    return [code for code in ordered if code in chosen] + [c for c in chosen if c not in ordered]
