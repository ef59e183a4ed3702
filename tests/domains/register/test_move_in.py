# SPDX-License-Identifier: Apache-2.0
"""Moving in: a family at once, into a new household or an old one, for the first time or again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.domains.register.people import HOME, TOKYO, Counter, resident_code, settle
from tests.staff_room import StaffRoom

from daicho.domains.addressee.models import Addressee
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.public import find_resident, list_history, list_household
from daicho.foundation.vault.keys import lookup_hashes
from daicho.foundation.vault.numbers import find_addressees, store_many
from daicho.kernel.numbers import individual_number_check_digit

pytestmark = pytest.mark.django_db

KIND = "register.move_in"
TODAY = date(2026, 6, 10)
BASE = "12345678901"
NUMBER = f"{BASE}{individual_number_check_digit(BASE)}"


def mover(name: str, relationship: str, birth: str, sex: int, **more: Any) -> dict[str, Any]:
    return {
        "name": name, "kana": "タカナワ　ジロウ", "relationship": relationship, "birth": birth,
        "sex": sex, "kana_confirmed": True, "registry_head": "高輪　次郎",
        "registered_domicile": "大阪府大阪市北区梅田１番", **more,
    }  # fmt: skip


HEAD = mover("高輪　次郎", "世帯主", "S60.1.2", 2, resident_code=resident_code(7))
WIFE = mover("高輪　月子", "妻", "S61.2.3", 1, resident_code=resident_code(8))
SON = mover("高輪　太陽", "子", "H27.4.5", 2, resident_code=resident_code(9))
GIRL = mover("高輪　星", "子", "R元.5.6", 1, resident_code=resident_code(10))


def slip(*members: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.8", "notified_on": "R8.6.10", "notifier": "高輪　次郎",
        "address": "東京都港区高輪二丁目１番１号", "postcode": "1080074",
        "previous_address": "大阪府大阪市北区梅田１丁目１番", "members": list(members), **more,
    }  # fmt: skip


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def test_entitlements_certificates_and_landing_come_in_with_the_slip(counter: Counter) -> None:
    insured = {
        "election": True, "national_health": {"insured": True, "acquired_on": "R8.6.8"},
        "pension": {"insured": True, "number": "1234-567890", "type": "第1号"},
        "child_allowance": {"from_month": "R8.7"},
    }  # fmt: skip
    data = slip(HEAD | {"entitlements": insured, "signature_serial": "S1"})
    row = ResidentVersion.objects.get(event=counter.carry(KIND, data))
    assert row.entitlements == {
        "election": {"registered": "1"},
        "national_health": {"insured": "1", "acquired_on": "2026-06-08"},
        "pension": {"insured": "1", "number": "1234567890", "type": "第1号"},
        "child_allowance": {"from_month": "2026-07"},
    }
    assert row.signature_serial == "S1"
    bad = slip(HEAD | {"entitlements": {"pension": {"number": "12"}}})
    fault, *_ = counter.enter(KIND, bad).findings
    assert fault.subject == "転入者 1件目 資格 国民年金 基礎年金番号"
    assert fault.message_ja == "10桁の数字で入力してください。"


def test_a_family_makes_a_new_household(counter: Counter) -> None:
    event = counter.carry(KIND, slip(HEAD, WIFE, SON, GIRL))
    assert (event.label, event.basis, event.happened_on) == ("国内転入", "届出", date(2026, 6, 8))
    assert (event.entered_by, event.checked_by) == ("clerk", "chief")
    rows = ResidentVersion.objects.filter(event=event).order_by("member_order")
    assert [(row.name, row.relationship, row.member_order) for row in rows] == [
        ("高輪　次郎", "世帯主", 1), ("高輪　月子", "妻", 2), ("高輪　太陽", "子", 3),
        ("高輪　星", "子", 4),
    ]  # fmt: skip
    assert {row.householder_name for row in rows} == {"高輪　次郎"}
    assert {row.household_no for row in rows} == {rows[0].household_no}
    first = rows[0]
    assert (first.became_resident_on, first.moved_in_on) == (date(2026, 6, 8), date(2026, 6, 8))
    assert (first.notified_on, first.previous_address) == (TODAY, "大阪府大阪市北区梅田１丁目１番")
    assert first.valid.lower == date(2026, 6, 8)
    assert Addressee.objects.get(addressee_no=first.addressee_no).address == first.address


def test_who_joins_a_household_comes_last_and_takes_its_address(counter: Counter) -> None:
    family = settle()
    mother = mover("高輪　波", "母", "S30.1.1", 1, resident_code=resident_code(7))
    lodger = mover("友　人", "同居人", "S55.1.1", 2, resident_code=resident_code(8))
    event = counter.carry(KIND, slip(lodger, mother, address="", household_no=family.household_no))
    members = list_household(household_no=family.household_no, valid_on=TODAY, known_at=counter.at)
    assert {(row.name, row.member_order) for row in members} >= {
        ("試作　桜", 4), ("高輪　波", 5), ("友　人", 6),
    }  # fmt: skip
    assert {row.householder_name for row in members} == {"試作　太郎"}
    assert {row.address for row in members} == {HOME["address"]}
    assert len(event.addressee_nos) == 2  # who was there is no 異動者


def test_errors_are_all_told_at_once_and_nothing_is_kept(counter: Counter) -> None:
    family = settle()
    boy = mover("高輪　太陽", "孫", "H27.4.5", 2, registered_domicile="", kana="たいよう")
    wrong = slip(
        HEAD, boy, happened_on="R8.7.1", notified_on="", address="東京都港区芝一丁目１番",
        household_no=family.household_no,
    )  # fmt: skip
    assert counter.refusals(KIND, wrong) == [
        "register.E-027", "register.E-021", "register.E-022", "register.E-001",
        "register.E-041", "register.E-014", "register.E-004",
    ]  # fmt: skip
    assert Event.objects.count() == 1


def test_the_individual_number_goes_to_the_vault_only(counter: Counter) -> None:
    event = counter.carry(KIND, slip(HEAD | {"individual_number": NUMBER}))
    lookup = lookup_hashes([NUMBER])[0]
    assert find_addressees(lookups=[lookup])[lookup] == (event.addressee_nos[0],)
    assert NUMBER not in str(event.__dict__)
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    data = slip(mover("他　人", "世帯主", "S60.1.2", 2, individual_number=wrong))
    assert counter.refusals(KIND, data) == ["register.E-031"]


def moved_out(**items: Any) -> Any:
    return settle(
        on=date(2019, 1, 1), at=datetime(2019, 1, 1, 10, tzinfo=TOKYO),
        status="moved_out", ceased_on=date(2019, 1, 1), **items,
    )  # fmt: skip


def test_who_was_here_before_continues_the_old_record(counter: Counter) -> None:
    old = moved_out()
    again = mover("試作　太郎", "世帯主", "S55.3.1", 2, resident_code=resident_code(old.head))
    assert counter.refusals(KIND, slip(again)) == ["register.E-036"]
    event = counter.carry(KIND, slip(again | {"addressee_no": old.head}))
    assert event.addressee_nos == [old.head]
    history = list_history(addressee_no=old.head)
    assert [(row.history_no, row.status) for row in history] == [
        (1, "moved_out"), (2, "moved_out"), (3, "resident"),
    ]  # fmt: skip
    assert history[-1].household_no != old.household_no


def test_the_same_individual_number_or_card_refuses_a_new_entry(counter: Counter) -> None:
    old = moved_out(residence_card_no="AB12345678CD")
    store_many(numbers=[(old.numbers[1], NUMBER)], at=counter.at)
    stranger = mover("別　人", "世帯主", "S40.1.1", 1, individual_number=NUMBER)
    assert counter.refusals(KIND, slip(stranger)) == ["register.E-036"]
    foreign = {
        "name": "SMITH JOHN", "kana": "", "relationship": "世帯主", "birth": "1985-05-05", "sex": 2,
        "kind": "foreign", "nationality": "US", "article_30_45": "中長期在留者",
        "residence_status": "留学", "residence_period": "2年", "residence_until": "R10.1.1",
        "residence_card_no": "AB12345678CD",
    }  # fmt: skip
    refused = counter.refusals(KIND, slip(foreign, origin="国外等"))
    assert refused == ["register.E-036"] * 4  # four old records with that card


def test_the_same_name_sex_and_birth_asks(counter: Counter) -> None:
    moved_out()
    again = mover("試作 太郎", "世帯主", "S55.3.1", 2)
    assert counter.alerts(KIND, slip(again)) == ["register.A-004"]
    settle()
    assert counter.alerts(KIND, slip(again)) == ["register.A-004", "register.alike_resident"]


def test_a_resident_cannot_move_in(counter: Counter) -> None:
    family = settle()
    again = mover(
        "試作　太郎", "世帯主", "S55.3.1", 2, addressee_no=family.head,
        resident_code=resident_code(family.head),
    )  # fmt: skip
    assert counter.refusals(KIND, slip(again)) == ["register.E-012"]
    assert counter.refusals(KIND, slip(again | {"addressee_no": ""})) == ["register.E-035"]


def test_a_special_adoption_is_remarked_beside_the_former_address(counter: Counter) -> None:
    event = counter.carry(KIND, slip(HEAD, special_adoption="特別養子縁組解消", note="確認済み"))
    assert (event.note, event.is_special) == ("確認済み\n特別養子縁組解消", True)
    assert event.detail["留意事項の項目"] == ["転入前住所"]


def test_an_unregistered_move_is_marked_and_remarked(counter: Counter) -> None:
    event = counter.carry(
        KIND, slip(HEAD, is_unregistered=True, last_registered_address="京都府京都市")
    )
    assert event.note == "未届転入。転入前住所（未届）: 大阪府大阪市北区梅田１丁目１番"
    row = ResidentVersion.objects.get(event=event)
    assert row.previous_address == "大阪府大阪市北区梅田１丁目１番（未届）"
    assert row.last_registered_address == "京都府京都市"


def test_from_abroad_with_the_items_of_a_foreign_resident(counter: Counter) -> None:
    person = {
        "name": "SMITH JOHN", "latin_name": "SMITH JOHN", "kana": "スミス　ジョン",
        "relationship": "世帯主", "birth": "1985-05-05", "sex": 2, "kind": "foreign",
        "nationality": "US", "article_30_45": "中長期在留者", "residence_status": "留学",
        "residence_period": "2年", "residence_until": "R10.1.1",
        "residence_card_no": "AB12345678CD", "kana_confirmed": True,
    }  # fmt: skip
    event = counter.carry(KIND, slip(person, origin="国外等", previous_address="アメリカ合衆国"))
    row = ResidentVersion.objects.get(event=event)
    assert event.label == "国外転入等"
    assert (row.kind, row.nationality, row.foreign_resident_on) == (
        "foreign", "US", date(2026, 6, 8),
    )  # fmt: skip
    assert counter.refusals(
        KIND, slip(person | {"article_30_45": "", "residence_card_no": "AB99999999CD"})
    ) == ["register.E-001", "register.E-053"]


def test_late_and_by_authority(counter: Counter) -> None:
    late = slip(HEAD, happened_on="R8.5.1")
    assert counter.alerts(KIND, late) == ["register.A-005"]
    event = counter.carry(KIND, late | {"basis": "職権", "notified_on": ""})
    assert (event.basis, event.notified_on) == ("職権", None)


def test_a_family_of_four_is_registered_in_a_bounded_number_of_statements(
    counter: Counter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entered = counter.enter(KIND, slip(HEAD, WIFE, SON, GIRL))
    assert entered.value is not None, entered.findings
    with django_assert_max_num_queries(75):
        outcome = counter.register(entered.value)
    assert outcome.value == entered.value


def test_nothing_shows_before_the_second_person_registers(counter: Counter) -> None:
    before = ResidentVersion.objects.count()
    entered = counter.enter(KIND, slip(HEAD))
    assert entered.value is not None
    assert (ResidentVersion.objects.count(), Event.objects.count()) == (before, 0)
    assert find_resident(addressee_no=1, valid_on=TODAY, known_at=counter.at) is None
