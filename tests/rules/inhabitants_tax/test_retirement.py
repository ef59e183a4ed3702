# SPDX-License-Identifier: Apache-2.0
"""Retirement allowances taxed apart."""

import pytest

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.facts import (
    RETIREMENT_GENERAL,
    RETIREMENT_OFFICER,
    RETIREMENT_SHORT_TERM,
)
from daicho.rules.inhabitants_tax.retirement import compute_retirement_tax, retirement_deduction

P = load_parameters(2026)


@pytest.mark.parametrize(
    ("years", "disability", "deduction"),
    [
        (1, 0, 800_000),
        (2, 0, 800_000),
        (3, 0, 1_200_000),
        (20, 0, 8_000_000),
        (21, 0, 8_700_000),
        (26, 0, 12_200_000),
        (40, 0, 22_000_000),
        (1, 1, 1_800_000),
        (21, 1, 9_700_000),
    ],
)
def test_deduction_by_years(years: int, disability: int, deduction: int) -> None:
    assert retirement_deduction(P, years, disability) == deduction


@pytest.mark.parametrize(
    ("year", "amount", "years", "kind", "income"),
    [
        (2026, 10_000_000, 5, RETIREMENT_GENERAL, 4_000_000),
        (2026, 10_000_000, 5, RETIREMENT_OFFICER, 8_000_000),
        (2026, 10_000_000, 6, RETIREMENT_OFFICER, 3_800_000),
        (2026, 5_000_000, 5, RETIREMENT_SHORT_TERM, 1_500_000),
        (2026, 5_001_000, 5, RETIREMENT_SHORT_TERM, 1_501_000),
        (2026, 5_010_000, 5, RETIREMENT_SHORT_TERM, 1_510_000),
        (2026, 6_000_000, 6, RETIREMENT_SHORT_TERM, 1_800_000),
        (2022, 5_010_000, 5, RETIREMENT_SHORT_TERM, 1_510_000),
        (2021, 5_010_000, 5, RETIREMENT_SHORT_TERM, 1_505_000),
        (2026, 8_001_999, 20, RETIREMENT_GENERAL, 0),
        (2026, 8_002_000, 20, RETIREMENT_GENERAL, 1_000),
        (2026, 8_000_000, 22, RETIREMENT_GENERAL, 0),
    ],
)
def test_income_by_kind_and_years(
    year: int, amount: int, years: int, kind: int, income: int
) -> None:
    found = compute_retirement_tax(load_parameters(year), amount, years, kind, 0)
    assert found.income == income


def test_each_part_drops_what_is_below_100_yen() -> None:
    found = compute_retirement_tax(P, 10_468_000, 20, RETIREMENT_GENERAL, 0)
    assert found == (8_000_000, 1_234_000, (74_000, 49_300))


def test_designated_city_uses_the_same_rates() -> None:
    found = compute_retirement_tax(
        load_parameters(2026, "141003"), 15_000_000, 26, RETIREMENT_GENERAL, 0
    )
    assert found.tax == (84_000, 56_000)
