# SPDX-License-Identifier: Apache-2.0
"""What papers about events say, and the lists of what is still awaited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import HEAD, SON, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.models import Event
from daicho.domains.register.public import (
    acceptance_notice,
    awaiting_notice,
    headless_households,
    householder_notice,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def move(number: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.8", "notified_on": "R8.6.10", "notifier": "代理　人",
        "address": "東京都港区高輪二丁目１番１号", "postcode": "1080074",
        "members": [{"addressee_no": number, "relationship": "世帯主"}], **more,
    }  # fmt: skip


def out(number: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.5", "notified_on": "R8.6.5", "members": [number],
        "moved_to": "大阪府大阪市", **more,
    }  # fmt: skip


def test_acceptance_goes_to_the_notifier_at_the_old_address(counter: Counter) -> None:
    family = settle([HEAD])
    event = counter.carry("register.move_within", move(family.head))
    counter.carry("register.move_out", out(family.head, happened_on="R8.6.10"))
    told = acceptance_notice(event_no=event.pk)
    assert told is not None
    assert (told.reason, told.notified_on, told.people) == ("転居", TODAY, (HEAD.name,))
    assert (told.to.name, told.to.address, told.to.building) == (
        "代理　人", "東京都港区芝五丁目１番１号", "試作荘１０１",
    )  # fmt: skip


def test_no_acceptance_of_what_nobody_notified(counter: Counter) -> None:
    family = settle([HEAD])
    event = counter.carry("register.move_within", move(family.head, basis="職権", notified_on=""))
    assert acceptance_notice(event_no=event.pk) is None
    assert acceptance_notice(event_no=0) is None


def test_acceptance_of_moving_in_goes_to_the_previous_address_or_the_new(counter: Counter) -> None:
    person = {
        "name": "高輪　次郎", "relationship": "世帯主", "birth": "S60.1.2", "sex": 2,
        "registered_domicile": "大阪府", "registry_head": "高輪　次郎",
    }  # fmt: skip
    slip = move(0, members=[person], previous_address="大阪府大阪市北区梅田")
    event = counter.carry("register.move_in", slip)
    told = acceptance_notice(event_no=event.pk)
    assert told is not None
    assert (told.to.name, told.to.address) == ("代理　人", "大阪府大阪市北区梅田")
    other = {**person, "name": "別　人", "registry_head": "別　人"}
    abroad = move(0, members=[other], origin="国外等", previous_address="フランス")
    told = acceptance_notice(event_no=counter.carry("register.move_in", abroad).pk)
    assert told is not None
    assert (told.to.name, told.to.address) == ("別　人", "東京都港区高輪二丁目１番１号")


def test_who_was_made_householder_is_told(counter: Counter) -> None:
    family = settle([HEAD, WIFE])
    moved = counter.carry("register.move_out", out(family.head))
    followed = Event.objects.get(reason="313")
    told = householder_notice(event_no=followed.pk)
    assert told is not None
    assert (told.householder, told.former_householder) == (WIFE.name, HEAD.name)
    assert (told.to.name, told.to.address) == (WIFE.name, "東京都港区芝五丁目１番１号")
    assert householder_notice(event_no=moved.pk) is None


def test_households_without_a_head_are_listed_with_the_highest_member(counter: Counter) -> None:
    settle([HEAD, WIFE])
    family = settle([HEAD, WIFE, SON])
    counter.carry("register.move_out", out(family.head))
    (found,) = headless_households(on=TODAY, known_at=counter.at)
    assert (found.household_no, found.recipient.name) == (family.household_no, WIFE.name)
    assert [row.name for row in found.members] == [WIFE.name, SON.name]


def test_notices_that_have_not_come_are_listed(counter: Counter) -> None:
    first, second, third = (settle([HEAD]).head for _ in range(3))
    counter.carry("register.move_out", out(first))
    counter.carry("register.move_out", out(second, happened_on="R8.6.4"))
    counter.carry("register.move_out", out(third, destination="国外"))
    listed = awaiting_notice(removed_until=TODAY, known_at=counter.at)
    assert [row.addressee_no for row in listed] == [second, first]
    notice = {
        "happened_on": "R8.6.5", "notified_on": "R8.6.10", "members": [second],
        "moved_to": "大阪府大阪市",
    }  # fmt: skip
    counter.carry("register.move_in_notice", notice)
    listed = awaiting_notice(removed_until=TODAY, known_at=counter.at)
    assert [row.addressee_no for row in listed] == [first]
    early = awaiting_notice(removed_until=date(2026, 6, 4), known_at=counter.at)
    assert not early.exists()
