# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what, for which purpose (権限・利用目的)."""

    name = "daicho.foundation.access"
    label = "access"
