# SPDX-License-Identifier: Apache-2.0
"""Who moves in again (4.1.1.2): offered, chosen, and the record of the removal taken up (1.1.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from tests.domains.register.people import HEAD, TOKYO, Counter, Family, Newcomer, new_event, settle
from tests.domains.register.test_move_in import KIND, NUMBER, mover, slip
from tests.staff_room import StaffRoom

from daicho.domains.register.events.move_in_take_up import offer_former, take_up
from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.models import ResidentVersion, Sex, Status
from daicho.foundation.access.protection import protect
from daicho.foundation.vault.numbers import store_many
from daicho.rules.resident_register.reasons import Reason

pytestmark = pytest.mark.django_db
LEFT_ON, LEFT_AT = date(2024, 4, 1), datetime(2024, 4, 1, 9, tzinfo=TOKYO)


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room, "item.registry", "item.resident_code")


def left(*people: Newcomer, reason: Reason = Reason.MOVE_OUT_ABROAD, **items: Any) -> Family:
    """A household that was here from 2020 until 2024."""
    family = settle(people or (HEAD,), **items)
    event = new_event(reason=reason, happened_on=LEFT_ON, at=LEFT_AT)
    values = {"status": Status.MOVED_OUT, "ceased_on": LEFT_ON, "cease_reason": reason.label_ja}
    changes = [
        PersonChange(addressee_no=one, first_day=LEFT_ON, values=values) for one in family.numbers
    ]
    write_event(event=event, changes=changes)
    return family


AGAIN = {"name": "試作 太郎", "birth": "S55.3.1", "sex": "2", "relationship": "世帯主"}


def test_the_alike_record_is_offered_and_fills_what_is_empty(counter: Counter) -> None:
    family = left()
    data = slip(AGAIN | {"registry_head": "試作　次郎"})
    (offered,) = offer_former(data, counter.clerk)
    assert (offered.key, offered.row.addressee_no) == (f"1:{family.head}", family.head)
    member = take_up(data, offered.key, counter.clerk)["members"][0]
    assert member["addressee_no"] == family.head
    assert member["registered_domicile"] == "東京都港区芝五丁目１番"
    assert member["registry_head"] == "試作　次郎"  # typed: it goes before
    assert member["kana"] == "シサク　タロウ"
    assert (member["name"], member["birth"]) == ("試作 太郎", "S55.3.1")
    done = take_up(data, offered.key, counter.clerk)
    event = counter.carry(KIND, done)
    row = ResidentVersion.objects.get(event=event)
    assert (row.addressee_no, row.registered_domicile) == (family.head, "東京都港区芝五丁目１番")
    assert offer_former(done, counter.clerk) == []


def test_a_number_in_common_offers_whatever_the_name(counter: Counter) -> None:
    family = left()
    store_many(numbers=[(family.head, NUMBER)], at=counter.at)
    stranger = {"name": "別　人", "individual_number": NUMBER}
    assert [one.key for one in offer_former(slip(stranger), counter.clerk)] == [f"1:{family.head}"]
    assert offer_former(slip({"name": "試作　太郎", "birth": "?"}), counter.clerk) == []


def test_residents_and_strangers_are_not_offered_nor_taken_up(counter: Counter) -> None:
    here = settle()
    data = slip(AGAIN)
    assert offer_former(data, counter.clerk) == []
    assert take_up(data, f"1:{here.head}", counter.clerk) == data


def test_a_former_surname_is_taken_up_only_after_leaving_for_abroad(counter: Counter) -> None:
    family = left(former_name="旧井", former_name_kana="キュウイ", former_name_kana_confirmed=True)
    abroad = slip(AGAIN | {"kana_confirmed": True}, origin="国外等", previous_address="フランス")
    filled = take_up(abroad, f"1:{family.head}", counter.clerk)
    member = filled["members"][0]
    assert (member["former_name"], member["former_name_kana"]) == ("旧井", "キュウイ")
    row = ResidentVersion.objects.get(event=counter.carry(KIND, filled))
    assert (row.former_name, row.former_name_kana_confirmed) == ("旧井", True)


def test_who_went_to_another_municipality_first_has_lost_it(counter: Counter) -> None:
    family = left(reason=Reason.DOMESTIC_MOVE_OUT, former_name="旧井", former_name_kana="キュウイ")
    abroad = slip(AGAIN, origin="国外等", previous_address="フランス")
    member = take_up(abroad, f"1:{family.head}", counter.clerk)["members"][0]
    assert member["addressee_no"] == family.head
    assert "former_name" not in member


def test_a_name_left_behind_is_asked_for(counter: Counter) -> None:
    family = left(former_name="旧井", former_name_kana="キュウイ")
    data = slip(
        mover("試作　太郎", "世帯主", "S55.3.1", 2, addressee_no=family.head),
        origin="国外等", previous_address="フランス",
    )  # fmt: skip
    assert "register.former_name_not_taken_up" in counter.alerts(KIND, data)


def test_an_alias_comes_back_with_its_day_and_place(counter: Counter) -> None:
    smith = Newcomer(
        name="SMITH JANE", kana="", relationship="世帯主", sex=Sex.FEMALE,
        birth_date=date(1990, 2, 3), items={
            "kind": "foreign", "nationality": "US", "alias": "木村　花",
            "alias_kana": "キムラ　ハナ",
            "alias_entered_on": date(2021, 1, 5), "alias_entered_at": "東京都港区",
            "registered_domicile": "", "registry_head": "",
        },
    )  # fmt: skip
    family = left(smith)
    data = slip(
        {"name": "SMITH JANE", "birth": "1990-02-03", "sex": "1", "relationship": "世帯主"},
        origin="国外等",
    )
    member = take_up(data, f"1:{family.head}", counter.clerk)["members"][0]
    assert (member["alias"], member["alias_entered_on"]) == ("木村　花", "2021-01-05")
    assert (member["kind"], member["alias_entered_at"]) == ("foreign", "東京都港区")


def test_items_without_a_right_and_places_of_the_protected_are_not_filled_in(
    counter: Counter, staff_room: StaffRoom
) -> None:
    family = left()
    bare = staff_room.context("register.enter", purpose="register", login="bare")
    member = take_up(slip(AGAIN), f"1:{family.head}", bare)["members"][0]
    assert member["kana"] == "シサク　タロウ"
    assert not {"registered_domicile", "registry_head", "resident_code"} & member.keys()
    protect(addressee_nos=[family.head], first=date(2026, 1, 1), at=counter.at, by="a", measure="1")
    member = take_up(slip(AGAIN), f"1:{family.head}", counter.clerk)["members"][0]
    assert "registered_domicile" not in member
    assert member["registry_head"] == "試作　太郎"
    officer = replace(
        counter.clerk.actor, functions=counter.clerk.actor.functions | {"protected.view"}
    )
    seen = take_up(slip(AGAIN), f"1:{family.head}", replace(counter.clerk, actor=officer))
    assert seen["members"][0]["registered_domicile"] == "東京都港区芝五丁目１番"
