# SPDX-License-Identifier: Apache-2.0
"""Addresses of the register's pages."""

from __future__ import annotations

from django.urls import path

from daicho.domains.register.web import (
    bulk,
    certificate_upload,
    characters,
    codes,
    countries,
    immigration,
    lists,
    lots,
    notes,
    own_variants,
    person,
    pick,
    places,
    presence,
    reveal,
    search,
    slip_suggest,
    slips,
    suggest,
    tasks,
)
from daicho.domains.register.web.waiting import find_waiting
from daicho.foundation.ui.menu import MenuItem, WaitingSource, add_to_menu, add_waiting

app_name = "register"
add_to_menu(MenuItem("住民検索", "register:search", "register.view", 10))
add_to_menu(MenuItem("入力票", "register:slips", "register.enter", 12))
add_to_menu(MenuItem("住民記録の業務", "register:tasks", "register.view", 14))
add_waiting(WaitingSource("register.enter", 10, find_waiting))
urlpatterns = [
    path("", search.search, name="search"),
    path("forget/", search.forget_searches, name="forget-searches"),
    path("by-number/", search.search_by_number, name="by-number"),
    path("by-code/", search.search_by_code, name="by-code"),
    path("people/<int:number>/", person.person, name="person"),
    path("people/<int:number>/household/", person.household, name="household"),
    path("people/<int:number>/history/", person.history, name="history"),
    path("people/<int:number>/characters/", characters.characters, name="characters"),
    path("people/<int:number>/notes/", notes.notes, name="notes"),
    path("people/<int:number>/number/", reveal.reveal, name="reveal"),
    path("people/<int:number>/presence/", presence.presence, name="presence"),
    path("suggest/households/", slip_suggest.find_households, name="find-households"),
    path("suggest/household/", slip_suggest.show_household, name="show-household"),
    path("suggest/slip/<str:source>/", slip_suggest.suggest_from_slip, name="suggest-from-slip"),
    path("suggest/<str:source>/", suggest.suggest, name="suggest"),
    path("places/", suggest.choose, name="choose-place"),
    path("characters/", pick.pick, name="pick-character"),
    path("characters/own/", own_variants.own_variants, name="own-variants"),
    path("characters/own/<int:number>/", own_variants.remove, name="remove-own-variant"),
    path("slips/", slips.slips, name="slips"),
    path("slips/new/", slips.new, name="new-slip"),
    path("slips/new/<str:kind>/", slips.type_new, name="type-slip"),
    path("slips/draft/<str:kind>/", slips.draft, name="draft-slip"),
    path("slips/register/", slips.decide_many, name="decide-slips"),
    path("slips/<int:number>/", slips.slip, name="slip"),
    path("slips/<int:number>/edit/", slips.edit, name="edit-slip"),
    path("slips/<int:number>/decide/", slips.decide, name="decide-slip"),
    path("slips/<int:number>/withdraw/", slips.withdraw, name="withdraw-slip"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/awaiting/", lists.awaiting, name="awaiting"),
    path("tasks/awaiting.csv", lists.awaiting_file, name="awaiting-file"),
    path("tasks/headless/", lists.headless, name="headless"),
    path("tasks/stays/", lists.stays, name="stays"),
    path("tasks/transitional/", lists.transitional, name="transitional"),
    path("tasks/certificates/", certificate_upload.certificates, name="certificates"),
    path("tasks/codes/", codes.codes, name="codes"),
    path("tasks/codes/take/", codes.take_codes, name="take-codes"),
    path("tasks/codes/alert/", codes.set_alert, name="code-alert"),
    path("tasks/codes/number/", codes.number_people, name="number-people"),
    path("tasks/places/", places.places, name="places"),
    path("tasks/places/load/", places.load_places, name="load-places"),
    path("tasks/places/buildings/", places.keep_building, name="keep-building"),
    path("tasks/places/countries/", countries.countries, name="countries"),
    path("tasks/places/countries/load/", countries.load, name="load-countries"),
    path("tasks/places/lots/", lots.lots, name="lots"),
    path("tasks/places/lots/load/", lots.load, name="load-lots"),
    path("tasks/places/lots/<int:number>/end/", lots.end, name="end-lot"),
    path("tasks/places/<str:code>/", places.town, name="town"),
    path("tasks/bulk/", bulk.bulk, name="bulk"),
    path("tasks/bulk/new/", bulk.try_bulk, name="try-bulk"),
    path("tasks/bulk/headings/<str:kind>.csv", bulk.bulk_headings, name="bulk-headings"),
    path("tasks/bulk/<int:number>/", bulk.bulk_change, name="bulk-change"),
    path("tasks/bulk/<int:number>/decide/", bulk.decide_bulk, name="decide-bulk"),
    path("tasks/bulk/<int:number>/start/", bulk.start_bulk, name="start-bulk"),
    path("tasks/bulk/<int:number>/progress/", bulk.bulk_progress, name="bulk-progress"),
    path("tasks/immigration/", immigration.immigration, name="immigration"),
    path("tasks/immigration/take/", immigration.take_notices, name="take-notices"),
    path(
        "tasks/immigration/<int:number>/", immigration.immigration_notice, name="immigration-notice"
    ),
    path("tasks/immigration/<int:number>/draft/", immigration.draft_notice, name="draft-notice"),
]
