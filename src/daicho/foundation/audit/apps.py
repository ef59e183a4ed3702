# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The tamper-evident log (操作ログ)."""

    name = "daicho.foundation.audit"
    label = "audit"
