# SPDX-License-Identifier: Apache-2.0
"""Naturalisation and loss: one record removed, the other made, what both have carried over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import HEAD, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.history import items_of
from daicho.domains.register.models import Event, ResidentKind, ResidentVersion
from daicho.domains.register.selectors import find_person, list_history

pytestmark = pytest.mark.django_db
FOREIGN: dict[str, Any] = {
    "kind": ResidentKind.FOREIGN, "nationality": "KR", "registered_domicile": "",
    "registry_head": "", "became_resident_on": None, "foreign_resident_on": date(2019, 3, 1),
    "article_30_45": "中長期在留者", "residence_status": "永住者", "residence_period": "無期限",
    "residence_card_no": "AB12345678CD", "latin_name": "KIM HANA", "alias": "木村　花",
}  # fmt: skip


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def carry(counter: Counter, kind: str, data: dict[str, Any]) -> list[Event]:
    """The events of one slip, in order."""
    entered = counter.enter(kind, data, acknowledged=counter.alerts(kind, data))
    assert entered.value is not None, entered.findings
    registered = counter.register(entered.value)
    assert registered.value is not None, registered.findings
    return list(Event.objects.filter(entry_no=entered.value).order_by("pk"))


def row_of(counter: Counter, number: int, on: date = date(2026, 6, 10)) -> ResidentVersion:
    row = find_person(addressee_no=number, valid_on=on, known_at=counter.tick())
    assert row is not None
    return row


def gained(number: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "2026-06-01", "notified_on": "2026-06-08", "addressee_no": number,
        "cause": "帰化", "name": "木村　花", "kana": "キムラ　ハナ",
        "registered_domicile": "東京都港区芝五丁目１番", "registry_head": "木村　花",
    } | more  # fmt: skip


CARRIED = (
    "address", "building", "birth_date", "sex", "relationship", "moved_in_on", "resident_code",
    "addressee_no", "previous_address", "household_no", "member_order",
)  # fmt: skip


def test_a_naturalised_resident_has_a_japanese_record_with_what_is_carried_over(
    counter: Counter,
) -> None:
    number = settle((HEAD,), **FOREIGN).head
    before = row_of(counter, number)
    removed, recorded = carry(counter, "register.nationality_gained", gained(number))
    assert removed.label == "職権消除（帰化等）"
    assert recorded.label == "職権記載（帰化等）"
    row = row_of(counter, number)
    assert [getattr(row, name) for name in CARRIED] == [getattr(before, name) for name in CARRIED]
    assert (row.kind, row.nationality, row.name) == ("japanese", "JP", "木村　花")
    assert row.became_resident_on == date(2019, 3, 1)
    assert (row.became_resident_by, row.registry_head) == ("帰化", "木村　花")
    assert (row.householder_name, row.foreign_resident_on, row.alias) == ("木村　花", None, "")
    assert (row.residence_card_no, row.residence_status, row.article_30_45) == ("", "", "")
    rows = list_history(addressee_no=number)
    assert [(one.status, one.kind) for one in rows] == [
        ("resident", "foreign"), ("resident", "foreign"), ("removed", "foreign"),
        ("resident", "japanese"),
    ]  # fmt: skip
    old = rows[2]
    assert (old.cease_reason, old.ceased_on) == ("職権消除（帰化等）", date(2026, 6, 1))
    assert (old.residence_card_no, old.event) == ("AB12345678CD", removed)


def test_the_family_of_a_naturalised_householder_learns_the_new_name(counter: Counter) -> None:
    family = settle((HEAD, WIFE), **FOREIGN)
    data = gained(family.head, cause="国籍取得")
    *_, renamed = carry(counter, "register.nationality_gained", data)
    assert (renamed.reason, renamed.addressee_nos) == ("303", [family.numbers[1]])
    assert row_of(counter, family.numbers[1]).householder_name == "木村　花"


def test_both_halves_are_cancelled_together(counter: Counter) -> None:
    number = settle((HEAD,), **FOREIGN).head
    before = items_of(row_of(counter, number))
    removed, _ = carry(counter, "register.nationality_gained", gained(number))
    data = {"happened_on": "2026-06-10", "event_no": removed.pk}
    first, second = carry(counter, "register.cancel", data)
    assert [one.reason for one in (first, second)] == ["209", "109"]
    assert items_of(row_of(counter, number)) == before


def test_a_japanese_is_refused_and_so_is_a_foreigner_who_loses_nationality(
    counter: Counter,
) -> None:
    japanese = settle((HEAD,)).head
    found = counter.refusals("register.nationality_gained", gained(japanese))
    assert "register.E-011" in found
    foreign = settle((HEAD,), **FOREIGN).head
    data = {"happened_on": "2026-06-01", "notified_on": "2026-06-08", "addressee_no": foreign,
            "nationality": "US"}  # fmt: skip
    assert "register.E-011" in counter.refusals("register.nationality_lost", data)


@pytest.mark.parametrize(
    ("lost", "since"), [("2026-06-01", date(2026, 6, 1)), ("2015-01-01", date(2020, 4, 1))]
)
def test_lost_nationality_begins_with_the_later_day(
    counter: Counter, lost: str, since: date
) -> None:
    number = settle((HEAD,)).head
    before = row_of(counter, number)
    data = {"happened_on": lost, "notified_on": "2026-06-08", "addressee_no": number,
            "nationality": "US", "latin_name": "SHISAKU TARO"}  # fmt: skip
    removed, recorded = carry(counter, "register.nationality_lost", data)
    assert [one.reason for one in (removed, recorded)] == ["205", "105"]
    row = row_of(counter, number)
    assert (row.kind, row.nationality, row.latin_name) == ("foreign", "US", "SHISAKU TARO")
    assert (row.foreign_resident_on, row.became_resident_on) == (since, None)
    assert (row.registered_domicile, row.registry_head) == ("", "")
    assert row.article_30_45 == "国籍喪失による経過滞在者"
    assert [getattr(row, name) for name in CARRIED] == [getattr(before, name) for name in CARRIED]
    assert row.valid.lower == since


def test_foreigners_settle_under_30_46_with_no_former_address(counter: Counter) -> None:
    member = {
        "name": "KIM HANA", "kana": "キム　ハナ", "kind": "foreign", "birth": "1990-05-05",
        "sex": 1, "relationship": "世帯主", "nationality": "KR", "latin_name": "KIM HANA",
        "article_30_45": "中長期在留者", "residence_card_no": "AB12345678CD",
        "residence_status": "留学", "residence_period": "1年",
    }  # fmt: skip
    data = {
        "happened_on": "2026-06-01", "notified_on": "2026-06-08", "members": [member],
        "address": "東京都港区芝五丁目３番１号",
    }  # fmt: skip
    (event,) = carry(counter, "register.foreign_settled", data)
    assert (event.reason, event.detail["届出"]) == ("102", "法第30条の46転入")
    row = row_of(counter, event.addressee_nos[0])
    assert (row.previous_address, row.foreign_resident_on) == ("", date(2026, 6, 1))
    data["members"] = [member | {"residence_card_no": "AB12345679CD"}]
    (event,) = carry(counter, "register.foreign_eligible", data)
    assert event.detail["届出"] == "法第30条の47届出"
    member = member | {"article_30_45": "出生による経過滞在者", "residence_card_no": ""}
    found = counter.refusals("register.foreign_settled", data | {"members": [member]})
    assert "register.not_of_30_46" in found
