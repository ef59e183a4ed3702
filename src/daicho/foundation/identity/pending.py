# SPDX-License-Identifier: Apache-2.0
"""Between the password and the session: who has shown the one and still owes something else.

The session then holds no user, so every page of the desk still answers as to a stranger.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest

from daicho.foundation.identity.models import Staff
from daicho.foundation.identity.second_factor import has_factor, is_factor_required

PENDING = "pending_sign_in"
LONGEST_SECONDS = 600


class Step(StrEnum):
    """What is owed next."""

    SECOND_FACTOR = "second"
    NEW_PASSWORD = "password"  # noqa: S105 - the name of a step
    ENROLMENT = "enrol"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Pending:
    """How far a sign-in has come. `means`: what was shown, in words for the log.

    Who came through the issuer has not used our password, so it need not be changed yet.
    """

    staff: Staff
    means: str
    target: str
    is_confirmed: bool = False
    is_by_password: bool = True

    def step(self) -> Step:
        """What is owed next; the factor comes before anything may be changed."""
        if not self.is_confirmed and has_factor(self.staff):
            return Step.SECOND_FACTOR
        if self.is_by_password and self.staff.must_change_password:
            return Step.NEW_PASSWORD
        if not self.is_confirmed and is_factor_required():
            return Step.ENROLMENT
        return Step.NOTHING

    def confirmed(self, means: str) -> Pending:
        """The same with a second factor shown."""
        return replace(self, means=f"{self.means}・{means}", is_confirmed=True)


def keep_pending(request: HttpRequest, pending: Pending, *, at: datetime) -> None:
    """Keep it under a new session key; nothing of an earlier session stays."""
    request.session.flush()
    request.session[PENDING] = {
        "staff": pending.staff.pk, "means": pending.means, "target": pending.target,
        "is_confirmed": pending.is_confirmed, "is_by_password": pending.is_by_password,
        "at": int(at.timestamp()),
        # A password changed meanwhile ends this, as it ends sessions.
        "hash": pending.staff.get_session_auth_hash(),
    }  # fmt: skip


def find_pending(request: HttpRequest, *, at: datetime) -> Pending | None:
    """The sign-in under way in this browser, while it is fresh and the account open."""
    kept = request.session.get(PENDING)
    if not kept or int(at.timestamp()) - kept["at"] > LONGEST_SECONDS:
        return None
    staff = Staff.objects.filter(pk=kept["staff"], locked_at__isnull=True, is_service=False).first()
    if staff is None or staff.get_session_auth_hash() != kept["hash"]:
        return None
    return Pending(
        staff, kept["means"], kept["target"], kept["is_confirmed"], kept["is_by_password"]
    )
