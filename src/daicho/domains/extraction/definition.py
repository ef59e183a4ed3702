# SPDX-License-Identifier: Apache-2.0
"""An extraction as the user puts it together, and how it is kept to be repeated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from daicho.domains.extraction.sources import Column, Source, all_sources
from daicho.foundation.access.actor import Actor

COMPUTED = "calc"  # code of a computed column: calc1, calc2 …
COUNT = "count"  # 件数 as what rows are sorted by
GROUPS = (1, 2, 3)


class Operator(StrEnum):
    """How a column is compared."""

    EQUAL = "等しい"
    DIFFERENT = "等しくない"
    CONTAINS = "含む"
    BEGINS = "で始まる"
    AT_LEAST = "以上"
    AT_MOST = "以下"
    EMPTY = "空である"
    FILLED = "空でない"


class Aggregate(StrEnum):
    """What is reckoned of the rows of one combination."""

    SUM = "合計"
    AVERAGE = "平均"
    LEAST = "最小"
    MOST = "最大"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as it was typed, in one of the groups."""

    column: str
    operator: Operator
    value: str
    group: int = 1


@dataclass(frozen=True, slots=True)
class Computed:
    """A column that a formula makes."""

    name: str
    formula: str


@dataclass(frozen=True, slots=True)
class Sort:
    """What the rows are sorted by."""

    column: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """An aggregate of a column of numbers or days, when rows are counted."""

    aggregate: Aggregate
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Source, columns in order, and which rows.

    Conditions of one group must all hold, or any of them where the group stands in `any_of`;
    so do the groups among themselves, and any of them where `is_any_group`. `filter` is a formula
    that must hold too. `sample` draws that many persons by lot, the same ones with the same `seed`.
    """

    source: str
    columns: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    any_of: tuple[int, ...] = ()
    is_any_group: bool = False
    filter: str = ""
    computed: tuple[Computed, ...] = ()
    sorts: tuple[Sort, ...] = ()
    is_counted: bool = False
    totals: tuple[Total, ...] = ()
    sample: int | None = None
    seed: int = 0
    uses_layout_names: bool = False
    day: dt.date

    @property
    def of(self) -> Source:
        """The source."""
        return all_sources()[self.source]

    def as_json(self) -> dict[str, Any]:
        """For keeping; the day is asked for anew each time."""
        return {
            "columns": list(self.columns), "is_counted": self.is_counted,
            "conditions": [
                [one.column, one.operator.value, one.value, one.group] for one in self.conditions
            ],
            "any_of": list(self.any_of), "is_any_group": self.is_any_group, "filter": self.filter,
            "computed": [[one.name, one.formula] for one in self.computed],
            "sorts": [[one.column, one.is_descending] for one in self.sorts],
            "totals": [[one.aggregate.value, one.column] for one in self.totals],
            "sample": self.sample, "seed": self.seed, "uses_layout_names": self.uses_layout_names,
        }  # fmt: skip


def from_json(*, source: str, kept: dict[str, Any], day: dt.date) -> Definition:
    """What `as_json` gave, also before there were groups, formulas and orders."""
    return Definition(
        source=source, columns=tuple(kept["columns"]), is_counted=kept["is_counted"], day=day,
        conditions=tuple(
            Condition(column, Operator(operator), value, *group)
            for column, operator, value, *group in kept["conditions"]
        ),
        any_of=tuple(kept.get("any_of", ())), is_any_group=kept.get("is_any_group", False),
        filter=kept.get("filter", ""),
        computed=tuple(Computed(*one) for one in kept.get("computed", ())),
        sorts=tuple(Sort(*one) for one in kept.get("sorts", ())),
        totals=tuple(Total(Aggregate(how), column) for how, column in kept.get("totals", ())),
        sample=kept.get("sample"), seed=kept.get("seed", 0),
        uses_layout_names=kept.get("uses_layout_names", False),
    )  # fmt: skip


def sources_for(actor: Actor) -> list[Source]:
    """The sources that the person may open."""
    return [
        one for one in all_sources().values() if not one.function or one.function in actor.functions
    ]


def columns_for(source: Source, actor: Actor) -> list[Column]:
    """The columns that the person may take out."""
    return [one for one in source.columns.values() if not one.item or actor.may_see(one.item)]
