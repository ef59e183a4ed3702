# SPDX-License-Identifier: Apache-2.0
"""At the same moment: one code lets in one, one session is left to a person, every guess counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from tests.staff_room import StaffRoom

from daicho.foundation.access import pages
from daicho.foundation.identity.authentication_log import Where
from daicho.foundation.identity.models import LOCK_OUT_AFTER, Staff
from daicho.foundation.identity.own_account import enrol_app
from daicho.foundation.identity.second_step import confirm_code

PASSWORD = "korede-hairemasu"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AT_ONCE = 4
Value = TypeVar("Value")


@pytest.fixture
def clerk(transactional_db: None, now: datetime) -> Staff:
    return StaffRoom(at=now).hire("z1", "desk.home", password=PASSWORD)


def at_once(work: Callable[[], Value]) -> list[Value]:
    """The same from several threads, each with a connection of its own."""
    barrier = Barrier(AT_ONCE)

    def run(_: int) -> Value:
        try:
            barrier.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def code_at(at: datetime) -> str:
    return format_hotp_value(hotp_value(SECRET, int(at.timestamp()) // 30))


def arm(clerk: Staff, now: datetime) -> None:
    before = now - timedelta(hours=1)
    where = Where(terminal="", at=before)
    enrolled = enrol_app(staff=clerk, secret=SECRET, code=code_at(before), where=where)
    assert enrolled.finding is None


def test_one_code_lets_in_one(clerk: Staff, now: datetime) -> None:
    arm(clerk, now)
    where = Where(terminal="10.0.0.7", at=now)
    found = at_once(lambda: confirm_code(staff=clerk, code=code_at(now), where=where))
    assert found.count(None) == 1


def test_every_guess_counts(clerk: Staff, now: datetime) -> None:
    arm(clerk, now)
    Staff.objects.update(failed_attempts=LOCK_OUT_AFTER - AT_ONCE)
    where = Where(terminal="10.0.0.7", at=now)
    found = at_once(lambda: confirm_code(staff=clerk, code="1", where=where))
    codes = sorted(finding.code for finding in found if finding)
    assert codes == ["identity.locked", *["identity.wrong_code"] * (AT_ONCE - 1)]
    clerk.refresh_from_db()
    assert clerk.is_locked()


def test_one_session_is_left(clerk: Staff, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(pages, "clock", lambda: now)

    def enter() -> int:
        answer = Client().post("/sign-in/", {"login": "z1", "password": PASSWORD})
        assert answer.status_code == 302 or "別の端末でサインイン" in answer.content.decode()
        return int(answer.status_code)

    # A session that a newer one ended before its own answer was out is told so (400).
    answers = at_once(enter)
    assert set(answers) <= {302, 400}
    assert 302 in answers
    clerk.refresh_from_db()
    assert [one.session_key for one in Session.objects.all()] == [clerk.session_key]
