# SPDX-License-Identifier: Apache-2.0
"""Routes of the inspection and of notice to the person, and their places in the menu."""

from __future__ import annotations

from django.urls import path

from daicho.domains.inspection.web import notices, pages, waiting
from daicho.foundation.ui.menu import MenuItem, WaitingSource, add_to_menu, add_waiting

app_name = "inspection"
add_to_menu(MenuItem("閲覧", "inspection:applications", "register.inspection", 62))
add_to_menu(MenuItem("本人通知", "inspection:notices", "certificate.issue", 63))
add_waiting(WaitingSource("protected.view", 62, waiting.waiting_releases))
urlpatterns = [
    path("", pages.applications, name="applications"),
    path("<int:number>/", pages.application, name="application"),
    path("lists/<int:number>.csv", pages.inspection_list, name="list"),
    path("lists/<int:number>/print/", pages.print_list, name="print-list"),
    path("copies/<int:number>/spoil/", pages.spoil_copy, name="spoil-copy"),
    path("releases/", pages.releases, name="releases"),
    path("releases/<int:number>/", pages.release, name="release"),
    path("published/<int:year>.csv", pages.published, name="published"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/send/", notices.send_notices, name="send-notices"),
    path("notices/endings/", notices.tell_endings, name="tell-endings"),
    path("notices/<int:number>/end/", notices.end_notice, name="end-notice"),
]
