# SPDX-License-Identifier: Apache-2.0
"""Putting checked files into the empty tables, and giving out numbers from where they ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from daicho.domains.register.migration.staging import fault
from daicho.domains.register.migration.tables import Table, value_of
from daicho.foundation.database.bulk import first_load
from daicho.foundation.numbering.series import ADDRESSEE, HOUSEHOLD, keep_above
from daicho.kernel.findings import Finding

SERIES = {ADDRESSEE: "addressee_no", HOUSEHOLD: "household_no"}


def filled_tables(tables: Sequence[Table]) -> list[Finding]:
    """A finding for each table that holds something already."""
    return [
        fault("not_empty", "すでに記録があります。空のデータベースにだけ取り込めます。",
              str(table.model._meta.verbose_name))
        for table in tables
        if table.model._default_manager.exists()
    ]  # fmt: skip


def load_tables(tables: Sequence[Table], series: Mapping[str, int]) -> list[Finding]:
    """Fill the tables; a rule of the database that a row breaks is a finding."""
    with connection.cursor() as cursor:
        for table in tables:
            try:
                with transaction.atomic(), first_load(cursor, table.model):
                    _load(cursor, table)
            except IntegrityError as error:
                name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
                return [
                    fault("constraint", f"データベースの制約({name})に反します。", table.file_name)
                ]
            cursor.execute(f'ANALYZE "{table.relation}"')
        _go_on_numbering(cursor, tables, series)
    return []


def _load(cursor: CursorWrapper, table: Table) -> None:
    names = ", ".join(f'"{field.column}"' for field in table.fields)
    values = ", ".join(value_of(field) for field in table.fields)
    order = ", ".join(f'"{name}"' for name in table.key)
    cursor.execute(
        f'INSERT INTO "{table.relation}" ({names}) OVERRIDING SYSTEM VALUE'
        f" SELECT {values} FROM {table.as_typed} ORDER BY {order}"
    )
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # before indexes are built again
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _go_on_numbering(
    cursor: CursorWrapper, tables: Sequence[Table], series: Mapping[str, int]
) -> None:
    for table in tables:
        if table.key == ("id",):
            _advance(cursor, table.relation, f'SELECT max(id) FROM "{table.relation}"')
    # A slip of this system must not be taken for one that an old event names.
    slips = str(apps.get_model("entries.Entry")._meta.db_table)
    _advance(cursor, slips, "SELECT max(entry_no) FROM register_event")
    for code, number in SERIES.items():
        cursor.execute(f"SELECT max({number}) FROM register_residentversion")
        (last,) = cursor.fetchone()
        serial = max((last or 0) // 10, series.get(code, 1) - 1)
        if serial:
            keep_above(series=code, serial=serial)
    for table in tables:
        for code, number in table.series:
            cursor.execute(f'SELECT max("{number}") FROM "{table.relation}"')
            (last,) = cursor.fetchone()
            if serial := max(last or 0, series.get(code, 1) - 1):
                keep_above(series=code, serial=serial)


def _advance(cursor: CursorWrapper, relation: str, highest: str) -> None:
    cursor.execute(
        "SELECT setval(s.name, greatest(h.last, 1)) FROM"
        f" (SELECT pg_get_serial_sequence('{relation}', 'id') AS name) s,"
        f" ({highest}) h(last) WHERE h.last IS NOT NULL AND h.last >= (SELECT coalesce(max("
        f'id), 0) FROM "{relation}")'
    )
