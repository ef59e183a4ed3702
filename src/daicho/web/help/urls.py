# SPDX-License-Identifier: Apache-2.0
"""Addresses of the manual."""

from __future__ import annotations

from django.urls import path

from daicho.web.help import pages

app_name = "help"
urlpatterns = [
    path("", pages.contents, name="contents"),
    path("screen/<str:route>/", pages.screen, name="screen"),
    path("<slug:slug>/", pages.chapter, name="chapter"),
]
