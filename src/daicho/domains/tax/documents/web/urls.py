# SPDX-License-Identifier: Apache-2.0
"""Addresses of the tax documents' pages."""

from __future__ import annotations

from django.urls import path

from daicho.domains.tax.documents.web import imports, joins, upload
from daicho.domains.tax.documents.web.waiting import find_waiting
from daicho.foundation.ui.menu import MenuItem, WaitingSource, add_to_menu, add_waiting

app_name = "documents"
add_to_menu(MenuItem("取込", "documents:imports", "documents.view", 20))
add_to_menu(MenuItem("名寄せ", "documents:joins", "documents.view", 30))
add_waiting(WaitingSource("documents.view", 20, find_waiting))
urlpatterns = [
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", upload.upload, name="upload"),
    path("imports/<int:number>/", imports.import_page, name="import"),
    path("imports/<int:number>/refused.csv", imports.refused_csv, name="refused-csv"),
    path("imports/<int:number>/settle/", imports.settle, name="settle"),
    path("imports/<int:number>/withdraw/", imports.withdraw, name="withdraw"),
    path("joins/", joins.join_list, name="joins"),
    path("joins/<int:number>/", joins.join, name="join"),
    path("joins/<int:number>/decide/", joins.decide, name="decide"),
    path("joins/<int:number>/reopen/", joins.reopen, name="reopen"),
    path("forwards/sent/", joins.mark_forwarded, name="mark-forwarded"),
    path("forwards/", joins.forward_list, name="forwards"),
]
