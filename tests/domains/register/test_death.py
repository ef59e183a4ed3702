# SPDX-License-Identifier: Apache-2.0
"""Death: the record becomes a removed one, and the household left behind is looked after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import HEAD, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.models import Event
from daicho.domains.register.selectors import find_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def slip(number: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "2026-06-01", "notified_on": "2026-06-05", "addressee_no": number,
    } | more  # fmt: skip


def register(counter: Counter, kind: str, data: dict[str, Any]) -> list[Event]:
    """The events of one slip, in order."""
    entered = counter.enter(kind, data, acknowledged=counter.alerts(kind, data))
    assert entered.value is not None, entered.findings
    registered = counter.register(entered.value)
    assert registered.value is not None, registered.findings
    return list(Event.objects.filter(entry_no=entered.value).order_by("pk"))


def test_the_record_becomes_a_removed_one_from_the_day_of_death(counter: Counter) -> None:
    family = settle()
    wife = family.numbers[1]
    (event,) = register(counter, "register.death", slip(wife))
    assert (event.reason, event.label, event.addressee_nos) == ("203", "死亡", [wife])
    before = find_person(addressee_no=wife, valid_on=date(2026, 5, 31), known_at=counter.at)
    row = find_person(addressee_no=wife, valid_on=date(2026, 6, 1), known_at=counter.at)
    assert before is not None
    assert row is not None
    assert (before.status, before.ceased_on) == ("resident", None)
    assert (row.status, row.ceased_on, row.cease_reason) == ("dead", date(2026, 6, 1), "死亡")
    assert (row.cease_notified_on, row.name, row.history_no) == (date(2026, 6, 5), WIFE.name, 3)


def test_a_householder_with_two_or_more_left_is_an_alert(counter: Counter) -> None:
    family = settle()
    assert counter.alerts("register.death", slip(family.head)) == ["register.A-001"]
    assert len(register(counter, "register.death", slip(family.head))) == 1


def test_who_is_left_alone_becomes_householder_by_authority(counter: Counter) -> None:
    family = settle((HEAD, WIFE))
    assert counter.alerts("register.death", slip(family.head)) == ["register.A-003"]
    death, change = register(counter, "register.death", slip(family.head))
    assert (change.reason, change.basis, change.notified_on) == ("313", "職権", None)
    assert change.addressee_nos == [family.numbers[1]]
    assert change.recorded_at > death.recorded_at
    row = find_person(
        addressee_no=family.numbers[1], valid_on=date(2026, 6, 1), known_at=counter.at
    )
    assert row is not None
    assert row.relationship == "妻"  # the second event is a microsecond later than the slip
    row = find_person(
        addressee_no=family.numbers[1], valid_on=date(2026, 6, 1), known_at=counter.tick()
    )
    assert row is not None
    assert (row.relationship, row.householder_name) == ("世帯主", WIFE.name)


def test_terms_and_states_are_checked(counter: Counter) -> None:
    family = settle()
    son = family.numbers[2]
    late = slip(son, happened_on="2026-05-01")
    assert counter.alerts("register.death", late) == ["register.A-009"]
    assert counter.alerts("register.death", {**late, "known_on": "2026-06-01"}) == []
    counter.carry("register.death", slip(son))
    assert "register.E-012" in counter.refusals("register.death", slip(son))
    assert counter.refusals("register.death", slip(999999)) == ["register.person_gone"]


def test_a_day_nobody_knows_is_kept_in_words(counter: Counter) -> None:
    family = settle()
    son = family.numbers[2]
    event = counter.carry("register.death", slip(son, happened_on="推定令和8年5月"))
    row = find_person(addressee_no=son, valid_on=date(2026, 5, 1), known_at=counter.at)
    assert (event.happened_text, event.happened_on) == ("推定令和8年5月", date(2026, 5, 1))
    assert row is not None
    assert (row.status, row.ceased_text) == ("dead", "推定令和8年5月")
