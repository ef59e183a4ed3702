# SPDX-License-Identifier: Apache-2.0
"""Addresses of the inhabitants tax's pages."""

from __future__ import annotations

from django.urls import path

from daicho.domains.tax.inhabitants.web import papers, reassess, register_effects, runs, taxpayer
from daicho.domains.tax.inhabitants.web.waiting import find_waiting
from daicho.foundation.ui.menu import MenuItem, WaitingSource, add_to_menu, add_waiting

app_name = "inhabitants"
add_to_menu(MenuItem("当初賦課", "inhabitants:runs", "tax.assessment.view", 50))
add_waiting(WaitingSource("tax.assessment.view", 50, find_waiting))
PERSON = "taxpayers/<int:number>/"
YEAR = f"{PERSON}<int:year>/"
urlpatterns = [
    path(PERSON, taxpayer.taxpayer, name="taxpayer"),
    path(f"{YEAR}basis/", taxpayer.basis, name="basis"),
    path(f"{YEAR}calculation/", taxpayer.calculation, name="calculation"),
    path(f"{YEAR}instalments/", taxpayer.instalments, name="instalments"),
    path(f"{YEAR}history/", taxpayer.history, name="history"),
    path(f"{YEAR}papers/", papers.papers, name="papers"),
    path(f"{YEAR}papers/calculation.pdf", papers.calculation_sheet, name="calculation-sheet"),
    path(f"{YEAR}papers/notice.pdf", papers.notice, name="notice"),
    path(f"{YEAR}papers/employee.pdf", papers.employee_notice, name="employee-notice"),
    path(f"{YEAR}papers/certificate.pdf", papers.certificate, name="certificate"),
    path(f"{YEAR}reassess/", reassess.reassess, name="reassess"),
    path("register-effects/", register_effects.effects, name="register-effects"),
    path("register-effects/<int:number>/dismiss/", register_effects.dismiss, name="dismiss-effect"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/<int:number>/", runs.run, name="run"),
    path("runs/<int:number>/progress/", runs.progress, name="progress"),
    path("runs/<int:number>/findings/", runs.findings, name="findings"),
    path("runs/<int:number>/undeclared/", runs.undeclared, name="undeclared"),
    path("runs/<int:number>/accept/", runs.accept, name="accept"),
    path("runs/<int:number>/release/", runs.release, name="release"),
    path("runs/<int:number>/withdraw/", runs.withdraw, name="withdraw"),
]
