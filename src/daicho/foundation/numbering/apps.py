# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """Numbers that are given once (採番)."""

    name = "daicho.foundation.numbering"
    label = "numbering"
