# SPDX-License-Identifier: Apache-2.0
"""Finding the person of each document (名寄せ): by number, by 宛名番号, by the items themselves.

Set-based: the rows of a file stand in a temporary table and three statements settle all but the
few that need a look at near names. A document is joined only where nothing speaks against it.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.backends.utils import CursorWrapper

from daicho.domains.addressee.public import PEOPLE_RELATION
from daicho.domains.register.public import RESIDENTS_RELATION
from daicho.domains.tax.documents.models import JoinState
from daicho.foundation.database.bulk import copy_in, copy_out, map_distinct
from daicho.kernel.address import fold_address

KEY_SCHEMA = pa.schema(
    [
        ("row_no", pa.int64()),
        ("number_hash", pa.string()),
        ("stated_addressee_no", pa.int64()),
        ("name_folded", pa.string()),
        ("kana_folded", pa.string()),
        ("birth_date", pa.date32()),
        ("sex", pa.int64()),
        ("address_folded", pa.string()),
    ]
)
_FOUND_SCHEMA = pa.schema(
    [("row_no", pa.int64()), ("addressee_no", pa.int64()), ("rule", pa.string()),
     ("reason", pa.string())]
)  # fmt: skip
_STAGE = """
CREATE TEMP TABLE join_key (
    row_no bigint, number_hash bytea, stated_addressee_no bigint, name_folded text,
    kana_folded text, birth_date date, sex smallint, address_folded text
) ON COMMIT DROP
"""
# A twin: someone else born on the day whose name or kana is the one that agrees.
_HAS_TWIN = f"""EXISTS (SELECT FROM {PEOPLE_RELATION} twin
    WHERE twin.birth_date = a.birth_date AND twin.addressee_no <> a.addressee_no
      AND (twin.kana_folded = k.kana_folded OR twin.name_folded = k.name_folded))"""
_ITEMS_AGREE = f"""
    (k.birth_date IS NULL OR a.birth_date IS NULL OR a.birth_date = k.birth_date)
    AND (k.sex = 0 OR a.sex = 0 OR a.sex = k.sex)
    AND (a.name_folded = k.name_folded
         OR k.kana_folded <> '' AND a.kana_folded = k.kana_folded AND NOT {_HAS_TWIN})
"""
_IS_RESIDENT = "(a.kind <> 1 OR r.addressee_no IS NOT NULL)"
_BY_ONE_KEY = f"""
SELECT k.row_no, a.addressee_no, %(rule)s,
       CASE WHEN NOT ({_ITEMS_AGREE}) THEN %(rule)s || '_items_differ'
            WHEN NOT {_IS_RESIDENT} THEN 'not_resident' ELSE '' END
FROM join_key k
JOIN {PEOPLE_RELATION} a ON {{condition}}
LEFT JOIN {RESIDENTS_RELATION}(%(day)s, %(now)s) r ON r.addressee_no = a.addressee_no
ORDER BY 1
"""
_BY_NUMBER = _BY_ONE_KEY.format(condition="a.number_hash = k.number_hash")
_BY_STATED = _BY_ONE_KEY.format(condition="a.addressee_no = k.stated_addressee_no")
# The address agrees when one continues the other (a room, a building) not inside a number.
_ADDRESS_AGREES = """(a.address_folded = k.address_folded
    OR k.address_folded <> '' AND starts_with(a.address_folded, k.address_folded)
       AND substr(a.address_folded, length(k.address_folded) + 1, 1) !~ '[0-9]'
    OR a.address_folded <> '' AND starts_with(k.address_folded, a.address_folded)
       AND substr(k.address_folded, length(a.address_folded) + 1, 1) !~ '[0-9]')"""
_PAIR = f"""
SELECT k.row_no, a.addressee_no, {_IS_RESIDENT} AS is_resident,
       k.number_hash IS NOT NULL AND a.number_hash IS NOT NULL AS number_differs,
       a.name_folded = k.name_folded
       AND (k.kana_folded = '' OR a.kana_folded = '' OR a.kana_folded = k.kana_folded)
       AND (k.sex = 0 OR a.sex = 0 OR a.sex = k.sex) AND {_ADDRESS_AGREES} AS is_full
FROM join_key k
JOIN {PEOPLE_RELATION} a ON a.birth_date = k.birth_date AND {{condition}}
LEFT JOIN {RESIDENTS_RELATION}(%(day)s, %(now)s) r ON r.addressee_no = a.addressee_no
"""
_BY_ITEMS = f"""
WITH pair AS (
    {_PAIR.format(condition="a.name_folded = k.name_folded")}
    UNION
    {_PAIR.format(condition="k.kana_folded <> '' AND a.kana_folded = k.kana_folded")}
), settled AS (
    SELECT row_no, count(*) FILTER (WHERE is_full) AS full_matches,
           min(addressee_no) FILTER (WHERE is_full) AS addressee_no,
           bool_or(number_differs) FILTER (WHERE is_full) AS number_differs,
           bool_and(is_resident) FILTER (WHERE is_full) AS is_resident
    FROM pair GROUP BY row_no
)
SELECT row_no, CASE WHEN full_matches = 1 THEN addressee_no END, 'items',
       CASE WHEN full_matches = 0 THEN 'items_partly'
            WHEN full_matches > 1 THEN 'several_match'
            WHEN number_differs THEN 'number_differs'
            WHEN NOT is_resident THEN 'not_resident' ELSE '' END
FROM settled ORDER BY 1
"""


class Joins(NamedTuple):
    """For every row of a file, in order: the state, the person, the rule and the doubt."""

    state: np.ndarray
    addressee_no: np.ndarray  # 0: nobody
    rule: np.ndarray
    reason: np.ndarray


def join_documents(
    *, cursor: CursorWrapper, keys: pa.Table, addresses: pa.Array, day: dt.date, now: dt.datetime
) -> Joins:
    """Settle every row that exact items settle; the rest stays UNMATCHED for a closer look.

    `keys` has the columns of KEY_SCHEMA but the address, which is folded only where it decides.
    """
    joins = Joins(
        np.full(keys.num_rows, int(JoinState.UNMATCHED), np.int8),
        np.zeros(keys.num_rows, np.int64),
        np.full(keys.num_rows, "", object),
        np.full(keys.num_rows, "", object),
    )
    parameters = {"day": day, "now": now}
    for query, rule, column in (
        (_BY_NUMBER, "number", "number_hash"),
        (_BY_STATED, "addressee_no", "stated_addressee_no"),
        (_BY_ITEMS, "items", "name_folded"),
    ):
        waiting = pa.array((joins.reason == "") & (joins.state != JoinState.JOINED))
        rows = keys.filter(pc.and_(waiting, pc.is_valid(keys[column])))
        if rows.num_rows:
            stage_keys(cursor, rows, addresses if rule == "items" else None)
            found = copy_out(cursor, query, {**parameters, "rule": rule}, _FOUND_SCHEMA)
            _apply(joins, found)
    return joins


def stage_keys(cursor: CursorWrapper, rows: pa.Table, addresses: pa.Array | None) -> pa.Table:
    """Put rows into the temporary table join_key, with their addresses folded when given."""
    cursor.execute("DROP TABLE IF EXISTS join_key")
    cursor.execute(_STAGE)
    if addresses is None:
        folded = pa.repeat(pa.scalar(""), rows.num_rows)
    else:
        folded = map_distinct(addresses.take(rows["row_no"].combine_chunks()), fold_address)
    staged = rows.append_column("address_folded", folded)
    copy_in(cursor, "join_key", staged.select(KEY_SCHEMA.names))
    cursor.execute("ANALYZE join_key")
    return staged


def _apply(joins: Joins, found: pa.Table) -> None:
    rows = found["row_no"].to_numpy()
    reasons = found["reason"].to_numpy(zero_copy_only=False)
    joins.addressee_no[rows] = found["addressee_no"].fill_null(0).to_numpy()
    joins.rule[rows] = np.where(reasons == "", found["rule"].to_numpy(zero_copy_only=False), "")
    joins.reason[rows] = reasons
    joins.state[rows] = np.where(reasons == "", int(JoinState.JOINED), int(JoinState.DOUBTFUL))
