# SPDX-License-Identifier: Apache-2.0
"""Batches of rows that fit any layout, drawn field by field from a seed."""

from datetime import date, timedelta
from random import Random

import pyarrow as pa
import pytest

from daicho.adapters.record_files.characters import PLAIN, SEMI_VOICED_AFTER, VOICED_AFTER
from daicho.adapters.record_files.layout import NUMERIC, FieldKind

FIRST_DAY, DAYS = date(1868, 1, 1), 85_000
BEARERS = {"ﾞ": VOICED_AFTER, "ﾟ": SEMI_VOICED_AFTER}


def _text(field, draw):
    """A text whose marks of voice all follow a kana that bears them."""
    characters = sorted((field.characters or PLAIN).characters)
    text = ""
    for char in draw.choices(characters, k=draw.randint(0, field.length)):
        if char not in BEARERS or (text and text[-1] in BEARERS[char]):
            text += char
    return text.strip() or ("A" if field.required else "")


def _wide(field, draw):
    text = "".join(draw.choices("港区芝公園一丁目あいう０１２髙﨑", k=draw.randint(1, 20)))
    while len(text.encode("cp932")) > field.length:
        text = text[:-1]
    return text


def cell_of(field, draw):
    """A good cell of a field."""
    if choices := ((field.fixed,) if field.fixed else field.allowed):
        choice = draw.choice(choices)
        return int(choice) if field.kind in NUMERIC else choice.strip()
    day = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
    match field.kind:
        case FieldKind.NUMBER:
            return draw.randint(
                int(field.required), 10 ** draw.randint(1, min(field.length, 9)) - 1
            )
        case FieldKind.DATE:
            return day.year * 10000 + day.month * 100 + day.day
        case FieldKind.MONTH_DAY:
            return day.month * 100 + day.day
        case FieldKind.TIME:
            return f"{draw.randrange(24):02d}{draw.randrange(60):02d}"
        case FieldKind.CODE:
            return str(draw.randrange(10**field.length)).zfill(field.length)
        case FieldKind.WIDE:
            return _wide(field, draw)
    return _text(field, draw)


def rows_of(record, draw):
    """A table of good rows of a record."""
    fields = [field for field in record.fields if field.kind is not FieldKind.FILLER]
    rows = [{f.name: cell_of(f, draw) for f in fields} for _ in range(draw.randint(0, 4))]
    schema = [(f.name, pa.int64() if f.kind in NUMERIC else pa.string()) for f in fields]
    return pa.Table.from_pylist(rows, schema=pa.schema(schema))


@pytest.fixture(scope="session")
def good_batches():
    """For a layout and a seed: batches, as (header, rows)."""

    def batches(layout, seed):
        draw = Random(seed)
        fields = [f for f in layout.header.fields if f.kind is not FieldKind.FILLER]
        return [
            ({f.name: cell_of(f, draw) for f in fields}, rows_of(layout.data, draw))
            for _ in range(draw.randint(1, 3) if layout.has_many_batches else 1)
        ]

    return batches
