# SPDX-License-Identifier: Apache-2.0
"""Addresses of the addressees' pages."""

from __future__ import annotations

from django.urls import path

from daicho.domains.addressee.web import search
from daicho.foundation.ui.menu import MenuItem, add_to_menu

app_name = "addressee"
add_to_menu(MenuItem("検索", "addressee:search", "tax.taxpayer.view", 10))
urlpatterns = [
    path("", search.search, name="search"),
    path("by-number/", search.search_by_number, name="by-number"),
]
