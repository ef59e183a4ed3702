# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of seal registration."""

from __future__ import annotations

from django.urls import path

from daicho.domains.seals.selectors import list_notices, list_revoked
from daicho.domains.seals.web import imprints, office, person, slips
from daicho.foundation.ui.menu import MenuItem, Waiting, WaitingSource, add_to_menu, add_waiting

app_name = "seals"
MOST_COUNTED = 100


def _waiting() -> list[Waiting]:
    found = []
    for title, query, is_urgent in (
        ("回復を確認する印鑑登録", list_revoked(), True),
        ("印鑑登録の抹消通知", list_notices(), False),
    ):
        if count := query[:MOST_COUNTED].count():
            found.append(Waiting(title, f"{count}件", "", "/seals/", is_urgent))
    return found


add_to_menu(MenuItem("印鑑登録", "seals:office", "seal.register", 25))
add_waiting(WaitingSource("seal.register", 25, _waiting))
urlpatterns = [
    path("", office.office, name="office"),
    path("cards/", office.cards, name="cards"),
    path("calibration/", office.calibration, name="calibration"),
    path("lapse/", office.lapse, name="lapse"),
    path("notices/<int:number>/", office.notice, name="notice"),
    path("people/<int:number>/", person.person, name="person"),
    path("people/<int:number>/scan/", imprints.scan, name="scan"),
    path("people/<int:number>/compare/", imprints.compare, name="compare"),
    path("images/<int:number>/", imprints.image, name="image"),
    path("slips/new/<str:kind>/", slips.type_new, name="type-slip"),
    path("slips/<int:number>/", slips.slip, name="slip"),
    path("slips/<int:number>/edit/", slips.edit, name="edit-slip"),
    path("slips/<int:number>/decide/", slips.decide, name="decide-slip"),
    path("slips/<int:number>/withdraw/", slips.withdraw, name="withdraw-slip"),
]
