# SPDX-License-Identifier: Apache-2.0
"""Every operation of the API says which function it needs, as every page does.

    @operation(router, "GET", "/addressees/{addressee_no}", function="tax.taxpayer.view",
               title="API 宛名照会", answers=AddresseeOut)
    def addressee(request: ApiRequest, addressee_no: AddresseeNo) -> AddresseeOut:
        request.desk.saw(addressee_no)
        ...

Before its parameters are even read: the service's token, its calls a minute, the functions
`api.use` and that of the operation, the purpose of use (X-Purpose). Afterwards the one entry of
the log. What changes something goes through `perform_at(request.desk, action)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI, Router
from ninja.security.base import AuthBase

from daicho.foundation.access import pages
from daicho.foundation.access.actor import Actor, Context, load_actor, purpose_label
from daicho.foundation.access.catalogue import catalogue, function_of
from daicho.foundation.access.decision import decide
from daicho.foundation.access.pages import Desk, DeskRequest, PageDeclaration
from daicho.foundation.audit.entries import NewEntry
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind, Result
from daicho.foundation.identity.services import authenticate_service
from daicho.web.api.problems import (
    MEDIA_TYPE,
    UNAUTHENTICATED,
    Problem,
    ProblemOut,
    answer,
    problem_of,
)
from daicho.web.api.strangers import note_stranger
from daicho.web.api.throttle import wait_seconds

API_USE = "api.use"
PURPOSE_HEADER = "X-Purpose"
TOKEN_URL = "/api/v1/token"  # noqa: S105 - an address
ApiRequest = DeskRequest
View = Callable[..., Any]
# Refusals that any operation may give, besides its own.
REFUSALS = (401, 403, 422, 429, 500)


class Admission(AuthBase):
    """Lets a service in to one operation, or says why not."""

    openapi_type = "oauth2"
    openapi_name = "oauth2"
    openapi_flows = {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": {}}}

    def __init__(self, declaration: PageDeclaration) -> None:
        super().__init__()
        self.declaration = declaration

    def __call__(self, request: HttpRequest) -> Desk:
        actor = authenticate(request)
        if actor is None:
            raise UNAUTHENTICATED
        at = pages.clock()
        purpose = request.headers.get(PURPOSE_HEADER, "")
        context = Context(
            actor=actor, purpose=purpose if purpose in catalogue().purposes else "",
            terminal=pages.terminal_of(request), at=at,
        )  # fmt: skip
        desk = Desk(context, self.declaration)
        request.desk = desk  # type: ignore[attr-defined]
        _slow_down(f"service:{actor.staff_id}", context)
        for function in (API_USE, self.declaration.function):
            decision = decide(
                actor=actor, function=function, purpose=context.purpose, subject=None, at=at
            )
            if decision.finding is not None:
                desk.note(指摘=[decision.finding.code])
                raise problem_of(decision.finding, status=403)
        return desk


def authenticate(request: HttpRequest) -> Actor | None:
    """The service that calls, with its rights; people's sessions open pages, not this."""
    at = pages.clock()
    staff = authenticate_service(
        authorization=request.headers.get("Authorization", ""),
        terminal=pages.terminal_of(request), at=at,
    )  # fmt: skip
    return None if staff is None else load_actor(staff=staff, at=at)


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    function: str,
    title: str,
    answers: Any,
    kind: Kind = Kind.INQUIRY,
    refusals: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Declare an operation; `refusals` are statuses of its own (404, 409)."""
    declaration = PageDeclaration(function, title, kind, is_logged=True)

    def declare(view: View) -> View:
        responses = {200: answers, **dict.fromkeys((*REFUSALS, *refusals), ProblemOut)}
        router.api_operation(
            [method], path, auth=Admission(declaration), response=responses, summary=title,
            url_name=view.__name__, openapi_extra=_extra(function),
        )(view)  # fmt: skip
        return view

    return declare


def finish(api: NinjaAPI) -> list[URLPattern]:
    """The routes, each logging what it answered and telling what it declares (`operations`)."""
    patterns = [pattern for pattern in api.urls[0] if pattern.name != "api-root"]
    declared = _declarations(api)
    for pattern in patterns:
        inner = pattern.callback
        pattern.callback = _answering(inner)
        pattern.callback.operations = declared[str(pattern.pattern)]  # type: ignore[attr-defined]
        # No page for people: a session opens nothing here.
        title = next(iter(pattern.callback.operations.values())).title
        pattern.callback.page = PageDeclaration("", title, Kind.EVENT, is_logged=False)
    return patterns


def _declarations(api: NinjaAPI) -> dict[str, dict[str, PageDeclaration]]:
    """By route and method: what is declared; open operations declare an empty function."""
    found: dict[str, dict[str, PageDeclaration]] = {}
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            route = f"{bound.prefix}{path}".lstrip("/").replace("{", "<").replace("}", ">")
            for one in view.operations:
                gates = [item for item in one.auth_callbacks if isinstance(item, Admission)]
                declaration = (
                    gates[0].declaration if gates
                    else PageDeclaration("", one.summary or "", Kind.EVENT, is_logged=False)
                )  # fmt: skip
                found.setdefault(route, {}).update(dict.fromkeys(one.methods, declaration))
    return found


def _answering(inner: View) -> View:
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = inner(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            response = answer(Problem(405, "api.method", headers={"Allow": allowed}))
        desk = getattr(request, "desk", None)
        if isinstance(desk, Desk) and not desk.has_acted:
            _log(desk, _result_of(response.status_code))
        elif desk is None and response.status_code >= 400:
            note_stranger(request, status=response.status_code)
        return response

    answered.csrf_exempt = True  # type: ignore[attr-defined] - no cookie opens an operation
    return answered


def _result_of(status: int) -> Result:
    if status >= 500:
        return Result.FAILED
    return Result.REFUSED if status >= 400 else Result.DONE


def _log(desk: Desk, result: Result) -> None:
    context = desk.context
    append(
        NewEntry(
            at=context.at, kind=desk.declaration.kind, who=context.actor.who,
            terminal=context.terminal, function=desk.declaration.function,
            screen=desk.declaration.title, purpose=purpose_label(context.purpose),
            subjects=tuple(desk.subjects), individual_number_shown=desk.individual_number_shown,
            result=result, detail=desk.detail,
        )
    )  # fmt: skip


def _slow_down(caller: str, context: Context) -> None:
    wait = wait_seconds(caller=caller, at=context.at)
    if wait:
        raise Problem(
            429, "api.too_many", f"{wait}秒後に呼び出してください。",
            headers={"Retry-After": str(wait)},
        )  # fmt: skip


def _extra(function: str) -> dict[str, Any]:
    """Of the description: the purpose header, and refusals under their own media type."""
    needed = function_of(function)
    purposes = sorted(needed.purposes or catalogue().purposes)
    extra: dict[str, Any] = {"x-function": function}
    if needed.needs_purpose or needed.purposes:
        extra["parameters"] = [
            {
                "name": PURPOSE_HEADER, "in": "header", "required": True,
                "description": "利用目的", "schema": {"type": "string", "enum": purposes},
            }
        ]  # fmt: skip
    return extra


def as_described(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with refusals as application/problem+json; an address carries no null."""
    for path in schema["paths"].values():
        for one in path.values():
            for parameter in one["parameters"]:
                parameter["schema"] = _without_null(parameter["schema"])
            for status, response in one["responses"].items():
                if int(status) >= 400 and "application/json" in response.get("content", {}):
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
                    response["description"] = "拒否または異常"
    return schema


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return {name: value for name, value in schema.items() if name != "anyOf"} | kinds[0]
