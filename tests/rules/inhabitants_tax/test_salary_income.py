# SPDX-License-Identifier: Apache-2.0
"""給与所得: every edge of the table of every year, and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.facts import ABSENT
from daicho.rules.inhabitants_tax.income.salary import salary_after_deduction, salary_income

YEARS = range(2019, 2028)
REVENUES = st.integers(min_value=0, max_value=100_000_000)

UNTIL_2020 = (
    (0, 0),
    (650_999, 0),
    (651_000, 1_000),
    (1_618_999, 968_999),
    (1_619_000, 969_000),
    (1_619_999, 969_000),
    (1_620_000, 970_000),
    (1_621_999, 970_000),
    (1_622_000, 972_000),
    (1_623_999, 972_000),
    (1_624_000, 974_000),
    (1_627_999, 974_000),
    (1_628_000, 976_800),
    (1_631_999, 976_800),
    (1_632_000, 979_200),
    (1_799_999, 1_077_600),
    (1_800_000, 1_080_000),
    (3_599_999, 2_337_200),
    (3_600_000, 2_340_000),
    (6_599_999, 4_736_800),
    (6_600_000, 4_740_000),
    (6_600_001, 4_740_000),
    (9_999_999, 7_799_999),
    (10_000_000, 7_800_000),
    (10_000_001, 7_800_001),
)
FROM_3_600_000 = (
    (3_599_999, 2_437_200),
    (3_600_000, 2_440_000),
    (6_599_999, 4_836_800),
    (6_600_000, 4_840_000),
    (6_600_001, 4_840_000),
    (6_650_000, 4_885_000),
    (8_499_999, 6_549_999),
    (8_500_000, 6_550_000),
    (8_500_001, 6_550_001),
)
FROM_2021 = (
    (550_999, 0),
    (551_000, 1_000),
    (1_618_999, 1_068_999),
    (1_619_000, 1_069_000),
    (1_619_999, 1_069_000),
    (1_620_000, 1_070_000),
    (1_622_000, 1_072_000),
    (1_624_000, 1_074_000),
    (1_627_999, 1_074_000),
    (1_628_000, 1_076_800),
    (1_799_999, 1_177_600),
    (1_800_000, 1_180_000),
    *FROM_3_600_000,
)
IN_2026 = (
    (650_999, 0),
    (651_000, 1_000),
    (1_899_999, 1_249_999),
    (1_900_000, 1_250_000),
    (1_903_999, 1_250_000),
    (1_904_000, 1_252_800),
    *FROM_3_600_000,
)
FROM_2027 = (
    (740_999, 0),
    (741_000, 1_000),
    (2_190_999, 1_450_999),
    (2_191_000, 1_451_000),
    (2_192_999, 1_451_000),
    (2_193_000, 1_453_000),
    (2_195_999, 1_453_000),
    (2_196_000, 1_456_000),
    (2_199_999, 1_456_000),
    (2_200_000, 1_460_000),
    (2_203_999, 1_460_000),
    (2_204_000, 1_462_800),
    *FROM_3_600_000,
)
TABLE = [
    (year, *row)
    for years, rows in (
        ((2019, 2020), UNTIL_2020),
        ((2021, 2025), FROM_2021),
        ((2026,), IN_2026),
        ((2027,), FROM_2027),
    )
    for year in years
    for row in rows
]


@pytest.mark.parametrize(("year", "revenue", "income"), TABLE)
def test_edges_of_the_table(year: int, revenue: int, income: int) -> None:
    assert salary_after_deduction(load_parameters(year), revenue) == income


@given(st.sampled_from(YEARS), REVENUES, st.integers(min_value=0, max_value=1_000_000))
def test_income_never_falls_when_revenue_rises(year: int, revenue: int, more: int) -> None:
    p = load_parameters(year)
    assert salary_after_deduction(p, revenue) <= salary_after_deduction(p, revenue + more)


@given(st.sampled_from(YEARS), REVENUES)
def test_income_is_within_the_revenue(year: int, revenue: int) -> None:
    assert 0 <= salary_after_deduction(load_parameters(year), revenue) <= revenue


@pytest.mark.parametrize(
    ("expenditure", "income"),
    [
        (0, 3_560_000),
        (720_000, 3_560_000),  # half of the deduction of 1,440,000
        (720_001, 3_559_999),
        (1_000_000, 3_280_000),
        (9_000_000, 0),
    ],
)
def test_specific_expenditure_over_half_of_the_deduction(expenditure: int, income: int) -> None:
    assert salary_income(load_parameters(2025), 5_000_000, ABSENT, expenditure) == income


def test_stated_income_stands() -> None:
    assert salary_income(load_parameters(2025), 5_000_000, 1_300_000, 0) == 1_300_000
    assert salary_income(load_parameters(2025), 5_000_000, 0, 0) == 0
