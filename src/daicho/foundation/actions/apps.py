# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """One mutation with permission, purpose, lock and log."""

    name = "daicho.foundation.actions"
    label = "actions"
