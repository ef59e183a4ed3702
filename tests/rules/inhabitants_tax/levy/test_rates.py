# SPDX-License-Identifier: Apache-2.0
"""Rates: special wards, cities, designated cities, ordinances; separate kinds and their steps."""

from collections.abc import Callable

import pytest

from daicho.rules.inhabitants_tax.facts import Levy

WARD, CITY, DESIGNATED = "131032", "122173", "341002"
YOKOHAMA, NAGOYA = "141003", "231002"
LevyOf = Callable[..., Levy]


@pytest.mark.parametrize(
    ("year", "municipality", "parts"),
    [
        (2025, WARD, (146_220, 97_480)),
        (2025, CITY, (146_220, 97_480)),
        (2025, DESIGNATED, (194_960, 48_740)),
        (2026, YOKOHAMA, (194_960, 49_349)),  # 2.025 %: 49,349.25
        (2027, YOKOHAMA, (194_960, 49_178)),  # 2.018 %: 49,178.66
        (2025, NAGOYA, (187_649, 48_740)),  # 7.7 %
    ],
)
def test_general_rate(
    levy_of: LevyOf, year: int, municipality: str, parts: tuple[int, int]
) -> None:
    assert levy_of(year, municipality, 2_437_000).before_credits == parts


@pytest.mark.parametrize(
    ("kind", "amount", "city", "designated"),
    [
        ("separate_land_short", 1_000_000, (54_000, 36_000), (72_000, 18_000)),
        ("separate_land_short_reduced", 1_000_000, (30_000, 20_000), (40_000, 10_000)),
        ("separate_land_long", 12_000_000, (360_000, 240_000), (480_000, 120_000)),
        ("separate_land_long_excellent", 19_999_000, (479_976, 319_984), (639_968, 159_992)),
        ("separate_land_long_excellent", 20_000_000, (480_000, 320_000), (640_000, 160_000)),
        ("separate_land_long_excellent", 20_001_000, (480_030, 320_020), (640_040, 160_010)),
        ("separate_land_long_residence", 60_000_000, (1_440_000, 960_000), (1_920_000, 480_000)),
        ("separate_land_long_residence", 60_001_000, (1_440_030, 960_020), (1_920_040, 480_010)),
        ("listed_shares", 1_000_000, (30_000, 20_000), (40_000, 10_000)),
        ("unlisted_shares", 1_000_000, (30_000, 20_000), (40_000, 10_000)),
        ("listed_dividend_separate", 1_000_000, (30_000, 20_000), (40_000, 10_000)),
        ("futures", 1_000_000, (30_000, 20_000), (40_000, 10_000)),
        ("forestry", 1_000_000, (60_000, 40_000), (80_000, 20_000)),
    ],
)
def test_rate_of_each_separate_kind(
    levy_of: LevyOf, kind: str, amount: int, city: tuple[int, int], designated: tuple[int, int]
) -> None:
    for municipality, parts in ((CITY, city), (DESIGNATED, designated)):
        assert levy_of(2025, municipality, 0, base={kind: amount}).before_credits == parts


def test_excess_rate_of_an_ordinance_leaves_separate_kinds_alone(levy_of: LevyOf) -> None:
    levy = levy_of(2026, YOKOHAMA, 0, base={"separate_land_long": 10_000_000})
    assert levy.before_credits == (400_000, 100_000)


def test_each_part_is_rounded_to_100_yen_on_its_own(levy_of: LevyOf) -> None:
    levy = levy_of(2026, YOKOHAMA, 2_437_000)
    assert levy.before_rounding == (192_960, 48_849)
    assert levy.income_levy == (192_900, 48_800)
    assert levy.annual_tax == 192_900 + 48_800 + 3_900 + 1_300 + 1_000


def test_nontaxable_income_levy_leaves_the_per_capita_levy(levy_of: LevyOf) -> None:
    levy = levy_of(2026, WARD, 500_000, nontax={"income_levy": 1})
    assert levy.before_credits == levy.income_levy == (0, 0)
    assert levy.annual_tax == 5_000


def test_wholly_nontaxable_person_owes_nothing_and_gets_withheld_levies_back(
    levy_of: LevyOf,
) -> None:
    levy = levy_of(
        2026,
        WARD,
        500_000,
        nontax={"income_levy": 1, "per_capita": 1},
        dividend_levy_withheld=3_000,
        share_levy_withheld=501,
    )
    assert levy.annual_tax == 0
    assert levy.refund_or_appropriation == 3_501
