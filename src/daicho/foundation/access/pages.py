# SPDX-License-Identifier: Apache-2.0
"""Every page says which function it needs; without that declaration no route exists.

    @page(function="tax.taxpayer.view", title="納税義務者照会")
    def taxpayer(request: DeskRequest, number: int) -> HttpResponse:
        request.desk.saw(number)
        ...

The wrapper checks sign-in, purpose and permission and writes the one entry of the log of a look.
What changes something goes through an action, which writes its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from daicho.foundation.access.actor import Actor, Context, load_actor, purpose_label
from daicho.foundation.access.catalogue import catalogue, function_of
from daicho.foundation.access.decision import decide
from daicho.foundation.access.emergency import close_lapsed, mark_of
from daicho.foundation.audit.entries import NewEntry
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind, Result
from daicho.foundation.identity.models import Staff

PURPOSE_KEY = "purpose"
Arguments = ParamSpec("Arguments")


@dataclass(frozen=True, slots=True)
class PageDeclaration:
    """What a route declares; `function` is empty for pages open to everybody."""

    function: str
    title: str
    kind: Kind
    is_logged: bool


@dataclass(slots=True)
class Desk:
    """What a page knows of the person before it, and notes for the log."""

    context: Context
    declaration: PageDeclaration
    subjects: list[int] = field(default_factory=list)
    detail: dict[str, object] = field(default_factory=dict)
    individual_number_shown: bool = False
    has_acted: bool = False

    def saw(self, *numbers: int) -> None:
        """Note whose data the page shows (宛名番号)."""
        self.subjects.extend(number for number in numbers if number not in self.subjects)

    def note(self, **detail: object) -> None:
        """Note what else belongs in the log (search conditions, a document's number)."""
        self.detail.update(detail)


class DeskRequest(HttpRequest):
    """A request that has passed the checks of `page`."""

    desk: Desk


DeskView = Callable[Concatenate[DeskRequest, Arguments], HttpResponse]
PlainView = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def page(
    *, function: str, title: str, kind: Kind = Kind.INQUIRY, is_logged: bool = True
) -> Callable[[DeskView[Arguments]], PlainView[Arguments]]:
    """Declare a page. `is_logged=False` is for pieces that repeat themselves and show nobody."""
    declaration = PageDeclaration(function, title, kind, is_logged)

    def declare(view: DeskView[Arguments]) -> PlainView[Arguments]:
        @wraps(view)
        def checked(
            request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponse:
            answer = _admit(request, declaration)
            if isinstance(answer, HttpResponse):
                return answer
            desk_request = cast(DeskRequest, request)
            desk_request.desk = answer
            try:
                response = view(desk_request, *args, **kwargs)
            except (Http404, PermissionDenied):
                _log(answer, Result.REFUSED)
                raise
            except Exception:
                _log(answer, Result.FAILED)
                raise
            if declaration.is_logged and not answer.has_acted:
                _log(answer, Result.DONE)
            return response

        cast(Any, checked).page = declaration
        return cast(PlainView[Arguments], checked)

    return declare


def open_page(*, title: str) -> Callable[[PlainView[Arguments]], PlainView[Arguments]]:
    """Declare a page that needs no sign-in (the sign-in itself, the health check)."""

    def declare(view: PlainView[Arguments]) -> PlainView[Arguments]:
        cast(Any, view).page = PageDeclaration("", title, Kind.EVENT, is_logged=False)
        return view

    return declare


def choose_purpose(request: HttpRequest, *, code: str) -> bool:
    """Keep the purpose of use for this session; False when there is no such purpose."""
    if code not in catalogue().purposes:
        return False
    former = str(request.session.get(PURPOSE_KEY, ""))
    desk = getattr(request, "desk", None)
    if isinstance(desk, Desk) and former and former != code:
        desk.note(変更前の利用目的=purpose_label(former))
    request.session[PURPOSE_KEY] = code
    return True


def clock() -> datetime:
    """The one place where a page takes the time; everything behind it is told."""
    return timezone.localtime()


def terminal_of(request: HttpRequest) -> str:
    """The address of the terminal; behind our own proxy, the one that the proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.TRUSTED_PROXY and forwarded:
        return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _admit(request: HttpRequest, declaration: PageDeclaration) -> Desk | HttpResponse:
    """The desk of an admitted person; else where to go first. Without permission: 403."""
    at = clock()
    staff = request.user
    if not isinstance(staff, Staff) or not staff.is_employed(at=at):
        return _send(request, settings.LOGIN_URL)
    purpose = str(request.session.get(PURPOSE_KEY, ""))
    if function_of(declaration.function).needs_purpose and not purpose:
        return _send(request, settings.PURPOSE_URL)
    context = Context(
        actor=_actor_of(request, staff, at), purpose=purpose, terminal=terminal_of(request), at=at
    )
    desk = Desk(context, declaration)
    decision = decide(
        actor=context.actor, function=declaration.function, purpose=purpose, subject=None, at=at
    )
    if decision.finding is not None:
        desk.note(指摘=[decision.finding.code])
        _log(desk, Result.REFUSED)
        raise PermissionDenied(decision.finding.message_ja)
    return desk


def _actor_of(request: HttpRequest, staff: Staff, at: datetime) -> Actor:
    """The person's rights; and what has changed by the mere passing of time is put down."""
    actor = load_actor(staff=staff, at=at)
    if actor.lapsed_emergencies:
        close_lapsed(at=at, numbers=actor.lapsed_emergencies, terminal=terminal_of(request))
    if actor.who.section != staff.section:
        # A transfer took effect: the account's text, which sign-in logs, follows the post.
        staff.section = actor.who.section
        staff.save(update_fields=["section"])
    return actor


def _send(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect; a piece of a page (htmx) sends the whole window there."""
    is_piece = request.headers.get("HX-Request") == "true"
    # Only a page that was read can be gone back to.
    back = request.get_full_path() if request.method == "GET" and not is_piece else "/"
    target = f"{address}?{urlencode({'next': back})}"
    if is_piece:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _log(desk: Desk, result: Result) -> None:
    context = desk.context
    function = desk.declaration.function
    append(
        NewEntry(
            at=context.at, kind=desk.declaration.kind, who=context.actor.who,
            terminal=context.terminal, function=function,
            screen=desk.declaration.title, purpose=purpose_label(context.purpose),
            subjects=tuple(desk.subjects), individual_number_shown=desk.individual_number_shown,
            result=result,
            detail={**desk.detail, **mark_of(actor=context.actor, function=function)},
        )
    )  # fmt: skip
