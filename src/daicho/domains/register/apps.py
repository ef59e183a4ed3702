# SPDX-License-Identifier: Apache-2.0
"""Django application of the domain."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """住民記録."""

    name = "daicho.domains.register"
    label = "register"
    verbose_name = "住民記録"
    default_auto_field = "django.db.models.BigAutoField"
