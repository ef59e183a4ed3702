# SPDX-License-Identifier: Apache-2.0
"""The master of places and the numbers beside each address."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.domains.register.people import settle
from tests.staff_room import StaffRoom

from daicho.domains.register.actions.lots import EndLot, LoadLots
from daicho.domains.register.history import Changed
from daicho.domains.register.lot_file import OWN, read_lots
from daicho.domains.register.lots import follow, is_unknown_lot, rebuild
from daicho.domains.register.models import (
    AddressLot,
    AddressTown,
    LotKind,
    ResidentLot,
    ResidentVersion,
)
from daicho.domains.register.towns import load_towns, read_towns
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 10)
HEAD = ",".join(OWN)
FILE = f"""{HEAD}
芝,五丁目,住居表示,,1,,,,R1.5.1,,
芝,五丁目,住居表示,,12,3,,,,,
芝,五丁目,特殊地番,甲,7,,,無番地,,,
ありません,,地番,,1,,,,,,
芝,五丁目,番地,,1,,,,,,
芝,五丁目,地番,,x,,,,,,
"""


@pytest.fixture
def town() -> str:
    load_towns(read_towns(municipality="13103"))
    return AddressTown.objects.get(town="芝", part="五丁目").code


def test_a_file_is_taken_and_its_faults_are_told_by_line(town: str, staff_room: StaffRoom) -> None:
    context = staff_room.context("register.approve", purpose="register")
    outcome = perform(LoadLots(name="x.csv", text=FILE), context=context)
    assert outcome.value == 3
    assert [(one.subject, one.message_ja) for one in outcome.findings] == [
        ("6行目", "区分は 住居表示・地番・特殊地番 のどれかです。"),
        ("7行目", "番地は数字で入力してください。"),
        ("5行目", "住所辞書にない町名です: ありません"),
    ]
    assert perform(LoadLots(name="x.csv", text=FILE), context=context).value == 0
    first = AddressLot.objects.order_by("number").first()
    assert first is not None
    assert (first.kind, first.valid_from) == (LotKind.RESIDENTIAL, date(2019, 5, 1))
    nothing = perform(LoadLots(name="x.csv", text="a,b\n1,2\n"), context=context)
    assert [one.code for one in nothing.findings] == ["register.no_lots", "register.lot_line"]


def test_files_of_the_registry_are_known_by_their_columns() -> None:
    houses = read_lots("oaza_cho,chome,koaza,blk_num,rsdt_num,rsdt_num2\n芝,五丁目,,12,3,\n")
    assert [(one.kind, one.numbers) for one in houses.lines] == [
        (LotKind.RESIDENTIAL, (0, 12, 3, 0))
    ]
    parcels = read_lots("oaza_cho,chome,koaza,prc_num1,prc_num2,prc_num3\n芝,,,105,2,1\n")
    assert [(one.kind, one.numbers) for one in parcels.lines] == [(LotKind.LOT, (0, 105, 2, 1))]


def test_a_lot_that_the_master_does_not_have_is_unknown(town: str, staff_room: StaffRoom) -> None:
    def unknown(address: str, code: str = town) -> bool:
        return is_unknown_lot(address_code=code, address=address, on=DAY)

    assert not unknown("東京都港区芝五丁目99番1号")  # no master of this town yet
    context = staff_room.context("register.approve", purpose="register")
    perform(LoadLots(name="x.csv", text=FILE), context=context)
    assert not unknown("東京都港区芝五丁目1番8号")  # a whole block
    assert not unknown("港区芝5-12-3")
    assert unknown("港区芝5-12-4")
    assert unknown("東京都港区芝五丁目99番1号")
    assert not unknown("東京都港区芝五丁目99番1号", "")
    block = AddressLot.objects.get(number=1)
    assert perform(EndLot(lot_id=block.pk), context=context).value == 1
    assert unknown("東京都港区芝五丁目1番8号")
    again = perform(EndLot(lot_id=block.pk), context=context)
    assert [one.code for one in again.findings] == ["register.lot_gone"]


def test_numbers_follow_events_and_are_made_anew_alike() -> None:
    family = settle()
    row = ResidentVersion.objects.filter(addressee_no=family.head).latest("history_no")
    assert row.address == "東京都港区芝五丁目１番１号"
    rebuild(addressee_nos=None, at=datetime(2026, 6, 10, tzinfo=UTC))
    made = list(ResidentLot.objects.order_by("addressee_no").values_list())
    assert len(made) == len(family.numbers)
    lot = ResidentLot.objects.get(pk=family.head)
    assert (lot.place, lot.number, lot.branch, lot.sub_branch) == ("港区芝5", 1, 1, 0)
    ResidentLot.objects.all().delete()
    rebuild(addressee_nos=list(family.numbers), at=datetime(2026, 6, 10, tzinfo=UTC))
    assert list(ResidentLot.objects.order_by("addressee_no").values_list()) == made


def test_who_moves_is_numbered_anew_and_who_does_not_is_left_alone(
    staff_room: StaffRoom,
) -> None:
    family = settle()
    context = staff_room.context("register.enter", purpose="register")
    row = ResidentVersion.objects.filter(addressee_no=family.head).latest("history_no")
    came = Changed(addressee_no=family.head, event=family.event, before=None, after=row)
    follow(changes=[came], context=context)
    assert ResidentLot.objects.get(pk=family.head).number == 1
    after = ResidentVersion.objects.get(pk=row.pk)
    after.address, after.building = "東京都港区芝四丁目10番2号", "見本ハイツ305号室"
    moved = Changed(addressee_no=family.head, event=family.event, before=row, after=after)
    follow(changes=[moved], context=context)
    mine = ResidentLot.objects.filter(pk=family.head)
    told = mine.values_list("place", "number", "branch", "room").get()
    assert told == ("港区芝4", 10, 2, 305)
    same = Changed(addressee_no=family.head, event=family.event, before=row, after=row)
    follow(changes=[same], context=context)
    assert mine.get().number == 10
