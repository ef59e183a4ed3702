# SPDX-License-Identifier: Apache-2.0
"""A database backend that starts the private server at the first connection of a process."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from daicho.foundation.database.server import OWNER, PrivateServer


@cache
def _started(home: str, process: int) -> PrivateServer:
    """The server of `home`, started once a process; a forked child takes its own lease."""
    server = PrivateServer(Path(home))
    server.start()
    return server


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose address is known only when its server runs."""

    def get_connection_params(self) -> dict[str, Any]:
        """The parameters of psycopg: our own socket, and a role (roles.py)."""
        parameters: dict[str, Any] = super().get_connection_params()
        server = _started(parameters.pop("home"), os.getpid())
        if server.process_id() is None:
            server.start()  # it was killed: whoever connects first brings it back
        parameters.update(host=str(server.place.socket), user=parameters.get("user") or OWNER)
        return parameters
