# SPDX-License-Identifier: Apache-2.0
"""The Django application of the jobs; it has no tables of its own."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Batches started by schedule (バッチ処理)."""

    name = "daicho.jobs"
    label = "jobs"
    verbose_name = "バッチ処理"

    def ready(self) -> None:
        """Declare the kinds of jobs."""
        import_module("daicho.jobs.kinds")
        import_module("daicho.jobs.tax")
