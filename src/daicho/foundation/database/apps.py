# SPDX-License-Identifier: Apache-2.0
"""The application of the database's roles and extensions."""

from __future__ import annotations

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """Roles and extensions come before every table."""

    name = "daicho.foundation.database"
    label = "database"
