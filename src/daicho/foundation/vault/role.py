# SPDX-License-Identifier: Apache-2.0
"""The database role that may touch the vault, taken on for single statements only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


@contextmanager
def vault_role() -> Iterator[CursorWrapper]:
    """Act as `daicho_vault`; an error inside undoes the block and the role with it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE daicho_vault")
        yield cursor
        cursor.execute("RESET ROLE")
