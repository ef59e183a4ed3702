# SPDX-License-Identifier: Apache-2.0
"""Donation credit (寄附金税額控除): basic, special with its limit and rate table, one-stop."""

from collections.abc import Callable

import pytest

from daicho.rules.inhabitants_tax.facts import Levy

LevyOf = Callable[..., Levy]
WARD, DESIGNATED, YOKOHAMA = "131032", "341002", "141003"


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("donation_furusato", (2_880, 1_920)),
        ("donation_community_chest", (2_880, 1_920)),
        ("donation_both", (2_880, 1_920)),
        ("donation_prefecture", (0, 1_920)),
        ("donation_municipality", (2_880, 0)),
    ],
)
def test_basic_part_by_kind(levy_of: LevyOf, kind: str, parts: tuple[int, int]) -> None:
    assert levy_of(2025, WARD, 3_000_000, **{kind: 50_000}).donation_basic == parts


def test_basic_part_of_a_designated_city(levy_of: LevyOf) -> None:
    levy = levy_of(2025, DESIGNATED, 3_000_000, donation_furusato=50_000)
    assert levy.donation_basic == (3_840, 960)


@pytest.mark.parametrize(("amount", "municipal"), [(2_000, 0), (2_001, 0), (2_100, 6)])
def test_two_thousand_yen_stay_with_the_giver(levy_of: LevyOf, amount: int, municipal: int) -> None:
    levy = levy_of(2025, WARD, 3_000_000, donation_furusato=amount)
    assert levy.donation_basic.municipal == municipal


def test_basic_part_counts_up_to_30_percent_of_income(levy_of: LevyOf) -> None:
    levy = levy_of(
        2025, WARD, 3_000_000, income={"total_etc": 3_000_000}, donation_community_chest=2_000_000
    )
    assert levy.donation_basic == (898_000 * 6 // 100, 898_000 * 4 // 100)


def test_only_furusato_gifts_have_the_special_part(levy_of: LevyOf) -> None:
    levy = levy_of(2025, WARD, 3_000_000, donation_community_chest=50_000, donation_both=50_000)
    assert levy.donation_special == (0, 0)


@pytest.mark.parametrize(
    ("judgement", "rate"),
    [
        (-1_000, 90_000),
        (0, 84_895),
        (1_950_000, 84_895),
        (1_951_000, 79_790),
        (3_300_000, 79_790),
        (3_301_000, 69_580),
        (6_950_000, 69_580),
        (6_951_000, 66_517),
        (9_000_000, 66_517),
        (9_001_000, 56_307),
        (18_000_000, 56_307),
        (18_001_000, 49_160),
        (40_000_000, 49_160),
        (40_001_000, 44_055),
    ],
)
def test_rate_by_taxable_income_less_the_difference(
    levy_of: LevyOf, judgement: int, rate: int
) -> None:
    levy = levy_of(2025, WARD, judgement + 50_000, donation_furusato=10_000)
    assert levy.donation_special_rate_judgement == judgement
    assert levy.donation_special_rate == rate


@pytest.mark.parametrize(
    ("base", "rate"),
    [
        ({}, 90_000),
        ({"separate_land_short": 1_000}, 59_370),
        ({"separate_land_short_reduced": 1_000}, 59_370),
        ({"separate_land_long": 1_000}, 74_685),
        ({"listed_shares": 1_000}, 74_685),
        ({"futures": 1_000}, 74_685),
        ({"separate_land_short": 1_000, "listed_shares": 1_000}, 59_370),
        ({"forestry": 1_000_000}, 84_895),
        ({"forestry": 100_000_000}, 49_160),
    ],
)
def test_rate_without_general_income(levy_of: LevyOf, base: dict[str, int], rate: int) -> None:
    assert levy_of(2025, WARD, 0, base=base, donation_furusato=9_000).donation_special_rate == rate


def test_special_part_is_rounded_up_in_each_part(levy_of: LevyOf) -> None:
    # 28,000 × 69.58 % = 19,482.4: 11,689.44 and 7,792.96
    levy = levy_of(2025, WARD, 3_715_000, donation_furusato=30_000)
    assert levy.donation_special == (11_690, 7_793)
    levy = levy_of(2025, DESIGNATED, 3_715_000, donation_furusato=30_000)
    assert levy.donation_special == (15_586, 3_897)


def test_special_part_ends_at_20_percent_of_the_levy_at_the_standard_rate(levy_of: LevyOf) -> None:
    levy = levy_of(2025, WARD, 2_430_000, donation_furusato=500_000)
    assert levy.donation_special == (28_860, 19_240)
    # the ordinance's 2.025 % does not lift the limit: 20 % of (48,600 − 500)
    levy = levy_of(2025, YOKOHAMA, 2_430_000, donation_furusato=500_000)
    assert levy.donation_special == (38_480, 9_620)


def test_one_stop_adds_the_income_tax_part(levy_of: LevyOf) -> None:
    levy = levy_of(2025, WARD, 3_715_000, donation_furusato=30_000, donation_one_stop=30_000)
    assert levy.donation_special == (11_690, 7_793)
    # × 20.42 ÷ 69.58, dropped: 3,430.7 and 2,287.1
    assert levy.donation_one_stop == (3_430, 2_287)


def test_one_stop_uses_the_capped_special_part(levy_of: LevyOf) -> None:
    levy = levy_of(2025, WARD, 2_430_000, donation_furusato=500_000, donation_one_stop=500_000)
    assert levy.donation_special == (28_860, 19_240)
    # × 10.21 ÷ 79.79
    assert levy.donation_one_stop == (3_692, 2_461)


def test_a_return_voids_one_stop(levy_of: LevyOf) -> None:
    levy = levy_of(2025, WARD, 3_715_000, donation_furusato=30_000, donation_one_stop=10_000)
    assert levy.donation_one_stop == (0, 0)


def test_no_one_stop_below_the_difference(levy_of: LevyOf) -> None:
    levy = levy_of(2025, WARD, 49_000, donation_furusato=3_000, donation_one_stop=3_000)
    assert levy.donation_special_rate == 90_000
    assert levy.donation_one_stop == (0, 0)


@pytest.mark.parametrize(
    ("judgement", "numerator", "denominator"),
    [
        (1_950_000, 5_105, 84_895),
        (1_951_000, 10_210, 79_790),
        (3_301_000, 20_420, 69_580),
        (6_951_000, 23_483, 66_517),
        (9_001_000, 33_693, 56_307),
        (18_001_000, 33_693, 56_307),
        (40_001_000, 33_693, 56_307),
    ],
)
def test_one_stop_share_by_step(
    levy_of: LevyOf, judgement: int, numerator: int, denominator: int
) -> None:
    levy = levy_of(
        2025, WARD, judgement + 50_000, donation_furusato=12_000, donation_one_stop=12_000
    )
    expected = [part * numerator // denominator for part in levy.donation_special]
    assert list(levy.donation_one_stop) == expected
