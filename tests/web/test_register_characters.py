# SPDX-License-Identifier: Apache-2.0
"""Characters while one types, and characters of our own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.domains.register.people import Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.models import OwnVariant
from daicho.domains.register.search.index import index_people
from daicho.foundation.audit.models import Entry as LogEntry

pytestmark = pytest.mark.django_db
READ = ("desk.home", "register.view")
PLACES = (*READ, "register.bulk")
CHECK = (*PLACES, "register.approve")
WINDOW = {"HX-Request": "true"}


@pytest.fixture
def desk(staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Any:
    """Opens a browser for a person with the functions given."""
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)

    def enter(login: str, *functions: str) -> Client:
        client = Client()
        client.force_login(
            staff_room.hire(login, *functions),
            backend="daicho.foundation.identity.sessions.StaffSessions",
        )
        session = client.session
        session["purpose"] = "register"
        session.save()
        return client

    return enter


@pytest.fixture
def family() -> Family:
    found = settle()
    index_people(addressee_nos=list(found.numbers))
    return found


def test_a_text_is_told_character_by_character_with_others_to_choose(desk: Any) -> None:
    clerk = desk("c1", *READ)
    answer = clerk.post("/register/characters/", {"text": "渡邉 辻󠄀"})
    text = answer.content.decode()
    assert "U+9089" in text
    assert "U+8FBB U+E0100" in text
    assert 'data-char="邊" data-place="1"' in text
    assert 'data-char="辺" data-place="1"' in text
    assert 'data-place="2" aria-label="辻󠄀を辻に替える"' in text
    assert LogEntry.objects.filter(screen__contains="文字").count() == 0


def test_a_window_gets_its_piece_alone(desk: Any) -> None:
    clerk = desk("c1", *READ)
    form = clerk.get("/register/characters/", headers=WINDOW).content.decode()
    assert form.startswith("<form")
    found = clerk.post(
        "/register/characters/", {"radical": "213", "code": "20BB7"}, headers=WINDOW
    ).content.decode()
    assert found.startswith('<div id="pick-found"')
    assert "部首「龜」" in found
    assert 'data-char="龝"' in found
    assert 'data-char="𠮷"' in found


def test_what_cannot_be_read_is_told(desk: Any) -> None:
    clerk = desk("c1", *READ)
    found = clerk.post("/register/characters/", {"code": "辻辺"}).content.decode()
    assert "文字コードの形が読めません" in found
    refused = clerk.post("/register/characters/", {"text": "個人番号 123456789018"})
    assert refused.status_code == 422
    assert "123456789018" not in refused.content.decode()


def test_a_character_of_our_own_is_registered_found_and_taken_out(
    desk: Any, family: Family
) -> None:
    chief = desk("c1", *CHECK)
    answer = chief.post(
        "/register/characters/own/",
        {"character": "U+E001", "stands_for": "試", "note": "言べんに弍"}, follow=True,
    )  # fmt: skip
    assert "登録しました（索引を更新した人 0人）" in answer.content.decode()
    assert "言べんに弍" in answer.content.decode()
    found = chief.post("/register/", {"name": "\ue001作　太郎"}, follow=True)
    assert "試作　太郎" in found.content.decode()
    picked = chief.post("/register/characters/", {"text": "試"}).content.decode()
    assert 'data-char="\ue001" data-place="0"' in picked
    [one] = OwnVariant.objects.all()
    gone = chief.post(f"/register/characters/own/{one.pk}/", follow=True).content.decode()
    assert "廃止しました" in gone
    again = chief.post(f"/register/characters/own/{one.pk}/")
    assert again.status_code == 422
    assert "すでに廃止されています" in again.content.decode()


def test_who_may_not_approve_only_looks(desk: Any) -> None:
    clerk = desk("c1", *PLACES)
    page = clerk.get("/register/characters/own/").content.decode()
    assert "登録した外字・異体字はありません。" in page
    assert "登録する</button>" not in page
    refused = clerk.post("/register/characters/own/", {"character": "U+E001", "stands_for": "辺"})
    assert refused.status_code == 422
    assert not OwnVariant.objects.exists()
