# SPDX-License-Identifier: Apache-2.0
"""Addresses of the desk itself."""

from __future__ import annotations

from django.urls import path

from daicho.foundation.ui.menu import MenuItem, add_to_menu
from daicho.web.desk import home, log, sign_in

app_name = "desk"
add_to_menu(MenuItem("操作ログ", "desk:log", "audit.view", 90))
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("purpose/", sign_in.purpose, name="purpose"),
    path("log/", log.log, name="log"),
]
