# SPDX-License-Identifier: Apache-2.0
"""Barcodes: the worked cases of the postal manual, and the laws of GS1-128."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.barcodes import (
    address_number,
    code_128_widths,
    customer_barcode,
    gs1_128_symbols,
    payment_slip_digits,
)
from daicho.kernel.numbers import gs1_check_digit

# https://post.japanpost.jp/zipcode/zipmanual/p17.html and following:
# postcode, rest of the address, number as printed.
MANUAL = [
    ("317-0055", "6丁目7-14 ABCビル2F", "6-7-14-2"),
    ("064-0804", "29丁目1524-23第2郵便ハウス501", "29-1524-23-2-501"),
    ("910-0067", "3丁目80-25 J1ビル2-B", "3-80-25J1-2B"),
    ("100-0013", "1丁目3番2号 郵便プラザ503室", "1-3-2-503"),
]


@pytest.mark.parametrize(("postcode", "address", "number"), MANUAL)
def test_takes_the_number_out_of_the_address_as_the_manual_does(
    postcode: str, address: str, number: str
) -> None:
    assert address_number(address) == number
    assert len(customer_barcode(postcode=postcode, number=number)) == 67


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("永田町一丁目十一番三十二号", "1-11-32"),
        ("芝公園１丁目５番２５号", "1-5-25"),
        ("三田2−3−4", "2-3-4"),
        ("百二十番地", "120"),
        ("", ""),
        ("番地なし", ""),
    ],
)
def test_reads_kanji_and_wide_numbers(address: str, number: str) -> None:
    assert address_number(address) == number


def test_check_value_of_the_manual_is_nine() -> None:
    bars = customer_barcode(postcode="100-0013", number="1-3-2-503")
    assert bars[-5:-2] == "411"  # the code of 9
    assert customer_barcode(postcode="100-0014", number="1-11-32")[-5:-2] == "243"  # CC5 = 15


def test_letter_cut_at_the_thirteenth_place_keeps_its_control_code() -> None:
    bars = customer_barcode(postcode="910-0067", number="3-80-25J1-2B")
    assert bars[-8:-5] == "324"  # CC1 of the cut B


def test_no_bars_without_a_postcode() -> None:
    assert customer_barcode(postcode="", number="1-2") == ""


def test_slip_digits_stand_where_the_guideline_puts_them() -> None:
    digits = payment_slip_digits(
        biller="131032", key="2025000012345601", amount=43_500, last_day=date(2025, 6, 30)
    )
    assert digits[:-1] == "91131032" + "000002025000012345601" + "0" + "250630" + "0" + "043500"
    assert len(digits) == 44
    assert gs1_check_digit(digits[:-1]) == int(digits[-1])


@pytest.mark.parametrize(
    "wrong",
    [
        {"biller": "13103"},
        {"key": "1" * 22},
        {"key": "A"},
        {"amount": 0},
        {"amount": 1_000_000},
        {"reissued": 10},
    ],
)
def test_refuses_what_the_bars_cannot_hold(wrong: dict[str, object]) -> None:
    given_ = {"biller": "131032", "key": "1", "amount": 1, "last_day": None} | wrong
    with pytest.raises(ValueError, match=r"biller|amount"):
        payment_slip_digits(**given_)  # type: ignore[arg-type]


@given(st.text("0123456789", min_size=44, max_size=44))
def test_symbols_hold_the_digits_and_a_check_symbol(digits: str) -> None:
    symbols = gs1_128_symbols(digits)
    assert symbols[:2] == (105, 102)
    assert "".join(f"{symbol:02d}" for symbol in symbols[2:-2]) == digits
    assert len(symbols) == 26
    assert sum(sum(code_128_widths(symbol)) for symbol in symbols) == 288


def test_every_symbol_is_eleven_modules_wide_and_the_stop_thirteen() -> None:
    assert {sum(code_128_widths(symbol)) for symbol in range(106)} == {11}
    assert sum(code_128_widths(106)) == 13
    assert len({code_128_widths(symbol) for symbol in range(107)}) == 107
