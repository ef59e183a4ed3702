# SPDX-License-Identifier: Apache-2.0
"""Adjustment credit (調整控除) and the adjustment at the edge of nontaxability (調整措置)."""

from collections.abc import Callable

import pytest

from daicho.rules.inhabitants_tax.facts import Levy

LevyOf = Callable[..., Levy]


@pytest.mark.parametrize(
    ("general", "difference", "credit_base"),
    [
        (0, 150_000, 0),
        (30_000, 150_000, 30_000),
        (150_000, 150_000, 150_000),
        (151_000, 150_000, 150_000),
        (2_000_000, 150_000, 150_000),
        (2_001_000, 150_000, 149_000),
        (2_050_000, 150_000, 100_000),
        (2_099_000, 150_000, 51_000),
        (2_100_000, 150_000, 50_000),
        (2_101_000, 150_000, 50_000),
        (2_010_000, 50_000, 50_000),
        (9_000_000, 330_000, 50_000),
    ],
)
def test_base_of_the_credit(
    levy_of: LevyOf, general: int, difference: int, credit_base: int
) -> None:
    levy = levy_of(2025, "131032", general, deductions={"personal_difference": difference})
    assert levy.adjustment_credit_base == credit_base
    assert levy.adjustment == (credit_base * 3 // 100, credit_base * 2 // 100)


@pytest.mark.parametrize("municipality", ["341002", "141003", "231002"])
def test_designated_cities_split_four_to_one(levy_of: LevyOf, municipality: str) -> None:
    assert levy_of(2025, municipality, 3_000_000).adjustment == (2_000, 500)


@pytest.mark.parametrize(
    ("year", "total", "credit_base"),
    [(2026, 25_000_000, 50_000), (2026, 25_000_001, 0), (2020, 25_000_001, 50_000)],
)
def test_nobody_above_25_million_from_2021(
    levy_of: LevyOf, year: int, total: int, credit_base: int
) -> None:
    levy = levy_of(year, "131032", 20_000_000, income={"total": total})
    assert levy.adjustment_credit_base == credit_base


def test_separate_income_does_not_count_for_the_two_million(levy_of: LevyOf) -> None:
    levy = levy_of(
        2019,
        "212016",
        1_930_000,
        base={"separate_land_long": 12_000_000},
        deductions={"personal_difference": 100_000},
    )
    assert levy.adjustment == (3_000, 2_000)
    assert levy.income_levy == (472_800, 315_200)
    assert levy.per_capita == (3_500, 2_500)


def test_forestry_counts_for_the_two_million(levy_of: LevyOf) -> None:
    levy = levy_of(2025, "131032", 1_000_000, base={"forestry": 1_100_000})
    assert levy.adjustment_credit_base == 50_000


def test_levy_never_pushes_income_below_the_limit(levy_of: LevyOf) -> None:
    levy = levy_of(
        2027,
        "131032",
        370_000,
        income={"total_etc": 1_130_000},
        deductions={"personal_difference": 100_000},
        nontax={"income_levy_limit": 1_120_000},
    )
    assert levy.after_adjustment_credit == (19_200, 12_800)
    assert levy.nontaxable_adjustment == (13_200, 8_800)
    assert sum(levy.before_rounding) == 10_000


@pytest.mark.parametrize(
    ("total_etc", "taken"), [(1_151_999, 1), (1_152_000, 0), (1_120_001, 31_999)]
)
def test_adjustment_ends_where_income_after_tax_reaches_the_limit(
    levy_of: LevyOf, total_etc: int, taken: int
) -> None:
    levy = levy_of(
        2027,
        "131032",
        370_000,
        income={"total_etc": total_etc},
        deductions={"personal_difference": 100_000},
        nontax={"income_levy_limit": 1_120_000},
    )
    assert sum(levy.nontaxable_adjustment) == taken
