# SPDX-License-Identifier: Apache-2.0
"""The token endpoint: OAuth 2.0 client credentials (RFC 6749 §4.4), with HTTP Basic."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from daicho.foundation.access import pages
from daicho.foundation.access.pages import open_page
from daicho.foundation.identity.services import issue_token, read_basic
from daicho.web.api.throttle import wait_seconds

UNCACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@csrf_exempt  # a service has no session; the secret itself is asked for
@require_POST
@sensitive_variables("secret")
@open_page(title="API トークンの発行")
def token(request: HttpRequest) -> JsonResponse:
    """A token for ten minutes, or the error of RFC 6749 §5.2; every asking is logged."""
    at, terminal = pages.clock(), pages.terminal_of(request)
    wait = wait_seconds(caller=f"token:{terminal}"[:64], at=at)
    if wait:
        return _refused("temporarily_unavailable", 429, {"Retry-After": str(wait)})
    if request.POST.get("grant_type") != "client_credentials":
        return _refused("unsupported_grant_type", 400)
    client_id, secret = read_basic(request.headers.get("Authorization", ""))
    issued = issue_token(client_id=client_id, client_secret=secret, terminal=terminal, at=at)
    if issued.finding is not None:
        return _refused("invalid_client", 401, {"WWW-Authenticate": 'Basic realm="daicho"'})
    body = {"access_token": issued.token, "token_type": "Bearer", "expires_in": issued.expires_in}
    return JsonResponse(body, headers=UNCACHED)


def _refused(error: str, status: int, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"error": error}, status=status, headers={**UNCACHED, **(headers or {})})
