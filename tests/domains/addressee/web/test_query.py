# SPDX-License-Identifier: Apache-2.0
"""The one field tells kana, names, dates, numbers and places apart, in any order."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.domains.addressee.facts import SearchCriteria
from daicho.domains.addressee.web.query import holds_individual_number, read_query

MARCH = date(1980, 3, 1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("やまだ　たろう", SearchCriteria(kana="やまだたろう")),
        ("ﾔﾏﾀﾞ", SearchCriteria(kana="ヤマダ")),
        ("山田 太郎", SearchCriteria(name="山田太郎")),
        ("S55.3.1", SearchCriteria(birth_date=MARCH)),
        ("昭和５５年３月１日 山田", SearchCriteria(birth_date=MARCH, name="山田")),
        ("3550301", SearchCriteria(birth_date=MARCH)),
        ("1980/03/01", SearchCriteria(birth_date=MARCH)),
        ("1000012", SearchCriteria(addressee_no=1_000_012)),
        ("港区芝 ヤマダ", SearchCriteria(address="港区芝", kana="ヤマダ")),
        ("芝三丁目2-3", SearchCriteria(address="芝三丁目2-3")),
        ("WANG WEI", SearchCriteria(name="WANGWEI")),
        ("市村", SearchCriteria(name="市村")),
        ("", SearchCriteria()),
    ],
)
def test_words_are_told_apart(typed: str, expected: SearchCriteria) -> None:
    assert read_query(typed) == expected


def test_a_day_that_never_was_is_no_date() -> None:
    assert read_query("S55.2.30").birth_date is None


@pytest.mark.parametrize(
    "typed", ["123456789012", "1234 5678 9012", "１２３４-５６７８-９０１２ 山田"]
)
def test_twelve_digits_are_seen_as_an_individual_number(typed: str) -> None:
    assert holds_individual_number(typed)


@pytest.mark.parametrize("typed", ["12345678901", "1234567890123", "芝1-2-3 1980/3/1"])
def test_other_digits_are_not(typed: str) -> None:
    assert not holds_individual_number(typed)
