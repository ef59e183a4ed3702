# SPDX-License-Identifier: Apache-2.0
"""Response headers that keep pages closed: own origin only, no inline script, no cached person."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from daicho.web.api.problems import Problem, answer

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# The browser's own viewer is a plug-in to it, and asks the paper's policy for leave.
PAPER_POLICY = POLICY.replace("object-src 'none'", "object-src 'self'")
PAPER = "application/pdf"
PLAIN_HTTP = Problem(403, "api.plain_http", "HTTPS で呼び出してください。")


class SecurityHeaders:
    """Adds the headers Django does not add itself; a page may set its own Cache-Control.

    It stands outermost, so that redirects and static files have them, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = PAPER_POLICY if response.headers.get("Content-Type") == PAPER else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ApiByTlsOnly:
    """A program that calls by plain HTTP is told so: a redirect would hide what it has leaked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = request.path.startswith("/api/")
        if is_api and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return answer(PLAIN_HTTP)
        return self.get_response(request)
