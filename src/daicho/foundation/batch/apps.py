# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class BatchConfig(AppConfig):
    """Runs of steps with checkpoints and control totals (一括処理)."""

    name = "daicho.foundation.batch"
    label = "batch"
