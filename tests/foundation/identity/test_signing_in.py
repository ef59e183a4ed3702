# SPDX-License-Identifier: Apache-2.0
"""Sign-in: the right password, the wrong one, too many wrong ones, the wrong time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.staff_room import StaffRoom

from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.signing_in import SignIn, sign_in

PASSWORD = "korede-hairemasu"


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Staff:
    return staff_room.hire("z1", password=PASSWORD)


def attempt(staff_room: StaffRoom, password: str, *, login: str = "z1", days: int = 0) -> SignIn:
    at = staff_room.at + timedelta(days=days)
    return sign_in(login=login, password=password, terminal="10.0.0.7", at=at)


def code(result: SignIn) -> str:
    assert result.staff is None
    assert result.finding is not None
    return result.finding.code


def test_right_password_signs_in_and_is_logged(staff_room: StaffRoom, clerk: Staff) -> None:
    assert attempt(staff_room, PASSWORD).staff == clerk
    entry = Entry.objects.get()
    assert (entry.kind, entry.result, entry.login) == ("authentication", "done", "z1")
    assert entry.terminal == "10.0.0.7"


def test_password_is_stored_as_argon2(clerk: Staff) -> None:
    assert clerk.password.startswith("argon2$argon2id$")


def test_unknown_login_and_wrong_password_answer_alike(staff_room: StaffRoom, clerk: Staff) -> None:
    wrong = attempt(staff_room, "x")
    unknown = attempt(staff_room, "x", login="secret-typed-here")
    assert wrong.finding == unknown.finding
    assert Entry.objects.filter(result="refused").count() == 2
    assert not Entry.objects.filter(login__contains="secret").exists()


def test_fifth_wrong_password_locks(staff_room: StaffRoom, clerk: Staff) -> None:
    codes = [code(attempt(staff_room, "x")) for _ in range(5)]
    assert codes == ["identity.wrong_password"] * 4 + ["identity.locked"]
    assert code(attempt(staff_room, PASSWORD)) == "identity.locked"


def test_success_forgets_earlier_failures(staff_room: StaffRoom, clerk: Staff) -> None:
    for _ in range(4):
        attempt(staff_room, "x")
    assert attempt(staff_room, PASSWORD).staff == clerk
    assert code(attempt(staff_room, "x")) == "identity.wrong_password"


def test_term_ends_by_itself(staff_room: StaffRoom, clerk: Staff) -> None:
    clerk.active_to = staff_room.at.date()
    clerk.save()
    assert attempt(staff_room, PASSWORD).staff == clerk
    assert code(attempt(staff_room, PASSWORD, days=1)) == "identity.not_employed"
