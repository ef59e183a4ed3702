# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Staff, their sign-in and sign-out (職員)."""

    name = "daicho.foundation.identity"
    label = "identity"
