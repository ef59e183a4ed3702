# SPDX-License-Identifier: Apache-2.0
"""The stop check: every limit stops just above itself and not at it (郡山市 2025)."""

from __future__ import annotations

import pytest

from daicho.domains.tax.inhabitants.municipal import Limits, load_settings
from daicho.domains.tax.inhabitants.stop_check import Distribution, Group, check

LIMITS = load_settings("131032").limits
EVEN = tuple(Group(1_000, 1_000_000) for _ in range(10))
LAST = Distribution(
    people=10_000,
    taxpayers=8_000,
    nontaxable=2_000,
    zero_tax=100,
    tax=1_000_000_000,
    brackets=EVEN,
    kinds=EVEN[:5],
    methods=EVEN[:3],
)


def codes(
    this: Distribution, jumps: tuple[int, int] = (0, 9_000), limits: Limits = LIMITS
) -> list[str]:
    return [breach.code for breach in check(this, LAST, jumps, limits).breaches]


def grown(groups: tuple[Group, ...], count: int) -> tuple[Group, ...]:
    return (Group(count, 1), *groups[1:])


@pytest.mark.parametrize(
    ("code", "at_limit", "beyond"),
    [
        ("total_tax", {"tax": 1_100_000_000}, {"tax": 1_101_000_000}),
        ("total_tax", {"tax": 900_000_000}, {"tax": 898_999_999}),
        ("taxpayers", {"taxpayers": 8_400}, {"taxpayers": 8_408}),
        ("nontaxable_share", {"nontaxable": 2_300}, {"nontaxable": 2_310}),
        ("zero_tax_share", {"zero_tax": 400}, {"zero_tax": 410}),
        ("bracket", {"brackets": grown(EVEN, 1_200)}, {"brackets": grown(EVEN, 1_201)}),
        ("income_kind", {"kinds": grown(EVEN[:5], 800)}, {"kinds": grown(EVEN[:5], 799)}),
        ("method", {"methods": grown(EVEN[:3], 1_150)}, {"methods": grown(EVEN[:3], 1_151)}),
    ],
)
def test_stops_beyond_a_limit(
    code: str, at_limit: dict[str, object], beyond: dict[str, object]
) -> None:
    assert codes(LAST._replace(**at_limit)) == []  # type: ignore[arg-type]
    assert codes(LAST._replace(**beyond)) == [code]  # type: ignore[arg-type]


def test_stops_when_many_people_jump() -> None:
    assert codes(LAST, jumps=(270, 9_000)) == []
    assert codes(LAST, jumps=(279, 9_000)) == ["jumps"]


def test_does_not_compare_small_groups() -> None:
    small = tuple(Group(10, 1) for _ in range(10))
    last = LAST._replace(brackets=small)
    this = LAST._replace(brackets=grown(small, LIMITS.minimum_count - 1))
    assert check(this, last, (0, 1), LIMITS).is_fine
    this = LAST._replace(brackets=grown(small, LIMITS.minimum_count))
    assert [breach.code for breach in check(this, last, (0, 1), LIMITS).breaches] == ["bracket"]


def test_is_never_fine_without_a_last_year() -> None:
    assert not check(LAST, None, (0, 0), LIMITS).is_fine


def test_half_of_the_notices_wrong_as_in_koriyama_stops() -> None:
    """47.7 % of the notices were wrong: any such shift of the brackets must stop."""
    moved = tuple(
        Group(group.count - 477 if index % 2 else group.count + 477, group.tax)
        for index, group in enumerate(EVEN)
    )
    assert codes(LAST._replace(brackets=moved)) == ["bracket"] * 10


def test_says_what_changed() -> None:
    (breach,) = check(LAST._replace(tax=1_200_000_000), LAST, (0, 1), LIMITS).breaches
    assert breach.text_ja == (
        "年税額の合計: 前年 1,000,000,000 → 本年 1,200,000,000(変化 20.0%、限度 10.0%)"
    )
