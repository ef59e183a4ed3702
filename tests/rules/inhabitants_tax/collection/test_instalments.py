# SPDX-License-Identifier: Apache-2.0
"""Instalments of each method: where the fractions go, and that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.collection.instalments import (
    ordinary_instalments,
    pension_instalments,
    salary_instalments,
    salary_instalments_from_july,
)

P = load_parameters(2026)
TAXES = st.integers(0, 1_000_000_00).map(lambda hundreds: hundreds * 100)


@pytest.mark.parametrize(
    ("annual", "expected"),
    [
        (0, (0, 0, 0, 0)),
        (3_900, (3_900, 0, 0, 0)),
        (4_000, (1_000, 1_000, 1_000, 1_000)),
        (5_000, (2_000, 1_000, 1_000, 1_000)),
        (7_900, (4_900, 1_000, 1_000, 1_000)),
        (172_500, (43_500, 43_000, 43_000, 43_000)),
    ],
)
def test_ordinary_collection(annual: int, expected: tuple[int, ...]) -> None:
    assert ordinary_instalments(P, annual) == expected


@pytest.mark.parametrize(
    ("annual", "june", "later"),
    [
        (0, 0, 0),
        (5_000, 5_000, 0),
        (5_100, 700, 400),
        (172_500, 15_200, 14_300),
        (250_300, 21_500, 20_800),
    ],
)
def test_salary_collection(annual: int, june: int, later: int) -> None:
    assert salary_instalments(P, annual) == (june, *[later] * 11)


def test_salary_collection_takes_the_local_per_capita_charge_at_once() -> None:
    yokohama = load_parameters(2026, "141003")
    assert salary_instalments(yokohama, 6_200) == (6_200, *[0] * 11)
    assert salary_instalments(yokohama, 6_300) == (800, *[500] * 11)


@pytest.mark.parametrize(
    ("annual", "july", "later"),
    [(0, 0, 0), (5_000, 5_000, 0), (5_600, 600, 500), (110_900, 10_900, 10_000)],
)
def test_salary_collection_of_2024_begins_in_july(annual: int, july: int, later: int) -> None:
    assert salary_instalments_from_july(P, annual) == (0, july, *[later] * 10)


@pytest.mark.parametrize(
    ("part", "first_year", "previous", "expected"),
    [
        (60_000, 1, 0, ((15_000, 15_000), (0, 0, 0), (10_000, 10_000, 10_000), 0)),
        (60_100, 1, 99_999, ((15_100, 15_000), (0, 0, 0), (10_000, 10_000, 10_000), 0)),
        (50_900, 1, 0, ((13_500, 12_000), (0, 0, 0), (8_600, 8_400, 8_400), 0)),
        (60_000, 0, 60_000, ((0, 0), (10_000,) * 3, (10_000,) * 3, 0)),
        (36_000, 0, 60_000, ((0, 0), (10_000,) * 3, (2_000,) * 3, 0)),
        (60_000, 0, 36_000, ((0, 0), (6_000,) * 3, (14_000,) * 3, 0)),
        (60_000, 0, 50_900, ((0, 0), (8_600, 8_400, 8_400), (11_600, 11_500, 11_500), 0)),
        (20_000, 0, 60_000, ((0, 0), (10_000,) * 3, (0, 0, 0), 10_000)),
        (60_000, 0, 0, ((0, 0), (0, 0, 0), (20_000,) * 3, 0)),
    ],
)
def test_pension_collection(
    part: int, first_year: int, previous: int, expected: tuple[object, ...]
) -> None:
    assert pension_instalments(P, part, first_year, previous) == expected


@given(TAXES, TAXES, st.integers(0, 1))
def test_instalments_add_up_and_are_never_negative(
    annual: int, previous: int, first_year: int
) -> None:
    for cut in (ordinary_instalments, salary_instalments, salary_instalments_from_july):
        parts = cut(P, annual)
        assert sum(parts) == annual
        assert min(parts) >= 0
        assert max(parts) == max(parts[0], parts[1])
    cut = pension_instalments(P, annual, first_year, previous)
    parts = (*cut.ordinary, *cut.provisional, *cut.final)
    assert sum(parts) - cut.overcollected == annual
    assert min(*parts, cut.overcollected) >= 0
