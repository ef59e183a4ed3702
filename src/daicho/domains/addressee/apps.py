# SPDX-License-Identifier: Apache-2.0
"""Django application of the domain."""

from __future__ import annotations

from django.apps import AppConfig


class AddresseeConfig(AppConfig):
    """宛名."""

    name = "daicho.domains.addressee"
    label = "addressee"
    verbose_name = "宛名"
    default_auto_field = "django.db.models.BigAutoField"
