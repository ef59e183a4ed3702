# SPDX-License-Identifier: Apache-2.0
"""What every test stands on: the private server, folders of its own, a fixed moment."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest_django import Settings
from tests.staff_room import StaffRoom

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen."""
    return datetime(2026, 6, 10, 9, 30, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    """Nothing that a test publishes or stores lands in the developer's home."""
    settings.AUDIT_CHECKPOINT_DIR = tmp_path / "audit-checkpoints"


@pytest.fixture(autouse=True)
def _password_is_enough(settings: Settings) -> None:
    """As in the demo; tests of the second factor demand it themselves."""
    settings.SECOND_FACTOR = "optional"


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails (servers of tests listen on the loopback)."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wanted to connect to {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(autouse=True, scope="session")
def _flush_append_only_tables() -> Iterator[None]:
    """Let the flush after a committing test empty tables whose triggers refuse TRUNCATE.

    Their triggers are off only while the flush runs, never while a test does.
    """
    flush = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(operations: DatabaseOperations, statements: list[str]) -> None:
        tables = truncate_guarded_tables()
        switch_triggers(tables, "DISABLE")
        try:
            flush(operations, statements)
        finally:
            switch_triggers(tables, "ENABLE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield


def truncate_guarded_tables() -> list[str]:
    """Our own tables with a trigger on TRUNCATE (bit 5 of tgtype)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgtype & 32 <> 0 AND pg_get_userbyid(c.relowner) = current_user"
        )
        return [name for (name,) in cursor.fetchall()]


def switch_triggers(tables: list[str], state: str) -> None:
    """Turn the triggers of these tables off or on."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER USER")


@pytest.fixture
def staff_room(db: None, now: datetime) -> StaffRoom:
    """Where the people of a test come from."""
    return StaffRoom(at=now)
