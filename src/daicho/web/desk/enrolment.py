# SPDX-License-Identifier: Apache-2.0
"""The form that enrols a second factor: at the first sign-in, and on the page of the account."""

from __future__ import annotations

import base64
import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest

from daicho.foundation.identity.authentication_log import Where
from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.own_account import Enrolled, enrol_app, enrol_key
from daicho.foundation.identity.second_factor import (
    KEY,
    TOTP,
    has_factor,
    new_key_question,
    opened,
    sealed,
)
from daicho.kernel.findings import Finding

SECRET = "enrolment_secret"  # noqa: S105 - a key of the session, where it lies sealed
KEY_NAME_LENGTH = 50


def enrolment_context(
    request: HttpRequest, staff: Staff, finding: Finding | None
) -> dict[str, Any]:
    """What the form shows: the app's secret as a picture and as text, the question for a key."""
    context: dict[str, Any] = {
        "findings": [finding] if finding else [],
        "question": json.dumps(new_key_question(request, staff)),
        "has_app": has_factor(staff, TOTP),
    }
    if not context["has_app"]:
        secret = _secret(request)
        url = get_adapter().build_totp_url(staff, secret)
        picture = get_adapter().build_totp_svg(url).encode()
        context["picture"] = base64.b64encode(picture).decode("ascii")
        context["secret"] = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return context


def enrol_from(request: HttpRequest, staff: Staff, where: Where) -> Enrolled:
    """Enrol what was sent."""
    if request.POST.get("way") == KEY:
        name = request.POST.get("name", "").strip()[:KEY_NAME_LENGTH] or "セキュリティキー"
        answer = request.POST.get("answer", "")
        return enrol_key(request=request, staff=staff, name=name, answer=answer, where=where)
    enrolled = enrol_app(
        staff=staff, secret=_secret(request), code=request.POST.get("code", ""), where=where
    )
    if enrolled.finding is None:
        request.session.pop(SECRET, None)
    return enrolled


def _secret(request: HttpRequest) -> str:
    """The secret offered in this session; it counts only when a code of it has come back."""
    kept = request.session.get(SECRET)
    if kept:
        return opened(kept)
    secret = str(generate_totp_secret())
    request.session[SECRET] = sealed(secret)
    return secret
