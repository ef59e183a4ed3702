# SPDX-License-Identifier: Apache-2.0
"""The municipality's own PostgreSQL: looked at before the first statement, refused when unfit."""

from __future__ import annotations

from typing import Any, ClassVar, cast

import psycopg
from django.db.backends.postgresql import base

from daicho.foundation.database.fitness import UnfitDatabaseError, why_unfit


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose version, encoding and letters are checked once a process."""

    fit: ClassVar[set[tuple[object, ...]]] = set()

    def init_connection_state(self) -> None:
        """Refuse an unfit database; then as Django does."""
        address = tuple(str(self.settings_dict[name]) for name in ("HOST", "PORT", "NAME"))
        if address not in self.fit:
            reasons = why_unfit(cast(psycopg.Connection[Any], self.connection))
            if reasons:
                raise UnfitDatabaseError("\n".join(reasons))
            self.fit.add(address)
        super().init_connection_state()
