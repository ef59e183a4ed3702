# SPDX-License-Identifier: Apache-2.0
"""End a session that nobody has used for a while, and any session after its longest time."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LAST_SEEN = "last_seen"
STARTED = "started"
# Writing the session at every request would double the database's work for nothing.
REFRESH_SECONDS = 60


class IdleTimeout:
    """Flushes an idle or over-long session before any page sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        seen = request.session.get(LAST_SEEN)
        started = request.session.get(STARTED, now)
        if seen is None:
            return self.get_response(request)
        if (
            now - seen > settings.SESSION_IDLE_SECONDS
            or now - started > settings.SESSION_LONGEST_SECONDS
        ):
            request.session.flush()
        elif now - seen > REFRESH_SECONDS:
            request.session[LAST_SEEN] = now
        return self.get_response(request)
