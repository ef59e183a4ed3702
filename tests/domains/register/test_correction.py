# SPDX-License-Identifier: Apache-2.0
"""Corrections: items of several persons, from a day on or since the wrong event; never over it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import HEAD, Counter, new_event, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.events.authority_papers import authority_paper
from daicho.domains.register.events.correction_items import read_item
from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.selectors import find_person, list_history
from daicho.rules.resident_register.reasons import Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def slip(*changes: tuple[int, str, str], **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "2026-06-10",
        "changes": [
            {"addressee_no": number, "item": item, "value": value}
            for number, item, value in changes
        ],
    } | more  # fmt: skip


def row_of(counter: Counter, number: int, on: date = date(2026, 6, 10)) -> ResidentVersion:
    row = find_person(addressee_no=number, valid_on=on, known_at=counter.tick())
    assert row is not None
    return row


def carry(counter: Counter, kind: str, data: dict[str, Any]) -> list[Event]:
    """The events of one slip, in order."""
    entered = counter.enter(kind, data, acknowledged=counter.alerts(kind, data))
    assert entered.value is not None, entered.findings
    registered = counter.register(entered.value)
    assert registered.value is not None, registered.findings
    return list(Event.objects.filter(entry_no=entered.value).order_by("pk"))


def test_items_of_several_persons_change_from_the_day_on(counter: Counter) -> None:
    family = settle()
    wife, son = family.numbers[1:3]
    data = slip((wife, "building", "試作荘２０２"), (son, "kana", "シサク　カズオ"),
                (son, "birth_date", "昭和63年5月頃"), happened_on="2026-06-02")  # fmt: skip
    (event,) = carry(counter, "register.correct", data)
    assert (event.reason, event.addressee_nos) == ("303", [wife, son])
    assert event.detail == {"項目": ["方書", "氏名の振り仮名", "生年月日"]}
    assert row_of(counter, wife).building == "試作荘２０２"
    assert row_of(counter, wife, date(2026, 6, 1)).building == "試作荘１０１"
    row = row_of(counter, son)
    assert (row.kana, row.kana_folded) == ("シサク　カズオ", "シサクカスオ")
    assert (row.birth_date, row.birth_date_text) == (date(1988, 5, 1), "昭和63年5月頃")
    assert [one.history_no for one in list_history(addressee_no=son)] == [1, 2, 3]


def test_a_householders_new_name_reaches_every_member(counter: Counter) -> None:
    family = settle()
    data = slip((family.head, "name", "試作　太朗"), (family.head, "kana", "シサク　タロウ"))
    own, others = carry(counter, "register.correct", data)
    assert own.addressee_nos == [family.head]
    assert set(others.addressee_nos) == set(family.numbers[1:])
    assert (others.reason, others.basis) == ("303", "職権")
    assert {row_of(counter, number).householder_name for number in family.numbers} == {"試作　太朗"}
    assert row_of(counter, family.head, date(2026, 6, 9)).householder_name == HEAD.name


def test_an_error_is_corrected_since_its_event_and_later_changes_stand(counter: Counter) -> None:
    family = settle()
    head = family.head
    later = new_event(
        reason=Reason.CORRECT_BY_AUTHORITY, happened_on=date(2024, 1, 1), at=counter.tick()
    )
    change = PersonChange(
        addressee_no=head, first_day=date(2024, 1, 1), values={"building": "３０３"}
    )
    write_event(event=later, changes=[change])
    data = slip(
        (head, "building", "試作荘１１１"), (head, "previous_address", "千葉県市川市八幡一丁目"),
        wrong_event_no=family.event.pk,
    )  # fmt: skip
    (event,) = carry(counter, "register.correct_error", data)
    assert (event.reason, event.detail["誤記のあった異動"]) == ("304", family.event.pk)
    assert row_of(counter, head, date(2020, 4, 1)).building == "試作荘１１１"
    assert row_of(counter, head).building == "３０３"
    assert row_of(counter, head).previous_address == "千葉県市川市八幡一丁目"
    wrong = ResidentVersion.objects.get(addressee_no=head, history_no=1)
    assert wrong.building == "試作荘１０１"
    assert Event.objects.filter(pk=family.event.pk).exists()
    stranger = settle().head
    data = slip((stranger, "building", "１"), wrong_event_no=family.event.pk)
    assert counter.refusals("register.correct_error", data) == ["register.not_of_event"]


def test_minor_corrections_have_a_ground_and_keep_to_names_and_addresses(counter: Counter) -> None:
    family = settle()
    ground = "住居表示の実施又は変更"
    data = slip((family.head, "address", "東京都港区芝五丁目２番１号"), ground=ground)
    (event,) = carry(counter, "register.correct_minor", data)
    assert (event.reason, event.is_light) == ("302", True)
    assert event.detail == {"軽微な修正の区分": ground, "項目": ["住所"]}
    for item, value in (("name", "試作　太朗"), ("sex", "女")):
        wrong = slip((family.head, item, value), ground=ground)
        assert "register.E-068" in counter.refusals("register.correct_minor", wrong)
    renamed = slip((family.head, "name", "試作　太朗"), ground="文字の同定")
    own, others = carry(counter, "register.correct_minor", renamed)
    assert (own.is_light, others.is_light, others.reason) == (True, True, "302")


def test_refusals_name_item_and_person(counter: Counter) -> None:
    family = settle()
    wife, son = family.numbers[1:3]
    for changes, codes in [
        ([(wife, "household_no", "5")], {"register.item_unreadable"}),
        ([(wife, "kana", "しさく")], {"register.item_unreadable"}),
        ([(wife, "building", "１"), (wife, "building", "２")], {"register.item_twice"}),
        ([(wife, "building", "試作荘１０１")], {"register.nothing_changes"}),
        ([(wife, "registered_domicile", "")], {"register.E-001"}),
        ([(wife, "relationship", "世帯主")], {"register.E-028", "register.E-022"}),
        ([(son, "relationship", "妻")], {"register.E-023", "register.E-024"}),
        ([(wife, "became_resident_on", "1970-01-01")], {"register.E-018"}),
    ]:
        found = set(counter.refusals("register.correct", slip(*changes)))
        assert found == codes, changes


def test_a_removed_record_is_not_corrected(counter: Counter) -> None:
    son = settle().numbers[2]
    counter.carry(
        "register.death",
        {"happened_on": "2026-06-01", "notified_on": "2026-06-05", "addressee_no": son},
    )
    found = counter.refusals("register.correct", slip((son, "building", "１")))
    assert found == ["register.E-069"]


@pytest.mark.parametrize(
    ("item", "text", "values"),
    [
        ("under_guardianship", "はい", {"under_guardianship": True}),
        ("residence_until", "令和9年3月31日", {"residence_until": date(2027, 3, 31)}),
        ("residence_until", "", {"residence_until": None}),
        ("relationship", "妻(未届)", {"relationship": "妻（未届）"}),
        ("sex", "男", {"sex": 2}),
        ("moved_in_on", "2020-04-02", {"moved_in_on": date(2020, 4, 2), "moved_in_text": ""}),
    ],
)
def test_items_are_read_by_their_kind(item: str, text: str, values: dict[str, Any]) -> None:
    assert dict(read_item(item, text).values) == values


def test_marriage_changes_names_register_and_household_in_one_slip(counter: Counter) -> None:
    family = settle()
    daughter = family.numbers[3]
    data = {
        "happened_on": "2026-06-01", "notified_on": "2026-06-08", "cause": "婚姻",
        "people": [
            {"addressee_no": daughter, "name": "見本　桜", "kana": "ミホン　サクラ",
             "registered_domicile": "千葉県市川市八幡一丁目１番", "registry_head": "見本　健"},
        ],
        "households": [{"addressee_no": daughter, "relationship": "世帯主"}],
    }  # fmt: skip
    own, household = carry(counter, "register.family_notice", data)
    assert (own.reason, own.basis, own.detail) == (
        "303", "戸籍届出・通知", {"戸籍の異動": "婚姻"},
    )  # fmt: skip
    assert (household.reason, household.basis) == ("312", "職権")
    row = row_of(counter, daughter)
    assert (row.name, row.registry_head) == ("見本　桜", "見本　健")
    assert (row.relationship, row.householder_name) == ("世帯主", "見本　桜")
    assert row.household_no not in (None, family.household_no)
    assert own.is_special is False


def test_a_special_adoption_is_marked_as_such(counter: Counter) -> None:
    family = settle()
    data = {
        "happened_on": "2026-06-01", "notified_on": "2026-06-08", "cause": "特別養子縁組",
        "people": [{"addressee_no": family.numbers[3], "registry_head": "試作　花子"}],
    }  # fmt: skip
    (event,) = carry(counter, "register.family_notice", data)
    assert event.is_special is True
    assert event.note == "特別養子縁組"


def test_entitlements_are_corrected_one_by_one_and_kept_in_the_history(counter: Counter) -> None:
    family = settle(entitlements={"national_health": {"insured": "1", "acquired_on": "2020-04-01"}})
    head = family.head
    data = slip(
        (head, "entitlements.national_health.insured", "いいえ"),
        (head, "entitlements.national_health.lost_on", "R8.6.1"),
        (head, "entitlements.pension.number", "1234-567890"),
    )
    (event,) = carry(counter, "register.correct", data)
    assert event.detail == {
        "項目": ["国民健康保険の被保険者", "国民健康保険の資格喪失年月日", "基礎年金番号"]
    }
    assert row_of(counter, head).entitlements == {
        "national_health": {"acquired_on": "2020-04-01", "lost_on": "2026-06-01"},
        "pension": {"number": "1234567890"},
    }
    assert row_of(counter, head, date(2026, 6, 9)).entitlements == {
        "national_health": {"insured": "1", "acquired_on": "2020-04-01"}
    }
    (told,) = authority_paper(event_no=event.pk, on=date(2026, 6, 10)).people
    assert [(one.label, one.before, one.after) for one in told.items] == [
        ("国民健康保険の被保険者", "有", ""),
        ("国民健康保険の資格喪失年月日", "", "令和8年6月1日"),
        ("基礎年金番号", "", "1234-567890"),
    ]


def test_entitlements_that_cannot_be_are_refused(counter: Counter) -> None:
    family = settle(entitlements={"pension": {"acquired_on": "2020-04-01"}})
    lost = slip((family.head, "entitlements.pension.lost_on", "R2.3.31"))
    assert counter.refusals("register.correct", lost) == ["register.E-059"]
    same = slip((family.head, "entitlements.pension.acquired_on", "R2.4.1"))
    assert counter.refusals("register.correct", same) == ["register.nothing_changes"]
    number = slip((family.head, "entitlements.pension.number", "12"))
    assert counter.refusals("register.correct", number) == ["register.item_unreadable"]
