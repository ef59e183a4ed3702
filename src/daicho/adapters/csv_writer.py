# SPDX-License-Identifier: Apache-2.0
"""Writes any CSV layout from a typed table; what a reader gave can be written again."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from daicho.adapters.composites import split_date
from daicho.adapters.layout import Column, Layout
from daicho.kernel.text import to_cp932_marks

_ROWS_AT_ONCE = 20_000


def write_csv_file(layout: Layout, table: pa.Table, path: Path) -> None:
    """Write a table with the layout's English names; columns that it lacks stay empty, zeros too.

    Raises UnicodeEncodeError for text that the encoding cannot hold: the caller decides what to
    send instead.
    """
    with path.open("wb") as file:
        if layout.header:
            head = ",".join(column.name_ja for column in layout.columns)
            file.write(f"{head}\r\n".encode(layout.encoding))
        for start in range(0, table.num_rows, _ROWS_AT_ONCE):
            file.write(_encode(layout, table.slice(start, _ROWS_AT_ONCE)))


def _encode(layout: Layout, rows: pa.Table) -> bytes:
    cells = _with_split_dates(layout, rows)
    blank = pa.nulls(rows.num_rows, pa.string())
    texts = pa.table(
        {c.name: _as_text(layout, c, cells.get(c.name, blank)) for c in layout.columns}
    )
    style = "needed" if any(_needs_quotes(column) for column in texts.columns) else "none"
    options = pyarrow.csv.WriteOptions(include_header=False, eol="\r\n", quoting_style=style)
    buffer = io.BytesIO()
    pyarrow.csv.write_csv(texts, buffer, options)
    if layout.encoding == "utf-8":
        return buffer.getvalue()
    return to_cp932_marks(buffer.getvalue().decode("utf-8")).encode(layout.encoding)


def _needs_quotes(texts: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, '[",\r\n]')).as_py())


def _with_split_dates(layout: Layout, rows: pa.Table) -> dict[str, pa.Array]:
    cells = {name: rows[name].combine_chunks() for name in rows.column_names}
    for composite in layout.composite_dates:
        if composite.name in cells:
            numbers = np.asarray(cells.pop(composite.name))
            cells |= {name: pa.array(part) for name, part in split_date(composite, numbers).items()}
    return cells


def _as_text(layout: Layout, column: Column, values: pa.Array) -> pa.Array:
    """The cells as text, null where nothing is written."""
    if column.name in layout.fixed_cells:
        return pa.array([layout.fixed_cells[column.name]] * len(values), pa.string())
    if pa.types.is_integer(values.type):
        return pc.if_else(pc.equal(values, 0), None, pc.cast(values, pa.string()))
    return pc.if_else(pc.equal(values, ""), None, values)
