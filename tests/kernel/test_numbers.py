# SPDX-License-Identifier: Apache-2.0
"""Check digits against published vectors and python-stdnum; kanji numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.jp import cn, in_

from daicho.kernel import numbers


@pytest.mark.parametrize("number", ["983205673214", "621498320257"])
def test_accepts_published_individual_numbers(number):
    assert numbers.is_individual_number(number)


@pytest.mark.parametrize("text", ["", "98320567321", "983205673215", "９８３２０５６７３２１４"])
def test_refuses_what_is_no_individual_number(text):
    assert not numbers.is_individual_number(text)


@given(st.integers(0, 10**11 - 1))
def test_individual_numbers_agree_with_stdnum(base):
    text = f"{base:011d}"
    assert str(numbers.individual_number_check_digit(text)) == in_.calc_check_digit(text)


@given(st.integers(0, 10**12 - 1))
def test_corporate_numbers_agree_with_stdnum(base):
    text = f"{base:012d}"
    assert str(numbers.corporate_number_check_digit(text)) == cn.calc_check_digit(text)


def test_published_corporate_and_local_government_numbers():
    assert numbers.is_corporate_number("5835678256246")
    assert numbers.is_corporate_number("8000020130001")
    assert all(map(numbers.is_local_government_code, ["131032", "130001", "011002", "132012"]))
    assert not numbers.is_local_government_code("131031")


@pytest.mark.parametrize(
    ("serial", "digit"), [("0", 0), ("1", 9), ("6", 0), ("123456", 0), ("1000001", 7)]
)
def test_addressee_check_digits(serial, digit):
    assert numbers.addressee_check_digit(serial) == digit
    assert numbers.is_addressee_number(serial + str(digit))
    assert not numbers.is_addressee_number(serial + str((digit + 1) % 10))


@given(st.integers(0, 10**14 - 1), st.data())
def test_addressee_check_digit_finds_a_changed_digit_unless_two_remainders_share_zero(serial, data):
    text = str(serial)
    full = text + str(numbers.addressee_check_digit(text))
    place = data.draw(st.integers(0, len(text) - 1))
    changed = str((int(text[place]) + data.draw(st.integers(1, 9))) % 10)
    other = full[:place] + changed + full[place + 1 :]
    assert not numbers.is_addressee_number(other) or full[-1] == "0"


def test_gs1_check_digit():
    assert numbers.gs1_check_digit("400638133393") == 1
    assert numbers.gs1_check_digit("0") == 0


def test_resident_code_weights_are_an_argument():
    assert numbers.resident_code_check_digit("1234567891", weights=(1,) * 10) == 9


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("〇", 0), ("零", 0), ("三", 3), ("十", 10), ("二十一", 21), ("五五", 55), ("一〇", 10),
        ("二〇三", 203), ("百", 100), ("百二〇", 120), ("三百二十一", 321), ("千百十一", 1_111),
    ],
)  # fmt: skip
def test_reads_kanji_numbers_with_units_and_by_place(text, number):
    assert numbers.kanji_number(text) == number


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("123456789018", "************"),
        ("扶養5人目 1234-5678-9018です", "扶養5人目 ************です"),
        ("１２３４　５６７８　９０１８", "************"),
        ("123456789019", "123456789019"),  # the check digit does not fit
        ("1234567890180", "1234567890180"),  # 13 digits: a 法人番号
        ("1234-56789018", "1234-56789018"),
        ("03-1234-5678", "03-1234-5678"),
    ],
)
def test_individual_numbers_in_a_text_are_masked(text: str, masked: str) -> None:
    assert numbers.mask_individual_numbers(text) == masked
    assert numbers.holds_individual_number(text) == (text != masked)
