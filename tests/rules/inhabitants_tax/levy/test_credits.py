# SPDX-License-Identifier: Apache-2.0
"""Dividend, housing loan, foreign tax and fixed-amount credits; withheld levies."""

from collections.abc import Callable

import pytest

from daicho.rules.inhabitants_tax.facts import Levy

LevyOf = Callable[..., Levy]
WARD, DESIGNATED = "131032", "341002"


@pytest.mark.parametrize(
    ("municipality", "kind", "general", "parts"),
    [
        (WARD, 0, 10_000_000, (16_000, 12_000)),
        (WARD, 0, 10_001_000, (15_992, 11_994)),
        (WARD, 0, 11_000_000, (8_000, 6_000)),
        (WARD, 0, 20_000_000, (8_000, 6_000)),
        (WARD, 1, 10_000_000, (8_000, 6_000)),
        (WARD, 1, 11_000_000, (4_000, 3_000)),
        (WARD, 2, 10_000_000, (4_000, 3_000)),
        (WARD, 2, 11_000_000, (2_000, 1_500)),
        (DESIGNATED, 0, 10_000_000, (22_400, 5_600)),
        (DESIGNATED, 0, 11_000_000, (11_200, 2_800)),
        (DESIGNATED, 1, 10_000_000, (11_200, 2_800)),
        (DESIGNATED, 2, 11_000_000, (2_800, 700)),
    ],
)
def test_dividend_is_the_topmost_million(
    levy_of: LevyOf, municipality: str, kind: int, general: int, parts: tuple[int, int]
) -> None:
    levy = levy_of(2025, municipality, general, dividend=1_000_000, dividend_kind=kind)
    assert levy.dividend == parts


def test_separate_income_lifts_the_dividend_above_ten_million(levy_of: LevyOf) -> None:
    levy = levy_of(
        2025, WARD, 5_000_000, base={"separate_land_long": 6_000_000}, dividend=1_000_000
    )
    assert levy.dividend == (8_000, 6_000)


@pytest.mark.parametrize(
    ("year", "move_in", "specified", "total"),
    [
        (2025, 20081231, 0, 0),
        (2025, 20090101, 0, 97_500),
        (2025, 20140331, 1, 97_500),
        (2025, 20140401, 1, 136_500),
        (2025, 20140401, 0, 97_500),
        (2025, 20211231, 1, 136_500),
        (2025, 20211231, 0, 97_500),
        (2025, 20220101, 1, 97_500),
        (2025, 0, 1, 0),
    ],
)
def test_housing_limit_by_day_of_moving_in(
    levy_of: LevyOf, year: int, move_in: int, specified: int, total: int
) -> None:
    levy = levy_of(
        year,
        WARD,
        5_000_000,
        housing_move_in=move_in,
        housing_specified=specified,
        housing_credit_available=400_000,
        housing_income_tax=202_500,
        housing_taxable_income=3_000_000,
    )
    assert levy.housing_loan_remaining == 197_500
    assert levy.housing_loan == (total * 3 // 5, total * 2 // 5)


@pytest.mark.parametrize(
    ("move_in", "income", "total"),
    [
        (20211231, 30_000_000, 97_500),
        (20211231, 30_000_001, 0),
        (20220101, 20_000_000, 97_500),
        (20220101, 20_000_001, 0),
    ],
)
def test_housing_income_limit(levy_of: LevyOf, move_in: int, income: int, total: int) -> None:
    levy = levy_of(
        2025,
        WARD,
        5_000_000,
        income={"total": income},
        housing_move_in=move_in,
        housing_credit_available=300_000,
        housing_income_tax=100_000,
        housing_taxable_income=3_000_000,
    )
    assert sum(levy.housing_loan) == total


@pytest.mark.parametrize(
    ("year", "move_in", "total"),
    [
        (2025, 20180615, 50_000),
        (2026, 20151231, 50_000),
        (2026, 20160101, 70_000),
        (2026, 20251231, 70_000),
        (2026, 20260101, 50_000),
    ],
)
def test_raised_basic_deduction_counts_in_the_housing_base_from_2026(
    levy_of: LevyOf, year: int, move_in: int, total: int
) -> None:
    levy = levy_of(
        year,
        WARD,
        5_000_000,
        deductions={"income_tax_basic": 880_000},
        housing_move_in=move_in,
        housing_credit_available=300_000,
        housing_income_tax=100_000,
        housing_taxable_income=1_000_000,
    )
    assert sum(levy.housing_loan) == total


@pytest.mark.parametrize(
    ("taxable", "tax"),
    [
        (1_000, 50),
        (1_950_000, 97_500),
        (1_951_000, 97_600),
        (3_300_000, 232_500),
        (3_301_000, 232_700),
        (6_950_000, 962_500),
        (6_951_000, 962_730),
        (9_000_000, 1_434_000),
        (9_001_000, 1_434_330),
        (18_000_000, 4_404_000),
        (18_001_000, 4_404_400),
        (40_000_000, 13_204_000),
        (40_001_000, 13_204_450),
    ],
)
def test_income_tax_is_computed_where_no_document_states_it(
    levy_of: LevyOf, taxable: int, tax: int
) -> None:
    levy = levy_of(
        2025,
        WARD,
        taxable + 50_000,
        income={"total": 9_000_000},
        housing_move_in=20220101,
        housing_credit_available=tax + 1_000,
    )
    assert levy.housing_loan_remaining == 1_000


def test_separate_kinds_carry_income_tax_too(levy_of: LevyOf) -> None:
    levy = levy_of(
        2025,
        WARD,
        1_000_000 + 50_000,
        base={
            "separate_land_short": 100_000,
            "separate_land_short_reduced": 100_000,
            "separate_land_long": 100_000,
            "separate_land_long_excellent": 20_100_000,
            "separate_land_long_residence": 60_100_000,
            "futures": 100_000,
        },
        housing_move_in=20220101,
        housing_credit_available=10_000_000,
    )
    tax = 50_000 + 30_000 + 15_000 + 15_000 + 2_015_000 + 6_015_000 + 15_000
    assert levy.housing_loan_remaining == 10_000_000 - tax


def test_credits_end_at_the_levy(levy_of: LevyOf) -> None:
    levy = levy_of(
        2025,
        WARD,
        500_000,
        housing_move_in=20220101,
        housing_credit_available=300_000,
        housing_income_tax=0,
        housing_taxable_income=1_900_000,
        foreign_tax=9_999,
    )
    assert levy.after_adjustment_credit == (28_500, 19_000)
    assert levy.housing_loan == (28_500, 19_000)
    assert levy.foreign_tax == (0, 0)
    assert levy.annual_tax == 5_000


@pytest.mark.parametrize(
    ("municipality", "parts"), [(WARD, (6_000, 3_999)), (DESIGNATED, (8_000, 1_999))]
)
def test_foreign_tax_is_shared_without_losing_a_yen(
    levy_of: LevyOf, municipality: str, parts: tuple[int, int]
) -> None:
    assert levy_of(2025, municipality, 3_000_000, foreign_tax=9_999).foreign_tax == parts


@pytest.mark.parametrize(
    ("year", "total", "relatives", "amount"),
    [
        (2023, 5_000_000, {}, 0),
        (2024, 5_000_000, {}, 10_000),
        (2024, 18_050_000, {}, 10_000),
        (2024, 18_050_001, {}, 0),
        (2024, 5_000_000, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 20_000),
        (2024, 5_000_000, {"spouse_same_livelihood": 1, "spouse_in_japan": 0}, 10_000),
        (2024, 10_000_000, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 20_000),
        (2024, 10_000_001, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 10_000),
        (2024, 5_000_000, {"in_japan": 3}, 40_000),
        (2025, 5_000_000, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 0),
        (2025, 10_000_000, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 0),
        (2025, 10_000_001, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 10_000),
        (2025, 18_050_000, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 10_000),
        (2025, 18_050_001, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 0),
        (2025, 10_000_001, {"spouse_same_livelihood": 1, "in_japan": 2}, 0),
        (2026, 10_000_001, {"spouse_same_livelihood": 1, "spouse_in_japan": 1}, 0),
    ],
)
def test_fixed_amount_by_year_and_household(
    levy_of: LevyOf, year: int, total: int, relatives: dict[str, int], amount: int
) -> None:
    levy = levy_of(year, WARD, 4_000_000, income={"total": total}, relatives=relatives)
    assert sum(levy.fixed_amount) == amount
    assert levy.fixed_amount_not_deducted == 0


def test_fixed_amount_is_shared_by_levy_and_the_prefecture_rounds_up(levy_of: LevyOf) -> None:
    levy = levy_of(2024, "141003", 2_437_000)
    # 10,000 × 48,849 ÷ 241,809 = 2,020.1…
    assert levy.fixed_amount == (7_979, 2_021)


def test_fixed_amount_ends_at_the_levy_and_the_rest_is_told(levy_of: LevyOf) -> None:
    levy = levy_of(2024, WARD, 100_000, relatives={"in_japan": 2})
    assert levy.after_adjustment_credit == (4_500, 3_000)
    assert levy.fixed_amount == (4_500, 3_000)
    assert levy.fixed_amount_not_deducted == 22_500
    assert levy.annual_tax == 5_000


def test_person_without_income_levy_has_no_fixed_amount(levy_of: LevyOf) -> None:
    levy = levy_of(2024, WARD, 0, relatives={"in_japan": 2})
    assert levy.fixed_amount == (0, 0)
    assert levy.fixed_amount_not_deducted == 0


@pytest.mark.parametrize("municipality", [WARD, DESIGNATED])
def test_withheld_levies_are_taken_and_the_rest_is_owed_back(
    levy_of: LevyOf, municipality: str
) -> None:
    levy = levy_of(2025, municipality, 3_000_000, dividend_levy_withheld=50_003)
    assert levy.withheld_levies == (30_002, 20_001)
    assert levy.refund_or_appropriation == 0
    levy = levy_of(
        2023,
        WARD,
        0,
        base={"listed_dividend_separate": 600_000},
        dividend_levy_withheld=30_000,
        share_levy_withheld=10_000,
    )
    assert levy.withheld_levies == (18_000, 12_000)
    assert levy.refund_or_appropriation == 10_000
