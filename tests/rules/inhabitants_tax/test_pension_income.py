# SPDX-License-Identifier: Apache-2.0
"""公的年金等に係る雑所得: every edge of the table, the age of 65, and the bands of other income."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.facts import PersonFacts
from daicho.rules.inhabitants_tax.income.compute import compute_income
from daicho.rules.inhabitants_tax.income.pension import pension_income
from daicho.rules.inhabitants_tax.relatives import EMPTY_RELATIVES

NEW = (
    (64, 0, 0),
    (64, 600_000, 0),
    (64, 600_001, 1),
    (64, 1_299_999, 699_999),
    (64, 1_300_000, 700_000),
    (64, 1_300_001, 700_000),  # the deduction of 600,000.25 rounds up
    (64, 1_300_004, 700_003),
    (65, 1_100_000, 0),
    (65, 1_100_001, 1),
    (65, 3_299_999, 2_199_999),
    (65, 3_300_000, 2_200_000),
    (65, 3_300_004, 2_200_003),
    (65, 4_100_000, 2_800_000),
    (65, 4_100_001, 2_800_000),
    (64, 4_100_020, 2_800_017),
    (64, 7_700_000, 5_860_000),
    (64, 7_700_020, 5_860_019),
    (64, 10_000_000, 8_045_000),
    (64, 10_000_001, 8_045_001),
)
OLD = (
    (64, 700_000, 0),
    (64, 700_001, 1),
    (64, 1_300_000, 600_000),
    (65, 1_200_000, 0),
    (65, 1_200_001, 1),
    (65, 3_300_000, 2_100_000),
    (65, 4_100_000, 2_700_000),
    (65, 7_700_000, 5_760_000),
    (65, 10_000_020, 7_945_019),  # no ceiling yet: 5 % goes on
)


@pytest.mark.parametrize("year", [2021, 2026, 2027])
@pytest.mark.parametrize(("age", "revenue", "income"), NEW)
def test_edges_from_2021(year: int, age: int, revenue: int, income: int) -> None:
    assert pension_income(load_parameters(year), revenue, age, 0) == income


@pytest.mark.parametrize("year", [2019, 2020])
@pytest.mark.parametrize(("age", "revenue", "income"), OLD)
def test_edges_until_2020(year: int, age: int, revenue: int, income: int) -> None:
    assert pension_income(load_parameters(year), revenue, age, 30_000_000) == income


@pytest.mark.parametrize(
    ("other", "more"),
    [
        (10_000_000, 0),
        (10_000_001, 100_000),
        (20_000_000, 100_000),
        (20_000_001, 200_000),
    ],
)
@pytest.mark.parametrize(
    ("age", "revenue", "income"), [(64, 4_000_000, 2_725_000), (65, 3_300_000, 2_200_000)]
)
def test_other_income_shrinks_the_deduction(
    age: int, revenue: int, income: int, other: int, more: int
) -> None:
    assert pension_income(load_parameters(2025), revenue, age, other) == income + more


@pytest.mark.parametrize(("birth_date", "income"), [(19610101, 400_000), (19610102, 850_000)])
def test_age_is_that_of_december_31(
    person: Callable[..., PersonFacts], birth_date: int, income: int
) -> None:
    f = person(birth_date=birth_date, pension_revenue=1_500_000)
    assert compute_income(load_parameters(2026), f, EMPTY_RELATIVES).pension == income


@given(
    st.integers(0, 50_000_000),
    st.integers(0, 1_000_000),
    st.integers(20, 99),
    st.integers(0, 10**8),
)
def test_income_never_falls_when_revenue_rises(
    revenue: int, more: int, age: int, other: int
) -> None:
    p = load_parameters(2026)
    assert pension_income(p, revenue, age, other) <= pension_income(p, revenue + more, age, other)
