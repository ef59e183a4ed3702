# SPDX-License-Identifier: Apache-2.0
"""Rows that fit any layout, drawn field by field."""

import pyarrow as pa
import pytest
from hypothesis import strategies as st

from daicho.adapters.record_files.characters import PLAIN, SEMI_VOICED_AFTER, VOICED_AFTER
from daicho.adapters.record_files.layout import NUMERIC, FieldKind

_WIDE = st.text(st.sampled_from("港区芝公園一丁目あいう０１２髙﨑"), min_size=1, max_size=20)


def _joins(text):
    """A text whose marks of voice all follow a kana that bears them."""
    kept = ""
    for char in text:
        bearers = {"ﾞ": VOICED_AFTER, "ﾟ": SEMI_VOICED_AFTER}.get(char)
        if bearers is None or (kept and kept[-1] in bearers):
            kept += char
    return kept.strip()


def _text(field):
    characters = sorted((field.characters or PLAIN).characters)
    return st.text(st.sampled_from(characters), max_size=field.length).map(_joins)


def cells_of(field):
    """A strategy of good cells of a field."""
    choices = (field.fixed,) if field.fixed else field.allowed
    if choices:
        return st.sampled_from([int(c) if field.kind in NUMERIC else c.strip() for c in choices])
    match field.kind:
        case FieldKind.NUMBER:
            return st.integers(int(field.required), 10 ** min(field.length, 9) - 1)
        case FieldKind.DATE:
            return (
                st.dates()
                .filter(lambda d: 1868 <= d.year <= 2100)
                .map(lambda d: d.year * 10000 + d.month * 100 + d.day)
            )
        case FieldKind.MONTH_DAY:
            return st.dates().map(lambda d: d.month * 100 + d.day)
        case FieldKind.TIME:
            return st.times().map(lambda t: f"{t.hour:02d}{t.minute:02d}")
        case FieldKind.CODE:
            digits = st.text(st.sampled_from("0123456789"), min_size=1, max_size=field.length)
            return digits.map(lambda text: text.zfill(field.length))
        case FieldKind.WIDE:
            return _WIDE.filter(lambda text: len(text.encode("cp932")) <= field.length)
    texts = _text(field)
    return texts.filter(bool) if field.required else texts


def rows_of(record, *, max_size=4):
    """A strategy of tables of good rows of a record."""
    fields = [f for f in record.fields if f.kind is not FieldKind.FILLER and f.name]
    row = st.fixed_dictionaries({field.name: cells_of(field) for field in fields})
    schema = pa.schema([(f.name, pa.int64() if f.kind in NUMERIC else pa.string()) for f in fields])
    return st.lists(row, max_size=max_size).map(
        lambda rows: pa.Table.from_pylist(rows, schema=schema)
    )


def header_of(layout):
    """A strategy of good headers."""
    fields = [f for f in layout.header.fields if f.kind is not FieldKind.FILLER]
    return st.fixed_dictionaries({field.name: cells_of(field) for field in fields})


@pytest.fixture(scope="session")
def good_batches():
    """For a layout: a strategy of batches, as (header, rows)."""

    def batches(layout):
        most = 3 if layout.has_many_batches else 1
        pair = st.tuples(header_of(layout), rows_of(layout.data))
        return st.lists(pair, min_size=1, max_size=most)

    return batches
