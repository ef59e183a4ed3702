# SPDX-License-Identifier: Apache-2.0
"""Addresses of the certificates' pages."""

from __future__ import annotations

from django.urls import path

from daicho.domains.certificates.selectors import list_waiting
from daicho.domains.certificates.web import (
    former,
    history,
    missing,
    office,
    papers,
    printing,
    requesting,
    settings,
    together,
)
from daicho.foundation.ui.menu import MenuItem, Waiting, WaitingSource, add_to_menu, add_waiting

app_name = "certificates"


def _waiting() -> list[Waiting]:
    count = list_waiting()[:100].count()
    if not count:
        return []
    return [Waiting("支援措置の審査待ちの証明書", f"{count}件", "", "/certificates/waiting/", True)]


add_to_menu(MenuItem("交付履歴", "certificates:history", "certificate.issue", 30))
add_to_menu(MenuItem("日計", "certificates:cash", "certificate.cash", 31))
add_to_menu(MenuItem("証明書用紙", "certificates:stock", "certificate.stock", 32))
add_to_menu(MenuItem("証明書の設定", "certificates:settings", "system.settings", 80))
add_waiting(WaitingSource("protected.view", 30, _waiting))
urlpatterns = [
    path("history/", history.history, name="history"),
    path("history/issues.csv", history.history_csv, name="history-csv"),
    path("people/<int:number>/", requesting.request_for, name="new"),
    path("people/<int:number>/former/", former.former, name="former"),
    path("absence/", requesting.request_absence, name="absence"),
    path("requests/<int:number>/", papers.show_request, name="request"),
    path("requests/<int:number>/close/", papers.close, name="close"),
    path("requests/<int:number>/correct/", papers.correct, name="correct"),
    path("requests/<int:number>/review/", papers.review, name="review"),
    path("waiting/", papers.waiting, name="waiting"),
    path("issues/<int:number>/paper.pdf", printing.paper, name="paper"),
    path("issues/<int:number>/print/", printing.send, name="print"),
    path("issues/<int:number>/hand-over/", papers.hand_over, name="hand-over"),
    path("issues/<int:number>/spoil/", papers.spoil, name="spoil"),
    path("due/", together.due_papers, name="due"),
    path("letters/inquiries/", together.inquiries, name="inquiries"),
    path("letters/householders/", together.householder_requests, name="householder-requests"),
    path("letters/wards/", together.wards, name="wards"),
    path("letters/support-ends/", together.support_ends, name="support-ends"),
    path("letters/bulk/<int:number>/", together.bulk_letters, name="bulk-letters"),
    path("together/", together.issued_together, name="together"),
    path("together/papers.pdf", together.papers_together, name="papers-together"),
    path("overflow/", missing.missing, name="missing"),
    path("overflow/list.csv", missing.missing_csv, name="missing-csv"),
    path("cash/", office.cash, name="cash"),
    path("cash/<int:number>/", office.drawer, name="drawer"),
    path("stock/", office.stock, name="stock"),
    path("stock/<int:number>/", office.sheets, name="sheets"),
    path("settings/", settings.office_settings, name="settings"),
    path("settings/certifier/", settings.certifier, name="certifier"),
    path("settings/seal/", settings.official_seal, name="seal"),
    path("settings/seal/<int:number>/", settings.decide_seal, name="decide-seal"),
    path("settings/seal/<int:number>/image/", settings.seal_image, name="seal-image"),
    path("settings/kind/", settings.kind_setting, name="kind-setting"),
    path("settings/kind/<int:number>/", settings.decide_kind_setting, name="decide-kind-setting"),
    path("settings/printer/", settings.printer, name="printer"),
    path("settings/terminal/", settings.terminal, name="terminal"),
]
