# SPDX-License-Identifier: Apache-2.0
"""Calls of the API that nobody was let in for, as entries of the log (通信ログ).

One entry a caller, minute and status, whatever the number of calls: who hammers at the door must
not fill the log.
"""

from __future__ import annotations

from django.http import HttpRequest

from daicho.foundation.access import pages
from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind, Result
from daicho.web.api.throttle import is_first_of_minute

NOBODY = Who("", "", "")


def note_stranger(request: HttpRequest, *, status: int) -> None:
    """Write down that a call came to nothing: from where, to what, with which answer."""
    at, terminal = pages.clock(), pages.terminal_of(request)
    if not is_first_of_minute(caller=f"refused:{terminal}:{status}", at=at):
        return
    found = request.resolver_match
    append(
        NewEntry(
            at=at, kind=Kind.COMMUNICATION, who=NOBODY, terminal=terminal, function="",
            screen="API の呼出し", purpose="",
            result=Result.FAILED if status >= 500 else Result.REFUSED,
            detail={
                "応答": status, "経路": found.route if found else "", "方法": str(request.method),
                "まとめ": "同じ接続元と応答は1分に1件",
            },
        )
    )  # fmt: skip
