# SPDX-License-Identifier: Apache-2.0
"""Sign in through the municipality's issuer, where one is set (OIDC_ISSUER)."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daicho.foundation.access import pages
from daicho.foundation.access.pages import open_page, terminal_of
from daicho.foundation.identity import oidc, signing_in
from daicho.foundation.identity.pending import Pending, Step, keep_pending
from daicho.kernel.findings import Finding
from daicho.web.desk.next_page import next_page
from daicho.web.desk.sign_in_steps import ROUTES, enter

COOKIE = "oidc_flow"
COOKIE_PATH = "/sign-in/oidc/"
LONGEST_SECONDS = 600


@require_safe
@open_page(title="認証基盤でのサインイン")
def begin(request: HttpRequest) -> HttpResponse:
    """Off to the issuer."""
    client = _client()
    try:
        address, flow = oidc.begin(
            client, redirect_uri=_callback(request), target=next_page(request)
        )
    except oidc.IssuerError as refused:
        return _refused(request, _log(request, str(refused)))
    response = HttpResponseRedirect(address)
    # The session's own cookie is not sent when somebody comes from elsewhere; this one is.
    response.set_signed_cookie(
        COOKIE, flow.as_text(), max_age=LONGEST_SECONDS, path=COOKIE_PATH, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


@require_safe
@open_page(title="認証基盤からの戻り")
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the issuer: who it is, what is still owed."""
    client, at = _client(), pages.clock()
    try:
        kept = request.get_signed_cookie(COOKIE, max_age=LONGEST_SECONDS)
        flow = oidc.Flow.from_text(kept)
        identity = oidc.finish(
            client, flow=flow, state=request.GET.get("state", ""),
            code=request.GET.get("code", ""), redirect_uri=_callback(request), at=at,
        )  # fmt: skip
    except (KeyError, signing.BadSignature):
        return _refused(request, _log(request, "cookie"))
    except oidc.IssuerError as refused:
        return _refused(request, _log(request, str(refused)))
    found = signing_in.sign_in_by_issuer(login=identity.login, terminal=terminal_of(request), at=at)
    if found.staff is None:
        return _refused(request, found.finding)
    pending = Pending(
        found.staff, "認証基盤", flow.target, is_confirmed=identity.has_second_factor,
        is_by_password=False,
    )  # fmt: skip
    return _go_on(request, pending)


def _go_on(request: HttpRequest, pending: Pending) -> HttpResponse:
    """As after a password, but by a page: a redirect would still count as coming from elsewhere,
    and the new session's cookie would not be sent along.
    """
    at, step = pages.clock(), pending.step()
    if step is Step.NOTHING:
        enter(request, pending, at=at)
    else:
        keep_pending(request, pending, at=at)
    target = pending.target if step is Step.NOTHING else reverse(ROUTES[step])
    response = render(request, "desk/oidc_continue.html", {"target": target})
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
    return response


def _client() -> oidc.Client:
    if settings.OIDC is None:
        raise Http404
    client: oidc.Client = settings.OIDC
    return client


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("desk:oidc-callback"))


def _log(request: HttpRequest, reason: str) -> Finding:
    return signing_in.refuse_issuer(reason=reason, terminal=terminal_of(request), at=pages.clock())


def _refused(request: HttpRequest, finding: Finding | None) -> HttpResponse:
    context = {"findings": [finding], "target": reverse("desk:sign-in")}
    response = render(request, "desk/oidc_refused.html", context, status=422)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
    return response
