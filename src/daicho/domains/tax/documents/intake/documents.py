# SPDX-License-Identifier: Apache-2.0
"""Documents of a file: joined, stored by COPY, their candidates and forwards beside them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.backends.utils import CursorWrapper

from daicho.domains.tax.documents.facts import HashNumbers, IncomingFile, JoinCounts
from daicho.domains.tax.documents.intake.candidates import (
    NEAR_SCORE,
    Candidate,
    Items,
    find_candidates,
)
from daicho.domains.tax.documents.intake.columns import (
    as_bytea,
    dates,
    figures_json,
    hash_texts,
    relatives_json,
    texts_json,
    whole,
)
from daicho.domains.tax.documents.intake.joining import Joins, join_documents, stage_keys
from daicho.domains.tax.documents.intake.storing import store_candidates, store_forwards
from daicho.domains.tax.documents.models import JoinState
from daicho.domains.tax.documents.municipalities import (
    Municipality,
    find_by_code,
    find_municipality,
)
from daicho.foundation.database.bulk import copy_in, map_distinct
from daicho.kernel.dates import assessment_date
from daicho.kernel.text import fold_name, search_kana

_ELSEWHERE = frozenset({"", "not_resident"})  # doubts that an address elsewhere explains


class Place(NamedTuple):
    """Whose import this is, under which number, and when."""

    file_id: int
    home_code: str
    now: dt.datetime


def store_documents(
    *, cursor: CursorWrapper, file: IncomingFile, place: Place, hash_numbers: HashNumbers
) -> JoinCounts:
    """Join and store every accepted row of a file of documents."""
    number_hash = hash_texts(file.table["number"], hash_numbers)
    folded = {
        "name_folded": map_distinct(file.table["name"], fold_name),
        "kana_folded": map_distinct(file.table["kana"], search_kana),
        "birth_date": dates(file.table["birth_date"]),
    }
    stated = whole(file.table["stated_addressee_no"])
    keys = pa.table(
        {
            "row_no": np.arange(file.rows_accepted),
            "number_hash": as_bytea(number_hash),
            "stated_addressee_no": pc.if_else(pc.not_equal(stated, 0), stated, None),
            **folded,
            "sex": whole(file.table["sex"]),
        }
    )
    joins = join_documents(
        cursor=cursor, keys=keys, addresses=whole(file.table["address"]),
        day=assessment_date(file.fiscal_year), now=place.now,
    )  # fmt: skip
    candidates = _look_closer(cursor, file, keys, joins)
    forwards = _find_forwards(file, joins, candidates, place.home_code)
    copy_in(
        cursor,
        "tax_documents_document",
        _columns(file, place, joins, keys, relatives_json(file, hash_numbers)),
    )
    cursor.execute("ANALYZE tax_documents_document")
    lines = whole(file.table["line_no"])
    store_candidates(cursor, place.file_id, lines, candidates, joins)
    store_forwards(cursor, place.file_id, lines, forwards)
    return count_joins(joins)


def count_joins(joins: Joins) -> JoinCounts:
    """How many ended where."""
    counted = np.bincount(joins.state, minlength=6)
    return JoinCounts(
        joined=int(counted[JoinState.JOINED]),
        doubtful=int(counted[JoinState.DOUBTFUL]),
        forwarded=int(counted[JoinState.FORWARDED]),
        unmatched=int(counted[JoinState.UNMATCHED]),
    )


def _look_closer(
    cursor: CursorWrapper, file: IncomingFile, keys: pa.Table, joins: Joins
) -> dict[int, list[Candidate]]:
    """Candidates of every row not joined; a near enough one makes an unknown person doubtful."""
    rows = np.flatnonzero(joins.state != JoinState.JOINED)
    if not len(rows):
        return {}
    staged = stage_keys(cursor, keys.take(rows), whole(file.table["address"]))
    candidates = find_candidates(cursor=cursor, keys=_items(staged))
    for row, found in candidates.items():
        if not joins.reason[row] and found[0].score >= NEAR_SCORE:
            joins.state[row] = int(JoinState.DOUBTFUL)
            joins.reason[row] = "near"
    return candidates


def _items(staged: pa.Table) -> list[tuple[int, Items]]:
    return [
        (
            row["row_no"],
            Items(
                row["name_folded"], row["kana_folded"], row["birth_date"], row["sex"],
                row["address_folded"],
            ),
        )
        for row in staged.to_pylist()
    ]  # fmt: skip


def _find_forwards(
    file: IncomingFile, joins: Joins, candidates: dict[int, list[Candidate]], home_code: str
) -> dict[int, Municipality]:
    """Rows of other municipalities' people: nobody here fits, and the address lies elsewhere."""
    forwards: dict[int, Municipality] = {}
    addresses, codes = whole(file.table["address"]), whole(file.table["municipality_code"])
    for row in np.flatnonzero(joins.state != JoinState.JOINED).tolist():
        if joins.reason[row] not in _ELSEWHERE:
            continue
        place = find_municipality(address=addresses[row].as_py(), home_code=home_code)
        reason = "other_municipality"
        if place is None:
            place, reason = find_by_code(codes[row].as_py()), "other_submission"
        if place is not None and place.code != home_code:
            forwards[row] = place
            joins.state[row] = int(JoinState.FORWARDED)
            joins.reason[row] = reason
            joins.addressee_no[row] = 0
            candidates.pop(row, None)
        elif not joins.reason[row]:
            joins.reason[row] = "unknown"
    return forwards


def _columns(
    file: IncomingFile, place: Place, joins: Joins, keys: pa.Table, relatives: pa.Array
) -> pa.Table:
    """The table tax_documents_document, column by column."""
    count, table = file.rows_accepted, file.table
    joined = joins.state == JoinState.JOINED
    return pa.table(
        {
            "file_id": _repeat(place.file_id, count, pa.int64()),
            "kind": _repeat(file.kind, count, pa.string()),
            "fiscal_year": _repeat(file.fiscal_year, count, pa.int16()),
            "addressee_no": pa.array(joins.addressee_no, mask=~joined),
            "join_state": pa.array(joins.state),
            "join_rule": pa.array(joins.rule, pa.string()),
            "join_reason": pa.array(joins.reason, pa.string()),
            **{name: keys[name] for name in ("number_hash", "stated_addressee_no", "name_folded",
                                             "kana_folded", "birth_date")},
            **{name: table[name] for name in ("line_no", "name", "kana", "sex", "address",
                                              "municipality_code", "payer_no", "payer_name",
                                              "recipient_no", "correction")},
            "superseded_reason": _repeat("", count, pa.string()),
            "figures": figures_json(file),
            "texts": texts_json(file),
            "relatives": relatives,
            "withdrawn": _repeat(False, count, pa.bool_()),
        }
    )  # fmt: skip


def _repeat(value: object, count: int, kind: pa.DataType) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), count)
