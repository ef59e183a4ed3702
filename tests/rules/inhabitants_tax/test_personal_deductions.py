# SPDX-License-Identifier: Apache-2.0
"""Personal deductions (人的控除) and the personal-deduction difference, at every boundary."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.deductions.basic import (
    basic_deduction,
    income_tax_basic_deduction,
)
from daicho.rules.inhabitants_tax.deductions.compute import compute_deductions
from daicho.rules.inhabitants_tax.deductions.personal_difference import (
    basic_difference,
    spouse_special_difference,
)
from daicho.rules.inhabitants_tax.deductions.spouse import spouse_special_deduction
from daicho.rules.inhabitants_tax.facts import (
    ABSENT,
    FEMALE,
    MALE,
    RELATION_PARENT,
    UNKNOWN_SEX,
    Deductions,
    DependantFacts,
    PersonFacts,
)
from daicho.rules.inhabitants_tax.income.compute import compute_income
from daicho.rules.inhabitants_tax.relatives import add_dependant, add_spouse

Person = Callable[..., PersonFacts]
Dependant = Callable[..., DependantFacts]


def deductions_of(year: int, f: PersonFacts, *dependants: DependantFacts) -> Deductions:
    p = load_parameters(year)
    r = add_spouse(p, f)
    for one in dependants:
        r = add_dependant(p, f, r, one)
    return compute_deductions(p, f, r, compute_income(p, f, r))


@pytest.mark.parametrize("year", [2021, 2025, 2026, 2027])
@pytest.mark.parametrize(
    ("total", "amount"),
    [
        (0, 430_000),
        (24_000_000, 430_000),
        (24_000_001, 290_000),
        (24_500_000, 290_000),
        (24_500_001, 150_000),
        (25_000_000, 150_000),
        (25_000_001, 0),
    ],
)
def test_basic_deduction(year: int, total: int, amount: int) -> None:
    assert basic_deduction(load_parameters(year), total) == amount


@pytest.mark.parametrize("year", [2019, 2020])
@pytest.mark.parametrize("total", [0, 24_000_001, 100_000_000])
def test_basic_deduction_until_2020_has_no_steps(year: int, total: int) -> None:
    assert basic_deduction(load_parameters(year), total) == 330_000
    assert basic_difference(load_parameters(year), total) == 50_000


@pytest.mark.parametrize(
    ("year", "total", "amount"),
    [
        (2020, 30_000_000, 380_000),
        (2021, 24_000_000, 480_000),
        (2025, 0, 480_000),
        (2025, 24_000_001, 320_000),
        (2025, 24_500_001, 160_000),
        (2025, 25_000_001, 0),
        (2026, 0, 950_000),
        (2026, 1_320_000, 950_000),
        (2026, 1_320_001, 880_000),
        (2026, 3_360_001, 680_000),
        (2026, 4_890_000, 680_000),
        (2026, 4_890_001, 630_000),
        (2026, 6_550_001, 580_000),
        (2026, 23_500_000, 580_000),
        (2026, 23_500_001, 480_000),
        (2026, 24_000_001, 320_000),
        (2026, 24_500_001, 160_000),
        (2026, 25_000_001, 0),
        (2027, 4_890_000, 1_040_000),
        (2027, 4_890_001, 670_000),
        (2027, 6_550_001, 620_000),
        (2027, 23_500_001, 480_000),
    ],
)
def test_income_tax_basic_deduction(year: int, total: int, amount: int) -> None:
    assert income_tax_basic_deduction(load_parameters(year), total) == amount


@pytest.mark.parametrize(
    ("year", "total", "adjusted"),
    [
        (2025, 1_000_000, 50_000),
        (2026, 1_000_000, 520_000),
        (2026, 5_000_000, 200_000),
        (2026, 24_000_000, 50_000),
        (2026, 24_000_001, 50_000),  # 320,000 is below 480,000: nothing is added or taken
        (2026, 25_000_001, 0),
        (2027, 1_000_000, 610_000),
    ],
)
def test_adjusted_difference(person: Person, year: int, total: int, adjusted: int) -> None:
    d = deductions_of(year, person(business=total))
    assert d.personal_difference_adjusted == adjusted


def test_retirement_income_counts_for_the_basic_deduction_of_the_income_tax(
    person: Person,
) -> None:
    d = deductions_of(2026, person(business=1_000_000, retirement=25_000_000))
    assert (d.basic, d.income_tax_basic) == (430_000, 0)


@pytest.mark.parametrize("year", [2019, 2021, 2027])
@pytest.mark.parametrize(
    ("own", "ordinary", "elderly"),
    [
        # own income, (deduction, difference) without and with 70 years of age
        (9_000_000, (330_000, 50_000), (380_000, 100_000)),
        (9_000_001, (220_000, 40_000), (260_000, 60_000)),
        (9_500_000, (220_000, 40_000), (260_000, 60_000)),
        (9_500_001, (110_000, 20_000), (130_000, 30_000)),
        (10_000_000, (110_000, 20_000), (130_000, 30_000)),
        (10_000_001, (0, 0), (0, 0)),
    ],
)
def test_spouse_deduction(
    person: Person, year: int, own: int, ordinary: tuple[int, int], elderly: tuple[int, int]
) -> None:
    for birth_date, expected in ((19820615, ordinary), (19400615, elderly)):
        d = deductions_of(year, person(business=own, spouse_birth_date=birth_date))
        assert (d.spouse, d.personal_difference - 50_000) == expected
        assert d.spouse_special == 0


SPOUSE_SPECIAL = [
    (1_000_000, (330_000, 220_000, 110_000, 0)),
    (1_000_001, (310_000, 210_000, 110_000, 0)),
    (1_050_000, (310_000, 210_000, 110_000, 0)),
    (1_050_001, (260_000, 180_000, 90_000, 0)),
    (1_100_000, (260_000, 180_000, 90_000, 0)),
    (1_100_001, (210_000, 140_000, 70_000, 0)),
    (1_150_000, (210_000, 140_000, 70_000, 0)),
    (1_150_001, (160_000, 110_000, 60_000, 0)),
    (1_200_000, (160_000, 110_000, 60_000, 0)),
    (1_200_001, (110_000, 80_000, 40_000, 0)),
    (1_250_000, (110_000, 80_000, 40_000, 0)),
    (1_250_001, (60_000, 40_000, 20_000, 0)),
    (1_300_000, (60_000, 40_000, 20_000, 0)),
    (1_300_001, (30_000, 20_000, 10_000, 0)),
    (1_330_000, (30_000, 20_000, 10_000, 0)),
    (1_330_001, (0, 0, 0, 0)),
]
SPOUSE_SPECIAL_OLD = [
    (380_001, (330_000, 220_000, 110_000, 0)),
    (900_000, (330_000, 220_000, 110_000, 0)),
    (900_001, (310_000, 210_000, 110_000, 0)),
    (950_001, (260_000, 180_000, 90_000, 0)),
    (1_000_001, (210_000, 140_000, 70_000, 0)),
    (1_050_001, (160_000, 110_000, 60_000, 0)),
    (1_100_001, (110_000, 80_000, 40_000, 0)),
    (1_150_001, (60_000, 40_000, 20_000, 0)),
    (1_200_001, (30_000, 20_000, 10_000, 0)),
    (1_230_000, (30_000, 20_000, 10_000, 0)),
    (1_230_001, (0, 0, 0, 0)),
]
SPOUSE_SPECIAL_TABLE = [
    *((year, *row) for year in (2021, 2025, 2026, 2027) for row in SPOUSE_SPECIAL),
    *((year, *row) for year in (2019, 2020) for row in SPOUSE_SPECIAL_OLD),
    *((year, 480_001, (330_000, 220_000, 110_000, 0)) for year in (2021, 2025)),
    (2026, 580_001, (330_000, 220_000, 110_000, 0)),
    (2027, 620_001, (330_000, 220_000, 110_000, 0)),
]
OWN_INCOMES = (9_000_000, 9_500_000, 10_000_000, 10_000_001)


@pytest.mark.parametrize(("year", "income", "amounts"), SPOUSE_SPECIAL_TABLE)
def test_spouse_special_deduction(
    person: Person, year: int, income: int, amounts: tuple[int, ...]
) -> None:
    found = [deductions_of(year, person(business=own, spouse_income=income)) for own in OWN_INCOMES]
    assert tuple(d.spouse_special for d in found) == amounts
    assert all(d.spouse == 0 for d in found)


def test_no_spouse_no_special_deduction() -> None:
    assert spouse_special_deduction(load_parameters(2026), ABSENT, 1) == 0


@pytest.mark.parametrize(
    ("year", "income", "differences"),
    [
        (2019, 380_001, (50_000, 40_000, 20_000, 0)),
        (2020, 399_999, (50_000, 40_000, 20_000, 0)),
        (2020, 400_000, (30_000, 20_000, 10_000, 0)),
        (2020, 449_999, (30_000, 20_000, 10_000, 0)),
        (2020, 450_000, (0, 0, 0, 0)),
        (2021, 480_001, (50_000, 40_000, 20_000, 0)),
        (2025, 499_999, (50_000, 40_000, 20_000, 0)),
        (2025, 500_000, (30_000, 20_000, 10_000, 0)),
        (2025, 549_999, (30_000, 20_000, 10_000, 0)),
        (2025, 550_000, (0, 0, 0, 0)),
        (2025, ABSENT, (0, 0, 0, 0)),
        (2026, 580_001, (0, 0, 0, 0)),
        (2027, 620_001, (0, 0, 0, 0)),
    ],
)
def test_spouse_special_difference(year: int, income: int, differences: tuple[int, ...]) -> None:
    p = load_parameters(year)
    found = tuple(spouse_special_difference(p, income, tier) for tier in (1, 2, 3, 4))
    assert found == differences


@pytest.mark.parametrize(
    ("birth_date", "given", "amount", "difference"),
    [
        (20150615, {}, 0, 0),
        (20080615, {}, 330_000, 50_000),
        (20050615, {}, 450_000, 180_000),
        (19500615, {}, 380_000, 100_000),
        (19500615, {"relation": RELATION_PARENT, "cohabiting": 1}, 450_000, 130_000),
    ],
)
@pytest.mark.parametrize("year", [2019, 2027])
def test_dependants(
    person: Person,
    dependant: Dependant,
    year: int,
    birth_date: int,
    given: dict[str, int],
    amount: int,
    difference: int,
) -> None:
    d = deductions_of(year, person(), dependant(birth_date + (year - 2026) * 10_000, **given))
    assert (d.dependants, d.personal_difference) == (amount, 50_000 + difference)


def test_specified_relative_has_no_difference(person: Person, dependant: Dependant) -> None:
    d = deductions_of(2026, person(), dependant(20050615, income=800_000))
    assert (d.dependants, d.specified_relative_special) == (0, 450_000)
    assert d.personal_difference == 50_000  # unverified: tax-rules.md §27, 1


@pytest.mark.parametrize(
    ("own", "child", "amount", "difference"),
    [
        (0, {}, 0, 0),
        (1, {}, 260_000, 10_000),
        (2, {}, 300_000, 100_000),
        (0, {"disability": 1, "cohabiting": 1}, 260_000, 10_000),
        (0, {"disability": 2}, 300_000, 100_000),
        (0, {"disability": 2, "cohabiting": 1}, 530_000, 220_000),
        (2, {"disability": 2, "cohabiting": 1}, 830_000, 320_000),
    ],
)
def test_disability(
    person: Person,
    dependant: Dependant,
    own: int,
    child: dict[str, int],
    amount: int,
    difference: int,
) -> None:
    d = deductions_of(2026, person(disability=own), dependant(20150615, **child))
    assert (d.disability, d.personal_difference) == (amount, 50_000 + difference)


@pytest.mark.parametrize(
    ("given", "total", "widow", "single_parent", "difference"),
    [
        ({"widow": 1}, 5_000_000, 260_000, 0, 10_000),
        ({"widow": 1}, 5_000_001, 0, 0, 0),
        ({"single_parent": 1, "sex": FEMALE}, 5_000_000, 0, 300_000, 50_000),
        ({"single_parent": 1, "sex": MALE}, 5_000_000, 0, 300_000, 10_000),
        ({"single_parent": 1, "sex": UNKNOWN_SEX}, 5_000_000, 0, 300_000, 10_000),
        ({"single_parent": 1, "sex": FEMALE}, 5_000_001, 0, 0, 0),
        ({"single_parent": 1, "widow": 1, "sex": FEMALE}, 1_000_000, 0, 300_000, 50_000),
    ],
)
@pytest.mark.parametrize("year", [2021, 2027])
def test_widows_and_single_parents(
    person: Person,
    year: int,
    given: dict[str, int],
    total: int,
    widow: int,
    single_parent: int,
    difference: int,
) -> None:
    d = deductions_of(year, person(business=total, **given))
    assert (d.widow, d.single_parent) == (widow, single_parent)
    assert d.personal_difference == 50_000 + difference


@pytest.mark.parametrize(
    ("given", "with_child", "total", "widow", "difference"),
    [
        ({"widow": 1}, False, 5_000_000, 260_000, 10_000),
        ({"widow": 1}, False, 5_000_001, 0, 0),
        ({"widow": 1}, True, 5_000_001, 260_000, 10_000),
        ({"single_parent": 1, "sex": FEMALE}, True, 5_000_000, 300_000, 50_000),
        ({"single_parent": 1, "sex": FEMALE}, True, 5_000_001, 260_000, 10_000),
        ({"single_parent": 1, "sex": FEMALE}, False, 5_000_001, 0, 0),
        ({"single_parent": 1, "sex": MALE}, True, 5_000_000, 260_000, 10_000),
        ({"single_parent": 1, "sex": MALE}, True, 5_000_001, 0, 0),
        ({"single_parent": 1, "sex": UNKNOWN_SEX}, True, 5_000_000, 260_000, 10_000),
    ],
)
@pytest.mark.parametrize("year", [2019, 2020])
def test_widows_and_widowers_until_2020(
    person: Person,
    dependant: Dependant,
    year: int,
    given: dict[str, int],
    with_child: bool,
    total: int,
    widow: int,
    difference: int,
) -> None:
    children = [dependant(20150615)] if with_child else []
    d = deductions_of(year, person(business=total, **given), *children)
    assert (d.widow, d.single_parent) == (widow, 0)
    assert d.personal_difference == 50_000 + difference


@pytest.mark.parametrize(
    ("year", "limit"),
    [
        (2019, 650_000),
        (2020, 650_000),
        (2021, 750_000),
        (2025, 750_000),
        (2026, 850_000),
        (2027, 890_000),
    ],
)
def test_working_student_limit(person: Person, year: int, limit: int) -> None:
    at = deductions_of(year, person(working_student=1, salary_income=limit))
    above = deductions_of(year, person(working_student=1, salary_income=limit + 1))
    assert (at.working_student, at.personal_difference) == (260_000, 60_000)
    assert (above.working_student, above.personal_difference) == (0, 50_000)


@pytest.mark.parametrize(("dividend", "amount"), [(100_000, 260_000), (100_001, 0)])
def test_working_student_without_work(person: Person, dividend: int, amount: int) -> None:
    f = person(working_student=1, salary_income=500_000, dividend=dividend)
    assert deductions_of(2025, f).working_student == amount
