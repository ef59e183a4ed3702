# SPDX-License-Identifier: Apache-2.0
"""An extraction as the user puts it together, and everything that speaks against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from daicho.domains.extraction.sources import SOURCES, Column, Kind, Source
from daicho.foundation.access.actor import Actor
from daicho.kernel.dates import parse_date
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import holds_individual_number


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


_OF_KIND = {
    Kind.TEXT: (Operator.EQUAL, Operator.DIFFERENT, Operator.CONTAINS, Operator.BEGINS,
                Operator.EMPTY, Operator.FILLED),
    Kind.NUMBER: (Operator.EQUAL, Operator.DIFFERENT, Operator.AT_LEAST, Operator.AT_MOST,
                  Operator.EMPTY, Operator.FILLED),
    Kind.DATE: (Operator.EQUAL, Operator.AT_LEAST, Operator.AT_MOST, Operator.EMPTY,
                Operator.FILLED),
    Kind.FLAG: (Operator.EQUAL,),
}  # fmt: skip
WITHOUT_VALUE = frozenset({Operator.EMPTY, Operator.FILLED})
YES = frozenset({"はい", "有", "1", "true"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as it was typed."""

    column: str
    operator: Operator
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Source, columns in order, conditions that all must hold; counted by them when grouped."""

    source: str
    columns: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    is_counted: bool = False
    day: dt.date

    @property
    def of(self) -> Source:
        """The source."""
        return SOURCES[self.source]

    def as_json(self) -> dict[str, Any]:
        """For keeping; the day is asked for anew each time."""
        return {
            "columns": list(self.columns), "is_counted": self.is_counted,
            "conditions": [[one.column, one.operator.value, one.value] for one in self.conditions],
        }  # fmt: skip


def from_json(*, source: str, kept: dict[str, Any], day: dt.date) -> Definition:
    """What `as_json` gave."""
    return Definition(
        source=source, columns=tuple(kept["columns"]), is_counted=kept["is_counted"], day=day,
        conditions=tuple(
            Condition(column, Operator(operator), value)
            for column, operator, value in kept["conditions"]
        ),
    )  # fmt: skip


def columns_for(source: Source, actor: Actor) -> list[Column]:
    """The columns that the person may take out."""
    return [one for one in source.columns.values() if not one.item or actor.may_see(one.item)]


def check(definition: Definition, actor: Actor) -> list[Finding]:
    """Every fault at once."""
    found = []
    if not definition.columns:
        found.append(_error("no_column", "出力する項目を1つ以上選んでください。"))
    allowed = {one.code for one in columns_for(definition.of, actor)}
    asked = [*definition.columns, *(one.column for one in definition.conditions)]
    if any(code not in allowed for code in asked):
        found.append(_error("column", "選べない項目が含まれています（表示権限がありません）。"))
    for one in definition.conditions:
        found += _check_condition(definition.of.columns.get(one.column), one)
    return found


def _check_condition(column: Column | None, one: Condition) -> Iterable[Finding]:
    if column is None:
        return
    if one.operator not in _OF_KIND[column.kind]:
        message = f"「{column.label}」では「{one.operator.value}」を使えません。"
        yield _error("operator", message)
    elif holds_individual_number(one.value):
        yield _error("individual_number", "条件に個人番号は使えません。")
    elif one.operator not in WITHOUT_VALUE and value_of(column, one.value) is None:
        yield _error(
            "value", f"「{column.label}」の条件の値が{column.kind.value}として読めません。"
        )


def value_of(column: Column, text: str) -> object | None:
    """The typed value as the column compares it; None when it cannot be read."""
    text = text.strip()
    if column.kind is Kind.DATE:
        return parse_date(text).value
    if column.kind is Kind.NUMBER:
        return int(text) if text.lstrip("-").isdigit() else None
    if column.kind is Kind.FLAG:
        return text in YES
    labels = {label: value for value, label in column.choices}
    return labels.get(text, text) if text else None


def _error(code: str, message: str) -> Finding:
    return Finding(f"extraction.{code}", Severity.ERROR, message)
