# SPDX-License-Identifier: Apache-2.0
"""The query behind an extraction.

Values go as parameters, names come from the sources only. Somebody under protection (支援措置), or
who shares a household with such a person, stays in the list with every place hidden, and no
condition on a place finds them: being found would tell it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from daicho.domains.extraction.definition import (
    WITHOUT_VALUE,
    Condition,
    Definition,
    Operator,
    value_of,
)
from daicho.domains.extraction.sources import Column, Kind
from daicho.foundation.access.decision import MASKED_ADDRESS

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
_IS_GUARDED = (
    "(r.addressee_no IN (SELECT addressee_no FROM under_measure)"
    " OR r.household_no IN (SELECT household_no FROM homes))"
)
_SIGNS = {
    Operator.EQUAL: "=", Operator.DIFFERENT: "<>", Operator.AT_LEAST: ">=", Operator.AT_MOST: "<=",
    Operator.CONTAINS: "LIKE", Operator.BEGINS: "LIKE",
}  # fmt: skip


def head_of(definition: Definition) -> list[str]:
    """The labels of the columns, and 件数 when it is counted."""
    labels = [definition.of.columns[code].label for code in definition.columns]
    return [*labels, "件数"] if definition.is_counted else labels


def count(definition: Definition, *, sees_places: bool, known: dt.datetime) -> int:
    """How many rows there are."""
    query, parameters = _query(definition, sees_places=sees_places, known=known)
    with _reading() as cursor:
        cursor.execute(_GUARDED + f"SELECT count(*) FROM ({query}) q", parameters)
        return int(cursor.fetchone()[0])


def read(
    definition: Definition, *, sees_places: bool, known: dt.datetime, most: int = MOST_ROWS
) -> Iterator[list[str]]:
    """The rows as texts, read piece by piece."""
    query, parameters = _query(definition, sees_places=sees_places, known=known)
    kinds = [definition.of.columns[code] for code in definition.columns]
    with _reading() as cursor:
        cursor.execute(f"{_GUARDED}{query} LIMIT {int(most)}", parameters)
        while rows := cursor.fetchmany(PIECE):
            for row in rows:
                texts = [_text(value, column) for value, column in zip(row, kinds, strict=False)]
                yield [*texts, str(row[-1])] if definition.is_counted else texts


@contextmanager
def _reading() -> Iterator[Any]:
    """A long read holds up nobody: no locks, and not for ever."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST}'")
        yield cursor


def _query(
    definition: Definition, *, sees_places: bool, known: dt.datetime
) -> tuple[str, dict[str, Any]]:
    source = definition.of
    parameters: dict[str, Any] = {
        "day": definition.day, "known": known, "today": known.date(), "masked": MASKED_ADDRESS,
    }  # fmt: skip
    where = []
    for number, one in enumerate(definition.conditions):
        where.append(_condition(source.columns[one.column], one, f"v{number}", parameters))
        if source.columns[one.column].is_place and not sees_places:
            where.append(f"NOT {_IS_GUARDED}")
    chosen = [_selected(source.columns[code], sees_places) for code in definition.columns]
    query = f"SELECT {', '.join(chosen)}{', count(*)' if definition.is_counted else ''}"
    query += f" FROM {source.relation}"
    if where:
        query += f" WHERE {' AND '.join(where)}"
    places = ", ".join(str(number) for number in range(1, len(chosen) + 1))
    if definition.is_counted:
        query += f" GROUP BY {places}"
    return f"{query} ORDER BY {places}", parameters


def _selected(column: Column, sees_places: bool) -> str:
    if not column.is_place or sees_places:
        return column.sql
    return f"CASE WHEN {_IS_GUARDED} THEN %(masked)s ELSE {column.sql} END"


def _condition(column: Column, one: Condition, name: str, parameters: dict[str, Any]) -> str:
    if one.operator in WITHOUT_VALUE:
        empty = f"({column.sql} IS NULL" + (
            f" OR {column.sql} = '')" if column.kind is Kind.TEXT else ")"
        )
        return f"NOT {empty}" if one.operator is Operator.FILLED else empty
    value = value_of(column, one.value)
    if one.operator in (Operator.CONTAINS, Operator.BEGINS):
        escaped = str(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        value = f"%{escaped}%" if one.operator is Operator.CONTAINS else f"{escaped}%"
    parameters[name] = value
    left = f"{column.sql}::text" if column.kind is Kind.TEXT else column.sql
    return f"{left} {_SIGNS[one.operator]} %({name})s"


def _text(value: object, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, dt.date):
        return value.isoformat()
    return dict(column.choices).get(str(value), str(value))
