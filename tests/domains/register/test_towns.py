# SPDX-License-Identifier: Apache-2.0
"""The dictionary of addresses from the public list: codes that stay, and asking as one types."""

from __future__ import annotations

import pytest
from tests.staff_room import StaffRoom

from daicho.domains.register.actions.places import (
    CorrectTown,
    KeepBuilding,
    KeepCountry,
    LoadCountries,
    LoadTowns,
)
from daicho.domains.register.countries import (
    load_countries,
    read_countries,
    suggest_countries,
)
from daicho.domains.register.models import AddressTown, Country
from daicho.domains.register.towns import (
    Town,
    chome_of,
    in_kanji,
    list_parts,
    load_towns,
    suggest_buildings,
    suggest_towns,
)
from daicho.foundation.actions.action import perform
from daicho.kernel.text import is_kana

pytestmark = pytest.mark.django_db

HERE = "13103"


@pytest.fixture
def ward(staff_room: StaffRoom) -> None:
    context = staff_room.context("register.bulk", purpose="register")
    assert perform(LoadTowns(municipality=HERE), context=context).value


def named(text: str, **more: bool) -> list[tuple[str, str]]:
    found = suggest_towns(text=text, municipality=HERE, **more)
    return [(one.address, one.postcode) for one in found]


SHIBA = [
    ("東京都港区芝一丁目", "1050014"), ("東京都港区芝二丁目", "1050014"),
    ("東京都港区芝三丁目", "1050014"), ("東京都港区芝四丁目", "1080014"),
    ("東京都港区芝五丁目", "1080014"),
]  # fmt: skip


@pytest.mark.usefixtures("ward")
def test_towns_are_found_as_one_types() -> None:
    assert named("1080014") == SHIBA[3:]
    assert named("108-0014") == SHIBA[3:]
    assert set(SHIBA) < set(named("ト ミ シバ"))
    assert set(SHIBA) < set(named("みなと しば"))
    assert set(SHIBA) < set(named("シハ"))
    assert named("東京都港区芝五") == SHIBA[4:]
    assert named("港区芝五丁目") == SHIBA[4:]
    assert set(SHIBA) < set(named("芝"))
    assert named("") == named("ありません") == named("あ い う え") == []


@pytest.mark.usefixtures("ward")
def test_parts_are_chosen_from_the_top() -> None:
    assert list_parts() == ["東京都"]
    assert list_parts(prefecture="東京都") == ["港区"]
    assert "芝" in list_parts(prefecture="東京都", city="港区")


def town(name: str, number: int, postcode: str) -> Town:
    part = f"{in_kanji(number)}丁目" if number else ""
    kana = ("トウキョウト", "ミナトク", "テスト")
    return Town(HERE, "東京都", "港区", name, part, number, kana, postcode)


def test_a_town_keeps_its_code_and_one_that_is_gone_becomes_former() -> None:
    assert load_towns([town("甲", 1, "1000001"), town("乙", 0, "1000002")]) == (2, 0)
    codes = dict(AddressTown.objects.values_list("town", "code"))
    assert codes == {"甲": "13103001001", "乙": "13103002000"}
    assert load_towns([town("丙", 0, "1000003"), town("甲", 1, "1000009")]) == (2, 1)
    told = AddressTown.objects.order_by("code").values_list("town", "code", "postcode", "is_former")
    assert list(told) == [
        ("甲", "13103001001", "1000009", False), ("乙", "13103002000", "1000002", True),
        ("丙", "13103003000", "1000003", False),
    ]  # fmt: skip
    assert named("乙") == []
    assert named("乙", includes_former=True) == [("東京都港区乙", "1000002")]


def test_more_than_999_towns_still_have_eleven_digits() -> None:
    load_towns(town(f"町{n}", 0, "1000001") for n in range(1_003))
    codes = set(AddressTown.objects.values_list("code", flat=True))
    assert len(codes) == 1_003
    assert {len(code) for code in codes} == {11}
    assert AddressTown.objects.get(town="町1002").code == "13103003100"


@pytest.mark.parametrize(
    ("note", "numbers"),
    [("1〜3丁目", [1, 2, 3]), ("4、5丁目", [4, 5]), ("3丁目", [3]), ("1、3〜5丁目", [1, 3, 4, 5]),
     ("次のビルを除く", []), ("", []), ("1〜3番地", [])],
)  # fmt: skip
def test_parts_named_by_a_note(note: str, numbers: list[int]) -> None:
    assert chome_of(note) == numbers


def test_kanji() -> None:
    assert [in_kanji(n) for n in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


@pytest.mark.usefixtures("ward")
def test_corrections_and_buildings(staff_room: StaffRoom) -> None:
    context = staff_room.context("register.approve", purpose="register", login="z2")
    code = AddressTown.objects.get(town="芝", part="五丁目").code
    wrong = perform(CorrectTown(code=code, postcode="108-1", is_former=False), context=context)
    assert [one.code for one in wrong.findings] == ["register.postcode"]
    perform(CorrectTown(code=code, postcode="1080099", is_former=False), context=context)
    assert named("1080099") == [("東京都港区芝五丁目", "1080099")]
    home = "東京都港区芝五丁目１番１号"
    perform(KeepBuilding(address=home, name="試作荘"), context=context)
    perform(KeepBuilding(address=home, name="別館"), context=context)
    told = [one.name for one in suggest_buildings(address="港区芝5-1-1")]
    assert told == ["別館", "試作荘"]
    perform(KeepBuilding(address=home, name="別館", is_removed=True), context=context)
    assert [one.name for one in suggest_buildings(address=home)] == ["試作荘"]
    assert suggest_buildings(address=" ") == []
    empty = perform(KeepBuilding(address="", name=""), context=context)
    assert [one.code for one in empty.findings] == ["register.building_empty"]


def test_countries_have_their_readings_and_stay_when_they_are_no_more(
    staff_room: StaffRoom,
) -> None:
    lines = read_countries()
    assert len({one.code for one in lines}) == len({one.name for one in lines}) == 249
    assert all(is_kana(one.kana or one.name.replace("・", "")) for one in lines)
    clerk = staff_room.context("register.bulk", purpose="register")
    assert perform(LoadCountries(), context=clerk).value == 249
    chief = staff_room.context("register.approve", purpose="register", login="z2")
    kept = perform(KeepCountry(code="ZZY", name="試作国", kana="シサクコク"), context=chief)
    assert kept.value == 1
    assert [one.code for one in suggest_countries(text="しさく")] == ["ZZY"]
    wrong = perform(KeepCountry(code="zz", name="試作国"), context=chief)
    assert [one.code for one in wrong.findings] == ["register.country"]
    assert load_countries(lines) == (249, 1)
    assert suggest_countries(text="試作国") == []
    assert Country.objects.get(code="ZZY").is_former
