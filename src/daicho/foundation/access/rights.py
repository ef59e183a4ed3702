# SPDX-License-Identifier: Apache-2.0
"""Reads what a person may do at a moment: three statements, whatever the number of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.organisation import parts_of_each
from daicho.foundation.database.query import row, rows

# Own units with those above them, in one row with the main post's name and whether on leave.
UNITS = """
WITH RECURSIVE held AS (
    SELECT p.unit, p.kind FROM access_post p
    WHERE p.staff_id = %(staff)s AND p.valid @> %(day)s::date
), up AS (
    SELECT u.code, u.parent FROM access_unit u JOIN held h ON h.unit = u.code
    WHERE u.valid @> %(day)s::date AND h.kind <> 'leave'
    UNION
    SELECT u.code, u.parent FROM access_unit u JOIN up ON u.code = up.parent
    WHERE u.valid @> %(day)s::date
)
SELECT
    (SELECT array_agg(code) FROM up),
    (SELECT coalesce(max(above.name) FILTER (WHERE u.level = 'subsection'), '') || max(u.name)
     FROM held h JOIN access_unit u ON u.code = h.unit AND u.valid @> %(day)s::date
     LEFT JOIN access_unit above ON above.code = u.parent AND above.valid @> %(day)s::date
     WHERE h.kind = 'main'),
    EXISTS (SELECT 1 FROM held WHERE kind = 'leave')
"""
GRANTS = """
SELECT g.function, g.scope, 0, NULL::timestamptz FROM access_grant g
WHERE (g.staff_id = %(staff)s OR (g.unit <> '' AND g.unit = ANY(%(units)s)))
  AND g.valid_from <= %(day)s AND g.valid_to >= %(day)s
  AND (g.revoked_at IS NULL OR g.revoked_at > %(at)s)
UNION ALL
SELECT unnest(e.functions), '', e.id, e.until FROM access_emergencyaccess e
WHERE e.staff_id = %(staff)s AND e.ended_at IS NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """An emergency access that is open: its number, end, and what only it opens."""

    number: int
    until: datetime
    functions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What was read: functions, units, limits to an office, emergency access, the section."""

    functions: frozenset[str]
    units: frozenset[str]
    limits: dict[str, frozenset[str]]
    emergency: Emergency | None
    lapsed: tuple[int, ...]
    section: str


def read_rights(*, staff_id: int, on: date, at: datetime) -> Rights:
    """The person's rights; nothing at all while on leave (休職)."""
    found = row(UNITS, {"staff": staff_id, "day": on})
    units, section, is_on_leave = found if found else (None, None, False)
    grants = [] if is_on_leave else _grants(staff_id, units or [], on, at)
    held = {(function, scope) for function, scope, emergency, _ in grants if not emergency}
    functions = {function for function, _ in held}
    emergency, lapsed = _emergency(grants, functions, at)
    return Rights(
        functions=frozenset(functions | (emergency.functions if emergency else set())),
        units=frozenset(units or ()),
        limits=_limits(held, on),
        emergency=emergency,
        lapsed=lapsed,
        section=section or "",
    )


Row = tuple[str, str, int, datetime | None]


def _grants(staff_id: int, units: list[str], on: date, at: datetime) -> list[Row]:
    asked = {"staff": staff_id, "units": units, "day": on, "at": at}
    return [(row[0], row[1], row[2], row[3]) for row in rows(GRANTS, asked)]


def _limits(held: set[tuple[str, str]], on: date) -> dict[str, frozenset[str]]:
    """Offices by function, their parts with them; a grant without an office limits nothing."""
    free = {function for function, scope in held if not scope}
    limited = [(function, scope) for function, scope in held if function not in free]
    if not limited:
        return {}
    parts = parts_of_each(codes={scope for _, scope in limited}, on=on)
    result: dict[str, frozenset[str]] = {}
    for function, scope in limited:
        result[function] = result.get(function, frozenset()) | parts[scope]
    return result


def _emergency(
    grants: list[Row], functions: set[str], at: datetime
) -> tuple[Emergency | None, tuple[int, ...]]:
    """The open one with what it adds; the catalogue has the last word on what may be opened."""
    lapsed = {number for _, _, number, until in grants if until is not None and until <= at}
    open_ones = [
        (function, number, until) for function, _, number, until in grants
        if until is not None and until > at
    ]  # fmt: skip
    if not open_ones:
        return None, tuple(sorted(lapsed))
    _, number, until = open_ones[0]
    known = catalogue().functions
    added = {
        function for function, *_ in open_ones
        if function in known and known[function].may_be_opened_in_emergency
    }  # fmt: skip
    only = frozenset(added - functions)
    return Emergency(number=number, until=until, functions=only), tuple(sorted(lapsed))
