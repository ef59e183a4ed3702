# SPDX-License-Identifier: Apache-2.0
"""What waits among the documents, for the first page."""

from __future__ import annotations

from django.urls import reverse

from daicho.domains.tax.documents.models import (
    Document,
    FileState,
    ForwardEntry,
    ForwardState,
    ImportFile,
)
from daicho.domains.tax.documents.selectors.queue import QUEUED
from daicho.foundation.ui.menu import Waiting
from daicho.foundation.ui.paging import Paging, Sliceable, bounded_count


def find_waiting() -> list[Waiting]:
    """Doubtful joins, imports that are not closed, documents to send on."""
    doubtful = Document.objects.filter(join_state__in=QUEUED, withdrawn=False)
    unsettled = ImportFile.objects.filter(state=FileState.OPEN)
    proposed = ForwardEntry.objects.filter(state=ForwardState.PROPOSED)
    found = (
        ("名寄せの要確認", doubtful, "候補を見比べて決める資料", reverse("documents:joins")),
        ("完了していない取込", unsettled, "不備行の確認が残る取込", reverse("documents:imports")),
        ("回送の候補", proposed, "ほかの市区町村の人の資料", reverse("documents:forwards")),
    )
    return [
        Waiting(title, _count(rows), note, url) for title, rows, note, url in found if rows.exists()
    ]


def _count(rows: Sliceable) -> str:
    count, is_bound = bounded_count(rows)
    return Paging(1, 1, count, is_bound).count_text
