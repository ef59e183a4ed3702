# SPDX-License-Identifier: Apache-2.0
"""Numbers are given once, without gaps, and 宛名番号 carry their check digit."""

from __future__ import annotations

import pytest
from django.db import transaction

from daicho.foundation.numbering.series import keep_above, take, take_with_check_digit
from daicho.kernel.numbers import is_addressee_number

pytestmark = pytest.mark.django_db


def test_each_series_counts_for_itself() -> None:
    assert list(take(series="a", count=3)) == [1, 2, 3]
    assert list(take(series="b")) == [1]
    assert list(take(series="a")) == [4]


def test_rolled_back_numbers_are_given_again() -> None:
    with transaction.atomic():
        take(series="a", count=5)
        transaction.set_rollback(True)
    assert list(take(series="a")) == [1]


def test_numbers_of_a_former_system_are_not_given_again() -> None:
    keep_above(series="a", serial=123456)
    keep_above(series="a", serial=99)
    assert list(take(series="a")) == [123457]


def test_addressee_numbers_have_fitting_check_digits() -> None:
    keep_above(series="addressee", serial=123455)
    numbers = take_with_check_digit(series="addressee", count=50)
    assert len(set(numbers)) == 50
    assert all(is_addressee_number(str(number)) for number in numbers)
    assert numbers[0] // 10 == 123456


def test_no_numbers_is_a_defect() -> None:
    with pytest.raises(ValueError, match="positive"):
        take(series="a", count=0)
