# SPDX-License-Identifier: Apache-2.0
"""Birth: the household's items are cited, the words follow the parent, a code comes by lot."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from tests.domains.register.people import (
    FOUR,
    HEAD,
    Counter,
    Family,
    Newcomer,
    resident_code,
    settle,
)
from tests.staff_room import StaffRoom

from daicho.domains.register.codes.stock import count_free
from daicho.domains.register.events.birth import relationship_of_child
from daicho.domains.register.models import (
    Event,
    ResidentCodeAlert,
    ResidentCodeStock,
    ResidentVersion,
    Sex,
)
from daicho.domains.register.selectors import list_history

pytestmark = pytest.mark.django_db
CODE = "98765432107"


def slip(family: Family, **more: Any) -> dict[str, Any]:
    child = {"name": "試作　三郎", "kana": "シサク　サブロウ", "sex": 2}
    return {
        "happened_on": "令和8年6月1日", "notified_on": "2026-06-08",
        "household_no": family.household_no, "parent_no": family.numbers[1],
        "children": [child],
    } | more  # fmt: skip


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def newborn(event: Event) -> ResidentVersion:
    (row,) = list_history(addressee_no=event.addressee_nos[0])
    return row


def test_a_child_is_recorded_with_the_items_of_household_and_parent(counter: Counter) -> None:
    family = settle()
    event = counter.carry("register.birth", slip(family))
    row = newborn(event)
    assert (event.reason, event.label, event.basis) == ("103", "出生", "戸籍届出・通知")
    assert (event.happened_on, event.notified_on) == (date(2026, 6, 1), date(2026, 6, 8))
    assert (row.name, row.relationship, row.householder_name) == ("試作　三郎", "子", HEAD.name)
    assert (row.registered_domicile, row.registry_head) == ("東京都港区芝五丁目１番", "試作　太郎")
    assert (row.address, row.building, row.address_code) == (
        "東京都港区芝五丁目１番１号", "試作荘１０１", "13103001005",
    )  # fmt: skip
    assert row.birth_date == row.moved_in_on == row.became_resident_on == date(2026, 6, 1)
    assert (row.became_resident_by, row.previous_address) == ("出生", "")
    assert (row.household_no, row.member_order, row.history_no) == (family.household_no, 5, 1)
    assert (row.valid.lower, row.valid.upper) == (date(2026, 6, 1), None)


def test_the_code_comes_from_the_stock_and_is_given_once(counter: Counter, now: datetime) -> None:
    ResidentCodeStock.objects.create(code=CODE, draw=1, received_at=now, source="試験")
    event = counter.carry("register.birth", slip(settle()))
    assert newborn(event).resident_code == CODE
    assert count_free() == 0
    assert counter.refusals("register.birth", slip(settle(FOUR))) == ["register.E-038"]


def test_a_slip_checked_in_time_waits_for_codes_when_they_have_run_out(
    counter: Counter, now: datetime
) -> None:
    ResidentCodeStock.objects.create(code=CODE, draw=1, received_at=now, source="試験")
    first = counter.enter("register.birth", slip(settle())).value
    second = counter.enter("register.birth", slip(settle(FOUR))).value
    assert first is not None
    assert second is not None
    assert counter.register(first).value == first
    refused = counter.register(second)
    assert [one.code for one in refused.findings] == ["register.E-038"]
    assert "必要1件、残り0件" in refused.findings[0].message_ja
    more = resident_code(77)
    ResidentCodeStock.objects.create(code=more, draw=2, received_at=now, source="試験")
    assert counter.register(second).value == second
    assert ResidentVersion.objects.filter(resident_code=more).count() == 1


def test_where_no_stock_is_kept_the_code_is_given_later(counter: Counter) -> None:
    assert newborn(counter.carry("register.birth", slip(settle()))).resident_code == ""


def test_a_low_stock_is_an_alert(counter: Counter, now: datetime) -> None:
    ResidentCodeAlert.objects.create(alert_below=1, set_by="chief", set_at=now)
    assert "register.A-015" in counter.alerts("register.birth", slip(settle()))


def test_a_late_notice_is_an_alert_and_a_day_ahead_an_error(counter: Counter) -> None:
    family = settle()
    late = slip(family, happened_on="2026-05-01")
    assert counter.alerts("register.birth", late) == ["register.A-008"]
    ahead = slip(family, happened_on="2026-07-01")
    assert set(counter.refusals("register.birth", ahead)) == {"register.E-004", "register.E-019"}


def test_refuses_an_empty_household_and_an_unknown_word(counter: Counter) -> None:
    family = settle()
    nowhere = slip(family, household_no=999999)
    assert counter.refusals("register.birth", nowhere) == ["register.E-026"]
    child = {"name": "試作　三郎", "kana": "シサク　サブロウ", "sex": 2, "relationship": "三男"}
    assert counter.refusals("register.birth", slip(family, children=[child])) == ["register.E-021"]


def test_a_child_of_foreign_parents_stays_for_a_time_by_birth(counter: Counter) -> None:
    child = {"name": "KIM MIRAE", "kana": "キム　ミレ", "sex": 1, "nationality": "KR"}
    row = newborn(counter.carry("register.birth", slip(settle(), children=[child])))
    assert (row.kind, row.nationality) == ("foreign", "KR")
    assert row.article_30_45 == "出生による経過滞在者"
    assert (row.foreign_resident_on, row.became_resident_on) == (date(2026, 6, 1), None)
    assert row.registered_domicile == ""


def test_twins_are_one_event_and_a_grandchild_follows_its_mother(counter: Counter) -> None:
    mother = Newcomer(
        name="試作　春", kana="シサク　ハル", relationship="子の妻", sex=Sex.FEMALE,
        birth_date=date(2005, 1, 1),
    )  # fmt: skip
    family = settle((*FOUR, mother))
    children = [
        {"name": f"試作　{name}", "kana": kana, "sex": 1}
        for name, kana in (("一葉", "シサク　カズハ"), ("二葉", "シサク　フタバ"))
    ]
    typed = slip(family, children=children, parent_no=family.numbers[4])
    event = counter.carry("register.birth", typed)
    rows = [list_history(addressee_no=number)[0] for number in event.addressee_nos]
    assert [row.relationship for row in rows] == ["子の子", "子の子"]
    assert len({row.addressee_no for row in rows}) == 2


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        ("世帯主", "子"), ("妻", "子"), ("夫（未届）", "子"), ("子", "子の子"),
        ("子の妻", "子の子"), ("子（子の夫）", "子の子"), ("妹", "妹の子"),
        ("縁故者", "縁故者"), ("同居人", "同居人"), ("子の子の子の子", "縁故者"),
    ],
)  # fmt: skip
def test_the_relationship_of_a_child_follows_from_its_parent(parent: str, child: str) -> None:
    assert relationship_of_child(parent) == child
