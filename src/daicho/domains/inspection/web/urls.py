# SPDX-License-Identifier: Apache-2.0
"""Routes of the inspection and of notice to the person, and their places in the menu."""

from __future__ import annotations

from django.urls import path

from daicho.domains.inspection.web import pages
from daicho.foundation.ui.menu import MenuItem, add_to_menu

app_name = "inspection"
add_to_menu(MenuItem("閲覧", "inspection:applications", "register.inspection", 62))
add_to_menu(MenuItem("本人通知", "inspection:notices", "certificate.issue", 63))
urlpatterns = [
    path("", pages.applications, name="applications"),
    path("<int:number>/", pages.application, name="application"),
    path("lists/<int:number>.csv", pages.inspection_list, name="list"),
    path("published/<int:year>.csv", pages.published, name="published"),
    path("notices/", pages.notice_list, name="notices"),
    path("notices/send/", pages.send_notices, name="send-notices"),
    path("notices/<int:number>/end/", pages.end_notice, name="end-notice"),
]
