# SPDX-License-Identifier: Apache-2.0
"""The Django application of this domain."""

from __future__ import annotations

from django.apps import AppConfig


class InspectionConfig(AppConfig):
    """住民基本台帳の閲覧・本人通知."""

    name = "daicho.domains.inspection"
    label = "inspection"
    verbose_name = "閲覧・本人通知"
    default_auto_field = "django.db.models.BigAutoField"
