# SPDX-License-Identifier: Apache-2.0
"""Django application of the domain."""

from __future__ import annotations

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """支援措置・抑止."""

    name = "daicho.domains.support"
    label = "support"
    verbose_name = "支援措置・抑止"
    default_auto_field = "django.db.models.BigAutoField"
