# SPDX-License-Identifier: Apache-2.0
"""What everybody does with their own account: password, factors, recovery codes. All is logged.

No permission is asked, only who one is: the caller has the person of the session, or of a sign-in
under way, and asks for the password again (`second_step.confirm_password`) where a session is old.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from daicho.foundation.identity.authentication_log import Where, log_done, log_refused
from daicho.foundation.identity.findings import (
    HAS_TOTP,
    LAST_FACTOR,
    NO_FACTOR,
    SAME_PASSWORD,
    WRONG_CODE,
    weak_password,
)
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.second_factor import (
    KEY,
    LABELS,
    RECOVERY,
    TOTP,
    add_key,
    counter_of,
    factors_of,
    has_factor,
    is_factor_required,
)
from daicho.kernel.findings import Finding

CHANGE, ENROL, REMOVE = "パスワードの変更", "認証手段の登録", "認証手段の削除"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Refused with a finding, or done; new recovery codes are told here once and never again."""

    finding: Finding | None = None
    recovery_codes: tuple[str, ...] = ()


def password_findings(password: str, staff: Staff) -> tuple[Finding, ...]:
    """Every rule for passwords that this one does not keep."""
    try:
        validate_password(password, staff)
    except ValidationError as error:
        return tuple(weak_password(message) for message in error.messages)
    return ()


@transaction.atomic
def change_password(*, staff: Staff, new: str, where: Where) -> tuple[Finding, ...]:
    """Set a new password; sessions opened with the old one end with it."""
    row = Staff.objects.select_for_update().get(pk=staff.pk)
    findings = password_findings(new, row)
    if check_password(new, row.password):
        findings = (SAME_PASSWORD, *findings)
    if findings:
        log_refused(row, CHANGE, findings[0], where)
        return findings
    row.set_password(new)
    row.must_change_password = False
    row.password_changed_at = where.at
    row.save(update_fields=["password", "must_change_password", "password_changed_at"])
    log_done(row, CHANGE, where)
    # The caller's row is the one that the session is compared with.
    staff.password, staff.must_change_password = row.password, False
    return ()


@transaction.atomic
def enrol_app(*, staff: Staff, secret: str, code: str, where: Where) -> Enrolled:
    """Keep an authenticator app that has shown a right code; that code is used up by it."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    counter = counter_of(secret, code, at=where.at)
    finding = HAS_TOTP if has_factor(staff, TOTP) else WRONG_CODE if counter is None else None
    if finding is not None:
        log_refused(staff, ENROL, finding, where, 方法=LABELS[TOTP])
        return Enrolled(finding)
    app = totp.TOTP.activate(staff, secret).instance
    app.data["used_counter"] = counter
    app.created_at = where.at
    app.save(update_fields=["data", "created_at"])
    log_done(staff, ENROL, where, 方法=LABELS[TOTP])
    return Enrolled(recovery_codes=_first_recovery_codes(staff))


@transaction.atomic
def enrol_key(
    *, request: HttpRequest, staff: Staff, name: str, answer: str, where: Where
) -> Enrolled:
    """Keep a security key; a person may have several."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    finding = add_key(request, staff, name=name, answer=answer, at=where.at)
    if finding is not None:
        log_refused(staff, ENROL, finding, where, 方法=LABELS[KEY])
        return Enrolled(finding)
    log_done(staff, ENROL, where, 方法=LABELS[KEY])
    return Enrolled(recovery_codes=_first_recovery_codes(staff))


@transaction.atomic
def remove_factor(*, staff: Staff, factor_id: int, where: Where) -> Finding | None:
    """Give up an app or a key; the last one stays where a second factor is demanded."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    held = factors_of(staff)
    gone = next((one for one in held if one.id == factor_id), None)
    if gone is None:
        finding = NO_FACTOR
    elif len(held) == 1 and is_factor_required():
        finding = LAST_FACTOR
    else:
        Authenticator.objects.filter(user=staff, pk=factor_id).delete()
        if len(held) == 1:
            Authenticator.objects.filter(user=staff, type=RECOVERY).delete()
        log_done(staff, REMOVE, where, 方法=gone.label)
        return None
    log_refused(staff, REMOVE, finding, where)
    return finding


@transaction.atomic
def renew_recovery_codes(*, staff: Staff, where: Where) -> Enrolled:
    """New recovery codes; the old ones end."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    if not has_factor(staff):
        log_refused(staff, "回復コードの再発行", NO_FACTOR, where)
        return Enrolled(NO_FACTOR)
    Authenticator.objects.filter(user=staff, type=RECOVERY).delete()
    log_done(staff, "回復コードの再発行", where)
    return Enrolled(recovery_codes=_first_recovery_codes(staff))


def remove_all_factors(staff: Staff) -> int:
    """Take every factor and code away (for the action of an administrator); how many there were."""
    count, _ = Authenticator.objects.filter(user=staff).delete()
    return int(count)


def _first_recovery_codes(staff: Staff) -> tuple[str, ...]:
    """Fresh codes with the first factor; nothing when there are some already."""
    if has_factor(staff, RECOVERY):
        return ()
    return tuple(RecoveryCodes.activate(staff).generate_codes())
