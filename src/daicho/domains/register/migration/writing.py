# SPDX-License-Identifier: Apache-2.0
"""Writing the register to a folder, straight from the database to the files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from daicho.domains.register.migration.manifest import FileFigures, Manifest
from daicho.domains.register.migration.tables import Table, exported_tables, text_of
from daicho.foundation.numbering.models import Series
from daicho.foundation.numbering.series import ADDRESSEE, HOUSEHOLD


def lock_tables() -> None:
    """All files tell of one moment: who reads goes on, who registers waits until they are made."""
    names = ", ".join(f'"{table.relation}"' for table in exported_tables())
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def write_register(folder: Path) -> Manifest:
    """Write every table into the empty folder; nobody but the owner of the process may read it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Tokyo'")
        cursor.execute("SET LOCAL DateStyle = 'ISO'")
        files = tuple(_write(cursor, table, folder) for table in exported_tables())
    more = (code for table in exported_tables() for code, _ in table.series)
    series = Series.objects.filter(code__in=(ADDRESSEE, HOUSEHOLD, *more))
    manifest = Manifest(files=files, series=dict(series.values_list("code", "next_serial")))
    manifest.write(folder)
    return manifest


def _write(cursor: CursorWrapper, table: Table, folder: Path) -> FileFigures:
    columns = ", ".join(part for field in table.fields for part in text_of(field))
    order = ", ".join(f'"{name}"' for name in table.key)
    query = f'SELECT {columns} FROM "{table.relation}" ORDER BY {order}'
    digest = hashlib.sha256()
    place = os.open(folder / table.file_name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        open(place, "wb") as file,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')") as copy,
    ):
        for piece in copy:
            digest.update(piece)
            file.write(piece)
    return FileFigures(table.file_name, max(cursor.rowcount, 0), digest.hexdigest())
