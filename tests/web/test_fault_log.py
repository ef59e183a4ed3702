# SPDX-License-Identifier: Apache-2.0
"""Errors and calls that came to nothing stand in the log: where and when, never what was typed."""

from __future__ import annotations

import sys
import types

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings
from tests.web.conftest import SignIn

from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.verify import verify


@page(function="desk.home", title="こわれた画面")
def broken(request: DeskRequest, number: int) -> HttpResponse:
    raise OperationalError("秘密 太郎") if number else ValueError("秘密 太郎 123")


@pytest.fixture
def client(sign_in: SignIn, settings: Settings) -> Client:
    found = sign_in("clerk")
    module = types.ModuleType("broken_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("broken/<int:number>/", broken), path("", include("daicho.config.urls")),
    ]  # fmt: skip
    module.handler500 = "daicho.web.desk.faults.server_error"  # type: ignore[attr-defined]
    sys.modules["broken_urls"] = module
    settings.ROOT_URLCONF = "broken_urls"
    found.raise_request_exception = False
    return found


def last(kind: str) -> Entry:
    entry = Entry.objects.filter(kind=kind).first()
    assert entry is not None
    return entry


def test_an_error_is_logged_by_its_place_and_number(client: Client) -> None:
    response = client.get("/broken/0/")
    assert response.status_code == 500
    entry = last("error")
    assert f"エラー番号: <strong>{entry.detail['エラー番号']}</strong>" in response.content.decode()
    assert (entry.login, entry.screen, entry.result) == ("clerk", "こわれた画面", "failed")
    assert entry.detail["種類"] == "ValueError"
    assert entry.detail["経路"] == "broken/<int:number>/"
    assert str(entry.detail["場所"]).startswith("foundation/access/pages.py:")
    assert "秘密" not in f"{entry.detail}{response.content.decode()}"
    assert verify().findings == ()


def test_a_broken_line_is_a_matter_of_communication(client: Client) -> None:
    assert client.get("/broken/1/").status_code == 500
    assert last("communication").detail["種類"] == "OperationalError"
    assert not Entry.objects.filter(kind="error").exists()


def test_refusals_and_missing_pages_are_no_errors(client: Client) -> None:
    assert client.get("/staff/").status_code == 403
    assert client.get("/nowhere/").status_code == 404
    assert not Entry.objects.filter(kind__in=["error", "communication"]).exists()


def test_calls_nobody_was_let_in_for_are_noted_once_a_minute(ward: None) -> None:
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    for _ in range(5):
        assert stranger.get("/api/v1/addressees/1").status_code == 401
    found = Entry.objects.filter(kind="communication", terminal="10.9.9.9")
    assert [(one.detail["応答"], one.result) for one in found] == [(401, "refused")]


def test_each_kind_is_one_step_from_the_log(client: Client, sign_in: SignIn) -> None:
    client.get("/broken/0/")
    auditor = sign_in("auditor")
    auditor.post("/purpose/", {"purpose": "review"})
    shown = auditor.get("/log/").content.decode()
    for kind in ("error", "communication", "authentication", "settings", "print"):
        assert f'href="/log/?kind={kind}"' in shown
    assert "こわれた画面" in auditor.get("/log/?kind=error").content.decode()
    assert "こわれた画面" in auditor.get("/log/csv/?kind=error").content.decode()
