# SPDX-License-Identifier: Apache-2.0
"""Cancelling: an event of its own says anew what was; both stay; dependants stand in the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import FOUR, HEAD, WIFE, Counter, new_event, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.history import PersonChange, items_of, write_event
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.selectors import find_person, list_history
from daicho.rules.resident_register.reasons import Reason

pytestmark = pytest.mark.django_db
CANCEL = "register.cancel"


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def slip(event: Event, *people: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "2026-06-10", "event_no": event.pk, "addressee_nos": list(people),
    } | more  # fmt: skip


def death(number: int) -> dict[str, Any]:
    return {"happened_on": "2026-06-01", "notified_on": "2026-06-05", "addressee_no": number}


def correct(counter: Counter, reason: Reason, number: int, day: date, **values: Any) -> Event:
    """An event straight into the history."""
    event = new_event(reason=reason, happened_on=day, at=counter.tick())
    write_event(
        event=event, changes=[PersonChange(addressee_no=number, first_day=day, values=values)]
    )
    return event


def row_of(counter: Counter, number: int, on: date = date(2026, 6, 10)) -> ResidentVersion:
    row = find_person(addressee_no=number, valid_on=on, known_at=counter.tick())
    assert row is not None
    return row


def carry(counter: Counter, data: dict[str, Any], kind: str = CANCEL) -> list[Event]:
    """The events of one slip, in order."""
    entered = counter.enter(kind, data, acknowledged=counter.alerts(kind, data))
    assert entered.value is not None, entered.findings
    registered = counter.register(entered.value)
    assert registered.value is not None, registered.findings
    return list(Event.objects.filter(entry_no=entered.value).order_by("pk"))


def test_a_cancelled_death_brings_the_resident_back(counter: Counter) -> None:
    family = settle()
    son = family.numbers[2]
    before = items_of(row_of(counter, son))
    event = counter.carry("register.death", death(son))
    (cancelled,) = carry(counter, slip(event))
    assert (cancelled.reason, cancelled.label) == ("109", "異動の取消し（増）")
    assert (cancelled.cancels, cancelled.addressee_nos) == (event, [son])
    row = row_of(counter, son)
    assert items_of(row) == before
    assert row.event == cancelled
    rows = list_history(addressee_no=son)
    assert [one.history_no for one in rows] == [1, 2, 3, 4]
    assert [one.status for one in rows] == ["resident", "resident", "dead", "resident"]
    assert find_person(
        addressee_no=son, valid_on=date(2026, 6, 10), known_at=event.recorded_at
    ).status == "dead"  # type: ignore[union-attr]  # fmt: skip


def test_the_householder_by_authority_steps_back_with_the_death(counter: Counter) -> None:
    family = settle((HEAD, WIFE))
    before = [items_of(row_of(counter, number)) for number in family.numbers]
    died, headed = carry(counter, death(family.head), "register.death")
    first, second = carry(counter, slip(died))
    assert [one.reason for one in (first, second)] == ["319", "109"]
    assert [one.cancels for one in (first, second)] == [headed, died]
    assert [items_of(row_of(counter, number)) for number in family.numbers] == before


def test_a_cancelled_birth_leaves_a_removed_record(counter: Counter) -> None:
    family = settle()
    child = {"name": "試作　三郎", "kana": "シサク　サブロウ", "sex": 2}
    born = counter.carry(
        "register.birth",
        {"happened_on": "2026-06-01", "notified_on": "2026-06-08", "children": [child],
         "household_no": family.household_no},
    )  # fmt: skip
    (cancelled,) = carry(counter, slip(born))
    assert cancelled.reason == "209"
    row = row_of(counter, born.addressee_nos[0])
    assert (row.status, row.ceased_on) == ("removed", date(2026, 6, 1))
    assert (row.cease_reason, row.name) == ("異動の取消し（減）", "試作　三郎")


def test_a_cancellation_cannot_be_cancelled_nor_an_event_twice(counter: Counter) -> None:
    son = settle().numbers[2]
    event = counter.carry("register.death", death(son))
    (cancelled,) = carry(counter, slip(event))
    assert counter.refusals(CANCEL, slip(cancelled)) == ["register.cancel_of_cancel"]
    assert counter.refusals(CANCEL, slip(event)) == ["register.E-071"]


def test_events_that_stand_on_it_are_listed(counter: Counter) -> None:
    family = settle()
    event = correct(
        counter, Reason.CORRECT_BY_AUTHORITY, family.head, date(2026, 6, 2), building="２０２"
    )
    outcome = counter.enter(CANCEL, slip(family.event))
    texts = [one.message_ja for one in outcome.findings if one.code == "register.E-067"]
    assert len(texts) == 1
    assert f"異動{event.pk} 職権修正 令和8年6月2日" in texts[0]
    assert counter.alerts(CANCEL, slip(family.event, family.numbers[1])) == []


def test_what_a_later_event_changed_stays_and_is_told(counter: Counter) -> None:
    family = settle()
    first = correct(
        counter, Reason.CORRECT_BY_AUTHORITY, family.head, date(2026, 6, 2),
        building="２０２", postcode="1080015",
    )  # fmt: skip
    correct(counter, Reason.CORRECT_BY_AUTHORITY, family.head, date(2026, 6, 3), building="３０３")
    outcome = counter.enter(CANCEL, slip(first))
    kept = next(one for one in outcome.findings if one.code == "register.cancel_keeps")
    assert kept.message_ja == (
        "後の異動で変わった項目は、元に戻らず今のままとなります: 方書。"
    )  # fmt: skip
    carry(counter, slip(first))
    assert row_of(counter, family.head).building == "３０３"
    assert row_of(counter, family.head).postcode == "1080014"
    assert row_of(counter, family.head, date(2026, 6, 2)).building == "試作荘１０１"


def test_a_part_of_the_persons_can_be_taken_back_and_the_rest_later(counter: Counter) -> None:
    family = settle()
    day = date(2026, 6, 2)
    moved = new_event(reason=Reason.MOVE_WITHIN, happened_on=day, at=counter.tick())
    write_event(
        event=moved,
        changes=[
            PersonChange(
                addressee_no=number, first_day=day,
                values={"address": "東京都港区芝浦一丁目１番", "household_no": 999},
            )
            for number in family.numbers[1:3]
        ],
    )  # fmt: skip
    carry(counter, slip(moved, family.numbers[2]))
    assert row_of(counter, family.numbers[2]).household_no == family.household_no
    assert row_of(counter, family.numbers[1]).household_no == 999
    assert counter.refusals(CANCEL, slip(moved)) == ["register.E-071"]
    carry(counter, slip(moved, family.numbers[1]))
    assert row_of(counter, family.numbers[1]).address == "東京都港区芝五丁目１番１号"


def test_a_household_that_left_whole_comes_back_as_a_new_one(counter: Counter) -> None:
    family = settle(FOUR)
    day = date(2026, 6, 2)
    moved = new_event(reason=Reason.DOMESTIC_MOVE_OUT, happened_on=day, at=counter.tick())
    gone = {"status": "moved_out", "ceased_on": day, "moved_to_planned": "千葉県市川市"}
    write_event(
        event=moved,
        changes=[
            PersonChange(addressee_no=number, first_day=day, values=gone)
            for number in family.numbers
        ],
    )
    carry(counter, slip(moved))
    rows = [row_of(counter, number) for number in family.numbers]
    (household,) = {row.household_no for row in rows}
    assert household != family.household_no
    assert household is not None
    assert household > 0
    assert {(row.status, row.moved_to_planned, row.address) for row in rows} == {
        ("resident", "", "東京都港区芝五丁目１番１号")
    }
