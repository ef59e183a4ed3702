# SPDX-License-Identifier: Apache-2.0
"""A page lets in whom it should, and every look is one entry of the log."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings
from tests.staff_room import StaffRoom

from daicho.foundation.access.pages import DeskRequest, choose_purpose, page, terminal_of
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Staff

VIEW = "tax.taxpayer.view"


@page(function=VIEW, title="納税義務者照会")
def taxpayer(request: DeskRequest, number: int) -> HttpResponse:
    """A page as a domain writes it."""
    if number == 0:
        raise Http404
    if number < 0:
        raise ZeroDivisionError
    request.desk.saw(number)
    request.desk.note(年度=2026)
    return HttpResponse("ok")


@page(function="desk.home", title="業務メニュー")
def home(request: DeskRequest) -> HttpResponse:
    """A page that shows nobody."""
    return HttpResponse("ok")


def request_of(staff: Staff | None, purpose: str = "assessment", **headers: str) -> HttpRequest:
    request = RequestFactory().get("/taxpayers/1/?year=2026", headers=headers)
    request.session = SessionStore()
    if purpose:
        choose_purpose(request, code=purpose)
    if staff is not None:
        request.user = staff
    else:
        request.user = None  # type: ignore[assignment]
    return request


@pytest.fixture
def clerk(staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch) -> Staff:
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: staff_room.at)
    return staff_room.hire("z1", VIEW, "desk.home")


def test_look_is_logged_with_whom_and_why(clerk: Staff) -> None:
    assert taxpayer(request_of(clerk), 1234567).content == b"ok"
    entry = Entry.objects.get()
    assert (entry.kind, entry.result, entry.login) == ("inquiry", "done", "z1")
    assert (entry.function, entry.screen) == (VIEW, "納税義務者照会")
    assert (entry.purpose, entry.subjects) == ("個人住民税の賦課", [1234567])
    assert entry.detail == {"年度": 2026}
    assert entry.terminal == "127.0.0.1"


def test_stranger_is_sent_to_sign_in(db: None) -> None:
    response = taxpayer(request_of(None), 1234567)
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=%2Ftaxpayers%2F1%2F%3Fyear%3D2026"
    assert Entry.objects.count() == 0


def test_person_out_of_term_is_sent_to_sign_in(clerk: Staff, staff_room: StaffRoom) -> None:
    clerk.active_to = staff_room.at.date().replace(day=9)
    assert taxpayer(request_of(clerk), 1234567)["Location"].startswith("/sign-in/")


def test_purpose_is_chosen_first(clerk: Staff) -> None:
    assert taxpayer(request_of(clerk, purpose=""), 1234567)["Location"].startswith("/purpose/")
    assert home(request_of(clerk, purpose="")).status_code == 200


def test_piece_of_a_page_sends_the_window(clerk: Staff) -> None:
    response = taxpayer(request_of(clerk, purpose="", **{"HX-Request": "true"}), 1234567)
    assert (response.status_code, response["HX-Redirect"]) == (204, "/purpose/?next=%2F")


def test_refusal_is_logged(clerk: Staff, staff_room: StaffRoom) -> None:
    other = staff_room.hire("z2")
    with pytest.raises(PermissionDenied, match="納税義務者照会"):
        taxpayer(request_of(other), 1234567)
    entry = Entry.objects.get()
    assert (entry.login, entry.result) == ("z2", "refused")
    assert entry.detail == {"指摘": ["access.not_granted"]}


@pytest.mark.parametrize(
    ("number", "error", "result"), [(0, Http404, "refused"), (-1, ZeroDivisionError, "failed")]
)
def test_failing_page_is_logged(
    clerk: Staff, number: int, error: type[Exception], result: str
) -> None:
    with pytest.raises(error):
        taxpayer(request_of(clerk), number)
    assert Entry.objects.get().result == result


def test_unknown_purpose_is_not_kept(clerk: Staff) -> None:
    request = request_of(clerk, purpose="")
    assert not choose_purpose(request, code="curiosity")
    assert "purpose" not in request.session


def test_terminal_behind_a_proxy_only_when_trusted(settings: Settings) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.1.1.1"})
    assert terminal_of(request) == "127.0.0.1"
    settings.TRUSTED_PROXY = True
    assert terminal_of(request) == "10.1.1.1"
