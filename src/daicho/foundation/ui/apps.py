# SPDX-License-Identifier: Apache-2.0
"""Django app of the shared user interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, styles and filters shared by all pages."""

    name = "daicho.foundation.ui"
    label = "ui"
