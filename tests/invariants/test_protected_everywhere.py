# SPDX-License-Identifier: Apache-2.0
"""支援措置: the places of protected persons stand nowhere without the officer in charge.

Four persons, one in each state of a measure, have places that are marks found nowhere else. Every
route is read and every form sent as every role; then the log, its text, and the API are searched.
"""

from __future__ import annotations

import logging
import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings
from tests.invariants.marked_people import MARK, MARKS, POSTCODE, Scene, build_scene, place
from tests.invariants.walking import Values, choose, routes, text_of, undone, walk
from tests.ward_fixture import HIDDEN, TARO, ward_database
from tests.web.api.conftest import Caller, ServiceMaker, service
from tests.web.conftest import SignIn, sign_in, ward

from daicho.config import urls as real_urls
from daicho.domains.register import showing
from daicho.domains.register.events.kinds import EVENT_KINDS
from daicho.domains.register.models import ResidentVersion
from daicho.domains.support.checks import measures_hide, nothing_else_hides
from daicho.domains.support.web.acting import STEPS
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.models import Entry

__all__ = ["service", "sign_in", "ward", "ward_database"]
BLIND = sorted(
    role for role, held in catalogue().roles.items() if PROTECTED_VIEW not in held.functions
)


@pytest.fixture
def scene(ward: None) -> Scene:
    made = build_scene()
    assert [one.code for check in (measures_hide, nothing_else_hides) for one in check()] == []
    return made


@pytest.fixture
def text_log() -> Iterator[list[str]]:
    """Everything that the program writes into its log of text, SQL apart."""
    said: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(self.format(record))

    handler = Listening(logging.DEBUG)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


def values_of(scene: Scene) -> Values:
    return Values(
        people=[
            *(one.person for one in scene.people), *(one.mate for one in scene.people[1:3]),
            *(one.former_mate for one in scene.people[1:3]), HIDDEN.number, TARO.number,
        ],
        households=[one.household_no for one in scene.people],
        texts={
            "kind": [*EVENT_KINDS, "x"], "act": [*STEPS, "revoke"], "target": ["person",
            "household"], "source": ["towns", "buildings"], "": [
                "off-hours", "failed-sign-ins", "per-person", "mass-searches", "by-subject",
                "register_clerk", "2026-05", "x",
            ],
        },
    )  # fmt: skip


def sent(scene: Scene) -> list[dict[str, Any]]:
    """What is sent to every form: nothing, and much about a protected person."""
    told = scene.people[1]
    about = {
        "addressee_no": told.person, "addressee_nos": [told.person], "members": [told.person],
        "members.0.addressee_no": told.person, "members.0.relationship": "世帯主",
        "people": [told.person], "person": told.person, "number": told.person,
        "household_no": told.household_no, "happened_on": "R8.6.9", "notified_on": "R8.6.10",
        "basis": "届出", "moved_to": "大阪府大阪市", "destination": "国内", "reason": "確認のため",
        "everything": "ヒトク", "kana": "ヒトク", "name": "秘匿", "step": "look", "kind": "memo",
        "text": "確認", "certificate": "resident_copy", "key": "walk", "asker": "窓口",
        "identity": "運転免許証", "first": "R8.6.1", "last": "R8.6.10", "process": "発行",
    }  # fmt: skip
    return [about, {**about, "step": "enter", "certificate": "household_copy"}]


def walked(client: Client, role: str, scene: Scene) -> list[tuple[str, str]]:
    held = catalogue().roles[role].functions
    return list(walk(client, values_of(scene), held=held, sent=sent(scene)))


def leaks(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


# Each role's walk takes a minute or more: the one that opens most in every run, all in test-full.
@pytest.mark.parametrize(
    "role",
    [
        role if role == "register_clerk" else pytest.param(role, marks=pytest.mark.full)
        for role in BLIND
    ],
)
def test_no_place_of_a_protected_person_is_told(
    scene: Scene, sign_in: SignIn, role: str, text_log: list[str]
) -> None:
    client = sign_in(role)
    client.raise_request_exception = False
    answers = walked(client, role, scene)
    assert len(answers) > 700
    assert "\n".join(where for where, text in answers if leaks(text)) == ""
    assert [line for line in text_log if leaks(line)] == []
    assert_log_is_clean()


def assert_log_is_clean() -> None:
    """No entry of the log holds a place: nobody typed one into a search in this test."""
    told = [
        (entry.screen, entry.detail) for entry in Entry.objects.all()
        if leaks(f"{entry.detail}{entry.screen}{entry.terminal}{entry.purpose}")
    ]  # fmt: skip
    assert told == []


def test_searches_by_address_find_no_protected_person(scene: Scene, sign_in: SignIn) -> None:
    """Neither a list nor a count nor an order tells, whatever part of the place is asked for."""
    protected = [str(number) for one in scene.people for number in (one.person, one.mate)]
    for role, where in (("register_clerk", "/register/"), ("tax_officer", "/addressees/")):
        client = sign_in(role)
        choose(client, "counter" if where == "/register/" else "assessment")
        for asked in (MARK, f"東京都港区{MARK}", place("現", "measure"), place("旧", "measure"),
                      place("転", "moved_out"), place("前", "passed")):  # fmt: skip
            for field in ("address", "everything", "building"):
                found = client.post(where, {field: asked}, follow=True).content.decode()
                body = found.split("検索結果")[-1]
                assert not any(f"/{number}/" in body for number in protected), (role, asked)


@pytest.mark.parametrize("state", range(4))
def test_who_may_see_sees(scene: Scene, sign_in: SignIn, state: int) -> None:
    told = scene.people[state]
    client = sign_in("register_chief")
    choose(client, "protection")
    for where in (
        f"/register/people/{told.person}/", f"/register/people/{told.person}/history/",
        f"/support/measures/{told.application_no}/", f"/register/people/{told.mate}/",
    ):  # fmt: skip
        assert MARK in client.get(where).content.decode(), where
    choose(client, "assessment")
    paper = sign_in("section_head").get(f"/tax/taxpayers/{told.person}/").content.decode()
    assert MARK in paper


def test_looks_of_the_officer_leave_no_place_in_the_log(
    scene: Scene, sign_in: SignIn, text_log: list[str]
) -> None:
    client = sign_in("register_chief")
    client.raise_request_exception = False
    answers = walked(client, "register_chief", scene)
    assert len([where for where, text in answers if leaks(text)]) > 20
    assert_log_is_clean()
    assert [line for line in text_log if leaks(line)] == []


def test_api_tells_no_place(scene: Scene, service: ServiceMaker) -> None:
    every = [code for code in catalogue().functions if code != PROTECTED_VIEW]
    blind, seeing = service(*every), service(*every, PROTECTED_VIEW, login="svc-2")
    asked = [
        (f"/addressees/{number}", {})
        for one in scene.people for number in (one.person, one.mate, one.former_mate)
    ]  # fmt: skip
    asked += [("/addressees", {"kana": kana}) for kana in ("ヒトク", "ドウキョ", "タイキョ")]
    asked += [("/municipality", {}), ("/addressees/999999", {}), ("/addressees", {"kana": MARK})]
    asked.append(("/restraint-changes", {}))
    for where, query in asked:
        assert leaks(say(blind, where, query)) == [], where
    assert leaks(say(seeing, f"/addressees/{scene.people[1].person}", {})) == [MARK, POSTCODE]
    walked = {where.split("/")[1] for where, _ in asked} | {"openapi.json", "token", "health"}
    offered = {
        pattern.removeprefix("/api/v1/").split("/")[0]
        for pattern, _ in routes("/", real_urls.urlpatterns) if pattern.startswith("/api/v1/")
    }  # fmt: skip
    assert {one for one in offered if one and "<" not in one} <= walked


def say(caller: Caller, where: str, query: dict[str, Any]) -> str:
    return text_of(caller.get(where, purpose="counter", **query))


def test_walk_finds_a_leak_that_is_planted(
    scene: Scene, sign_in: SignIn, settings: Settings
) -> None:
    """A new page that forgets to hide is walked without being named, and found."""

    @page(function="register.view", title="漏れる画面")
    def leak(request: DeskRequest, number: int) -> HttpResponse:
        row = ResidentVersion.objects.filter(addressee_no=number).order_by("-history_no").first()
        return HttpResponse(row.address if row else "")

    module = types.ModuleType("planted_urls")
    module.urlpatterns = [path("planted/people/<int:number>/", leak)]  # type: ignore[attr-defined]
    sys.modules["planted_urls"] = module
    settings.ROOT_URLCONF = "planted_urls"
    try:
        client = sign_in_under(sign_in, settings)
        settings.ROOT_URLCONF = "planted_urls"
        found = [
            where
            for where, text in walk(client, values_of(scene), held=["register.view"], sent=[])
            if leaks(text)
        ]
    finally:
        del sys.modules["planted_urls"]
    told = scene.people[0]
    assert f"GET /planted/people/{told.person}/" in found
    assert f"GET /planted/people/{scene.people[1].mate}/" in found


def sign_in_under(sign_in: SignIn, settings: Settings) -> Any:
    settings.ROOT_URLCONF = "daicho.config.urls"
    client = sign_in("clerk")
    client.raise_request_exception = False
    return client


def test_walk_finds_an_item_that_is_no_longer_hidden(
    scene: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "PLACES", showing.PLACES - {"building"})
    client = sign_in("clerk")
    choose(client, "counter")
    told = scene.people[1]
    where = f"/register/people/{told.person}/"
    assert MARK in text_of(undone(lambda: client.get(where)))
