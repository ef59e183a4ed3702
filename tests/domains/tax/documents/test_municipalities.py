# SPDX-License-Identifier: Apache-2.0
"""The municipality an address begins with, from the country's list."""

from __future__ import annotations

import pytest

from daicho.domains.tax.documents.municipalities import (
    find_by_code,
    find_municipality,
    list_municipalities,
)
from daicho.kernel.numbers import is_local_government_code

HOME = "131032"


def test_list_is_whole_and_its_check_digits_fit() -> None:
    every = list_municipalities()
    assert len(every) == 1_741  # 1,718 municipalities and 23 wards
    assert len({one.code for one in every}) == 1_741
    assert all(is_local_government_code(one.code) for one in every)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("東京都港区芝公園１－５－２５", HOME),
        ("港区芝公園１－５－２５", HOME),
        ("神奈川県横浜市中区本町１－１", "141003"),
        ("横浜市中区本町１－１", "141003"),
        ("東京都府中市宮西町２－２４", "132063"),
        ("広島県府中市府川町３１５", "342084"),
        ("府中市宮西町２－２４", None),  # two of that name
        ("北海道虻田郡倶知安町北１条", "014001"),
        ("ニューヨーク５番街", None),
        ("", None),
    ],
)
def test_address_tells_the_municipality(address: str, code: str | None) -> None:
    found = find_municipality(address=address, home_code=HOME)
    assert (found.code if found else None) == code


def test_code_with_and_without_its_check_digit() -> None:
    assert find_by_code("13103") == find_by_code("131032")
    assert find_by_code("") is None
