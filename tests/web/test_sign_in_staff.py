# SPDX-License-Identifier: Apache-2.0
"""Pages of the administrator: staff, initial passwords, resets, history; service accounts."""

from __future__ import annotations

import re
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.staff_room import StaffRoom

from daicho.foundation.access import pages
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity import idle
from daicho.foundation.identity.models import LOCK_OUT_AFTER, ServiceSecret, Staff
from daicho.foundation.identity.services import issue_token

PASSWORD = "korede-hairemasu"
SHOWN = re.compile(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>")
PERSON = {
    "login": "z9", "name": "新人　九美", "kana": "シンジン　クミ", "section": "区民課",
    "active_from": "R8.4.1", "active_to": "令和9年3月31日",
}  # fmt: skip
SERVICE = {
    "login": "svc-kokuho", "name": "国保システム", "section": "国保年金課",
    "networks": "10.20.0.0/16 10.30.0.1", "first": "R8.6.1", "last": "R9.5.31",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _moment(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "clock", lambda: now)
    monkeypatch.setattr(idle, "time", SimpleNamespace(time=now.timestamp))


@pytest.fixture
def admin(staff_room: StaffRoom) -> Client:
    """An administrator at work, and a clerk to be administered."""
    staff_room.hire("z1", "desk.home", password=PASSWORD)
    staff_room.hire("a1", "desk.home", "staff.manage", password=PASSWORD)
    client = Client()
    client.post("/sign-in/", {"login": "a1", "password": PASSWORD})
    client.post("/purpose/", {"purpose": "upkeep"})
    return client


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_new_person_signs_in_with_the_password_shown_once(admin: Client) -> None:
    shown = text_of(admin.post("/staff/new/", PERSON))
    found = SHOWN.search(shown)
    assert found is not None
    assert found[1] not in text_of(admin.get("/staff/of/z9/"))
    assert "初期パスワードのまま" in shown
    person = Staff.objects.get(login="z9")
    assert (str(person.active_from), str(person.active_to)) == ("2026-04-01", "2027-03-31")
    entered = Client().post("/sign-in/", {"login": "z9", "password": found[1]})
    assert entered.headers["Location"] == "/sign-in/password/"
    assert not any(found[1] in str(entry.detail) for entry in Entry.objects.all())


def test_login_is_taken_once_and_every_fault_is_told(admin: Client) -> None:
    again = admin.post("/staff/new/", {**PERSON, "login": "z1"})
    assert again.status_code == 422
    assert "この職員番号は登録済みです。" in text_of(again)
    wrong = admin.post("/staff/new/", {**PERSON, "login": "z 9", "active_from": "13月"})
    assert text_of(wrong).count('class="error"') == 2


def test_list_finds_people_and_the_locked(admin: Client) -> None:
    assert "職員 z1" in text_of(admin.get("/staff/?q=z"))
    assert "職員 z1" not in text_of(admin.get("/staff/?q=a1"))
    nobody = text_of(admin.get("/staff/?locked=1"))
    assert "条件に合う職員はいません。" in nobody
    for _ in range(LOCK_OUT_AFTER):
        Client().post("/sign-in/", {"login": "z1", "password": "chigau"})
    assert "職員 z1" in text_of(admin.get("/staff/?locked=1"))


def test_unlocking_lets_the_person_in_again_and_shows_what_was_tried(admin: Client) -> None:
    for _ in range(LOCK_OUT_AFTER):
        Client().post("/sign-in/", {"login": "z1", "password": "chigau"})
    page = text_of(admin.get("/staff/of/z1/"))
    assert page.count('<span class="chip bad">拒否</span>') == LOCK_OUT_AFTER
    assert admin.post("/staff/of/z1/act/", {"act": "unlock"}).status_code == 302
    assert Client().post("/sign-in/", {"login": "z1", "password": PASSWORD}).status_code == 302


def test_reset_password_ends_the_session_and_is_shown_once(admin: Client) -> None:
    clerk = Client()
    clerk.post("/sign-in/", {"login": "z1", "password": PASSWORD})
    assert clerk.get("/account/").status_code == 200
    found = SHOWN.search(text_of(admin.post("/staff/of/z1/act/", {"act": "password"})))
    assert found is not None
    assert clerk.get("/account/").status_code == 302
    assert Client().post("/sign-in/", {"login": "z1", "password": PASSWORD}).status_code == 422


def test_session_of_another_is_ended_at_once(admin: Client) -> None:
    clerk = Client()
    clerk.post("/sign-in/", {"login": "z1", "password": PASSWORD})
    assert admin.post("/staff/of/z1/act/", {"act": "session"}).status_code == 302
    assert clerk.get("/account/").status_code == 302
    again = admin.post("/staff/of/z1/act/", {"act": "session"})
    assert "現在サインインしていません" in text_of(again)


@pytest.mark.parametrize("act", ["password", "factor", "session"])
def test_nobody_resets_their_own_account(admin: Client, act: str) -> None:
    refused = admin.post("/staff/of/a1/act/", {"act": act})
    assert refused.status_code == 422
    assert "自分のアカウントは他の管理者が操作します。" in text_of(refused)
    assert SHOWN.search(text_of(refused)) is None


def test_term_ends_the_account_on_its_day(admin: Client) -> None:
    changed = {**PERSON, "name": "職員 z1", "active_to": "R8.6.9"}
    assert admin.post("/staff/of/z1/change/", changed).status_code == 302
    refused = Client().post("/sign-in/", {"login": "z1", "password": PASSWORD})
    assert "在籍期間外のためサインインできません。" in text_of(refused)


def test_who_may_not_manage_sees_nothing_of_it(admin: Client) -> None:
    clerk = Client()
    clerk.post("/sign-in/", {"login": "z1", "password": PASSWORD})
    clerk.post("/purpose/", {"purpose": "counter"})
    for path in ("/staff/", "/staff/of/a1/", "/staff/services/"):
        assert clerk.get(path).status_code == 403
    assert clerk.post("/staff/of/a1/act/", {"act": "password"}).status_code == 403


def test_service_account_from_registration_to_its_end(admin: Client, now: datetime) -> None:
    assert "まだありません" in text_of(admin.get("/staff/services/"))
    made = admin.post("/staff/services/new/", SERVICE)
    one = made.headers["Location"]
    assert one == "/staff/services/of/svc-kokuho/"
    shown = text_of(admin.post(f"{one}secret/", {"last": "R8.12.31"}))
    found = re.search(r"dcs_[\w-]{43}", shown)
    assert found is not None
    assert found[0] not in text_of(admin.get(one))

    def is_let_in() -> bool:
        asked = issue_token(
            client_id="svc-kokuho", client_secret=found[0], terminal="10.30.0.1", at=now
        )
        return asked.finding is None

    assert is_let_in()
    number = ServiceSecret.objects.get().pk
    assert admin.post(f"{one}act/", {"act": "revoke", "secret": number}).status_code == 302
    assert not is_let_in()
    assert admin.post(f"{one}act/", {"act": "close"}).status_code == 302
    assert "停止・期間外" in text_of(admin.get(one))
    assert "svc-kokuho" not in text_of(admin.get("/staff/"))


def test_faults_of_a_service_are_told(admin: Client) -> None:
    wrong = admin.post("/staff/services/new/", {**SERVICE, "networks": "x", "last": "R10.1.1"})
    assert wrong.status_code == 422
    assert "接続元は 10.0.0.0/24 の形で" in text_of(wrong)
    assert "期間は1年以内" in text_of(wrong)
    admin.post("/staff/services/new/", SERVICE)
    one = "/staff/services/of/svc-kokuho/"
    assert admin.post(f"{one}secret/", {"last": "いつか"}).status_code == 422
    assert admin.post(f"{one}act/", {"act": "revoke", "secret": "x"}).status_code == 404
    assert admin.get("/staff/services/of/z1/").status_code == 404
