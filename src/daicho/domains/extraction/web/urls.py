# SPDX-License-Identifier: Apache-2.0
"""Addresses of extraction."""

from __future__ import annotations

from django.urls import path

from daicho.domains.extraction.web import wizard
from daicho.foundation.ui.menu import MenuItem, add_to_menu

app_name = "extraction"
add_to_menu(MenuItem("データ抽出", "extraction:list", "register.extract", 80))
urlpatterns = [
    path("", wizard.kept, name="list"),
    path("kept/<int:number>/remove/", wizard.remove, name="remove"),
    path("<str:source>/", wizard.wizard, name="wizard"),
]
