# SPDX-License-Identifier: Apache-2.0
"""Instalments to post upon."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from daicho.domains.collection.facts import NewPosting
from daicho.domains.collection.models import Receivable
from daicho.domains.collection.postings import post_receivables

AT = dt.datetime(2026, 6, 10, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
DAY = AT.date()


@pytest.fixture
def instalments(db: None) -> list[int]:
    """Three instalments of 10,000 yen each, of three persons."""
    post_receivables(
        [
            NewPosting(
                "inhabitants_tax", 2026, 11 + number, 11 + number, 1, 1,
                dt.date(2026, 6, 30), 10_000, "initial", 1 + number,
            )
            for number in range(3)
        ],
        posted_at=AT, by="officer",
    )  # fmt: skip
    return list(Receivable.objects.order_by("pk").values_list("pk", flat=True))
