# SPDX-License-Identifier: Apache-2.0
"""Moving within: the whole household, some of it, to a new or an old household, or next door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import HEAD, HOME, SON, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.addressee.models import Addressee
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.public import list_history, list_household

pytestmark = pytest.mark.django_db

KIND = "register.move_within"
TODAY = date(2026, 6, 10)
NEW_HOME = "東京都港区高輪二丁目１番１号"


def slip(members: dict[int, str], **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.8", "notified_on": "R8.6.10", "address": NEW_HOME,
        "postcode": "1080074", "town": "高輪二丁目",
        "members": [{"addressee_no": n, "relationship": r} for n, r in members.items()],
        **more,
    }  # fmt: skip


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def of(household_no: int, counter: Counter) -> list[tuple[int, str, str, int]]:
    rows = list_household(household_no=household_no, valid_on=TODAY, known_at=counter.at)
    return [
        (row.addressee_no, row.relationship, row.householder_name, row.member_order)
        for row in rows
    ]  # fmt: skip


def test_a_household_moves_as_a_whole_and_keeps_its_number(counter: Counter) -> None:
    family = settle()
    words = dict(zip(family.numbers, ("世帯主", "妻", "子", "子"), strict=True))
    event = counter.carry(KIND, slip(words))
    assert (event.label, event.addressee_nos) == ("転居", list(family.numbers))
    rows = ResidentVersion.objects.filter(event=event)
    assert {(row.address, row.building, row.town) for row in rows} == {(NEW_HOME, "", "高輪二丁目")}
    assert {(row.moved_in_on, row.became_resident_on) for row in rows} == {
        (date(2026, 6, 8), date(2020, 4, 1))
    }
    assert {row.household_no for row in rows} == {family.household_no}
    told = Addressee.objects.filter(pk__in=family.numbers).values_list("address", flat=True)
    assert set(told) == {NEW_HOME}


def test_one_member_makes_a_new_household(counter: Counter) -> None:
    family = settle()
    son = family.numbers[2]
    event = counter.carry(KIND, slip({son: "世帯主"}))
    moved = ResidentVersion.objects.get(event=event, addressee_no=son)
    assert moved.household_no != family.household_no
    assert of(moved.household_no or 0, counter) == [(son, "世帯主", SON.name, 1)]
    assert [row[0] for row in of(family.household_no, counter)] == [
        family.numbers[n] for n in (0, 1, 3)
    ]
    assert Event.objects.count() == 2


def test_one_member_joins_another_household_and_lives_where_it_lives(counter: Counter) -> None:
    family = settle()
    grandmother = settle([HEAD], address=NEW_HOME, building="")
    daughter = family.numbers[3]
    data = slip({daughter: "子の子"}, address="", household_no=grandmother.household_no)
    counter.carry(KIND, data)
    assert of(grandmother.household_no, counter) == [
        (grandmother.head, "世帯主", HEAD.name, 1), (daughter, "子の子", HEAD.name, 2),
    ]  # fmt: skip
    row = list_history(addressee_no=daughter)[-1]
    assert (row.address, row.moved_in_on) == (NEW_HOME, date(2026, 6, 8))


def test_the_one_left_behind_by_the_householder_heads_the_household(counter: Counter) -> None:
    family = settle([HEAD, SON])
    head, son = family.numbers
    event = counter.carry(KIND, slip({head: "世帯主"}))
    followed = Event.objects.get(reason="313")
    assert (followed.basis, followed.addressee_nos) == ("職権", [son])
    assert followed.happened_on == date(2026, 6, 8)
    assert followed.entry_no == event.entry_no
    assert of(family.household_no, counter) == [(son, "世帯主", SON.name, 1)]


def test_two_left_behind_are_an_alert_and_keep_their_words(counter: Counter) -> None:
    family = settle()
    data = slip({family.head: "世帯主"})
    assert counter.alerts(KIND, data) == ["register.A-001"]
    counter.carry(KIND, data)
    left = [row[1:3] for row in of(family.household_no, counter)]
    assert left == [("妻", HEAD.name), ("子", HEAD.name), ("子", HEAD.name)]
    assert Event.objects.count() == 2


def test_a_move_to_the_same_address_is_a_move(counter: Counter) -> None:
    family = settle([HEAD])
    event = counter.carry(
        KIND, slip({family.head: "世帯主"}, address=HOME["address"], building="別棟２０１")
    )
    row = ResidentVersion.objects.get(event=event)
    assert (row.address, row.building) == (HOME["address"], "別棟２０１")
    assert row.moved_in_on == date(2026, 6, 8)


def test_refusals(counter: Counter) -> None:
    family = settle()
    head, wife = family.numbers[:2]
    assert counter.refusals(KIND, slip({head: "世帯主"}, address="")) == ["register.E-001"]
    assert counter.refusals(KIND, slip({head: "世帯主"}, household_no=99999999)) == [
        "register.E-026"
    ]
    assert counter.refusals(KIND, slip({wife: "夫"})) == ["register.E-024"]
    assert counter.refusals(KIND, slip({head: "世帯主"}, happened_on="R8.6.11")) == [
        "register.E-004"
    ]
    twice = slip({head: "世帯主"})
    twice["members"] = twice["members"] * 2
    assert counter.refusals(KIND, twice) == ["register.twice"]
    assert counter.refusals(KIND, slip({999: "世帯主"})) == ["register.person_gone"]


def test_a_back_dated_move_leaves_a_later_one_alone(counter: Counter) -> None:
    family = settle([HEAD])
    counter.carry(KIND, slip({family.head: "世帯主"}))
    earlier = slip(
        {family.head: "世帯主"}, happened_on="R8.6.1", address="東京都港区芝一丁目９番",
        building="間の家",
    )  # fmt: skip
    assert counter.alerts(KIND, earlier) == ["register.A-011"]
    counter.carry(KIND, earlier)
    rows = [row for row in list_history(addressee_no=family.head) if row.recorded.upper is None]
    assert [(row.valid.lower, row.address, row.building) for row in rows] == [
        (date(2020, 4, 1), HOME["address"], HOME["building"]),
        (date(2026, 6, 1), "東京都港区芝一丁目９番", "間の家"),
        (date(2026, 6, 8), NEW_HOME, ""),
    ]  # fmt: skip
