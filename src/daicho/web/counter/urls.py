# SPDX-License-Identifier: Apache-2.0
"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from daicho.foundation.ui.menu import MenuItem, add_to_menu
from daicho.web.counter import home, move_in, visits

app_name = "counter"
add_to_menu(MenuItem("窓口", "counter:home", "counter.use", 5))
urlpatterns = [
    path("", home.home, name="home"),
    path("suggest/", home.suggest, name="suggest"),
    path("people/<int:number>/", home.person, name="person"),
    path("people/<int:number>/for/<slug:event>/", visits.of_person, name="for"),
    path("move-in/", move_in.new, name="move-in"),
    path("move-in/<int:number>/", move_in.edit, name="edit-move-in"),
    path("move-in/draft/", move_in.draft, name="draft-move-in"),
    path("towns/", move_in.towns, name="towns"),
    path("slips/<int:number>/", visits.of_slip, name="slip"),
    path("visits/<int:number>/", visits.visit, name="visit"),
    path("visits/<int:number>/list.pdf", visits.paper, name="paper"),
    path("tasks/<int:number>/", visits.settle, name="settle"),
    path("today/", visits.today, name="today"),
]
