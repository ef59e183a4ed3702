# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class TemporalConfig(AppConfig):
    """Full-row history: valid time × recorded time."""

    name = "daicho.foundation.temporal"
    label = "temporal"
