# SPDX-License-Identifier: Apache-2.0
"""Bringing the files to where they can be checked: texts in temporary tables, and a typed view."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from daicho.domains.register.migration.manifest import FileFigures
from daicho.domains.register.migration.tables import Table
from daicho.kernel.findings import Finding, Severity

PIECE_BYTES = 1 << 20
_LINE = re.compile(r"line (\d+)")


def fault(code: str, message: str, subject: str = "") -> Finding:
    """Something that stops the import."""
    return Finding(f"register.import.{code}", Severity.ERROR, message, subject=subject)


def stage(table: Table, figures: FileFigures, folder: Path) -> list[Finding]:
    """Copy one file in as texts; faults of the file as a whole come back."""
    path = folder / table.file_name
    if not path.is_file():
        return [fault("no_file", "目録にあるファイルがありません。", table.file_name)]
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        _create(cursor, table)
        try:
            with transaction.atomic():
                rows = _copy(cursor, table, path, digest)
        except psycopg.DataError as error:
            return [_unreadable(table, error)]
        cursor.execute(f"ANALYZE {table.staged}")
    found = []
    if rows != figures.rows:
        found.append(fault("rows", f"{figures.rows:,}行のはずが{rows:,}行です。", table.file_name))
    if digest.hexdigest() != figures.sha256:
        found.append(
            fault("sha256", "内容が目録の照合値(SHA-256)と一致しません。", table.file_name)
        )
    return found


def _create(cursor: CursorWrapper, table: Table) -> None:
    texts = ", ".join(f'"{column.name}" text' for column in table.columns)
    cursor.execute(f"DROP TABLE IF EXISTS {table.staged} CASCADE")
    cursor.execute(
        f"CREATE TEMP TABLE {table.staged}"
        f" (at_row bigint GENERATED ALWAYS AS IDENTITY, {texts}) ON COMMIT DROP"
    )
    values = ", ".join(f'"{one.name}"::{one.type} AS "{one.name}"' for one in table.columns)
    cursor.execute(
        f"CREATE TEMP VIEW {table.as_typed} AS SELECT at_row, {values} FROM {table.staged}"
    )


def _copy(cursor: CursorWrapper, table: Table, path: Path, digest: hashlib._Hash) -> int:
    """Whether a writer quotes an empty field or not, it is empty text where no NULL can be."""
    columns = table.columns
    names = ", ".join(f'"{one.name}"' for one in columns)
    filled = [one for one in columns if (one.is_text and not one.is_nullable) or one.may_be_blank]
    empty = [f'"{one.name}"' for one in filled]
    null = [f'"{one.name}"' for one in columns if not one.is_text and one not in filled]
    options = ["FORMAT csv", "HEADER match", "ENCODING 'UTF8'"]
    options += [f"FORCE_NOT_NULL ({', '.join(empty)})"] if empty else []
    options += [f"FORCE_NULL ({', '.join(null)})"] if null else []
    statement = f"COPY {table.staged} ({names}) FROM STDIN ({', '.join(options)})"
    with cursor.copy(statement) as copy:
        for piece in _pieces(path):
            digest.update(piece)
            copy.write(piece)
    return int(cursor.rowcount)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _unreadable(table: Table, error: psycopg.DataError) -> Finding:
    """The database's own words may repeat what the file says of a person: only the line is told."""
    line = _LINE.search(error.diag.context or "")
    where = f"{table.file_name} {line[1]}行" if line else table.file_name
    said = (error.diag.message_primary or "").lower()
    if "header" in said or "column name" in said:
        return fault("header", "見出しの行が定められた項目と一致しません。", where)
    if "encoding" in said or "byte sequence" in said:
        return fault("encoding", "UTF-8 として読めません。", where)
    return fault("csv", "CSV として読めません(列の数、引用符)。", where)
