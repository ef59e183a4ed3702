# SPDX-License-Identifier: Apache-2.0
"""The numbers of an address, whatever their spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.lots import HIGHEST, Lot, read_lot, room_of, split_lot


@pytest.mark.parametrize(
    ("address", "place", "lot"),
    [
        ("東京都港区芝一丁目２番３号", "港区芝1", Lot(0, 2, 3)),
        ("港区芝1-2-3", "港区芝1", Lot(0, 2, 3)),
        ("東京都港区芝一丁目2-3", "港区芝1", Lot(0, 2, 3)),
        ("港区芝五丁目１２番地の４", "港区芝5", Lot(0, 12, 4)),
        ("港区芝五丁目１２番３−４号", "港区芝5", Lot(0, 12, 3, 4)),
        ("長野県木曽郡木曽町甲1234番地5", "木曽郡木曽町", Lot(1, 1234, 5)),
        ("見本市大字試作イ10-2", "見本市大字試作", Lot(11, 10, 2)),
        ("見本市試作二十三番地", "見本市試作", Lot(0, 23)),
        ("見本市試作無番地", "見本市試作無番地", Lot()),
        ("", "", Lot()),
    ],
)
def test_place_and_numbers(address: str, place: str, lot: Lot) -> None:
    assert split_lot(address) == (place, lot)


@pytest.mark.parametrize(
    ("building", "room"),
    [("見本ハイツ101", 101), ("見本ハイツ２０３号室", 203), ("第2見本ビル３階", 2), ("見本荘", 0),
     ("見本タワーA棟1205", 1205), ("", 0), ("サンプル3F", 0), ("9" * 40, HIGHEST)],
)  # fmt: skip
def test_rooms(building: str, room: int) -> None:
    assert room_of(building) == room


NUMBERS = st.integers(1, 99_999)


@given(st.integers(1, 40), NUMBERS, NUMBERS)
def test_spellings_of_one_place_are_one(chome: int, number: int, branch: int) -> None:
    told = Lot(0, number, branch)
    town = f"東京都港区見本{chome}"
    for text in (
        f"{town}丁目{number}番{branch}号", f"{town}丁目{number}-{branch}",
        f"{town}-{number}-{branch}", f"港区見本{chome}丁目{number}番地の{branch}",
    ):  # fmt: skip
        assert split_lot(text) == (f"港区見本{chome}", told), text
    assert read_lot(told.text) == told


@given(st.text(), st.text())
def test_any_text_has_numbers_that_fit_the_columns(address: str, building: str) -> None:
    _, lot = split_lot(address)
    assert all(0 <= one <= HIGHEST for one in (lot.number, lot.branch, lot.sub_branch))
    assert 0 <= room_of(building) <= HIGHEST


def test_numbers_sort_as_numbers() -> None:
    texts = ["港区芝1-10-1", "港区芝1-2-10", "港区芝1-2-9", "港区芝1-9-1"]
    assert sorted(texts, key=lambda text: split_lot(text)[1]) == [
        "港区芝1-2-9", "港区芝1-2-10", "港区芝1-9-1", "港区芝1-10-1",
    ]  # fmt: skip
