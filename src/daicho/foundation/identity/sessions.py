# SPDX-License-Identifier: Apache-2.0
"""How Django finds the signed-in person again; passwords are checked in `sign_in` only."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from daicho.foundation.identity.models import Staff


class StaffSessions(BaseBackend):
    """Restores a session; it never authenticates and grants nothing."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        """Refuse always: a password that went round `sign_in` would not be logged."""
        return None

    def get_user(self, user_id: int) -> Staff | None:
        """The person of a session, unless the account has been locked since; never a service."""
        return Staff.objects.filter(pk=user_id, locked_at__isnull=True, is_service=False).first()
