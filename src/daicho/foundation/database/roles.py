# SPDX-License-Identifier: Apache-2.0
"""As whom a process works in the database: as the owner of the tables, or as the application.

Commands of the machine (migration, upkeep, batches) come as the owner. What answers requests comes
as `daicho_app`, which can neither alter a table nor become the owner of the log.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connections


def work_as_application() -> None:
    """From now on this process connects as the application; called where requests are served.

    A PostgreSQL of one's own is given in DATABASE_URL with the application's user already.
    """
    _turn_to("application")


def work_as_owner() -> None:
    """From now on this process connects as the owner of the tables (migration, purging)."""
    _turn_to("owner")


def _turn_to(user: str) -> None:
    connections["default"].close()
    # One dictionary for the connections of all threads.
    connections["default"].settings_dict.update(settings.DATABASE_USERS[user])
