# SPDX-License-Identifier: Apache-2.0
"""The query behind an extraction.

Values go as parameters, names come from the sources only. Somebody under protection (支援措置), or
who shares a household with such a person, stays in the list with every place hidden, and no
condition on a place finds them: being found would tell it. Labels leave such persons out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DataError, connection, transaction

from daicho.domains.extraction.definition import (
    COUNT,
    Aggregate,
    Condition,
    Definition,
    Operator,
    Sort,
)
from daicho.domains.extraction.elsewhere import Elsewhere
from daicho.domains.extraction.preparing import WITHOUT_VALUE, Prepared, prepare, value_of
from daicho.domains.extraction.sources import Column, Kind
from daicho.foundation.access.decision import MASKED_ADDRESS
from daicho.kernel.dates import ERAS, format_japanese
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.uncertain_date import UncertainDate, format_uncertain, format_western

MOST_ROWS = 2_000_000
LONGEST = "10min"
PIECE = 5_000
_GUARDED = """
WITH under_measure AS (
    SELECT addressee_no FROM access_protectedperson WHERE valid @> %(today)s::date
    UNION
    SELECT addressee_no FROM register_residentversion WHERE protected AND upper_inf(recorded)
), homes AS (
    SELECT DISTINCT household_no FROM register_residentversion
    WHERE addressee_no IN (SELECT addressee_no FROM under_measure) AND household_no IS NOT NULL
      AND upper_inf(recorded)
)
"""
_SIGNS = {
    Operator.EQUAL: "=", Operator.DIFFERENT: "IS DISTINCT FROM", Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=", Operator.CONTAINS: "LIKE", Operator.BEGINS: "LIKE",
}  # fmt: skip
_AGGREGATES = {
    Aggregate.SUM: "sum", Aggregate.AVERAGE: "avg", Aggregate.LEAST: "min", Aggregate.MOST: "max",
}  # fmt: skip


class UncountableError(Exception):
    """A formula came to no value for some row; `finding` says so."""

    finding = Finding(
        "extraction.formula_value", Severity.ERROR,
        "式の値を計算できない行があります（暦にない日付、大きすぎる数など）。",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who reads: when, whether places are shown, and how dates are written."""

    known: dt.datetime
    sees_places: bool
    is_iso: bool = False  # YYYY-MM-DD, for other programs; else 和暦 (1.1.9)
    leaves_out_hidden: bool = False  # whoever has a hidden place is left out altogether


def head_of(definition: Definition) -> list[str]:
    """The labels of the columns, of totals, and 件数 when it is counted."""
    made = prepare(definition)
    columns = [made.columns[code] for code in definition.columns if code in made.columns]
    labels = [one.layout_name if definition.uses_layout_names else one.label for one in columns]
    if not definition.is_counted:
        return labels
    totals = [f"{made.columns[one.column].label}の{one.aggregate}" for one in definition.totals]
    return [*labels, *totals, "件数"]


def count(definition: Definition, look: Look) -> int:
    """How many rows there are."""
    query, parameters = _Query(definition, look).build()
    with _reading() as cursor:
        cursor.execute(_GUARDED + f"SELECT count(*) FROM ({query}) q", parameters)
        return int(cursor.fetchone()[0])


def read(definition: Definition, look: Look, *, most: int = MOST_ROWS) -> Iterator[list[str]]:
    """The rows as texts, read piece by piece."""
    asked = _Query(definition, look)
    query, parameters = asked.build()
    columns = asked.shown
    with _reading() as cursor:
        cursor.execute(f"{_GUARDED}{query} LIMIT {int(most)}", parameters)
        while rows := cursor.fetchmany(PIECE):
            for row in asked.open_rows(rows):
                yield [
                    _text(value, column, is_iso=look.is_iso)
                    for value, column in zip(row, columns, strict=True)
                ]


@contextmanager
def _reading() -> Iterator[Any]:
    """A long read holds up nobody: no locks, and not for ever."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST}'")
            yield cursor
    except DataError as error:
        raise UncountableError from error


class _Query:
    """Puts the query together."""

    def __init__(self, definition: Definition, look: Look) -> None:
        self._definition, self._look = definition, look
        self._made: Prepared = prepare(definition)
        self._source = definition.of
        self._parameters: dict[str, Any] = {
            **self._made.parameters, "day": definition.day, "known": look.known,
            "today": look.known.date(), "masked": MASKED_ADDRESS,
        }  # fmt: skip
        self._chosen = [self._made.columns[code] for code in definition.columns]
        chosen = [] if look.sees_places else self._chosen
        self._elsewhere = Elsewhere(chosen, self._made.columns, is_counted=definition.is_counted)

    def open_rows(self, rows: Sequence[Sequence[object]]) -> Sequence[Sequence[object]]:
        """The rows as they may be told: no place of a protected person in another's record."""
        if self._look.sees_places:
            return rows
        return self._elsewhere.hide(rows, on=self._look.known.date())

    @property
    def shown(self) -> list[Column]:
        """What each value of a row is."""
        if not self._definition.is_counted:
            return self._chosen
        totals = [self._made.columns[one.column] for one in self._definition.totals]
        return [*self._chosen, *totals, _COUNTED]

    def build(self) -> tuple[str, Mapping[str, Any]]:
        """The query and its parameters."""
        chosen = [self._selected(column) for column in self._chosen]
        totals = [
            f"{_AGGREGATES[one.aggregate]}({self._open(self._made.columns[one.column])})"
            for one in self._definition.totals
        ]  # fmt: skip
        counted = [*totals, "count(*)"] if self._definition.is_counted else []
        beside = [self._selected(column) for column in self._elsewhere.beside]
        query = f"SELECT {', '.join([*chosen, *counted, *beside])} FROM {self._source.relation}"
        if where := self._where():
            query += f" WHERE {' AND '.join(where)}"
        places = ", ".join(str(number) for number in range(1, len(chosen) + 1))
        if self._definition.is_counted:
            query += f" GROUP BY {places}"
        return f"{query} ORDER BY {', '.join([*self._sorted(), places])}", self._parameters

    @property
    def _is_guarded(self) -> str:
        person, home = self._source.person, self._source.household
        return (
            f"coalesce({person} IN (SELECT addressee_no FROM under_measure), FALSE)"
            f" OR coalesce({home} IN (SELECT household_no FROM homes), FALSE)"
        )

    def _hides(self, column: Column) -> bool:
        return column.is_place and not self._look.sees_places

    def _selected(self, column: Column) -> str:
        sql = column.sql
        if column.wording:
            foreign = "r.kind = 'foreign'" if column.is_western else "FALSE"
            sql = f"ARRAY[({sql})::text, {column.wording}, ({foreign})::text]"
        if not self._hides(column):
            return sql
        masked = "%(masked)s" if column.kind is Kind.TEXT else "NULL"
        return f"CASE WHEN {self._is_guarded} THEN {masked} ELSE {sql} END"

    def _open(self, column: Column) -> str:
        """A value as long as it may be told; else none, for sums and orders."""
        if not self._hides(column):
            return column.sql
        return f"CASE WHEN {self._is_guarded} THEN NULL ELSE {column.sql} END"

    def _sorted(self) -> Iterator[str]:
        for one in self._definition.sorts:
            yield f"{self._sort_key(one)} {'DESC' if one.is_descending else 'ASC'} NULLS LAST"

    def _sort_key(self, one: Sort) -> str:
        if one.column == COUNT:
            return "count(*)"
        if self._definition.is_counted:
            return str(self._definition.columns.index(one.column) + 1)
        return self._open(self._made.columns[one.column])

    def _where(self) -> list[str]:
        where = []
        if self._look.leaves_out_hidden and not self._look.sees_places:
            where.append(f"NOT ({self._is_guarded})")
        groups = [self._group(number) for number in self._groups()]
        if groups:
            joined = " OR " if self._definition.is_any_group else " AND "
            where.append(f"({joined.join(groups)})")
        if self._made.filter is not None:
            where.append(self._careful(self._made.filter, self._made.filter.sql))
        return [*where, *self._drawn(where)]

    def _groups(self) -> list[int]:
        return sorted({one.group for one in self._definition.conditions})

    def _group(self, number: int) -> str:
        joined = " OR " if number in self._definition.any_of else " AND "
        conditions = [
            self._condition(one, f"v{place}")
            for place, one in enumerate(self._definition.conditions)
            if one.group == number
        ]
        return f"({joined.join(conditions)})"

    def _condition(self, one: Condition, name: str) -> str:
        column = self._made.columns[one.column]
        return self._careful(column, self._compared(column, one, name))

    def _careful(self, column: Column, condition: str) -> str:
        """A condition on a place holds for nobody whose place is hidden."""
        return f"({condition} AND NOT ({self._is_guarded}))" if self._hides(column) else condition

    def _compared(self, column: Column, one: Condition, name: str) -> str:
        if one.operator in WITHOUT_VALUE:
            empty = f"coalesce(({column.sql})::text, '') = ''"
            return f"NOT ({empty})" if one.operator is Operator.FILLED else f"({empty})"
        value = value_of(column, one.value)
        if one.operator in (Operator.CONTAINS, Operator.BEGINS):
            escaped = str(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            value = f"%{escaped}%" if one.operator is Operator.CONTAINS else f"{escaped}%"
        self._parameters[name] = value
        left = f"({column.sql})::text" if column.kind is Kind.TEXT else f"({column.sql})"
        return f"({left} {_SIGNS[one.operator]} %({name})s)"

    def _drawn(self, where: list[str]) -> Iterator[str]:
        """By lot: the lowest of a keyed hash of each number, so that a seed draws the same again.

        Whoever has a hidden place can be drawn like anybody else, unless they are left out.
        """
        if self._definition.sample is None:
            return
        lot = f"sha256(convert_to(%(seed)s || '/' || {self._source.person}::text, 'UTF8'))"
        self._parameters |= {
            "seed": str(self._definition.seed), "sample": self._definition.sample,
        }  # fmt: skip
        query = f"SELECT {self._source.person} FROM {self._source.relation}"
        if where:
            query += f" WHERE {' AND '.join(where)}"
        yield f"{self._source.person} IN ({query} ORDER BY {lot} LIMIT %(sample)s)"


_COUNTED = Column(code=COUNT, label="件数", sql="count(*)", kind=Kind.NUMBER)


def _text(value: object, column: Column, *, is_iso: bool) -> str:
    if isinstance(value, list):
        return _worded(value, is_iso=is_iso)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, dt.date):
        is_old = value < ERAS[0].first
        return value.isoformat() if is_iso or is_old else format_japanese(value)
    if column.kind is Kind.NUMBER:
        return _number(value)
    return dict(column.choices).get(str(value), str(value))


def _worded(value: list[str | None], *, is_iso: bool) -> str:
    """A day beside its official wording and whether it is a foreign resident's."""
    day, wording, is_foreign = value
    if not day:
        return ""
    if is_iso:
        return day
    uncertain = UncertainDate(dt.date.fromisoformat(day), wording or "")
    return format_western(uncertain) if is_foreign == "true" else format_uncertain(uncertain)


def _number(value: object) -> str:
    """Without an exponent and without zeros that say nothing."""
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
