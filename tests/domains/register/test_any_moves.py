# SPDX-License-Identifier: Apache-2.0
"""Whatever moves are registered, in whatever order and back-dated: what must hold, holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from tests.domains.register.people import FOUR, HEAD, WIFE, Counter, settle
from tests.domains.register.test_checks import all_findings
from tests.staff_room import StaffRoom

from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.public import list_household
from daicho.kernel.findings import Severity

pytestmark = pytest.mark.django_db

FIRST = date(2026, 5, 28)


@dataclass(frozen=True)
class Move:
    """One event: its kind, who (bits), the day, and whether it leads to the other household."""

    kind: str
    who: int
    day: int
    joins: bool


moves = st.builds(
    Move,
    kind=st.sampled_from(["move_within", "move_out", "household_change", "householder_change"]),
    who=st.integers(1, 63), day=st.integers(0, 13), joins=st.booleans(),
)  # fmt: skip


def data_of(one: Move, people: list[int], target: int | None) -> dict[str, Any]:
    chosen = [n for place, n in enumerate(people) if one.who & (1 << place)]
    chosen = chosen or people[:1]
    head = "縁故者" if target is not None else "世帯主"
    words = [head, *["縁故者"] * (len(chosen) - 1)]
    members = [
        {"addressee_no": n, "relationship": word} for n, word in zip(chosen, words, strict=True)
    ]
    told = FIRST + timedelta(days=one.day)
    slip: dict[str, Any] = {"happened_on": str(told), "notified_on": "2026-06-10"}
    if one.kind == "move_out":
        return slip | {"members": chosen, "moved_to": "大阪府大阪市"}
    slip |= {"members": members, "household_no": target}
    if one.kind == "household_change":
        return slip | {"change": "世帯分離" if target is None else "世帯変更"}
    return slip | ({} if target is not None else {"address": "東京都港区高輪一丁目１番"})


def headship(one: Move, household: int, counter: Counter) -> dict[str, Any]:
    day = FIRST + timedelta(days=one.day)
    rows = list_household(household_no=household, valid_on=day, known_at=counter.tick())
    head = one.who % max(len(rows), 1)
    return {
        "happened_on": str(day), "notified_on": "2026-06-10", "household_no": household,
        "members": [
            {"addressee_no": row.addressee_no, "relationship": "世帯主" if n == head else "縁故者"}
            for n, row in enumerate(rows)
        ],
    }  # fmt: skip


def try_it(counter: Counter, kind: str, data: dict[str, Any]) -> bool:
    """Register it unless it is refused, which changes nothing."""
    before = ResidentVersion.objects.count()
    alerts = counter.alerts(kind, data)
    entered = counter.enter(kind, data, acknowledged=alerts)
    if entered.value is None:
        assert any(one.severity is Severity.ERROR for one in entered.findings)
        assert ResidentVersion.objects.count() == before
        return False
    registered = counter.register(entered.value)
    assert registered.value is not None, registered.findings
    counter.tick()
    return True


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    """The same two people for every example."""
    return Counter.open(staff_room)


@given_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sequence=st.lists(moves, min_size=1, max_size=6))
def test_the_register_stays_in_order(counter: Counter, sequence: list[Move]) -> None:
    with transaction.atomic():
        _carry_out(counter, sequence)
        transaction.set_rollback(True)


def _carry_out(counter: Counter, sequence: list[Move]) -> None:
    family, other = settle(FOUR), settle([HEAD, WIFE])
    people = [*family.numbers, *other.numbers]
    for one in sequence:
        target = other.household_no if one.joins else None
        if one.kind == "householder_change":
            data = headship(one, target or family.household_no, counter)
        else:
            data = data_of(one, people, target)
        try_it(counter, f"register.{one.kind}", data)
        assert all_findings() == [], (one, data)
