# SPDX-License-Identifier: Apache-2.0
"""環境性能割: grades, the time of less tax, its first and last day."""

from __future__ import annotations

import datetime as dt

import pytest

from daicho.engine.fields.parameters import load_environment
from daicho.kernel.yen import Rate
from daicho.rules.light_vehicle_tax.environment import environment_levy, environment_rate

RULES = load_environment(2025)


@pytest.mark.parametrize(
    ("day", "grade", "business", "rate"),
    [
        ("2019-09-30", 3, False, 0),
        ("2019-10-01", 3, False, 10),
        ("2019-10-01", 1, False, 0),
        ("2019-10-01", 0, False, 0),
        ("2021-12-31", 2, False, 10),
        ("2022-01-01", 2, False, 20),
        ("2022-01-01", 2, True, 10),
        ("2019-10-01", 1, True, 5),
        ("2026-03-31", 3, False, 20),
        ("2026-04-01", 3, False, 0),
    ],
)
def test_rate_by_day_and_grade(day: str, grade: int, business: bool, rate: int) -> None:
    found = environment_rate(
        RULES,
        grade=grade,
        is_business=business,
        is_passenger=True,
        acquired=dt.date.fromisoformat(day),
    )
    assert found == Rate(rate, 1000)


def test_cargo_has_no_time_of_less_tax() -> None:
    day = dt.date(2020, 4, 1)
    found = environment_rate(RULES, grade=2, is_business=False, is_passenger=False, acquired=day)
    assert found == Rate(20, 1000)


def test_levy_is_cut_and_small_prices_are_free() -> None:
    assert environment_levy(RULES, price=500_000, rate=Rate(20, 1000)) == 0
    assert environment_levy(RULES, price=500_001, rate=Rate(20, 1000)) == 10_000
    assert environment_levy(RULES, price=1_234_567, rate=Rate(20, 1000)) == 24_600
