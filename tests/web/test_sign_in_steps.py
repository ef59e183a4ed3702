# SPDX-License-Identifier: Apache-2.0
"""After the password: second factor, new password, enrolment; one session; one's own account."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from tests.invariants.test_routes import closed_routes
from tests.staff_room import StaffRoom

from daicho.foundation.access import pages
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity import idle
from daicho.foundation.identity.authentication_log import Where
from daicho.foundation.identity.models import LOCK_OUT_AFTER, Staff
from daicho.foundation.identity.own_account import enrol_app

PASSWORD = "korede-hairemasu"
NEW = "atarashii-kagi-9"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ONCE = re.compile(r"<code>(\d{8})</code>")


class Moment:
    """The clock of pages and sessions, moved by the test."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def time(self) -> float:
        return self.at.timestamp()

    def code(self, steps: int = 0) -> str:
        """What the app shows now, or so many periods later."""
        return code_of(SECRET, self.at + timedelta(seconds=30 * steps))


def code_of(secret: str, at: datetime) -> str:
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


@pytest.fixture
def moment(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Moment:
    moment = Moment(now)
    monkeypatch.setattr(pages, "clock", lambda: moment.at)
    monkeypatch.setattr(idle, "time", moment)
    return moment


@pytest.fixture
def clerk(staff_room: StaffRoom, moment: Moment) -> Staff:
    return staff_room.hire("z1", "desk.home", password=PASSWORD)


@pytest.fixture
def armed(clerk: Staff, moment: Moment) -> Staff:
    """The clerk with an app, enrolled an hour ago."""
    before = moment.at - timedelta(hours=1)
    where = Where(terminal="10.0.0.7", at=before)
    enrolled = enrol_app(staff=clerk, secret=SECRET, code=code_of(SECRET, before), where=where)
    assert enrolled.finding is None
    assert len(enrolled.recovery_codes) == 10
    return clerk


def enter(client: Client, password: str = PASSWORD) -> HttpResponse:
    return client.post("/sign-in/", {"login": "z1", "password": password, "next": "/account/"})


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_password_alone_opens_nothing_where_a_factor_is_held(armed: Staff) -> None:
    client = Client()
    assert enter(client).headers["Location"] == "/sign-in/second/"
    for route in closed_routes():
        response = client.get(route.path)
        if response.status_code == 405:
            response = client.post(route.path)
        assert (response.status_code, response.headers["Location"][:9]) == (302, "/sign-in/")
    assert client.get("/sign-in/second/").status_code == 200


def test_code_of_the_app_signs_in_once(armed: Staff, moment: Moment) -> None:
    client, thief = Client(), Client()
    enter(client)
    enter(thief)
    sent = {"way": "totp", "code": moment.code()}
    assert client.post("/sign-in/second/", sent).headers["Location"] == "/account/"
    assert is_in(client)
    replay = thief.post("/sign-in/second/", sent)
    assert replay.status_code == 422
    assert "一度使ったコードは使えません" in text_of(replay)
    earlier = {"way": "totp", "code": moment.code(-1)}
    assert thief.post("/sign-in/second/", earlier).status_code == 422
    assert not is_in(thief)
    assert is_in(client)


def test_sign_in_and_its_failures_are_logged_without_what_was_typed(
    armed: Staff, moment: Moment
) -> None:
    client = Client()
    enter(client)
    client.post("/sign-in/second/", {"way": "totp", "code": "000000"})
    client.post("/sign-in/second/", {"way": "totp", "code": moment.code()})
    entries = list(Entry.objects.filter(kind="authentication").order_by("id"))[1:]
    assert [(entry.result, entry.detail) for entry in entries] == [
        ("done", {"操作": "パスワードの照合"}),
        (
            "refused",
            {"操作": "二要素の照合", "方法": "認証アプリ", "理由": "identity.wrong_code"},
        ),
        ("done", {"操作": "二要素の照合", "方法": "認証アプリ"}),
        ("done", {"操作": "サインイン", "認証": "パスワード・認証アプリ"}),
    ]
    assert {entry.login for entry in entries} == {"z1"}


def test_wrong_factors_lock_and_the_right_password_does_not_forget_them(armed: Staff) -> None:
    for _ in range(LOCK_OUT_AFTER - 1):
        client = Client()
        enter(client)
        assert client.post("/sign-in/second/", {"way": "totp", "code": "1"}).status_code == 422
    client = Client()
    enter(client)
    last = client.post("/sign-in/second/", {"way": "recovery_codes", "recovery_code": "1"})
    assert "ロックされています" in text_of(last)
    armed.refresh_from_db()
    assert armed.is_locked()
    assert client.get("/sign-in/second/").headers["Location"] == "/sign-in/"


def test_recovery_code_works_once(clerk: Staff, moment: Moment) -> None:
    where = Where(terminal="", at=moment.at)
    codes = enrol_app(staff=clerk, secret=SECRET, code=moment.code(), where=where).recovery_codes
    sent = {"way": "recovery_codes", "recovery_code": f"{codes[3][:4]}-{codes[3][4:]}"}
    for status in (302, 422):
        client = Client()
        enter(client)
        assert client.post("/sign-in/second/", sent).status_code == status


def test_half_a_sign_in_ends_after_ten_minutes(armed: Staff, moment: Moment) -> None:
    client = Client()
    enter(client)
    moment.at += timedelta(minutes=10, seconds=1)
    sent = {"way": "totp", "code": moment.code()}
    assert client.post("/sign-in/second/", sent).headers["Location"] == "/sign-in/"
    assert not is_in(client)


def test_without_a_factor_enrolment_comes_first_where_one_is_demanded(
    clerk: Staff, settings: Settings, moment: Moment
) -> None:
    settings.SECOND_FACTOR = "required"
    client = Client()
    assert enter(client).headers["Location"] == "/sign-in/enrol/"
    assert not is_in(client)
    page = text_of(client.get("/sign-in/enrol/"))
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)
    assert found is not None
    secret = found[1].replace(" ", "")
    assert client.post("/sign-in/enrol/", {"way": "totp", "code": "000000"}).status_code == 422
    done = client.post("/sign-in/enrol/", {"way": "totp", "code": code_of(secret, moment.at)})
    assert len(ONCE.findall(text_of(done))) == 10
    assert is_in(client)
    kept = Authenticator.objects.get(user=clerk, type="totp")
    assert secret not in str(kept.data)
    other = Client()
    assert enter(other).headers["Location"] == "/sign-in/second/"


def test_secrets_lie_sealed_in_the_session_too(
    clerk: Staff, settings: Settings, moment: Moment
) -> None:
    settings.SECOND_FACTOR = "required"
    client = Client()
    enter(client)
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", text_of(client.get("/sign-in/enrol/")))
    assert found is not None
    assert found[1].replace(" ", "") not in str(dict(client.session))


def test_initial_password_must_go_first(clerk: Staff) -> None:
    Staff.objects.filter(pk=clerk.pk).update(must_change_password=True)
    client = Client()
    assert enter(client).headers["Location"] == "/sign-in/password/"
    assert not is_in(client)
    for new, said in (
        (PASSWORD, "現在のものと同じです"), ("短い", "最低 10 文字以上必要です"),
        ("1234567890", "数字だけ"), ("password123", "一般的すぎます"),
        ("Kuyakusho2026!", "役所や業務に関する語"), ("shokuin-z1-z1", "役所や業務に関する語"),
    ):  # fmt: skip
        refused = client.post("/sign-in/password/", {"new": new, "again": new})
        assert refused.status_code == 422
        assert said in text_of(refused), new
    differing = client.post("/sign-in/password/", {"new": NEW, "again": NEW + "x"})
    assert "一致しません" in text_of(differing)
    done = client.post("/sign-in/password/", {"new": NEW, "again": NEW})
    assert done.headers["Location"] == "/account/"
    assert is_in(client)
    assert enter(Client()).status_code == 422
    assert enter(Client(), NEW).headers["Location"] == "/account/"


def test_newer_sign_in_ends_the_older_session(clerk: Staff) -> None:
    first, second = Client(), Client()
    enter(first)
    assert is_in(first)
    enter(second)
    assert not is_in(first)
    assert is_in(second)
    told = [entry.detail for entry in Entry.objects.filter(kind="authentication")]
    assert {"操作": "以前のセッションの終了", "理由": "別のサインイン"} in told


def test_session_ends_after_its_longest_time_however_busy(clerk: Staff, moment: Moment) -> None:
    client = Client()
    enter(client)
    for _ in range(12 * 6):
        moment.at += timedelta(minutes=10)
        assert is_in(client)
    moment.at += timedelta(minutes=1)
    assert not is_in(client)


def test_own_password_needs_the_current_one_and_ends_other_sessions(clerk: Staff) -> None:
    client = Client()
    enter(client)
    sent = {"current": "chigau", "new": NEW, "again": NEW}
    refused = client.post("/account/password/", sent)
    assert refused.status_code == 422
    assert "現在のパスワードが正しくありません。" in text_of(refused)
    stale = Client()
    old_key = client.session.session_key
    done = client.post("/account/password/", {**sent, "current": PASSWORD})
    assert done.headers["Location"] == "/account/"
    assert is_in(client)
    assert client.session.session_key != old_key
    stale.cookies["sessionid"] = old_key
    assert not is_in(stale)


def test_guessing_the_current_password_locks_too(clerk: Staff) -> None:
    client = Client()
    enter(client)
    for _ in range(LOCK_OUT_AFTER):
        client.post("/account/password/", {"current": "chigau", "new": NEW, "again": NEW})
    clerk.refresh_from_db()
    assert clerk.is_locked()
    assert not is_in(client)


def test_account_page_adds_and_removes_factors(
    clerk: Staff, moment: Moment, settings: Settings
) -> None:
    client = Client()
    enter(client)
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", text_of(client.get("/account/factors/")))
    assert found is not None
    code = code_of(found[1].replace(" ", ""), moment.at)
    without = client.post("/account/factors/", {"way": "totp", "code": code, "password": "x"})
    assert without.status_code == 422
    done = client.post("/account/factors/", {"way": "totp", "code": code, "password": PASSWORD})
    assert len(ONCE.findall(text_of(done))) == 10
    app = Authenticator.objects.get(user=clerk, type="totp")
    settings.SECOND_FACTOR = "required"
    kept = client.post(f"/account/factors/{app.pk}/remove/", {"password": PASSWORD})
    assert "最後の認証手段は削除できません" in text_of(kept)
    settings.SECOND_FACTOR = "optional"
    gone = client.post(f"/account/factors/{app.pk}/remove/", {"password": PASSWORD})
    assert gone.headers["Location"] == "/account/"
    assert not Authenticator.objects.filter(user=clerk).exists()


def test_nobody_removes_the_factor_of_another(armed: Staff, staff_room: StaffRoom) -> None:
    staff_room.hire("z2", "desk.home", password=PASSWORD)
    client = Client()
    client.post("/sign-in/", {"login": "z2", "password": PASSWORD})
    app = Authenticator.objects.get(user=armed, type="totp")
    refused = client.post(f"/account/factors/{app.pk}/remove/", {"password": PASSWORD})
    assert "該当する認証手段がありません。" in text_of(refused)
    assert Authenticator.objects.filter(pk=app.pk).exists()


def test_new_recovery_codes_end_the_old(armed: Staff, moment: Moment) -> None:
    client = Client()
    enter(client)
    client.post("/sign-in/second/", {"way": "totp", "code": moment.code()})
    first = ONCE.findall(text_of(client.post("/account/codes/", {"password": PASSWORD})))
    second = ONCE.findall(text_of(client.post("/account/codes/", {"password": PASSWORD})))
    assert len(first) == len(second) == 10
    for code, status in ((first[0], 422), (second[0], 302)):
        other = Client()
        enter(other)
        sent = {"way": "recovery_codes", "recovery_code": code}
        assert other.post("/sign-in/second/", sent).status_code == status


def test_history_shows_refusals(clerk: Staff) -> None:
    enter(Client(), "chigau")
    client = Client()
    enter(client)
    page = text_of(client.get("/account/"))
    assert "パスワードの照合" in page
    assert '<span class="chip bad">拒否</span>' in page
