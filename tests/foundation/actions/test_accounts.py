# SPDX-License-Identifier: Apache-2.0
"""What an administrator does with other people's accounts, and never with their own."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.staff_room import StaffRoom

from daicho.foundation.access.actor import Context
from daicho.foundation.actions.accounts import EndSession, ResetPassword, ResetSecondFactor
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.authentication_log import Where
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.own_account import enrol_app

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INITIAL = "hajimete-no-kagi-7"


@pytest.fixture
def admin(staff_room: StaffRoom) -> Context:
    return staff_room.context("staff.manage", purpose="upkeep", login="a1")


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Staff:
    clerk = staff_room.hire("z1", password="korede-hairemasu")
    counter = int(staff_room.at.timestamp()) // 30
    where = Where(terminal="", at=staff_room.at)
    code = format_hotp_value(hotp_value(SECRET, counter))
    assert enrol_app(staff=clerk, secret=SECRET, code=code, where=where).finding is None
    return clerk


def refusals(action: object, admin: Context) -> list[str]:
    outcome = perform(action, context=admin)  # type: ignore[arg-type,var-annotated]
    return [finding.code for finding in outcome.findings]


def test_reset_password_is_an_initial_one(admin: Context, clerk: Staff) -> None:
    assert refusals(ResetPassword(login="z1", password=INITIAL), admin) == []
    clerk.refresh_from_db()
    assert clerk.check_password(INITIAL)
    assert clerk.must_change_password
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.screen) == ("settings", "パスワードの初期化")
    assert entry.detail == {"職員番号": "z1"}
    assert INITIAL not in repr(ResetPassword(login="z1", password=INITIAL))


def test_weak_initial_password_is_refused_and_nothing_changes(admin: Context, clerk: Staff) -> None:
    assert refusals(ResetPassword(login="z1", password="12345"), admin) == [
        "identity.weak_password"
    ] * 3  # fmt: skip
    clerk.refresh_from_db()
    assert clerk.check_password("korede-hairemasu")


def test_lost_factors_are_taken_away_with_their_codes(admin: Context, clerk: Staff) -> None:
    assert Authenticator.objects.filter(user=clerk).count() == 2
    assert refusals(ResetSecondFactor(login="z1"), admin) == []
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert refusals(ResetSecondFactor(login="z1"), admin) == ["staff.no_factor"]


@pytest.mark.parametrize(
    "action",
    [
        ResetPassword(login="a1", password=INITIAL),
        ResetSecondFactor(login="a1"),
        EndSession(login="a1"),
    ],
)
def test_nobody_resets_their_own(admin: Context, action: object) -> None:
    assert refusals(action, admin) == ["staff.own_account"]


def test_nobody_without_the_right_resets_anything(staff_room: StaffRoom, clerk: Staff) -> None:
    other = staff_room.context("audit.view", purpose="upkeep", login="b1")
    assert refusals(ResetSecondFactor(login="z1"), other) == ["access.not_granted"]
    assert Authenticator.objects.filter(user=clerk).count() == 2


def test_who_is_not_signed_in_has_no_session_to_end(admin: Context, clerk: Staff) -> None:
    assert refusals(EndSession(login="z1"), admin) == ["staff.no_session"]
    assert refusals(EndSession(login="nobody"), admin) == ["staff.unknown"]
