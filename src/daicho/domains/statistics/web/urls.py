# SPDX-License-Identifier: Apache-2.0
"""Routes of the statistics, and their place in the menu."""

from __future__ import annotations

from django.urls import path

from daicho.domains.statistics.web import pages
from daicho.foundation.ui.menu import MenuItem, add_to_menu

app_name = "statistics"
add_to_menu(MenuItem("統計", "statistics:runs", "register.statistics", 60))
urlpatterns = [
    path("", pages.runs, name="runs"),
    path("<int:number>/", pages.run, name="run"),
    path("<int:number>/go/", pages.go, name="go"),
    path("<int:number>/workbook.xlsx", pages.book, name="book"),
    path("<int:number>/<str:name>.csv", pages.table, name="table"),
]
