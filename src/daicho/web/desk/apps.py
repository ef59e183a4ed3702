# SPDX-License-Identifier: Apache-2.0
"""Django app of the desk."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages of the staff that belong to no single domain."""

    name = "daicho.web.desk"
    label = "desk"
