# SPDX-License-Identifier: Apache-2.0
"""The API itself, and its description (OpenAPI 3.1) for staff and services only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

from daicho.foundation.access.pages import DeskRequest, open_page, page
from daicho.web.api import addressees, restraints, system
from daicho.web.api.operations import as_described, authenticate, finish
from daicho.web.api.problems import UNAUTHENTICATED, Problem, answer, handle_problems

API = NinjaAPI(
    title="台帳 API", version="1", docs_url=None, openapi_url=None, urls_namespace="api-1",
    description="共通機能標準仕様のとおり OAuth 2.0 (client credentials) で認証します。",
)  # fmt: skip
handle_problems(API)
API.add_router("", system.router)
API.add_router("", addressees.router)
API.add_router("", restraints.router)
OPERATIONS = finish(API)


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    return as_described(dict(API.get_openapi_schema(path_prefix="/api/v1/")))


@page(function="desk.home", title="API の仕様", is_logged=True)
def for_staff(request: DeskRequest) -> HttpResponse:
    """The document, to a person at the desk."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The document, to a service by its token, to a person by their session."""
    if "Authorization" not in request.headers:
        return for_staff(request)
    if authenticate(request) is None:
        return answer(UNAUTHENTICATED)
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


openapi.page = for_staff.page  # type: ignore[attr-defined]


@open_page(title="API にない住所")
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Everything else under the API's address."""
    return answer(Problem(404, "api.unknown", "この住所に操作はありません。"))
