# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class EntriesConfig(AppConfig):
    """Entry by one person, check by another (仮登録 → 審査 → 本登録)."""

    name = "daicho.foundation.entries"
    label = "entries"
