# SPDX-License-Identifier: Apache-2.0
"""Addresses of rights, the organisation and emergency access."""

from __future__ import annotations

from django.urls import path

from daicho.foundation.ui.menu import MenuItem, WaitingSource, add_to_menu, add_waiting
from daicho.web.desk import (
    emergency,
    rights,
    rights_organisation,
    rights_table,
    rights_waiting,
)

app_name = "rights"
add_to_menu(MenuItem("権限", "rights:mine", "rights.request", 92))
add_to_menu(MenuItem("緊急アクセス", "rights:emergency", "emergency.open", 96))
add_waiting(
    WaitingSource("emergency.review", 1, find_for=rights_waiting.waiting_emergencies)
)  # fmt: skip
add_waiting(WaitingSource("rights.approve", 80, find_for=rights_waiting.waiting_requests))
urlpatterns = [
    path("rights/", rights.mine, name="mine"),
    path("rights/request/", rights.request_rights, name="request"),
    path("rights/requests/<int:number>/withdraw/", rights.withdraw, name="withdraw"),
    path("rights/approvals/", rights.approvals, name="approvals"),
    path("rights/approvals/<int:number>/", rights.decide, name="decide"),
    path("rights/table/", rights_table.table, name="table"),
    path("rights/table/csv/", rights_table.table_file, name="table-file"),
    path("rights/table/confirm/", rights_table.confirm, name="confirm"),
    path("rights/upkeep/", rights_table.upkeep, name="upkeep"),
    path("organisation/", rights_organisation.organisation, name="organisation"),
    path("organisation/units/", rights_organisation.set_unit, name="unit"),
    path("organisation/units/close/", rights_organisation.close_unit, name="close-unit"),
    path("organisation/personnel/", rights_organisation.personnel, name="personnel"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/<int:number>/end/", emergency.end, name="emergency-end"),
    path("emergency/reviews/", emergency.reviews, name="emergency-reviews"),
    path("emergency/reviews/<int:number>/", emergency.review, name="emergency-review"),
]
