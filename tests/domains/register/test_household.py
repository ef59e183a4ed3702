# SPDX-License-Identifier: Apache-2.0
"""Changes of households at one address: split, merger, change, a new householder."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import DAUGHTER, FOUR, HEAD, SON, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.events.householder_change import propose
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.public import list_household

pytestmark = pytest.mark.django_db

CHANGE = "register.household_change"
HEADSHIP = "register.householder_change"
TODAY = date(2026, 6, 10)


def slip(change: str, members: dict[int, str], **more: Any) -> dict[str, Any]:
    return {"change": change, **_slip(members), **more}


def _slip(members: dict[int, str], **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.8", "notified_on": "R8.6.10",
        "members": [{"addressee_no": n, "relationship": r} for n, r in members.items()], **more,
    }  # fmt: skip


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def of(household_no: int | None, counter: Counter) -> list[tuple[str, str, str, int]]:
    assert household_no is not None
    rows = list_household(household_no=household_no, valid_on=TODAY, known_at=counter.at)
    rows.sort(key=lambda row: row.member_order or 0)
    return [(row.name, row.relationship, row.householder_name, row.member_order) for row in rows]


def test_a_split_makes_a_household_at_the_same_address(counter: Counter) -> None:
    family = settle()
    son, daughter = family.numbers[2:]
    event = counter.carry(CHANGE, slip("世帯分離", {son: "世帯主", daughter: "妹"}))
    assert (event.label, event.addressee_nos) == ("世帯分離", [son, daughter])
    row = ResidentVersion.objects.get(event=event, addressee_no=son)
    assert of(row.household_no, counter) == [
        (SON.name, "世帯主", SON.name, 1), (DAUGHTER.name, "妹", SON.name, 2),
    ]  # fmt: skip
    assert of(family.household_no, counter) == [
        (HEAD.name, "世帯主", HEAD.name, 1), (WIFE.name, "妻", HEAD.name, 2),
    ]  # fmt: skip
    assert (row.address, row.moved_in_on) == ("東京都港区芝五丁目１番１号", date(2020, 4, 1))


def test_a_merger_brings_the_whole_household(counter: Counter) -> None:
    family = settle([HEAD, WIFE])
    other = settle([DAUGHTER], relationship="世帯主", householder_name=DAUGHTER.name)
    event = counter.carry(
        CHANGE, slip("世帯合併", {other.head: "子"}, household_no=family.household_no)
    )
    assert event.label == "世帯合併"
    assert of(family.household_no, counter) == [
        (HEAD.name, "世帯主", HEAD.name, 1), (WIFE.name, "妻", HEAD.name, 2),
        (DAUGHTER.name, "子", HEAD.name, 3),
    ]  # fmt: skip
    assert of(other.household_no, counter) == []


def test_a_change_takes_some_members_over(counter: Counter) -> None:
    family, other = settle(), settle([HEAD])
    wife = family.numbers[1]
    event = counter.carry(CHANGE, slip("世帯変更", {wife: "妻"}, household_no=other.household_no))
    assert event.label == "世帯変更"
    assert [row[:2] for row in of(other.household_no, counter)] == [
        (HEAD.name, "世帯主"), (WIFE.name, "妻"),
    ]  # fmt: skip
    assert len(of(family.household_no, counter)) == 3


def test_a_householder_who_splits_off_leaves_one_to_head_the_rest(counter: Counter) -> None:
    family = settle([HEAD, WIFE])
    counter.carry(CHANGE, slip("世帯分離", {family.head: "世帯主"}))
    assert of(family.household_no, counter) == [(WIFE.name, "世帯主", WIFE.name, 1)]
    assert [one.label for one in Event.objects.order_by("pk")] == [
        "国内転入", "世帯分離", "世帯主変更",
    ]  # fmt: skip


def test_what_is_no_such_change_is_refused(counter: Counter) -> None:
    family = settle([HEAD, WIFE])
    other = settle([SON], relationship="世帯主", address="東京都港区高輪二丁目１番１号")
    head, wife = family.numbers
    here, there = family.household_no, other.household_no

    def refused(change: str, members: dict[int, str], **more: Any) -> list[str]:
        return counter.refusals(CHANGE, slip(change, members, **more))

    assert refused("世帯分離", {head: "世帯主", wife: "妻"}) == ["register.split_of_all"]
    assert refused("世帯分離", {wife: "妻"}, household_no=there) == ["register.split_has_target"]
    assert refused("世帯合併", {wife: "妻"}) == ["register.E-026"]
    assert refused("世帯合併", {wife: "妻"}, household_no=there) == ["register.merge_of_part"]
    assert refused("世帯変更", {wife: "妻"}, household_no=here) == ["register.same_household"]
    assert refused("世帯変更", {wife: "母"}, household_no=there) == ["register.E-027"]
    both = {head: "父", wife: "母"}
    assert refused("世帯変更", both, household_no=there) == ["register.change_of_all"]
    assert refused("世帯分離", {wife: "世帯主"}, address="どこか") == ["register.E-020"]
    assert counter.alerts(CHANGE, slip("世帯分離", {wife: "世帯主"}, happened_on="R8.5.1")) == [
        "register.A-007"
    ]


def test_a_new_householder_and_everybodys_new_words(counter: Counter) -> None:
    family = settle()
    head, wife, son, daughter = family.numbers
    rows = list_household(household_no=family.household_no, valid_on=TODAY, known_at=counter.at)
    proposed = {one.number: one.proposed for one in propose(rows, wife)}
    assert proposed == {head: "夫", wife: "世帯主", son: "子", daughter: "子"}
    event = counter.carry(HEADSHIP, _slip(proposed, household_no=family.household_no))
    assert (event.label, sorted(event.addressee_nos)) == ("世帯主変更", sorted(family.numbers))
    assert of(family.household_no, counter) == [
        (WIFE.name, "世帯主", WIFE.name, 1), (HEAD.name, "夫", WIFE.name, 2),
        (SON.name, "子", WIFE.name, 3), (DAUGHTER.name, "子", WIFE.name, 4),
    ]  # fmt: skip


def test_the_words_must_be_of_everybody_and_likely(counter: Counter) -> None:
    family = settle()
    head, wife, son, daughter = family.numbers
    household = {"household_no": family.household_no}
    some = {wife: "世帯主", head: "夫"}
    assert counter.refusals(HEADSHIP, _slip(some, **household)) == ["register.other_members"]
    odd = some | {son: "子", daughter: "同居人"}
    assert counter.alerts(HEADSHIP, _slip(odd, **household)) == ["register.relationship_unlikely"]
    two = {head: "世帯主", wife: "世帯主", son: "子", daughter: "子"}
    assert counter.refusals(HEADSHIP, _slip(two, **household)) == ["register.E-022"]
    assert counter.refusals(HEADSHIP, _slip(some, household_no=99999999)) == ["register.E-026"]


def test_a_change_from_before_somebody_joined_is_refused(counter: Counter) -> None:
    family, other = settle([HEAD, WIFE]), settle([HEAD, SON])
    joining = {other.numbers[1]: "子"}
    counter.carry(CHANGE, slip("世帯変更", joining, household_no=family.household_no))
    words = {family.head: "夫", family.numbers[1]: "世帯主"}
    data = _slip(words, household_no=family.household_no, happened_on="R8.6.1")
    assert counter.refusals(HEADSHIP, data) == ["register.later_member"]


def test_a_household_may_be_left_without_a_head(counter: Counter) -> None:
    family = settle()
    words = dict(zip(family.numbers, ("縁故者", "妻", "子", "子"), strict=True))
    data = _slip(words, household_no=family.household_no)
    assert counter.alerts(HEADSHIP, data) == ["register.A-002"]
    counter.carry(HEADSHIP, data)
    assert {row[2] for row in of(family.household_no, counter)} == {""}
    assert len(FOUR) == len(of(family.household_no, counter))


def test_who_really_heads_the_household_stands_beside_it(counter: Counter) -> None:
    family = settle([SON], relationship="世帯主")
    counter.carry(
        "register.actual_householder",
        {
            "happened_on": "R8.6.10", "household_no": family.household_no,
            "actual_householder_name": "施設長　山田　良子",
        },
    )  # fmt: skip
    row = list_household(household_no=family.household_no, valid_on=TODAY, known_at=counter.at)[0]
    assert row.actual_householder_name == "施設長　山田　良子"
