# SPDX-License-Identifier: Apache-2.0
"""The application of the online manual; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Gives the templates their place."""

    name = "daicho.web.help"
    label = "help"
