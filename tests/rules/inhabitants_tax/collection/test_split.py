# SPDX-License-Identifier: Apache-2.0
"""One year's tax by method: salary, pension, ordinary, and several together (併用)."""

from collections.abc import Callable

import pytest

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.collection.split import Collection, split_by_method
from daicho.rules.inhabitants_tax.facts import Income, Levy, Parts, PersonFacts

Split = Callable[..., Collection]
OLD = 19500615


def levy_with(income_levy: Parts, fixed: Parts, per_capita: Parts, forest: int) -> Levy:
    values: dict[str, object] = {
        name: Parts(0, 0) if kind == "Parts" else 0 for name, kind in Levy.__annotations__.items()
    }
    values |= {
        "before_rounding": income_levy,
        "income_levy": income_levy,
        "fixed_amount": fixed,
        "per_capita": per_capita,
        "forest_environment_tax": forest,
        "annual_tax": sum(income_levy) + sum(per_capita) + forest,
    }
    return Levy(**values)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def split(person: Callable[..., PersonFacts]) -> Split:
    """Income levy 60,000 + 40,000 and 5,000 per head, on the incomes given."""

    def build(
        year: int = 2026,
        *,
        salary: int = 0,
        pension: int = 0,
        other: int = 0,
        fixed: Parts = Parts(0, 0),  # noqa: B008 - a tuple does not change
        **facts: int,
    ) -> Collection:
        total = salary + pension + other
        income = Income(salary, 0, pension, 0, 0, total, total, total, total, 0, 0, 0)
        levy = levy_with(
            Parts(60_000 - fixed.municipal, 40_000 - fixed.prefectural),
            fixed,
            Parts(3_000, 1_000),
            1_000,
        )
        found = split_by_method(load_parameters(year), person(**facts), income, levy)
        assert found.salary_amount + found.pension_amount + found.ordinary_amount == levy.annual_tax
        assert sum(found.ordinary) == found.ordinary_amount
        assert sum(found.salary) == found.salary_amount
        taken = sum(found.provisional) + sum(found.final) - found.pension_overcollected
        assert taken == found.pension_amount
        return found

    return build


def test_everything_by_ordinary_collection(split: Split) -> None:
    found = split(salary=2_000_000, other=1_000_000)
    assert found.ordinary == (27_000, 26_000, 26_000, 26_000)
    assert found.salary == (0,) * 12


def test_salary_takes_other_income_too(split: Split) -> None:
    found = split(salary=2_000_000, other=1_000_000, salary_collection=1)
    assert found.salary == (9_300, *[8_700] * 11)
    assert found.ordinary == (0, 0, 0, 0)


def test_other_income_by_ordinary_on_request(split: Split) -> None:
    found = split(salary=2_000_000, other=1_000_000, salary_collection=1, other_by_ordinary=1)
    assert found.ordinary_amount == 33_300  # 100,000 ÷ 3, 100 yen dropped
    assert found.salary_amount == 71_700


def test_pension_alone_bears_the_per_capita_levy(split: Split) -> None:
    found = split(
        pension=3_000_000, birth_date=OLD, pension_collection=1, previous_pension_part=105_000
    )
    assert found.pension_part == found.pension_amount == 105_000
    assert found.provisional == (17_500, 17_500, 17_500)
    assert found.final == (17_500, 17_500, 17_500)


def test_first_year_of_pension_collection(split: Split) -> None:
    found = split(pension=3_000_000, birth_date=OLD, pension_collection=1, pension_first_year=1)
    assert found.ordinary == (26_500, 26_000, 0, 0)
    assert found.provisional == (0, 0, 0)
    assert found.final == (17_500, 17_500, 17_500)


def test_salary_pension_and_other_income_each_by_its_method(split: Split) -> None:
    found = split(
        salary=2_000_000,
        pension=1_000_000,
        other=1_000_000,
        birth_date=OLD,
        salary_collection=1,
        pension_collection=1,
        other_by_ordinary=1,
        previous_pension_part=25_000,
    )
    assert found.pension_amount == 25_000
    assert found.ordinary_amount == 25_000
    assert found.salary_amount == 55_000  # with the per-capita levy
    assert found.provisional == (4_300, 4_100, 4_100)


def test_pension_beside_business_income(split: Split) -> None:
    found = split(pension=1_000_000, other=3_000_000, birth_date=OLD, pension_collection=1)
    assert found.pension_amount == 30_000
    assert found.ordinary == (18_750 + 2_250, 18_000, 18_000, 18_000)


@pytest.mark.parametrize(
    ("birth_date", "salary_amount"), [(19610402, 55_000), (19610403, 105_000), (19900615, 105_000)]
)
def test_pension_of_65_or_older_goes_into_no_salary(
    split: Split, birth_date: int, salary_amount: int
) -> None:
    found = split(salary=1_000_000, pension=1_000_000, birth_date=birth_date, salary_collection=1)
    assert found.salary_amount == salary_amount


def test_pension_below_65_stays_with_the_salary_when_other_income_is_apart(split: Split) -> None:
    found = split(
        salary=1_000_000,
        pension=1_000_000,
        other=2_000_000,
        salary_collection=1,
        other_by_ordinary=1,
    )
    assert found.ordinary_amount == 50_000


def test_provisional_collection_beyond_the_year_is_told(split: Split) -> None:
    found = split(
        pension=3_000_000, birth_date=OLD, pension_collection=1, previous_pension_part=300_000
    )
    assert found.final == (0, 0, 0)
    assert found.pension_overcollected == 45_000


FIXED = Parts(18_000, 12_000)


def test_2024_ordinary_takes_the_reduction_from_the_first_instalments(split: Split) -> None:
    found = split(2024, other=3_000_000, fixed=FIXED)
    assert found.ordinary == (0, 23_000, 26_000, 26_000)


def test_2024_salary_begins_in_july(split: Split) -> None:
    found = split(2024, salary=3_000_000, fixed=FIXED, salary_collection=1)
    assert found.salary == (0, 7_000, *[6_800] * 10)


def test_2024_pension_takes_the_reduction_from_october(split: Split) -> None:
    found = split(
        2024,
        pension=3_000_000,
        birth_date=OLD,
        fixed=FIXED,
        pension_collection=1,
        previous_pension_part=105_000,
    )
    assert found.provisional == (17_500, 17_500, 17_500)
    assert found.final == (0, 5_000, 17_500)
    assert found.pension_part == 105_000  # next year's 仮徴収 knows no reduction


def test_2024_pension_of_the_first_year_takes_it_from_the_first_instalment(split: Split) -> None:
    found = split(
        2024,
        pension=3_000_000,
        birth_date=OLD,
        fixed=FIXED,
        pension_collection=1,
        pension_first_year=1,
    )
    assert found.ordinary == (0, 22_500, 0, 0)
    assert found.final == (17_500, 17_500, 17_500)


def test_2025_reduction_is_spread_as_the_tax_is(split: Split) -> None:
    found = split(2025, salary=3_000_000, fixed=Parts(6_000, 4_000), salary_collection=1)
    assert found.salary == (8_100, *[7_900] * 11)
