# SPDX-License-Identifier: Apache-2.0
"""The Django application of this domain."""

from __future__ import annotations

from django.apps import AppConfig


class SealsConfig(AppConfig):
    """印鑑登録."""

    name = "daicho.domains.seals"
    label = "seals"
    verbose_name = "印鑑登録"
    default_auto_field = "django.db.models.BigAutoField"
