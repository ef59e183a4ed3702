# SPDX-License-Identifier: Apache-2.0
"""Recording and removing by authority, with its ground and what is left behind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import HEAD, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.selectors import find_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def row_of(counter: Counter, number: int, on: date = date(2026, 6, 10)) -> ResidentVersion:
    row = find_person(addressee_no=number, valid_on=on, known_at=counter.tick())
    assert row is not None
    return row


def person(**more: Any) -> dict[str, Any]:
    return {
        "name": "見本　守", "kana": "ミホン　マモル", "birth": "1970-01-05", "sex": 2,
        "relationship": "世帯主", "registered_domicile": "千葉県市川市八幡一丁目１番",
        "registry_head": "見本　守",
    } | more  # fmt: skip


def record(ground: str, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "2026-06-01", "ground": ground, "address": "東京都港区芝五丁目３番１号",
        "members": [person()], "previous_address": "不明",
    } | more  # fmt: skip


def test_a_home_is_set_by_authority_with_an_unknown_former_address(counter: Counter) -> None:
    event = counter.carry("register.authority_record", record("住所設定"))
    assert (event.reason, event.basis, event.notified_on) == ("106", "職権", None)
    assert event.detail["職権記載の理由"] == "住所設定"
    row = row_of(counter, event.addressee_nos[0])
    assert (row.previous_address, row.became_resident_by) == ("不明", "職権記載（住所設定）")
    assert (row.address, row.became_resident_on) == (
        "東京都港区芝五丁目３番１号", date(2026, 6, 1),
    )  # fmt: skip


def test_an_unregistered_mover_is_marked_so(counter: Counter) -> None:
    data = record("未届転入", previous_address="千葉県市川市八幡二丁目",
                  last_registered_address="埼玉県川口市青木一丁目")  # fmt: skip
    event = counter.carry("register.authority_record", data)
    row = row_of(counter, event.addressee_nos[0])
    assert row.previous_address == "千葉県市川市八幡二丁目（未届）"
    assert row.last_registered_address == "埼玉県川口市青木一丁目"
    assert event.note == "未届転入。転入前住所（未届）: 千葉県市川市八幡二丁目"


def test_an_offer_needs_its_day_and_a_naturalised_newcomer_a_reason_of_its_own(
    counter: Counter,
) -> None:
    data = record("就籍", basis="申出")
    assert counter.refusals("register.authority_record", data) == ["register.E-014"]
    event = counter.carry("register.authority_record", data | {"notified_on": "2026-06-09"})
    assert (event.basis, event.notified_on) == ("申出", date(2026, 6, 9))
    event = counter.carry("register.authority_record", record("帰化"))
    assert event.reason == "104"


def test_who_does_not_live_there_is_removed(counter: Counter) -> None:
    family = settle((HEAD, WIFE))
    data = {
        "happened_on": "2026-06-01", "addressee_nos": [family.head],
        "ground": "実態調査（居住の事実なし）",
    }  # fmt: skip
    assert counter.alerts("register.authority_removal", data) == ["register.A-003"]
    entered = counter.enter("register.authority_removal", data, acknowledged=["register.A-003"])
    assert counter.register(entered.value or 0).value
    first, second = Event.objects.filter(entry_no=entered.value).order_by("pk")
    assert (first.reason, second.reason) == ("206", "313")
    row = row_of(counter, family.head)
    assert (row.status, row.cease_reason) == ("removed", "職権消除（実態調査（居住の事実なし））")
    assert row_of(counter, family.numbers[1]).relationship == "世帯主"


def test_a_missing_person_is_removed_on_the_notice_with_an_uncertain_day(counter: Counter) -> None:
    family = settle()
    data = {
        "happened_on": "令和元年頃", "basis": "通知", "notified_on": "2026-06-08",
        "addressee_nos": [family.numbers[2]], "ground": "失踪宣告",
    }  # fmt: skip
    event = counter.carry("register.authority_removal", data)
    assert (event.happened_text, event.basis) == ("令和元年頃", "通知")
    row = row_of(counter, family.numbers[2])
    assert (row.status, row.ceased_text) == ("removed", "令和元年頃")
    assert row.valid.lower == date(2020, 4, 1)  # the day the stay began: nothing lies before
    data["addressee_nos"] = [family.numbers[2]]
    assert "register.E-012" in counter.refusals("register.authority_removal", data)
