# SPDX-License-Identifier: Apache-2.0
"""Former surnames, aliases and readings: who may have them, and how their history reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.register.people import HEAD, Counter, settle
from tests.domains.register.test_nationality import FOREIGN
from tests.staff_room import StaffRoom

from daicho.domains.register.events.names_alias import (
    AliasTime,
    list_aliases,
    names_to_carry_over,
)
from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.selectors import find_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def row_of(counter: Counter, number: int, on: date = date(2026, 6, 10)) -> ResidentVersion:
    row = find_person(addressee_no=number, valid_on=on, known_at=counter.tick())
    assert row is not None
    return row


def slip(number: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "2026-06-01", "notified_on": "2026-06-01", "addressee_no": number,
    } | more  # fmt: skip


def former(number: int, **more: Any) -> dict[str, Any]:
    return slip(number, former_name="旧田", former_name_kana="キュウダ", has_proof=True) | more


def test_a_former_surname_is_recorded_changed_and_removed(counter: Counter) -> None:
    number = settle((HEAD,)).head
    event = counter.carry("register.former_name_record", former(number))
    assert (event.label, event.basis) == ("旧氏の記載", "請求")
    assert (row_of(counter, number).former_name, row_of(counter, number).former_name_kana) == (
        "旧田", "キュウダ",
    )  # fmt: skip
    assert counter.refusals("register.former_name_record", former(number)) == ["register.E-042"]
    event = counter.carry("register.former_name_change", former(number, former_name="古田"))
    assert (event.reason, row_of(counter, number).former_name) == ("315", "古田")
    event = counter.carry("register.former_name_remove", slip(number))
    assert (event.reason, row_of(counter, number).former_name) == ("316", "")
    assert counter.refusals("register.former_name_record", former(number)) == ["register.E-057"]
    assert counter.refusals("register.former_name_remove", slip(number)) == ["register.E-046"]


def test_a_former_surname_needs_proof_and_is_not_todays(counter: Counter) -> None:
    number = settle((HEAD,)).head
    kind = "register.former_name_record"
    assert counter.refusals(kind, former(number, has_proof=False)) == ["register.E-050"]
    assert counter.refusals(kind, former(number, former_name="試作")) == ["register.E-048"]
    assert counter.refusals(kind, former(number, former_name_kana="きゅうだ")) == ["register.E-041"]
    assert counter.alerts(kind, former(number, former_name_kana="")) == ["register.A-043"]
    foreign = settle((HEAD,), **FOREIGN).head
    assert set(counter.refusals(kind, former(foreign))) == {"register.E-011", "register.E-043"}


def test_aliases_have_day_and_place_and_a_history(counter: Counter) -> None:
    number = settle((HEAD,), **FOREIGN | {"alias": ""}).head
    for alias, entered, removed in (
        ("木村　花", "2026-06-01", "2026-06-02"), ("林　花", "2026-06-03", "2026-06-04"),
    ):  # fmt: skip
        counter.carry(
            "register.alias_record",
            slip(number, happened_on=entered, notified_on=entered, alias=alias,
                 alias_kana="ハナ", entered_at="東京都港区"),
        )  # fmt: skip
        again = slip(number, happened_on=entered, alias="森", entered_at="東京都港区")
        assert "register.E-049" in counter.refusals("register.alias_record", again)
        event = counter.carry(
            "register.alias_remove",
            slip(number, happened_on=removed, notified_on=removed, removed_at="東京都港区"),
        )
        assert (event.label, event.basis) == ("通称の削除", "申出")
    assert list_aliases(addressee_no=number) == [
        AliasTime(
            alias=alias, kana="ハナ", entered_on=date(2026, 6, entered), entered_at="東京都港区",
            removed_on=date(2026, 6, entered + 1), removed_at="東京都港区",
        )
        for alias, entered in (("木村　花", 1), ("林　花", 3))
    ]  # fmt: skip
    nothing = slip(number, happened_on="2026-06-05", removed_at="東京都港区")
    assert "register.E-047" in counter.refusals("register.alias_remove", nothing)
    nowhere = slip(number, happened_on="2026-06-05", alias="森")
    assert "register.E-045" in counter.refusals("register.alias_record", nowhere)
    japanese = settle((HEAD,)).head
    found = counter.refusals("register.alias_record", slip(japanese, alias="森", entered_at="港区"))
    assert set(found) == {"register.E-011", "register.E-044"}


def test_who_left_for_abroad_takes_the_names_up_again(counter: Counter) -> None:
    number = settle((HEAD,), **FOREIGN).head
    assert names_to_carry_over(addressee_no=number) == {}
    counter.carry(
        "register.move_out",
        {"happened_on": "2026-06-05", "notified_on": "2026-06-05", "members": [number],
         "destination": "国外", "moved_to": "大韓民国"},
    )  # fmt: skip
    assert names_to_carry_over(addressee_no=number)["alias"] == "木村　花"


def test_readings_are_kept_in_katakana_with_their_flag(counter: Counter) -> None:
    number = settle((HEAD,)).head
    readings = [{"addressee_no": number, "kana": "しさく ﾀﾛｳ", "is_confirmed": True}]
    data = {"happened_on": "2026-06-01", "notified_on": "2026-06-01", "readings": readings}
    event = counter.carry("register.kana", data)
    assert event.detail == {"項目": ["氏名の振り仮名"]}
    assert (row_of(counter, number).kana, row_of(counter, number).kana_confirmed) == (
        "シサク　タロウ", True,
    )  # fmt: skip
    readings = [{"addressee_no": number, "kana": "シサク　ジロウ"}]
    assert counter.alerts("register.kana", data | {"readings": readings}) == ["register.A-041"]
    readings = [{"addressee_no": number, "kana": "試作", "is_confirmed": True}]
    found = counter.refusals("register.kana", data | {"readings": readings})
    assert found == ["register.E-041"]
