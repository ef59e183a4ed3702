# SPDX-License-Identifier: Apache-2.0
"""The Django application of this domain."""

from __future__ import annotations

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """住民記録の統計."""

    name = "daicho.domains.statistics"
    label = "statistics"
    verbose_name = "統計"
    default_auto_field = "django.db.models.BigAutoField"
