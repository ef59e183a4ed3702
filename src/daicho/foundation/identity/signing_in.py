# SPDX-License-Identifier: Apache-2.0
"""Sign in and out. Success, failure and lock-out are all logged.

A sign-in has up to three steps: the password (`sign_in`), what is still missing (`pending`: a new
password, a second factor), and the session (`start_session`). Wrong passwords and wrong second
factors count together; only a sign-in that is whole forgets them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest

from daicho.foundation.identity.authentication_log import (
    Where,
    log_done,
    log_refused,
    who_is,
)
from daicho.foundation.identity.findings import (
    LOCKED,
    NOT_EMPLOYED,
    OIDC_FAILED,
    OIDC_UNKNOWN,
    WRONG,
)
from daicho.foundation.identity.idle import LAST_SEEN, STARTED
from daicho.foundation.identity.models import LOCK_OUT_AFTER, Staff
from daicho.foundation.identity.second_factor import needs_second_factor
from daicho.kernel.findings import Finding

__all__ = ["SignIn", "sign_in", "sign_out", "start_session", "who_is"]
BACKEND = "daicho.foundation.identity.sessions.StaffSessions"
ISSUER_STEP = "認証基盤の確認"
PASSWORD_STEP = "パスワードの照合"  # noqa: S105 - the name of a step


@dataclass(frozen=True, slots=True)
class SignIn:
    """The person whose password was right, or why not."""

    staff: Staff | None
    finding: Finding | None


@transaction.atomic
def sign_in(*, login: str, password: str, terminal: str, at: datetime) -> SignIn:
    """Check the password, count failures, lock after five; never raises for a wrong pair."""
    where = Where(terminal=terminal, at=at)
    staff = Staff.objects.select_for_update().filter(login=login, is_service=False).first()
    if staff is None:
        make_password(password)  # the time an existing login would take
        return _refuse(None, WRONG, where)
    if staff.is_locked():
        return _refuse(staff, LOCKED, where)
    if not check_password(password, staff.password):
        return _refuse(staff, count_failure(staff, at=at) or WRONG, where)
    if not staff.is_employed(at=at):
        return _refuse(staff, NOT_EMPLOYED, where)
    if not needs_second_factor(staff):
        forget_failures(staff)
    log_done(staff, PASSWORD_STEP, where)
    return SignIn(staff, None)


@transaction.atomic
def sign_in_by_issuer(*, login: str, terminal: str, at: datetime) -> SignIn:
    """The person whom the municipality's issuer has recognised; none is made by that."""
    where = Where(terminal=terminal, at=at)
    staff = Staff.objects.select_for_update().filter(login=login, is_service=False).first()
    finding = (
        OIDC_UNKNOWN if staff is None
        else LOCKED if staff.is_locked()
        else NOT_EMPLOYED if not staff.is_employed(at=at)
        else None
    )  # fmt: skip
    if finding is not None:
        log_refused(staff, ISSUER_STEP, finding, where)
        return SignIn(None, finding)
    if staff is not None:
        log_done(staff, ISSUER_STEP, where)
    return SignIn(staff, None)


def refuse_issuer(*, reason: str, terminal: str, at: datetime) -> Finding:
    """An answer of the issuer that cannot be believed; nobody knows whose it was."""
    where = Where(terminal=terminal, at=at)
    log_refused(None, ISSUER_STEP, OIDC_FAILED, where, 詳細=reason)
    return OIDC_FAILED


def count_failure(staff: Staff, *, at: datetime) -> Finding | None:
    """Count a wrong answer of a locked row; LOCKED when it was one too many."""
    staff.failed_attempts += 1
    if staff.failed_attempts >= LOCK_OUT_AFTER:
        staff.locked_at = at
    staff.save(update_fields=["failed_attempts", "locked_at"])
    return LOCKED if staff.is_locked() else None


def forget_failures(staff: Staff) -> None:
    """The person has proved who they are."""
    staff.failed_attempts = 0
    staff.save(update_fields=["failed_attempts"])


@transaction.atomic
def start_session(
    request: HttpRequest, staff: Staff, *, at: datetime, terminal: str = "", means: str = ""
) -> None:
    """Open a session under a new key and end an older one; the purpose of use comes afterwards."""
    where = Where(terminal=terminal, at=at)
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    # An old key must not live on, whoever had this browser before.
    request.session.flush()
    _end_older(staff, where)
    auth.login(request, staff, backend=BACKEND)
    request.session[LAST_SEEN] = request.session[STARTED] = int(at.timestamp())
    request.session.save()
    staff.session_key = request.session.session_key or ""
    staff.failed_attempts, staff.last_login = 0, at
    staff.save(update_fields=["session_key", "failed_attempts", "last_login"])
    log_done(staff, "サインイン", where, 認証=means or "パスワード")


def sign_out(request: HttpRequest, *, terminal: str, at: datetime) -> None:
    """End the session and say so in the log."""
    if isinstance(request.user, Staff):
        log_done(request.user, "サインアウト", Where(terminal=terminal, at=at))
        Staff.objects.filter(
            pk=request.user.pk, session_key=request.session.session_key or "-"
        ).update(session_key="")
    auth.logout(request)


def end_session(staff: Staff) -> bool:
    """End the person's session, wherever it is open; False when there was none."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(staff.session_key or None)
    was_open = bool(staff.session_key) and store.exists(staff.session_key)
    if was_open:
        store.delete(staff.session_key)
    staff.session_key = ""
    staff.save(update_fields=["session_key"])
    return was_open


def _end_older(staff: Staff, where: Where) -> None:
    """One person, one session: the newer sign-in wins, and the log tells of the older one."""
    if end_session(staff):
        log_done(staff, "以前のセッションの終了", where, 理由="別のサインイン")


def _refuse(staff: Staff | None, finding: Finding, where: Where) -> SignIn:
    """A typed login that nobody has is not logged: people type passwords there."""
    log_refused(staff, PASSWORD_STEP, finding, where)
    return SignIn(None, finding)
