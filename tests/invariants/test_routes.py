# SPDX-License-Identifier: Apache-2.0
"""Every route is declared, closed to strangers, and open to the roles that hold its function."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.staff_room import StaffRoom, purpose_for

from daicho.foundation.access import granting
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.pages import PURPOSE_KEY, PageDeclaration
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Staff

# Values for the parameters of a route; nothing has to be there under them.
EXAMPLES = {
    "int": "1", "str": "x", "slug": "x", "path": "x",
    "uuid": "00000000-0000-0000-0000-000000000000",
}  # fmt: skip
# Pieces that repeat themselves (progress of a run) and show nobody.
NOT_LOGGED = {
    "賦課処理の進み具合",
    "一括変更の進み具合",
    "同じ人を開いている職員",
    "住所・方書の候補",
    "住所・方書・国名の候補",
    "住所を一覧から選ぶ",
    "文字の拡大・文字コード・字の選択",
}
# Opens only to the signed note of the page it copies; its own tests hold that.
REFUSES_WITHOUT_A_NOTE = {"/screen-copy/"}
BACKEND = "daicho.foundation.identity.sessions.StaffSessions"


@dataclass(frozen=True, slots=True)
class Route:
    """One address and what its view declares."""

    path: str
    page: PageDeclaration | None


def routes() -> list[Route]:
    return list(_walk("/", get_resolver().url_patterns))


def _walk(prefix: str, patterns: list[URLPattern | URLResolver]) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + re.sub(
            r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], str(pattern.pattern)
        )
        if isinstance(pattern, URLResolver):
            yield from _walk(path, pattern.url_patterns)
        else:
            yield Route(path, getattr(pattern.callback, "page", None))


def closed_routes() -> list[Route]:
    return [route for route in routes() if route.page and route.page.function]


def test_there_are_routes() -> None:
    assert len(closed_routes()) >= 1


def test_every_route_declares_its_page() -> None:
    assert [route.path for route in routes() if route.page is None] == []


def test_every_function_of_a_route_is_in_the_catalogue() -> None:
    named = {route.page.function for route in closed_routes() if route.page}
    assert named <= set(catalogue().functions)


def test_only_the_listed_pages_are_not_logged() -> None:
    quiet = {
        route.page.title for route in closed_routes() if route.page and not route.page.is_logged
    }
    assert quiet <= NOT_LOGGED


def ask(client: Client, route: Route) -> HttpResponse:
    """The answer to reading the page, or to sending it where it cannot be read."""
    response = client.get(route.path)
    return cast(HttpResponse, client.post(route.path) if response.status_code == 405 else response)


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in() -> None:
    for route in closed_routes():
        response = ask(Client(raise_request_exception=False), route)
        assert (response.status_code, response.headers.get("Location", "")[:9]) == (
            302, "/sign-in/",
        ), route.path  # fmt: skip


@pytest.mark.parametrize("role", sorted(catalogue().roles))
def test_role_opens_what_it_holds_and_nothing_else(
    role: str, staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)
    client = client_in_role(role, staff_room)
    held = set(catalogue().roles[role].functions)
    for route in closed_routes():
        assert route.page is not None
        if route.path in REFUSES_WITHOUT_A_NOTE:
            continue
        choose(client, purpose_for(route.page.function))
        before = Entry.objects.count()
        response = ask(client, route)
        is_refused = response.status_code == 403
        assert is_refused == (route.page.function not in held), route.path
        if is_refused:
            assert Entry.objects.count() == before + 1, f"{route.path}: a refusal is logged once"


def client_in_role(role: str, staff_room: StaffRoom) -> Client:
    """A signed-in person in a role."""
    staff: Staff = staff_room.hire("z1")
    granting.grant_role(
        staff=staff, role=role, first=date(2026, 4, 1), last=date(2027, 3, 31), by="setup",
        at=staff_room.at,
    )  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(staff, backend=BACKEND)
    return client


def choose(client: Client, purpose: str) -> None:
    """Go on for this purpose of use."""
    session = client.session
    session[PURPOSE_KEY] = purpose
    session.save()
