# SPDX-License-Identifier: Apache-2.0
"""Django app of the counter."""

from __future__ import annotations

from django.apps import AppConfig


class CounterConfig(AppConfig):
    """Pages of the counter, and what was promised to whoever came."""

    name = "daicho.web.counter"
    label = "counter"
