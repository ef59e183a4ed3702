# SPDX-License-Identifier: Apache-2.0
"""Characters by radical: the order of Unicode's block and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.radicals import RADICALS, characters_of, radical_of


@pytest.mark.parametrize(
    ("char", "number"),
    [("渡", 85), ("邉", 162), ("崎", 46), ("髙", 189), ("齋", 210), ("龜", 213), ("藤", 140),
     ("一", 1), ("龥", 214), ("櫻", 75), ("斉", 67)],
)  # fmt: skip
def test_radicals_are_those_of_the_dictionary(char: str, number: int) -> None:
    found = radical_of(char)
    assert found is not None
    assert found.number == number
    assert char in characters_of(number)


def test_radicals_have_their_strokes() -> None:
    strokes = {one.character: one.strokes for one in RADICALS}
    assert {char: strokes[char] for char in "一人口心水竹見金食馬魚黃黍黹鼎鼠鼻齊齒龍龠"} == {
        "一": 1, "人": 2, "口": 3, "心": 4, "水": 4, "竹": 6, "見": 7, "金": 8, "食": 9, "馬": 10,
        "魚": 11, "黃": 12, "黍": 12, "黹": 12, "鼎": 13, "鼠": 13, "鼻": 14, "齊": 14, "齒": 15,
        "龍": 16, "龠": 17,
    }  # fmt: skip


def test_characters_come_by_strokes_and_the_foreign_ones_are_asked_for() -> None:
    assert characters_of(213) == "龜龝龞"
    assert len(characters_of(162)) < len(characters_of(162, includes_foreign=True))
    whole = "".join(characters_of(one.number, includes_foreign=True) for one in RADICALS)
    assert whole == "".join(map(chr, range(0x4E00, 0x9FA6)))


@given(st.characters())
def test_a_character_is_among_those_of_its_radical(char: str) -> None:
    found = radical_of(char)
    if found is None:
        assert not 0x4E00 <= ord(char) <= 0x9FA5
    else:
        assert char in characters_of(found.number, includes_foreign=True)
