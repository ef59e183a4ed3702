# SPDX-License-Identifier: Apache-2.0
"""The Django application of this package."""

from __future__ import annotations

from django.apps import AppConfig


class ExtractionConfig(AppConfig):
    """Extraction by the users themselves (EUC)."""

    name = "daicho.domains.extraction"
    label = "extraction"
