# SPDX-License-Identifier: Apache-2.0
"""The second factors a person has: authenticator app (TOTP), security key (WebAuthn, also an IC
card or passkey behind it), recovery codes.

allauth keeps and checks them; what it leaves to a cache of one process (a code used twice) or
does not look at (a key's counter) is settled here, in the row. Call with the staff row locked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from daicho.foundation.identity.findings import KEY_COPIED, WRONG_CODE, WRONG_KEY, WRONG_RECOVERY
from daicho.foundation.identity.models import Staff
from daicho.kernel.findings import Finding

TOTP, KEY = "totp", "webauthn"
RECOVERY = "recovery_codes"
LABELS = {TOTP: "認証アプリ", KEY: "セキュリティキー", RECOVERY: "回復コード"}
# Typing takes time: the code before the present one still counts (RFC 6238 §5.2).
LATE_STEPS = 1


@dataclass(frozen=True, slots=True)
class Factor:
    """One means of a person, as their own page lists it."""

    id: int
    kind: str
    label: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


def factors_of(staff: Staff) -> list[Factor]:
    """What the person signs in with besides the password; recovery codes are none by themselves."""
    found = Authenticator.objects.filter(user=staff, type__in=(TOTP, KEY)).order_by("id")
    return [
        Factor(
            one.pk, one.type, LABELS[one.type], one.data.get("name", LABELS[one.type]),
            one.created_at, one.last_used_at,
        )
        for one in found
    ]  # fmt: skip


def has_factor(staff: Staff, *kinds: str) -> bool:
    """Whether the person has enrolled one of these (any key or app when none is named)."""
    return bool(Authenticator.objects.filter(user=staff, type__in=kinds or (TOTP, KEY)).exists())


def is_factor_required() -> bool:
    """Whether nobody gets past the password alone (DAICHO_SECOND_FACTOR)."""
    return bool(settings.SECOND_FACTOR == "required")


def needs_second_factor(staff: Staff) -> bool:
    """Whether this person's password alone is not enough."""
    return is_factor_required() or has_factor(staff)


def recovery_codes_left(staff: Staff) -> int:
    """How many recovery codes are still unused."""
    found = Authenticator.objects.filter(user=staff, type=RECOVERY).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found else 0


def counter_of(secret: str, code: str, *, at: datetime, after: int = -1) -> int | None:
    """The time step whose code this is, none before or at `after`; None for a wrong code."""
    now = int(at.timestamp()) // app_settings.TOTP_PERIOD
    for counter in range(now - LATE_STEPS, now + 1):
        expected = format_hotp_value(hotp_value(secret, counter))
        if counter > after and compare_user_code(actual=code, expected=expected):
            return counter
    return None


def use_code(staff: Staff, code: str, *, at: datetime) -> Finding | None:
    """Take a code of the app; the same code, or an earlier one, is never taken again."""
    found = Authenticator.objects.filter(user=staff, type=TOTP).first()
    if found is None:
        return WRONG_CODE
    secret = decrypt(found.data["secret"])
    counter = counter_of(secret, code, at=at, after=found.data.get("used_counter", -1))
    if counter is None:
        return WRONG_CODE
    found.data["used_counter"] = counter
    _mark_used(found, at)
    return None


def use_recovery_code(staff: Staff, code: str, *, at: datetime) -> Finding | None:
    """Take one of the codes on paper, each once."""
    found = Authenticator.objects.filter(user=staff, type=RECOVERY).first()
    if found is None or not RecoveryCodes(found).validate_code(code):
        return WRONG_RECOVERY
    found.refresh_from_db()
    _mark_used(found, at)
    return None


def key_question(request: HttpRequest, staff: Staff) -> dict[str, Any]:
    """What the browser asks the key at sign-in; the challenge waits in the session."""
    with context.request_context(request):
        return json_ready(webauthn.begin_authentication(staff))


def new_key_question(request: HttpRequest, staff: Staff) -> dict[str, Any]:
    """What the browser asks a new key; keys that are known already are left out."""
    with context.request_context(request):
        return json_ready(webauthn.begin_registration(staff, passwordless=False))


def use_key(request: HttpRequest, staff: Staff, answer: str, *, at: datetime) -> Finding | None:
    """Check the key's signature, and that its counter only goes up (a copy lags behind)."""
    try:
        given = json.loads(answer)
        response = webauthn.parse_authentication_response(given)
        with context.request_context(request):
            found = webauthn.complete_authentication(staff, given)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return WRONG_KEY
    counter = response.response.authenticator_data.counter
    if 0 < found.data.get("counter", 0) >= counter:
        return KEY_COPIED
    found.data["counter"] = counter
    _mark_used(found, at)
    return None


def add_key(
    request: HttpRequest, staff: Staff, *, name: str, answer: str, at: datetime
) -> Finding | None:
    """Keep a new key, when it has signed our challenge."""
    try:
        given = json.loads(answer)
        with context.request_context(request):
            binding = webauthn.complete_registration(given)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return WRONG_KEY
    key = webauthn.WebAuthn.add(staff, name, given)
    key.instance.data["counter"] = binding.counter
    key.instance.created_at = at
    key.instance.save(update_fields=["data", "created_at"])
    return None


def sealed(text: str) -> str:
    """A secret as it may lie in a session or a row."""
    return str(get_adapter().encrypt(text))


def opened(text: str) -> str:
    """What `sealed` was given."""
    return str(get_adapter().decrypt(text))


def json_ready(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options of fido2 as plain JSON values."""
    return dict(json.loads(json.dumps(options, default=_plain)))


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _mark_used(found: Any, at: datetime) -> None:
    found.last_used_at = at
    found.save(update_fields=["data", "last_used_at"])
