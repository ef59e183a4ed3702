# SPDX-License-Identifier: Apache-2.0
"""所得金額調整控除, 損益通算, 繰越控除 and the totals 総所得金額・合計所得金額・総所得金額等."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.facts import DependantFacts, Income, PersonFacts
from daicho.rules.inhabitants_tax.income.adjustment import (
    combined_adjustment,
    high_salary_adjustment,
)
from daicho.rules.inhabitants_tax.income.compute import compute_income
from daicho.rules.inhabitants_tax.income.offset import (
    listed_after_carried_loss,
    offset_listed,
    offset_losses,
)
from daicho.rules.inhabitants_tax.relatives import EMPTY_RELATIVES, add_dependant, add_spouse

Person = Callable[..., PersonFacts]
Dependant = Callable[..., DependantFacts]
YEN = st.integers(-50_000_000, 50_000_000)


def income_of(year: int, f: PersonFacts, *dependants: DependantFacts) -> Income:
    p = load_parameters(year)
    r = add_spouse(p, f)
    for one in dependants:
        r = add_dependant(p, f, r, one)
    return compute_income(p, f, r)


@pytest.mark.parametrize(
    ("revenue", "adjustment"),
    [
        (8_500_000, 0),
        (8_500_001, 1),
        (8_500_010, 1),
        (8_500_011, 2),
        (9_999_991, 150_000),
        (10_000_000, 150_000),
        (22_000_000, 150_000),
    ],
)
def test_high_salary_adjustment(revenue: int, adjustment: int) -> None:
    assert high_salary_adjustment(load_parameters(2021), revenue, 1) == adjustment
    assert high_salary_adjustment(load_parameters(2021), revenue, 0) == 0
    assert high_salary_adjustment(load_parameters(2020), revenue, 1) == 0


@pytest.mark.parametrize(
    ("salary", "pension", "adjustment"),
    [
        (0, 2_000_000, 0),
        (2_000_000, 0, 0),
        (50_000, 50_000, 0),
        (50_001, 50_000, 1),
        (99_999, 100_000, 99_999),
        (2_000_000, 100_001, 100_000),
    ],
)
def test_combined_adjustment(salary: int, pension: int, adjustment: int) -> None:
    assert combined_adjustment(load_parameters(2021), salary, pension) == adjustment
    assert combined_adjustment(load_parameters(2020), salary, pension) == 0


def test_who_gets_the_high_salary_adjustment(person: Person, dependant: Dependant) -> None:
    f = person(salary_revenue=9_000_000)
    assert income_of(2026, f).adjustment == 0
    assert income_of(2026, f, dependant(20030102)).adjustment == 50_000  # 22 years old
    assert income_of(2026, f, dependant(20030101)).adjustment == 0  # 23 on December 31
    assert income_of(2026, f, dependant(20050615, income=580_001)).adjustment == 0
    assert income_of(2026, f, dependant(19900615, disability=2)).adjustment == 50_000
    assert income_of(2026, f, dependant(19900615, disability=1)).adjustment == 0
    assert income_of(2026, f._replace(disability=2)).adjustment == 50_000
    assert income_of(2026, f._replace(disability=1)).adjustment == 0
    spouse = person(salary_revenue=9_000_000, spouse_disability=2, spouse_cohabiting=1)
    assert income_of(2026, spouse).adjustment == 50_000


def test_both_adjustments_together(person: Person, dependant: Dependant) -> None:
    f = person(birth_date=19570615, salary_revenue=9_000_000, pension_revenue=2_000_000)
    income = income_of(2026, f, dependant(20100615))
    assert (income.salary, income.pension, income.adjustment) == (7_050_000, 900_000, 150_000)
    assert income.total == 7_800_000


def test_first_adjustment_counts_for_the_band_of_the_pension(
    person: Person, dependant: Dependant
) -> None:
    # Salary income of 10,050,000 is above 10 million; less 150,000 it is not.
    f = person(birth_date=19570615, salary_revenue=12_000_000, pension_revenue=2_000_000)
    assert income_of(2026, f).pension == 1_000_000
    assert income_of(2026, f, dependant(20100615)).pension == 900_000


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        # ordinary, short, long, occasional, forestry
        ((3_000, 100, 200, 300, 400), (3_000, 100, 200, 300, 400)),
        ((-1_000, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
        # losses of the ordinary kinds: short, long, occasional, forestry
        ((-50, 100, 200, 300, 400), (0, 50, 200, 300, 400)),
        ((-250, 100, 200, 300, 400), (0, 0, 50, 300, 400)),
        ((-450, 100, 200, 300, 400), (0, 0, 0, 150, 400)),
        ((-800, 100, 200, 300, 400), (0, 0, 0, 0, 200)),
        ((-1_300, 100, 200, 300, 400), (0, 0, 0, 0, 0)),
        # losses of capital gains: each other, occasional, ordinary, forestry
        ((1_000, -50, 200, 300, 400), (1_000, 0, 150, 300, 400)),
        ((1_000, 100, -50, 300, 400), (1_000, 50, 0, 300, 400)),
        ((1_000, -500, 200, 300, 400), (1_000, 0, 0, 0, 400)),
        ((1_000, -600, 200, 300, 400), (900, 0, 0, 0, 400)),
        ((1_000, -1_000, -500, 300, 400), (0, 0, 0, 0, 200)),
        # both: the capital loss takes occasional income first, the rest goes on together
        ((-100, -500, 200, 300, 400), (0, 0, 0, 0, 300)),
        # losses of forestry: ordinary, short, long, occasional
        ((100, 100, 200, 300, -50), (50, 100, 200, 300, 0)),
        ((100, 100, 200, 300, -450), (0, 0, 0, 250, 0)),
        ((100, 100, 200, 300, -1_000), (0, 0, 0, 0, 0)),
    ],
)
def test_order_of_offsetting(kinds: tuple[int, ...], left: tuple[int, ...]) -> None:
    assert tuple(offset_losses(*kinds)) == left


@given(st.tuples(YEN, YEN, YEN, YEN, YEN))
def test_offsetting_keeps_the_sum_and_leaves_no_loss(kinds: tuple[int, ...]) -> None:
    ordinary, short, long, occasional, forestry = kinds
    left = offset_losses(*kinds)
    # A loss of occasional income does not exist in law and counts as nothing.
    given_sum = ordinary + short + long + max(occasional, 0) + forestry
    assert min(left) >= 0
    assert sum(left) == max(given_sum, 0)


def test_aggregate_takes_half_of_long_gains_and_occasional_income(person: Person) -> None:
    f = person(business=1_000_000, capital_gain_short=7, capital_gain_long=5, occasional=3)
    income = income_of(2025, f)
    assert (income.capital_gain_long, income.occasional) == (2, 1)
    # The half is of both kinds together (所得税法22条2項2号): (5 + 3) / 2, not 2 + 1.
    assert income.aggregate == income.total == 1_000_011


def test_losses_of_dividends_interest_and_misc_stay_in_their_kind(person: Person) -> None:
    f = person(business=1_000_000, dividend=-300_000, interest=-1, misc=-200_000)
    assert income_of(2025, f).total == 1_000_000
    g = person(birth_date=19500615, pension_revenue=2_000_000, misc=-200_000)
    income = income_of(2025, g)
    assert (income.pension, income.total) == (900_000, 700_000)


def test_total_is_before_and_total_etc_after_carried_losses(person: Person) -> None:
    f = person(
        business=2_000_000,
        separate_land_long=3_000_000,
        listed_shares=400_000,
        listed_dividend_separate=300_000,
        unlisted_shares=50_000,
        futures=60_000,
        forestry=70_000,
        retirement=80_000,
        loss_carried_forward=500_000,
        listed_share_loss_carried_forward=600_000,
    )
    income = income_of(2025, f)
    assert income.aggregate == 2_000_000
    assert income.total == 5_880_000
    assert income.aggregate_after_loss == 1_500_000
    assert (income.listed_shares_after_loss, income.listed_dividend_after_loss) == (0, 100_000)
    assert income.total_etc == 4_780_000


def test_retirement_income_counts_for_the_income_tax_only(person: Person) -> None:
    f = person(birth_date=19570615, business=9_000_000, pension_revenue=2_000_000)
    assert income_of(2026, f).pension == 900_000
    with_retirement = income_of(2026, f._replace(retirement=1_000_001))
    assert with_retirement.pension == 1_000_000
    assert with_retirement.total == 10_000_000


def test_losses_of_separate_kinds_do_not_touch_others(person: Person) -> None:
    f = person(business=1_000_000, separate_land_long=-5_000_000, futures=-100, unlisted_shares=-1)
    income = income_of(2025, f)
    assert income.total == income.total_etc == 1_000_000


@pytest.mark.parametrize(
    ("shares", "dividend", "carried", "left"),
    [
        (100, 50, 0, (100, 50)),
        (-30, 50, 0, (0, 20)),
        (-80, 50, 0, (0, 0)),
        (100, 50, 120, (0, 30)),
        (-30, 50, 30, (0, 0)),
        (100, 50, 500, (0, 0)),
    ],
)
def test_losses_of_listed_shares(
    shares: int, dividend: int, carried: int, left: tuple[int, int]
) -> None:
    assert listed_after_carried_loss(offset_listed(shares, dividend), carried) == left


def test_a_carried_loss_beyond_the_income_leaves_zero(person: Person) -> None:
    income = income_of(2025, person(business=100, loss_carried_forward=200))
    assert (income.total, income.total_etc, income.aggregate_after_loss) == (100, 0, 0)


@given(st.integers(0, 30_000_000), st.integers(0, 30_000_000), st.integers(1, 1_000_000))
def test_total_never_falls_when_salary_rises(salary: int, pension: int, more: int) -> None:
    p = load_parameters(2026)
    f = _PERSON._replace(salary_revenue=salary, pension_revenue=pension)
    g = f._replace(salary_revenue=salary + more)
    lower = compute_income(p, f, EMPTY_RELATIVES)
    higher = compute_income(p, g, EMPTY_RELATIVES)
    assert lower.total <= higher.total


_PERSON = PersonFacts(
    **(dict.fromkeys(PersonFacts._fields, 0) | {"birth_date": 19570615, "salary_income": -1})
)
