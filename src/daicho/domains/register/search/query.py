# SPDX-License-Identifier: Apache-2.0
"""The search itself: the index gives the numbers, the register the lines of one page.

Each condition on a text is a range of the index; the first one drives, in the order of the index,
so that a page of a common name costs no more than one of a rare name. Counting stops at a bound.
A part of a text is in no range: a common one is met soon on a walk through the order, a rare one is
looked up by its characters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from daicho.domains.register.history import latest_rows
from daicho.domains.register.models.search import Spelling
from daicho.domains.register.search.criteria import (
    MISSING,
    Criteria,
    Found,
    Hit,
    Match,
)
from daicho.domains.register.search.spellings import folds_now
from daicho.foundation.access.decision import find_protected
from daicho.kernel.search_keys import register_kana_key

PAGE_SIZE = 50
BOUND = 1_000
ROWS = 2 * BOUND + 1  # a person may fit by several spellings: more rows than persons are read
WALK = 40_000  # entries that are walked through for a common part, before it is looked up
DRIVER = "e"  # the entry of the first condition, in a statement
TRIGRAM = 3  # an inner part is found by the index of trigrams from this length on
# Conditions on the latest record itself; each has an index or follows after one that has.
_RECORD_ITEMS = ("household_no", "resident_code", "residence_card_no", "address_code",
                 "relationship", "cease_reason")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Text:
    spelling: Spelling
    key: str
    match: Match

    def sql(self, table: str) -> tuple[str, list[object]]:
        spelling = f"{table}.spelling = %s AND"
        if self.match is Match.WHOLE:
            return f"{spelling} {table}.key = %s", [int(self.spelling), self.key]
        pattern = self.key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        if self.match is Match.BEGIN:
            return f"{spelling} {table}.key LIKE %s", [int(self.spelling), pattern]
        holds = f"string_to_array({table}.key, NULL) @> %s::text[]"
        # Nothing beside it, or the planner takes a common one for a rare one.
        if len(self.key) == 1 and table == DRIVER:
            return f"{spelling} {holds}", [int(self.spelling), [self.key]]
        inner = f"{spelling} {table}.key LIKE %s", [int(self.spelling), f"%{pattern}"]
        if len(self.key) >= TRIGRAM or table != DRIVER:
            return inner
        # Of two characters: the index of single ones, then the order of the two.
        return f"{inner[0]} AND {holds}", [*inner[1], list(self.key)]


def search(*, criteria: Criteria, page: int, may_see_protected: bool, on: dt.date) -> Found:
    """One page of those who fit, in the order of what was asked for (振り仮名, 氏名, 住所).

    Without the right to see protected addresses no search by address finds a protected person:
    being found would tell the address.
    """
    query = _query(criteria, may_see_protected=may_see_protected, on=on)
    if query is None:
        return Found(hits=(), count=0, is_bound=False, page=1, pages=1)
    numbers = _run(query)
    is_bound, numbers = len(numbers) > BOUND, numbers[:BOUND]
    pages = max(1, -(-len(numbers) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(
        hits=_hits(shown, on), count=len(numbers), is_bound=is_bound, page=page, pages=pages
    )


def _hits(shown: list[tuple[int, bool]], on: dt.date) -> tuple[Hit, ...]:
    numbers = [number for number, _ in shown]
    rows = latest_rows(numbers)
    protected = find_protected(numbers=numbers, on=on)
    return tuple(
        Hit(
            row=rows[number], is_former=not is_current,
            is_protected=rows[number].protected or number in protected,
        )
        for number, is_current in shown
        if number in rows
    )  # fmt: skip


def _run(query: _Query) -> list[tuple[int, bool]]:
    """Persons in the order of the index, each once; a person's present spelling counts before."""
    rows = _rows(query, query.walk) if query.walk else []
    if len(rows) < ROWS:
        rows = _rows(query, "register_searchentry")
    best: dict[int, bool] = {}
    for number, is_current in rows:
        best[number] = best.get(number, False) or bool(is_current)
    return list(best.items())


# The order of the index itself (text_pattern_ops), whatever the collation of the database.
_ORDER = "e.key USING ~<~, e.birth_date, e.addressee_no"


@dataclass(frozen=True, slots=True)
class _Query:
    """The conditions, and the beginning of the index in which a common part is met."""

    where: list[str]
    parameters: list[object]
    order: str
    walk: str


def _rows(query: _Query, source: str) -> list[tuple[int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.addressee_no, e.is_current FROM {source} e"
            f" WHERE {' AND '.join(query.where)} ORDER BY {query.order} LIMIT {ROWS}",
            query.parameters,
        )
        rows: list[tuple[int, bool]] = cursor.fetchall()
    return rows


def _query(criteria: Criteria, *, may_see_protected: bool, on: dt.date) -> _Query | None:
    texts = list(_texts(criteria))
    where, parameters = _conditions(criteria, texts, may_see_protected=may_see_protected, on=on)
    if not where:
        return None
    if not texts:
        return _Query(where, parameters, "e.addressee_no", "")
    is_walked = criteria.match is Match.INNER
    walk = (
        f"(SELECT * FROM register_searchentry e WHERE e.spelling = {texts[0].spelling:d}"
        f" ORDER BY {_ORDER} LIMIT {WALK})"
    )
    return _Query(where, parameters, _ORDER, walk if is_walked else "")


def _texts(criteria: Criteria) -> Iterable[_Text]:
    """The text conditions, the one that tells most first."""
    folds = folds_now()
    for spelling, key in (
        (Spelling.KANA, register_kana_key(criteria.kana)),
        (Spelling.NAME, folds.name(criteria.name)),
        (Spelling.ADDRESS, folds.address(criteria.address)),
        (Spelling.BUILDING, folds.building(criteria.building)),
    ):
        if key:
            yield _Text(spelling, key, criteria.match)
    if criteria.given_name:
        kana = register_kana_key(criteria.given_name)
        if kana and all("ァ" <= char <= "ー" for char in kana):
            yield _Text(Spelling.GIVEN_KANA, kana, criteria.match)
        else:
            yield _Text(Spelling.GIVEN_NAME, folds.name(criteria.given_name), criteria.match)


def _conditions(
    criteria: Criteria, texts: list[_Text], *, may_see_protected: bool, on: dt.date
) -> tuple[list[str], list[object]]:
    where: list[str] = []
    parameters: list[object] = []

    def add(sql: str, *values: object) -> None:
        where.append(sql)
        parameters.extend(values)

    for number, text in enumerate(texts):
        sql, values = text.sql(DRIVER if number == 0 else "o")
        add(sql if number == 0 else _also(sql, criteria), *values)
    for sql, values in _person_conditions(criteria):
        add(sql, *values)
    if not where:
        return [], []
    if not texts:
        add(f"e.spelling = {Spelling.NAME:d} AND e.is_current")
    if texts and not criteria.is_former_too:
        add("e.is_current")
    if criteria.asks_address and not may_see_protected:
        add(_NOT_PROTECTED, on)
    return where, parameters


# Asked once a search, not once a person: those protected are few.
_NOT_PROTECTED = """
e.addressee_no NOT IN (
    WITH marked AS (
        SELECT p.addressee_no FROM access_protectedperson p WHERE p.valid @> %s::date
        UNION
        SELECT r.addressee_no FROM register_residentversion r
        WHERE r.protected AND upper_inf(r.recorded)
    ),
    -- Who lives, or lived, in one household with somebody protected: the address is the same.
    homes AS (
        SELECT DISTINCT r.household_no FROM marked
        JOIN register_residentversion r USING (addressee_no)
        WHERE upper_inf(r.recorded) AND r.household_no IS NOT NULL
    )
    SELECT addressee_no FROM marked
    UNION
    SELECT r.addressee_no FROM homes JOIN register_residentversion r USING (household_no)
    WHERE upper_inf(r.recorded)
)"""


def _also(sql: str, criteria: Criteria) -> str:
    current = "" if criteria.is_former_too else " AND o.is_current"
    return (
        "EXISTS (SELECT FROM register_searchentry o"
        f" WHERE o.addressee_no = e.addressee_no AND {sql}{current})"
    )


def _person_conditions(criteria: Criteria) -> Iterable[tuple[str, list[object]]]:
    if criteria.birth_from is not None:
        last = criteria.birth_to or criteria.birth_from
        yield "e.birth_date BETWEEN %s AND %s", [criteria.birth_from, last]
    if criteria.sex is not None:
        yield "e.sex = %s", [criteria.sex]
    if criteria.addressee_no is not None:
        yield "e.addressee_no = %s", [criteria.addressee_no]
    for item in _RECORD_ITEMS:
        value = getattr(criteria, item)
        if value not in ("", None):
            yield f"e.addressee_no IN (SELECT r.addressee_no {_RECORD} r.{item} = %s)", [value]
    yield from _latest_conditions(criteria)
    if not criteria.is_removed_too:
        resident = "r.addressee_no = e.addressee_no AND r.status = 'resident'"
        yield f"EXISTS (SELECT {_RECORD} {resident})", []


def _latest_conditions(criteria: Criteria) -> Iterable[tuple[str, list[object]]]:
    """Days, and items that are empty: of the latest record."""
    for day in criteria.days:
        source = _EVENT_DAYS if day.item.is_of_event else _LATEST
        bounds: list[object] = [day.first, day.last]
        yield f"e.addressee_no IN ({source} r.{day.item} BETWEEN %s AND %s)", bounds
    for item in criteria.missing:
        yield f"e.addressee_no IN ({_LATEST} r.{item} {MISSING[item]})", []


_RECORD = "FROM register_residentversion r WHERE upper_inf(r.recorded) AND"
# The latest state reaches into the future; of an event everybody it happened to.
_LATEST = f"SELECT r.addressee_no {_RECORD} upper_inf(r.valid) AND"
_EVENT_DAYS = (
    "SELECT n.number::bigint FROM register_event r"
    " CROSS JOIN LATERAL jsonb_array_elements_text(r.addressee_nos) n(number) WHERE"
)
