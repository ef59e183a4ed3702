# SPDX-License-Identifier: Apache-2.0
"""Errors as entries of the log (エラーログ, 通信ログ): searched, kept and chained like every other.

An entry tells which kind of error, where in the program, on which page; never the error's words,
which may hold what somebody typed. Its number stands on the page that the person sees.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable
from pathlib import Path

from django.db import Error as DatabaseFault
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render

import daicho
from daicho.foundation.access.actor import load_actor, purpose_label
from daicho.foundation.access.pages import PURPOSE_KEY, clock, terminal_of
from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind, Result
from daicho.foundation.identity.models import Staff

NOBODY = Who("", "", "")
# A line that broke, with the browser or the database: of the kind 通信.
BROKEN_LINES = (UnreadablePostError, ConnectionError, TimeoutError, OperationalError,
                InterfaceError)  # fmt: skip
ROOT = Path(daicho.__file__).parent
logger = logging.getLogger(__name__)


class FaultLog:
    """Middleware: writes an entry for every error that a page did not expect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """After the page's own transaction has been undone; refusals (403, 404) are no errors."""
        if not hasattr(error, "status_code") and type(error).__name__ not in EXPECTED:
            note_fault(request, error)


EXPECTED = ("Http404", "PermissionDenied", "SuspiciousOperation", "BadRequest")


def note_fault(request: HttpRequest, error: Exception) -> str:
    """Write the entry; its number, which the answer shows. A database that is gone writes none."""
    number = f"E{secrets.token_hex(4).upper()}"
    request.fault_number = number  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            append(_entry(request, error, number))
    except DatabaseFault:
        logger.error("fault %s could not be written to the log", number)
        connection.close_if_unusable_or_obsolete()
    return number


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of an error, with its number."""
    number = getattr(request, "fault_number", "")
    return render(request, "500.html", {"number": number}, status=500)


def _entry(request: HttpRequest, error: Exception, number: str) -> NewEntry:
    found = getattr(request, "resolver_match", None)
    declared = getattr(getattr(found, "func", None), "page", None)
    kind = Kind.COMMUNICATION if isinstance(error, BROKEN_LINES) else Kind.ERROR
    return NewEntry(
        at=clock(), kind=kind, who=_who(request), terminal=terminal_of(request),
        function=declared.function if declared else "", result=Result.FAILED,
        screen=declared.title if declared else "(画面なし)",
        purpose=purpose_label(str(getattr(request, "session", {}).get(PURPOSE_KEY, ""))),
        detail={
            "エラー番号": number, "種類": type(error).__name__, "場所": _place_of(error),
            "経路": found.route if found else "", "方法": str(request.method),
        },
    )  # fmt: skip


def _who(request: HttpRequest) -> Who:
    desk = getattr(request, "desk", None)
    if desk is not None:
        return desk.context.actor.who  # type: ignore[no-any-return]
    staff = getattr(request, "user", None)
    return load_actor(staff=staff, at=clock()).who if isinstance(staff, Staff) else NOBODY


def _place_of(error: Exception) -> str:
    """The innermost line of our own program; of others' the innermost at all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(ROOT)]
    last = (ours or frames or [None])[-1]
    if last is None:
        return ""
    name = Path(last.filename)
    name = name.relative_to(ROOT) if name.is_relative_to(ROOT) else Path(name.name)
    return f"{name}:{last.lineno} {last.name}"
