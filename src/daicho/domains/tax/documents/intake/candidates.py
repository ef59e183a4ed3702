# SPDX-License-Identifier: Apache-2.0
"""Candidates for the documents that exact items did not settle, scored by how near they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import pyarrow as pa
from django.db.backends.utils import CursorWrapper
from rapidfuzz.distance import JaroWinkler

from daicho.domains.addressee.public import PEOPLE_RELATION
from daicho.foundation.database.bulk import copy_out

NEAR_SCORE = 80  # from here a person without any exact item is worth a clerk's look
SHOWN_SCORE = 45
SHOWN_CANDIDATES = 5
_WEIGHTS = {"name": 35, "kana": 25, "birth_date": 25, "address": 10, "sex": 5}
_NEAR_TEXT = 85
# Same day of birth, same number, and a few namesakes: ten or so people a document.
_AROUND = f"""
SELECT k.row_no, a.addressee_no, a.name_folded, a.kana_folded, a.birth_date, a.sex,
       a.address_folded, coalesce(a.number_hash = k.number_hash, false)
FROM join_key k, LATERAL (
    SELECT * FROM {PEOPLE_RELATION} p WHERE p.birth_date = k.birth_date
    UNION
    SELECT * FROM {PEOPLE_RELATION} p WHERE p.number_hash = k.number_hash
    UNION
    SELECT * FROM {PEOPLE_RELATION} p WHERE p.addressee_no = k.stated_addressee_no
    UNION
    (SELECT * FROM {PEOPLE_RELATION} p WHERE p.name_folded = k.name_folded LIMIT 10)
    UNION
    (SELECT * FROM {PEOPLE_RELATION} p
     WHERE p.kana_folded = k.kana_folded AND k.kana_folded <> '' LIMIT 10)
) a
WHERE a.kind <> 3
"""
_AROUND_SCHEMA = pa.schema(
    [("row_no", pa.int64()), ("addressee_no", pa.int64()), ("name", pa.string()),
     ("kana", pa.string()), ("birth_date", pa.date32()), ("sex", pa.int64()),
     ("address", pa.string()), ("number", pa.bool_())]
)  # fmt: skip


class Items(NamedTuple):
    """The items by which two sides are compared, folded."""

    name: str
    kana: str
    birth_date: dt.date | None
    sex: int
    address: str


class Candidate(NamedTuple):
    """A person a document may belong to. `agreements` says of each item how it compares."""

    row_no: int
    addressee_no: int
    score: int
    agreements: dict[str, str]


def find_candidates(
    *, cursor: CursorWrapper, keys: Iterable[tuple[int, Items]]
) -> dict[int, list[Candidate]]:
    """The best candidates of the rows that stand in the temporary table join_key."""
    items = dict(keys)
    found: dict[int, list[Candidate]] = {}
    for row in copy_out(cursor, _AROUND, (), _AROUND_SCHEMA).to_pylist():
        theirs = Items(row["name"], row["kana"], row["birth_date"], row["sex"], row["address"])
        candidate = compare(row["row_no"], items[row["row_no"]], row["addressee_no"], theirs)
        if row["number"]:
            candidate.agreements["number"] = "equal"
        if candidate.score >= SHOWN_SCORE or row["number"]:
            found.setdefault(candidate.row_no, []).append(candidate)
    return {row: _best(candidates) for row, candidates in found.items()}


def _best(candidates: list[Candidate]) -> list[Candidate]:
    ordered = sorted(
        candidates,
        key=lambda one: (one.agreements.get("number") != "equal", -one.score, one.addressee_no),
    )
    return ordered[:SHOWN_CANDIDATES]


def compare(row_no: int, ours: Items, addressee_no: int, theirs: Items) -> Candidate:
    """How near a person is to a document, item by item. The score is whole hundredths."""
    agreements: dict[str, str] = {}
    points = possible = 0
    for item, weight in _WEIGHTS.items():
        verdict, share = _compare_item(getattr(ours, item), getattr(theirs, item))
        agreements[item] = verdict
        if verdict != "absent":
            possible += weight
            points += weight * share // 100
    return Candidate(row_no, addressee_no, points * 100 // max(possible, 1), agreements)


def score_without(agreements: dict[str, str], item: str) -> int:
    """How near by the other items alone, from their verdicts; 0 to 100.

    Beside a hidden address the whole score would tell how it compares with the document's.
    """
    shares = {"equal": 100, "near": _NEAR_TEXT, "differs": 0}
    told = [
        (weight, shares[verdict])
        for name, weight in _WEIGHTS.items()
        if name != item and (verdict := agreements.get(name, "absent")) in shares
    ]
    possible = sum(weight for weight, _ in told)
    return sum(weight * share for weight, share in told) // max(possible, 1)


def _compare_item(ours: object, theirs: object) -> tuple[str, int]:
    if not ours or not theirs:
        return "absent", 0
    if ours == theirs:
        return "equal", 100
    if not isinstance(ours, str) or not isinstance(theirs, str):
        return "differs", 0
    likeness = int(JaroWinkler.similarity(ours, theirs) * 100)
    return ("near" if likeness >= _NEAR_TEXT else "differs"), likeness
