# SPDX-License-Identifier: Apache-2.0
"""Prove oneself: the second factor at sign-in, the password again before one's account changes.

Wrong answers count like wrong passwords: five together close the account.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.http import HttpRequest

from daicho.foundation.identity.authentication_log import Where, log_done, log_refused
from daicho.foundation.identity.findings import LOCKED, NOT_EMPLOYED, WRONG_OWN_PASSWORD
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.second_factor import (
    KEY,
    LABELS,
    RECOVERY,
    TOTP,
    use_code,
    use_key,
    use_recovery_code,
)
from daicho.foundation.identity.signing_in import count_failure
from daicho.kernel.findings import Finding

STEP = "二要素の照合"
Check = Callable[[Staff], Finding | None]


def confirm_code(*, staff: Staff, code: str, where: Where) -> Finding | None:
    """The code that the authenticator app shows."""
    return _confirm(
        staff, STEP, lambda row: use_code(row, code, at=where.at), where, 方法=LABELS[TOTP]
    )


def confirm_recovery_code(*, staff: Staff, code: str, where: Where) -> Finding | None:
    """One of the codes on paper."""
    return _confirm(
        staff, STEP, lambda row: use_recovery_code(row, code, at=where.at), where,
        方法=LABELS[RECOVERY],
    )  # fmt: skip


def confirm_key(*, request: HttpRequest, staff: Staff, answer: str, where: Where) -> Finding | None:
    """The answer of a security key."""
    return _confirm(
        staff, STEP, lambda row: use_key(request, row, answer, at=where.at), where,
        方法=LABELS[KEY],
    )  # fmt: skip


def confirm_password(*, staff: Staff, password: str, where: Where) -> Finding | None:
    """The person's own password again, before something of their account changes."""

    def check(row: Staff) -> Finding | None:
        return None if check_password(password, row.password) else WRONG_OWN_PASSWORD

    return _confirm(staff, "本人の再確認", check, where)


@transaction.atomic
def _confirm(
    staff: Staff, what: str, check: Check, where: Where, **detail: object
) -> Finding | None:
    row = Staff.objects.select_for_update().get(pk=staff.pk)
    finding = _closed(row, where) or check(row)
    if finding is None:
        log_done(row, what, where, **detail)
        return None
    if finding not in (LOCKED, NOT_EMPLOYED):
        finding = count_failure(row, at=where.at) or finding
    log_refused(row, what, finding, where, **detail)
    return finding


def _closed(row: Staff, where: Where) -> Finding | None:
    if row.is_locked():
        return LOCKED
    return None if row.is_employed(at=where.at) else NOT_EMPLOYED
