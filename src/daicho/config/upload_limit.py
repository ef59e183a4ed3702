# SPDX-License-Identifier: Apache-2.0
"""Refuse what is too big before a byte of it is read; strangers may send next to nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from daicho.web.api.problems import Problem, answer

MEBIBYTE = 1024 * 1024
LIMIT = 500 * MEBIBYTE  # a bigger file comes by the command line
LIMIT_OF_STRANGERS = MEBIBYTE


class UploadLimit:
    """Looks at the announced length; the server reads no more than that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > LIMIT_OF_STRANGERS and length > _limit_of(request):
            limit = _limit_of(request) // MEBIBYTE
            if _is_api(request):
                return answer(Problem(413, "api.too_big", f"{limit}MB までにしてください。"))
            return render(request, "413.html", {"limit": limit}, status=413)
        return self.get_response(request)


def _limit_of(request: HttpRequest) -> int:
    is_desk = not _is_api(request) and SESSION_KEY in request.session
    return LIMIT if is_desk else LIMIT_OF_STRANGERS


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
