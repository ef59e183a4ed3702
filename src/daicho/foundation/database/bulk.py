# SPDX-License-Identifier: Apache-2.0
"""Arrow tables to and from PostgreSQL by COPY: hundreds of thousands of rows in a second or two.

CSV is the carrier because Arrow writes and reads it in native code. In it an empty unquoted field
is NULL and a quoted empty one is the empty text; Arrow and PostgreSQL agree on that.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Index, Model
from psycopg import sql

PIECE_BYTES = 1 << 20


def copy_in(cursor: CursorWrapper, relation: str, table: pa.Table) -> None:
    """Append `table` to `relation`, column by column of the same name.

    Arrays and bytea arrive as PostgreSQL's own text ({1,2}, \\x00ff).
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(relation), sql.SQL(", ").join(map(sql.Identifier, table.column_names))
    )
    with cursor.copy(statement) as copy:
        sink = io.BytesIO()
        with pa_csv.CSVWriter(
            sink, table.schema, write_options=pa_csv.WriteOptions(include_header=False)
        ) as writer:
            for batch in table.to_batches(max_chunksize=8_192):
                writer.write_batch(batch)
                if sink.tell() > PIECE_BYTES:
                    copy.write(sink.getvalue())
                    sink.seek(0)
                    sink.truncate()
        copy.write(sink.getvalue())


def copy_out(
    cursor: CursorWrapper,
    query: str,
    parameters: Sequence[object] | Mapping[str, object],
    schema: pa.Schema,
) -> pa.Table:
    """The rows of a query as an Arrow table of `schema`, whose names are given by position."""
    sink = io.BytesIO()
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", parameters) as copy:
        for piece in copy:
            sink.write(piece)
    if sink.tell() == 0:
        return schema.empty_table()
    sink.seek(0)
    return pa_csv.read_csv(
        sink,
        read_options=pa_csv.ReadOptions(column_names=schema.names, block_size=16 * PIECE_BYTES),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=_convert_options(schema),
    )


def _convert_options(schema: pa.Schema) -> Any:
    """PostgreSQL writes t and f; only an unquoted empty field is NULL."""
    return pa_csv.ConvertOptions(
        column_types={field.name: field.type for field in schema},
        true_values=["t"],
        false_values=["f"],
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )


def bytea(values: Sequence[bytes | None]) -> pa.Array:
    """Bytes as the text that COPY takes for bytea."""
    return pa.array(
        [None if value is None else f"\\x{value.hex()}" for value in values], pa.string()
    )


def map_distinct(values: pa.Array | pa.ChunkedArray, function: Callable[[str], str]) -> pa.Array:
    """`function` of every text, called once a distinct text; NULL stays NULL."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = whole.dictionary_encode()
    distinct = pa.array([function(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return distinct.take(encoded.indices)


@contextmanager
def first_load(cursor: CursorWrapper, model: type[Model]) -> Iterator[None]:
    """While an empty table gets its first rows, build its indexes and constraints last.

    Building 260,000 entries of a GiST constraint sorted takes 2 s, one by one 11 s. Only an empty
    table of our own is treated so: nobody is kept waiting by its lock.
    """
    parts = [*model._meta.indexes, *model._meta.constraints]
    kept = parts if _is_empty_and_ours(cursor, model) else []
    with connection.schema_editor(atomic=False) as editor:
        for part in kept:
            (editor.remove_index if isinstance(part, Index) else editor.remove_constraint)(
                model, part
            )
    yield
    with connection.schema_editor(atomic=False) as editor:
        for part in kept:
            (editor.add_index if isinstance(part, Index) else editor.add_constraint)(model, part)


def _is_empty_and_ours(cursor: CursorWrapper, model: type[Model]) -> bool:
    table = model._meta.db_table
    cursor.execute(
        f'SELECT NOT EXISTS (SELECT FROM "{table}") AND pg_has_role(tableowner, %s) '
        "FROM pg_tables WHERE schemaname = current_schema() AND tablename = %s",
        ["MEMBER", table],
    )
    row = cursor.fetchone()
    return bool(row and row[0])
