# SPDX-License-Identifier: Apache-2.0
"""Leaving an employer and reassessment during the year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.collection.changes import (
    must_collect_lump_sum,
    reassign_on_leaving,
    redistribute_ordinary,
    redistribute_salary,
)
from daicho.rules.inhabitants_tax.collection.instalments import (
    ordinary_instalments,
    salary_instalments,
)

P = load_parameters(2026)
YEAR = salary_instalments(P, 172_500)  # 15,200 and 11 × 14,300
TAXES = st.integers(0, 100_000).map(lambda hundreds: hundreds * 100)


@pytest.mark.parametrize(("month", "must"), [(1, 1), (4, 1), (5, 0), (6, 0), (12, 0)])
def test_lump_sum_is_due_from_january_to_april(month: int, must: int) -> None:
    assert must_collect_lump_sum(P, month) == must


def test_rest_moves_to_ordinary_collection() -> None:
    found = reassign_on_leaving(P, YEAR, 3, 0)  # June to September were withheld
    assert found == ((15_200, 14_300, 14_300, 14_300, *[0] * 8), 0, 114_400)


def test_rest_is_taken_from_the_last_pay() -> None:
    found = reassign_on_leaving(P, YEAR, 8, 1)  # leaves in February
    assert found.lump_sum == 42_900
    assert found.ordinary == 0


@pytest.mark.parametrize(("last", "rest"), [(-1, 172_500), (11, 0)])
def test_leaving_before_or_after_the_year(last: int, rest: int) -> None:
    assert reassign_on_leaving(P, YEAR, last, 0).ordinary == rest


@pytest.mark.parametrize(
    ("settled", "new", "expected"),
    [
        (0, 100_000, ((25_000, 25_000, 25_000, 25_000), 0, 0)),
        (2, 200_000, ((43_500, 43_000, 57_500, 56_000), 0, 0)),
        (2, 100_000, ((43_500, 43_000, 7_500, 6_000), 0, 0)),
        (2, 80_000, ((43_500, 43_000, 0, 0), 0, 6_500)),
        (4, 200_000, ((43_500, 43_000, 43_000, 43_000), 27_500, 0)),
        (4, 100_000, ((43_500, 43_000, 43_000, 43_000), 0, 72_500)),
    ],
)
def test_reassessed_ordinary_instalments(
    settled: int, new: int, expected: tuple[object, ...]
) -> None:
    old = ordinary_instalments(P, 172_500)
    assert redistribute_ordinary(P, old, settled, new) == expected


def test_reassessed_salary_instalments() -> None:
    found = redistribute_salary(P, YEAR, 10, 200_000)
    assert found == ((15_200, *[14_300] * 9, 28_100, 28_000), 0, 0)
    assert redistribute_salary(P, YEAR, 12, 0).refund == 172_500


@given(TAXES, TAXES, st.integers(0, 4), st.integers(0, 12))
def test_nothing_is_lost_in_a_reassessment(old: int, new: int, four: int, twelve: int) -> None:
    for found in (
        redistribute_ordinary(P, ordinary_instalments(P, old), four, new),
        redistribute_salary(P, salary_instalments(P, old), twelve, new),
    ):
        assert sum(found.instalments) + found.additional - found.refund == new
        assert min(*found.instalments, found.additional, found.refund) >= 0
