# SPDX-License-Identifier: Apache-2.0
"""Addresses of the pages of measures and restraints."""

from __future__ import annotations

from django.urls import path

from daicho.domains.support.web import acting, measures, restraints
from daicho.domains.support.web.waiting import find_waiting
from daicho.foundation.ui.menu import MenuItem, WaitingSource, add_to_menu, add_waiting

app_name = "support"
add_to_menu(MenuItem("支援措置", "support:measures", "protected.search", 60))
add_to_menu(MenuItem("抑止", "support:restraint-list", "register.restrain", 61))
add_waiting(WaitingSource("protected.search", 15, find_for=find_waiting))
urlpatterns = [
    path("measures/", measures.measures, name="measures"),
    path("measures/ending/", measures.ending, name="ending"),
    path("measures/apply/", acting.apply, name="apply"),
    path("measures/receive/", acting.receive, name="receive"),
    path("measures/notices/", measures.notices, name="notices"),
    path("measures/<int:number>/", measures.measure, name="measure"),
    path("measures/<int:number>/correct/", acting.correct, name="correct"),
    path("measures/<int:number>/<str:act>/", acting.step, name="step"),
    path("restraints/", restraints.restraint_list, name="restraint-list"),
    path("restraints.csv", restraints.restraint_file, name="restraint-file"),
    path("restraints/<int:number>/", restraints.restraint, name="restraint"),
    path("restraints/<str:target>/<int:number>/", restraints.restraints, name="restraints"),
    path("releases/<str:target>/<int:number>/", restraints.release, name="release"),
    path("release-time/", restraints.release_time, name="release-time"),
]
