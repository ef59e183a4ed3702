# SPDX-License-Identifier: Apache-2.0
"""Short ways to ask in SQL where the ORM has no words, and to hold a named lock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

Parameters = Sequence[Any] | Mapping[str, Any]


def rows(query: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Every row of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def row(query: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
    """The first row of a query, None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def execute(statement: str, parameters: Parameters = ()) -> None:
    """A statement without rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def lock_until_commit(name: str, key: int = 0) -> None:
    """Wait for the lock `name`/`key` and hold it until the transaction ends."""
    execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(name, key)])


def try_session_lock(name: str, key: int = 0) -> bool:
    """Take the lock for this connection, or say at once that another has it."""
    found = row("SELECT pg_try_advisory_lock(%s)", [_lock_number(name, key)])
    return bool(found and found[0])


def release_session_lock(name: str, key: int = 0) -> None:
    """Let go of a lock of this connection."""
    execute("SELECT pg_advisory_unlock(%s)", [_lock_number(name, key)])


def _lock_number(name: str, key: int) -> int:
    """A 64-bit number that two locks share with no likelihood that matters."""
    value = hashlib.sha256(f"{name}/{key}".encode()).digest()
    return int.from_bytes(value[:8], "big", signed=True)
