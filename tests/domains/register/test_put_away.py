# SPDX-License-Identifier: Apache-2.0
"""Removed records are put away after five years and come back with their person; wards' notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.domains.register.people import HEAD, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.actions.put_away import (
    PutAwayRemovedRecords,
    is_put_away,
    years_before,
)
from daicho.domains.register.events.authority_guardianship import list_ward_notices
from daicho.foundation.actions.action import Outcome, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room, "register.bulk")


def put_away(counter: Counter, as_of: date = date(2026, 6, 10)) -> Outcome[int]:
    action = PutAwayRemovedRecords(as_of=as_of)
    return perform(action, context=replace(counter.chief, at=counter.tick()))


def died(counter: Counter, number: int, day: str) -> int:
    data = {"happened_on": day, "notified_on": day, "addressee_no": number}
    return counter.carry("register.death", data).pk


def test_what_was_removed_over_five_years_ago_is_marked_once(counter: Counter) -> None:
    first, second, third = (settle((HEAD,)).head for _ in range(3))
    event = died(counter, first, "2021-06-09")
    died(counter, second, "2021-06-10")
    assert put_away(counter).value == 1
    assert [is_put_away(addressee_no=n) for n in (first, second, third)] == [True, False, False]
    assert put_away(counter).value == 0
    assert put_away(counter, date(2026, 6, 11)).is_refused
    counter.carry("register.cancel", {"happened_on": "2026-06-10", "event_no": event})
    assert put_away(counter).value == 0
    assert is_put_away(addressee_no=first) is False


def test_five_years_before_a_leap_day_begin_in_march() -> None:
    assert years_before(date(2024, 2, 29), 5) == date(2019, 3, 1)
    assert years_before(date(2026, 6, 10), 5) == date(2021, 6, 10)


def test_wards_who_moved_out_are_told_to_their_new_municipality(counter: Counter) -> None:
    family = settle((HEAD, WIFE))
    ward = family.numbers[1]
    flag = {"addressee_no": ward, "item": "under_guardianship", "value": "はい"}
    counter.carry("register.correct", {"happened_on": "2026-06-01", "changes": [flag]})
    counter.carry(
        "register.move_out",
        {"happened_on": "2026-06-12", "notified_on": "2026-06-10", "members": [ward],
         "moved_to": "千葉県市川市八幡一丁目１番"},
    )  # fmt: skip
    day = date(2026, 6, 10)
    (notice,) = list_ward_notices(first=day, last=day, on=day)
    assert (notice.addressee_no, notice.name) == (ward, WIFE.name)
    assert (notice.moved_to, notice.moved_out_on) == (
        "千葉県市川市八幡一丁目１番", date(2026, 6, 12),
    )  # fmt: skip
    assert "市川" not in repr(notice)
    assert list_ward_notices(first=date(2026, 6, 11), last=date(2026, 6, 30), on=day) == []
