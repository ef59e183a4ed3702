# SPDX-License-Identifier: Apache-2.0
"""Addresses of the register's pages."""

from __future__ import annotations

from django.urls import path

from daicho.domains.register.web import (
    characters,
    notes,
    person,
    presence,
    reveal,
    search,
    slips,
    suggest,
)
from daicho.domains.register.web.waiting import find_waiting
from daicho.foundation.ui.menu import MenuItem, WaitingSource, add_to_menu, add_waiting

app_name = "register"
add_to_menu(MenuItem("住民検索", "register:search", "register.view", 10))
add_to_menu(MenuItem("入力票", "register:slips", "register.enter", 12))
add_waiting(WaitingSource("register.view", 10, find_waiting))
urlpatterns = [
    path("", search.search, name="search"),
    path("by-number/", search.search_by_number, name="by-number"),
    path("by-code/", search.search_by_code, name="by-code"),
    path("people/<int:number>/", person.person, name="person"),
    path("people/<int:number>/household/", person.household, name="household"),
    path("people/<int:number>/history/", person.history, name="history"),
    path("people/<int:number>/characters/", characters.characters, name="characters"),
    path("people/<int:number>/notes/", notes.notes, name="notes"),
    path("people/<int:number>/number/", reveal.reveal, name="reveal"),
    path("people/<int:number>/presence/", presence.presence, name="presence"),
    path("suggest/<str:source>/", suggest.suggest, name="suggest"),
    path("slips/", slips.slips, name="slips"),
    path("slips/new/", slips.new, name="new-slip"),
    path("slips/new/<str:kind>/", slips.type_new, name="type-slip"),
    path("slips/draft/<str:kind>/", slips.draft, name="draft-slip"),
    path("slips/register/", slips.decide_many, name="decide-slips"),
    path("slips/<int:number>/", slips.slip, name="slip"),
    path("slips/<int:number>/edit/", slips.edit, name="edit-slip"),
    path("slips/<int:number>/decide/", slips.decide, name="decide-slip"),
    path("slips/<int:number>/withdraw/", slips.withdraw, name="withdraw-slip"),
]
