# SPDX-License-Identifier: Apache-2.0
"""The Django application of the API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The REST API by which other systems read and enter."""

    name = "daicho.web.api"
    label = "api"
