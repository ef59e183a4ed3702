# SPDX-License-Identifier: Apache-2.0
"""Make Django ready inside a command or a worker process."""

from __future__ import annotations

import os

import django


def setup() -> None:
    """Load settings and applications once; the database starts at the first connection."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daicho.config.settings")
    django.setup()
