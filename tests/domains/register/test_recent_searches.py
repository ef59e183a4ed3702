# SPDX-License-Identifier: Apache-2.0
"""Recent searches: ten of each clerk, sealed, for nobody else, gone after a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from daicho.domains.register.models import RecentSearch
from daicho.domains.register.search.recent import (
    DAYS,
    KEPT,
    find_recent,
    forget,
    keep,
    list_recent,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 10, 3, tzinfo=UTC)


def put(login: str, name: str, *, minutes: int = 0) -> str:
    return keep(login=login, typed={"name": [name]}, at=NOON + timedelta(minutes=minutes))


def names(login: str, *, at: datetime = NOON) -> list[str]:
    return [one.typed["name"][0] for one in list_recent(login=login, at=at)]


def test_the_last_ten_stay_and_the_same_one_moves_to_the_front() -> None:
    for number in range(KEPT + 2):
        put("a", f"人{number}", minutes=number)
    assert names("a") == [f"人{number}" for number in range(KEPT + 1, 1, -1)]
    key = put("a", "人5", minutes=20)
    assert names("a")[:2] == ["人5", "人11"]
    assert RecentSearch.objects.count() == KEPT
    assert find_recent(login="a", key=key) == {"name": ["人5"]}


def test_nobody_else_reads_them_and_the_database_shows_nothing() -> None:
    key = put("a", "試作")
    put("b", "別人")
    assert find_recent(login="b", key=key) is None
    assert names("a") == ["試作"]
    stored = b"".join(bytes(row.sealed) for row in RecentSearch.objects.all())
    assert "試作".encode() not in stored


def test_they_are_gone_after_a_month_or_when_asked() -> None:
    put("a", "古い")
    later = NOON + timedelta(days=DAYS, minutes=1)
    assert names("a", at=later) == []
    keep(login="b", typed={"name": ["新しい"]}, at=later)
    assert RecentSearch.objects.count() == 1
    forget(login="b")
    assert not RecentSearch.objects.exists()


def test_what_no_key_opens_is_left_out() -> None:
    put("a", "試作")
    RecentSearch.objects.update(sealed=b"\x02" + b"x" * 40)
    assert names("a") == []
    assert find_recent(login="a", key=RecentSearch.objects.get().key) is None
