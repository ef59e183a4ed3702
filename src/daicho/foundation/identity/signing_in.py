# SPDX-License-Identifier: Apache-2.0
"""Sign in and out. Success, failure and lock-out are all logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import auth
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest

from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Kind, Result
from daicho.foundation.identity.idle import LAST_SEEN
from daicho.foundation.identity.models import LOCK_OUT_AFTER, Staff
from daicho.kernel.findings import Finding, Severity

SCREEN = "サインイン"
FUNCTION = "identity.sign_in"
UNKNOWN = Who("(不明)", "(不明)", "")
# One message for every wrong pair: it must not tell which logins exist.
WRONG = Finding(
    "identity.wrong_password", Severity.ERROR, "職員番号またはパスワードが正しくありません。"
)
LOCKED = Finding(
    "identity.locked",
    Severity.ERROR,
    "誤りが続いたためロックされています。システム管理者に解除を依頼してください。",
)
NOT_EMPLOYED = Finding(
    "identity.not_employed", Severity.ERROR, "在籍期間外のためサインインできません。"
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The person who signed in, or why not."""

    staff: Staff | None
    finding: Finding | None


def who_is(staff: Staff) -> Who:
    """The person as the log names them."""
    return Who(staff.login, staff.name, staff.section)


@transaction.atomic
def sign_in(*, login: str, password: str, terminal: str, at: datetime) -> SignIn:
    """Check the password, count failures, lock after five; never raises for a wrong pair."""
    staff = Staff.objects.select_for_update().filter(login=login).first()
    if staff is None:
        make_password(password)  # the time an existing login would take
        return _refuse(None, WRONG, terminal=terminal, at=at)
    if staff.is_locked():
        return _refuse(staff, LOCKED, terminal=terminal, at=at)
    if not check_password(password, staff.password):
        staff.failed_attempts += 1
        if staff.failed_attempts >= LOCK_OUT_AFTER:
            staff.locked_at = at
        staff.save(update_fields=["failed_attempts", "locked_at"])
        return _refuse(staff, LOCKED if staff.is_locked() else WRONG, terminal=terminal, at=at)
    if not staff.is_employed(at=at):
        return _refuse(staff, NOT_EMPLOYED, terminal=terminal, at=at)
    staff.failed_attempts = 0
    staff.save(update_fields=["failed_attempts"])
    _log(who_is(staff), Result.DONE, {"操作": "サインイン"}, terminal=terminal, at=at)
    return SignIn(staff, None)


def start_session(request: HttpRequest, staff: Staff, *, at: datetime) -> None:
    """Open a session under a new key; the purpose of use is chosen afterwards."""
    auth.login(request, staff, backend="daicho.foundation.identity.sessions.StaffSessions")
    request.session[LAST_SEEN] = int(at.timestamp())


def sign_out(request: HttpRequest, *, terminal: str, at: datetime) -> None:
    """End the session and say so in the log."""
    if isinstance(request.user, Staff):
        who = who_is(request.user)
        _log(who, Result.DONE, {"操作": "サインアウト"}, terminal=terminal, at=at)
    auth.logout(request)


def _refuse(staff: Staff | None, finding: Finding, *, terminal: str, at: datetime) -> SignIn:
    """A typed login that nobody has is not logged: people type passwords there."""
    who = UNKNOWN if staff is None else who_is(staff)
    detail = {"操作": "サインイン", "理由": finding.code}
    _log(who, Result.REFUSED, detail, terminal=terminal, at=at)
    return SignIn(None, finding)


def _log(who: Who, result: Result, detail: dict[str, str], *, terminal: str, at: datetime) -> None:
    append(
        NewEntry(
            at=at, kind=Kind.AUTHENTICATION, who=who, terminal=terminal, function=FUNCTION,
            screen=SCREEN, purpose="", result=result, detail=detail,
        )
    )  # fmt: skip
