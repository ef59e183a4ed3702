# SPDX-License-Identifier: Apache-2.0
"""Moving out: announced ahead, late, in part; the notice from where they moved in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import HEAD, SON, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.models import Event
from daicho.domains.register.public import find_person, list_history, list_household

pytestmark = pytest.mark.django_db

KIND = "register.move_out"
NOTICE = "register.move_in_notice"
TODAY = date(2026, 6, 10)
OSAKA = "大阪府大阪市北区梅田１丁目１番"


def slip(*members: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": list(members),
        "moved_to": OSAKA, "moved_to_postcode": "5300001", **more,
    }  # fmt: skip


def notice(*members: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.5", "notified_on": "R8.6.10", "members": list(members),
        "moved_to": f"{OSAKA}５号", "moved_to_postcode": "5300001", **more,
    }  # fmt: skip


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def course(number: int) -> list[tuple[date, str, date | None]]:
    return [
        (row.valid.lower, row.status, row.ceased_on)
        for row in list_history(addressee_no=number)
        if row.recorded.upper is None
    ]


def test_a_planned_move_out_is_a_row_of_the_future(counter: Counter) -> None:
    family = settle()
    event = counter.carry(KIND, slip(*family.numbers))
    assert (event.label, event.happened_on) == ("国内転出", date(2026, 6, 30))
    for number in family.numbers:
        assert course(number) == [
            (date(2020, 4, 1), "resident", None),
            (date(2026, 6, 30), "moved_out", date(2026, 6, 30)),
        ]
    row = find_person(addressee_no=family.head, valid_on=date(2026, 6, 30), known_at=counter.at)
    assert row is not None
    assert (row.moved_to_planned, row.moved_to_planned_postcode) == (OSAKA, "5300001")
    assert (row.moved_out_planned_on, row.moved_out_on) == (date(2026, 6, 30), None)
    assert (row.cease_reason, row.cease_notified_on) == ("国内転出", TODAY)
    still = list_household(
        household_no=family.household_no, valid_on=date(2026, 6, 29), known_at=counter.at
    )
    assert len(still) == 4


def test_who_is_about_to_leave_cannot_leave_again(counter: Counter) -> None:
    family = settle([HEAD])
    counter.carry(KIND, slip(family.head))
    assert counter.refusals(KIND, slip(family.head)) == ["register.E-012", "register.leaving"]
    sooner = slip(family.head, happened_on="R8.6.20")
    assert counter.refusals(KIND, sooner) == ["register.leaving"]


def test_more_than_fourteen_days_late_is_entered_by_authority(counter: Counter) -> None:
    family = settle([HEAD])
    late = slip(family.head, happened_on="R8.5.20")
    assert counter.refusals(KIND, late) == ["register.E-010"]
    event = counter.carry(KIND, late | {"basis": "職権", "notified_on": ""})
    assert (event.basis, course(family.head)[-1][1:]) == ("職権", ("moved_out", date(2026, 5, 20)))
    assert counter.refusals(KIND, late | {"basis": "職権"}) == ["register.E-012"]


def test_abroad_needs_a_country_and_adoption_nothing(counter: Counter) -> None:
    family = settle([HEAD, SON])
    assert counter.refusals(KIND, slip(family.head, moved_to="")) == ["register.E-072"]
    event = counter.carry(
        KIND, slip(family.head, destination="国外", moved_to="フランス", happened_on="R8.6.10")
    )
    assert event.label == "国外転出"
    counter.carry(KIND, slip(family.numbers[1], moved_to="", is_special=True))


def test_a_special_adoption_hides_the_place_and_says_the_words(counter: Counter) -> None:
    family = settle([HEAD, SON])
    for person, word in zip(
        reversed(family.numbers), ("特別養子縁組", "特別養子縁組解消"), strict=True
    ):
        event = counter.carry(KIND, slip(person, moved_to="", special_adoption=word))
        assert (event.note, event.is_special) == (word, True)
        assert event.detail["留意事項の項目"] == ["転出先住所(予定)", "転出先住所(確定)"]


def test_one_who_stays_behind_alone_becomes_the_householder(counter: Counter) -> None:
    family = settle([HEAD, WIFE])
    assert counter.alerts(KIND, slip(family.head)) == ["register.A-003"]
    counter.carry(KIND, slip(family.head))
    now_head = find_person(
        addressee_no=family.numbers[1], valid_on=date(2026, 6, 29), known_at=counter.at
    )
    then = find_person(
        addressee_no=family.numbers[1], valid_on=date(2026, 6, 30), known_at=counter.at
    )
    assert now_head is not None
    assert then is not None
    assert (now_head.relationship, then.relationship) == ("妻", "世帯主")
    assert (now_head.householder_name, then.householder_name) == (HEAD.name, WIFE.name)


def test_two_who_stay_behind_are_an_alert(counter: Counter) -> None:
    family = settle()
    assert counter.alerts(KIND, slip(family.head)) == ["register.A-001"]


def test_a_special_move_out_is_marked(counter: Counter) -> None:
    family = settle([HEAD])
    event = counter.carry(KIND, slip(family.head, by_certificate=True))
    assert event.detail == {"特例転出": True}


def test_a_notice_after_the_removal_stands_beside_what_was_planned(counter: Counter) -> None:
    family = settle([HEAD])
    counter.carry(KIND, slip(family.head, happened_on="R8.6.1", notified_on="R8.6.1"))
    counter.carry(NOTICE, notice(family.head))
    row = list_history(addressee_no=family.head)[-1]
    assert (row.moved_to_planned, row.moved_to) == (OSAKA, f"{OSAKA}５号")
    assert (row.moved_out_planned_on, row.moved_out_on) == (date(2026, 6, 1), date(2026, 6, 5))
    assert (row.ceased_on, row.move_in_notice_on) == (date(2026, 6, 1), TODAY)
    assert [one[0] for one in course(family.head)] == [
        date(2020, 4, 1), date(2026, 6, 1), TODAY,
    ]  # fmt: skip


def test_a_notice_before_the_planned_day_brings_the_removal_forward(counter: Counter) -> None:
    family = settle([HEAD, SON])
    counter.carry(KIND, slip(family.head))
    event = counter.carry(NOTICE, notice(family.head))
    assert (event.basis, event.detail) == ("通知", {"転入通知": True})
    assert course(family.head) == [
        (date(2020, 4, 1), "resident", None), (date(2026, 6, 5), "moved_out", date(2026, 6, 5)),
    ]  # fmt: skip
    row = list_history(addressee_no=family.head)[-1]
    assert (row.moved_out_planned_on, row.moved_out_on) == (date(2026, 6, 30), date(2026, 6, 5))
    assert row.moved_to_planned == OSAKA
    son = find_person(
        addressee_no=family.numbers[1], valid_on=date(2026, 6, 5), known_at=counter.at
    )
    assert son is not None
    assert (son.relationship, son.householder_name) == ("世帯主", SON.name)


def test_a_notice_about_somebody_who_did_not_leave_is_refused(counter: Counter) -> None:
    family = settle([HEAD])
    assert counter.refusals(NOTICE, notice(family.head, happened_on="R8.6.11")) == [
        "register.E-004", "register.not_leaving",
    ]  # fmt: skip
    assert Event.objects.count() == 1
