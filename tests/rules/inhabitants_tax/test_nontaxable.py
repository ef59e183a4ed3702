# SPDX-License-Identifier: Apache-2.0
"""非課税: limits of each class and year, protection, place, death, and the order of the reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.facts import DependantFacts, Nontaxability, PersonFacts
from daicho.rules.inhabitants_tax.income.compute import compute_income
from daicho.rules.inhabitants_tax.nontaxable import (
    BELOW_INCOME_LEVY_LIMIT,
    BELOW_PER_CAPITA_LIMIT,
    DECEASED,
    NO_ADDRESS,
    PROTECTED,
    PUBLIC_ASSISTANCE,
    TAXED,
    decide_nontaxability,
    income_levy_limit,
    is_minor,
    per_capita_limit,
)
from daicho.rules.inhabitants_tax.relatives import add_dependant, add_spouse

Person = Callable[..., PersonFacts]
Dependant = Callable[..., DependantFacts]


def decide(
    year: int, f: PersonFacts, *dependants: DependantFacts, nontaxable_class: int = 1
) -> Nontaxability:
    p = load_parameters(year)
    r = add_spouse(p, f)
    for one in dependants:
        r = add_dependant(p, f, r, one)
    return decide_nontaxability(p, f, r, compute_income(p, f, r), nontaxable_class)


@pytest.mark.parametrize("year", [2021, 2024, 2027])
@pytest.mark.parametrize(
    ("nontaxable_class", "limits"),
    [
        (1, (450_000, 1_010_000, 1_360_000, 1_710_000, 2_060_000)),
        (2, (415_000, 919_000, 1_234_000, 1_549_000, 1_864_000)),
        (3, (380_000, 828_000, 1_108_000, 1_388_000, 1_668_000)),
        (0, (380_000, 828_000, 1_108_000, 1_388_000, 1_668_000)),  # not known: the stricter one
    ],
)
def test_per_capita_limits(year: int, nontaxable_class: int, limits: tuple[int, ...]) -> None:
    p = load_parameters(year)
    assert tuple(per_capita_limit(p, nontaxable_class, n) for n in range(5)) == limits


@pytest.mark.parametrize(
    ("nontaxable_class", "limits"),
    [
        (1, (350_000, 910_000, 1_260_000)),
        (2, (315_000, 819_000, 1_134_000)),
        (3, (280_000, 728_000, 1_008_000)),
    ],
)
def test_per_capita_limits_until_2020(nontaxable_class: int, limits: tuple[int, ...]) -> None:
    for year in (2019, 2020):
        p = load_parameters(year)
        assert tuple(per_capita_limit(p, nontaxable_class, n) for n in range(3)) == limits


def test_income_levy_limits() -> None:
    new, old = load_parameters(2021), load_parameters(2020)
    limits = tuple(income_levy_limit(new, n) for n in range(5))
    assert limits == (450_000, 1_120_000, 1_470_000, 1_820_000, 2_170_000)
    assert tuple(income_levy_limit(old, n) for n in range(3)) == (350_000, 1_020_000, 1_370_000)


@pytest.mark.parametrize(
    ("total", "per_capita", "income_levy", "reason"),
    [
        (1_010_000, 1, 1, BELOW_PER_CAPITA_LIMIT),
        (1_010_001, 0, 1, BELOW_INCOME_LEVY_LIMIT),
        (1_120_000, 0, 1, BELOW_INCOME_LEVY_LIMIT),
        (1_120_001, 0, 0, TAXED),
    ],
)
def test_edges_of_the_limits(
    person: Person, dependant: Dependant, total: int, per_capita: int, income_levy: int, reason: int
) -> None:
    found = decide(2026, person(business=total), dependant(20150615))
    assert found == (per_capita, income_levy, reason, 1_010_000, 1_120_000)


def test_carried_losses_count_for_the_income_levy_only(
    person: Person, dependant: Dependant
) -> None:
    f = person(business=1_300_000, loss_carried_forward=500_000)
    found = decide(2026, f, dependant(20150615))
    assert (found.per_capita, found.income_levy) == (0, 1)
    assert found.reason == BELOW_INCOME_LEVY_LIMIT


@pytest.mark.parametrize(
    ("year", "limit"), [(2019, 1_250_000), (2020, 1_250_000), (2021, 1_350_000), (2027, 1_350_000)]
)
@pytest.mark.parametrize(
    "status",
    [{"disability": 1}, {"disability": 2}, {"widow": 1}, {"single_parent": 1}, {"minor": 1}],
)
def test_protected_persons(person: Person, year: int, limit: int, status: dict[str, int]) -> None:
    at = decide(year, person(business=limit, **status))
    above = decide(year, person(business=limit + 1, **status))
    assert (at.per_capita, at.income_levy, at.reason) == (1, 1, PROTECTED)
    assert (above.per_capita, above.income_levy, above.reason) == (0, 0, TAXED)


@pytest.mark.parametrize(
    ("year", "birth_date", "minor"),
    [
        (2022, 20020102, 0),
        (2022, 20020103, 1),
        (2023, 20050102, 0),  # 18 at the end of January 1
        (2023, 20050103, 1),
        (2026, 20080102, 0),
        (2026, 20080103, 1),
    ],
)
def test_minors_on_the_assessment_date(year: int, birth_date: int, minor: int) -> None:
    assert is_minor(load_parameters(year), -1, birth_date, 0) == minor


def test_stated_minority_stands() -> None:
    p = load_parameters(2026)
    assert (is_minor(p, 0, 20150615, 0), is_minor(p, 1, 19800615, 1)) == (0, 1)


@pytest.mark.parametrize(("year", "minor"), [(2019, 0), (2022, 0), (2023, 1)])
def test_marriage_made_an_adult_until_2022(year: int, minor: int) -> None:
    assert is_minor(load_parameters(year), -1, (year - 17) * 10_000 + 615, 1) == minor


def test_public_assistance(person: Person) -> None:
    found = decide(2026, person(business=9_000_000, public_assistance=1))
    assert (found.per_capita, found.income_levy, found.reason) == (1, 1, PUBLIC_ASSISTANCE)


@pytest.mark.parametrize(
    ("deceased_on", "reason"),
    [(0, TAXED), (20251231, DECEASED), (20260101, TAXED), (20260102, TAXED)],
)
def test_death_before_the_assessment_date(person: Person, deceased_on: int, reason: int) -> None:
    found = decide(2026, person(business=9_000_000, deceased_on=deceased_on))
    barred = 1 if reason else 0
    assert (found.per_capita, found.income_levy, found.reason) == (barred, barred, reason)


@pytest.mark.parametrize(
    ("given", "per_capita", "income_levy", "reason"),
    [
        ({"business": 9_000_000}, 1, 1, NO_ADDRESS),
        ({"business": 9_000_000, "house_or_office": 1}, 0, 1, NO_ADDRESS),
        ({"business": 450_000, "house_or_office": 1}, 1, 1, BELOW_PER_CAPITA_LIMIT),
        ({"business": 9_000_000, "house_or_office": 1, "public_assistance": 1}, 1, 1, 1),
        ({"business": 1_350_000, "house_or_office": 1, "disability": 1}, 1, 1, PROTECTED),
        ({"house_or_office": 1, "deceased_on": 20251231}, 1, 1, DECEASED),
    ],
)
def test_persons_without_an_address(
    person: Person, given: dict[str, int], per_capita: int, income_levy: int, reason: int
) -> None:
    found = decide(2026, person(resident=0, **given))
    assert (found.per_capita, found.income_levy, found.reason) == (per_capita, income_levy, reason)


@given(st.integers(2019, 2027), st.integers(0, 3), st.integers(0, 12))
def test_the_income_levy_limit_is_never_below_that_of_the_per_capita_levy(
    year: int, nontaxable_class: int, count: int
) -> None:
    p = load_parameters(year)
    assert per_capita_limit(p, nontaxable_class, count) <= income_levy_limit(p, count)
