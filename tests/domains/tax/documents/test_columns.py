# SPDX-License-Identifier: Apache-2.0
"""JSON built column by column is the JSON that row by row would be."""

from __future__ import annotations

import datetime as dt
import json

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from daicho.domains.tax.documents.facts import IncomingFile, RelativeSlot
from daicho.domains.tax.documents.figures import read_figures
from daicho.domains.tax.documents.intake.columns import (
    dates,
    figures_json,
    hash_texts,
    relatives_json,
    texts_json,
)

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "pay": st.sampled_from((0, 0, 1, -7, 9_999_999_999)),
            "tax": st.sampled_from((0, 0, 0, 12)),
            "note": WORDS,
            "dependant_1_name": WORDS,
            "dependant_1_income": st.sampled_from((0, 480_000)),
            "dependant_2_name": st.sampled_from(("", "子　次郎")),
        }
    ),
    max_size=12,
)


def file_of(rows: list[dict[str, object]]) -> IncomingFile:
    """A file with two figures, a text and two places for relatives."""
    numbers = {"pay", "tax", "dependant_1_income"}
    names = ("pay", "tax", "note", "dependant_1_name", "dependant_1_income", "dependant_2_name")
    columns = {
        name: pa.array([row[name] for row in rows], pa.int64() if name in numbers else pa.string())
        for name in names
    }
    return IncomingFile(
        kind="tax_return", fiscal_year=2026, name="x", sha256="", size=0, table=pa.table(columns),
        figures=("pay", "tax"), texts=("note",),
        relatives=(RelativeSlot("dependant", "dependant_1"),
                   RelativeSlot("dependant", "dependant_2")),
    )  # fmt: skip


def no_hashes(numbers: object) -> list[bytes]:
    return []


@given(ROWS)
def test_columns_say_what_rows_say(rows: list[dict[str, object]]) -> None:
    file = file_of(rows)
    figures = [json.loads(text) for text in figures_json(file).to_pylist()]
    assert figures == [{k: row[k] for k in ("pay", "tax") if row[k]} for row in rows]
    texts = [json.loads(text) for text in texts_json(file).to_pylist()]
    assert texts == [{"note": row["note"]} if row["note"] else {} for row in rows]
    relatives = [json.loads(text) for text in relatives_json(file, no_hashes).to_pylist()]
    assert [[one["name"] for one in found] for found in relatives] == [
        [name for name in (row["dependant_1_name"], row["dependant_2_name"]) if name]
        for row in rows
    ]
    incomes = [one.get("income", 0) for found in relatives for one in found[:1]]
    assert all(income in (0, 480_000) for income in incomes)


@given(ROWS)
def test_figures_come_back_as_columns(rows: list[dict[str, object]]) -> None:
    found = read_figures(pa.chunked_array([figures_json(file_of(rows))], pa.string()))
    for name in ("pay", "tax"):
        expected = [row[name] for row in rows]
        if any(expected):
            assert found[name].to_pylist() == expected
        else:
            assert name not in found.column_names


@given(st.lists(st.one_of(st.none(), st.dates(dt.date(1868, 1, 1), dt.date(2030, 12, 31)))))
def test_dates_of_eight_digits(days: list[dt.date | None]) -> None:
    numbers = [0 if day is None else int(day.strftime("%Y%m%d")) for day in days]
    assert dates(pa.array(numbers, pa.int64())).to_pylist() == days


def test_hashes_stand_beside_their_rows() -> None:
    found = hash_texts(pa.array(["", "a", "", "b"]), lambda ns: [n.encode() for n in ns])
    assert found.to_pylist() == [None, "61", None, "62"]
