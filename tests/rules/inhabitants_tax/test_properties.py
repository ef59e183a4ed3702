# SPDX-License-Identifier: Apache-2.0
"""What must hold for everybody: more income never means less tax, parts and instalments add up.

The law itself lowers the tax when income rises at these boundaries:
1. 申告特例控除: its share of the capped special part jumps at the steps of the income tax's rates
   (example below).
2. ふるさと納税 of someone with separate income: the special rate rises from that of the separate
   kind to the table's as soon as there is general income (example below).
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.engine.compute import assess_person
from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.assess import Assessment
from daicho.rules.inhabitants_tax.facts import ABSENT, DependantFacts, PersonFacts

NOBODY = PersonFacts._make([0] * len(PersonFacts._fields))._replace(
    birth_date=19800615,
    minor=ABSENT,
    resident=1,
    salary_income=ABSENT,
    housing_income_tax=ABSENT,
    housing_taxable_income=ABSENT,
)
YEARS = st.integers(2019, 2027)
KINDS = ("salary_revenue", "pension_revenue", "business", "misc", "real_estate", "occasional")
AMOUNTS = st.one_of(st.integers(0, 3_000_000), st.integers(0, 40_000_000))


def assess(year: int, person: PersonFacts, *dependants: DependantFacts) -> Assessment:
    return assess_person(load_parameters(year), person, dependants)


def tax(year: int, person: PersonFacts, *dependants: DependantFacts) -> int:
    return assess(year, person, *dependants).levy.annual_tax


births = st.builds(
    lambda year, day: year * 10_000 + day,
    st.integers(1930, 2018),
    st.sampled_from((101, 102, 1231)),
)
dependants = st.lists(
    st.builds(
        DependantFacts,
        birth_date=births,
        income=st.sampled_from((0, 380_000, 480_000, 480_001, 580_000, 950_000, 1_230_001)),
        relation=st.integers(0, 3),
        disability=st.integers(0, 2),
        cohabiting=st.integers(0, 1),
        family_employee=st.integers(0, 1),
        overseas=st.integers(0, 1),
    ),
    max_size=4,
)
people = st.fixed_dictionaries(
    {
        "birth_date": births,
        "disability": st.integers(0, 2),
        "widow": st.integers(0, 1),
        "single_parent": st.integers(0, 1),
        "working_student": st.integers(0, 1),
        "social_insurance": st.integers(0, 1_500_000),
        "life_new_general": st.integers(0, 100_000),
        "medical_paid": st.integers(0, 900_000),
        "donation_furusato": st.sampled_from((0, 0, 10_000, 60_000, 400_000)),
        "housing_credit_available": st.sampled_from((0, 0, 100_000, 350_000)),
        "housing_move_in": st.sampled_from((20140401, 20190601, 20220601)),
        "has_spouse": st.integers(0, 1),
        "spouse_birth_date": births,
        "spouse_income": st.sampled_from((0, 380_000, 480_001, 1_000_001, 1_330_001)),
        "salary_collection": st.integers(0, 1),
        "pension_collection": st.integers(0, 1),
        "pension_first_year": st.integers(0, 1),
        "other_by_ordinary": st.integers(0, 1),
        "previous_pension_part": st.integers(0, 90_000),
        "salary_revenue": AMOUNTS,
        "pension_revenue": AMOUNTS,
        "business": AMOUNTS,
    }
)


@settings(max_examples=400, deadline=None)
@given(YEARS, people, dependants, st.sampled_from(KINDS), st.integers(1, 3_000_000))
def test_tax_never_falls_when_income_rises(
    year: int, facts: dict[str, int], relatives: list[DependantFacts], kind: str, more: int
) -> None:
    person = NOBODY._replace(**facts)
    richer = person._replace(**{kind: getattr(person, kind) + more})
    before, after = assess(year, person, *relatives), assess(year, richer, *relatives)
    assert after.levy.annual_tax >= before.levy.annual_tax


def test_boundary_of_one_stop_share() -> None:
    """Boundary 1: one yen of income more, a step higher in the rates, less tax."""
    giver = NOBODY._replace(donation_furusato=400_000, donation_one_stop=400_000)
    below, above = (giver._replace(business=amount) for amount in (2_429_000, 2_431_000))
    found = [assess(2025, person).levy for person in (below, above)]
    assert [levy.donation_special_rate for levy in found] == [84_895, 79_790]
    one_stop = [levy.donation_one_stop.municipal for levy in found]
    assert one_stop[1] > one_stop[0]
    assert found[1].annual_tax < found[0].annual_tax


def test_boundary_of_special_rate_with_separate_income() -> None:
    """Boundary 2: the first thousand yen of general income raise the rate, and so the credit."""
    giver = NOBODY._replace(separate_land_long=20_000_000, donation_furusato=50_000)
    below, above = (giver._replace(business=amount) for amount in (430_000, 480_000))
    found = [assess(2025, person).levy for person in (below, above)]
    assert [levy.donation_special_rate for levy in found] == [74_685, 84_895]
    assert found[1].annual_tax < found[0].annual_tax


@settings(max_examples=300, deadline=None)
@given(YEARS, people, dependants)
def test_everything_adds_up(
    year: int, facts: dict[str, int], relatives: list[DependantFacts]
) -> None:
    a = assess(year, NOBODY._replace(**facts), *relatives)
    levy, c = a.levy, a.collection
    parts = (*levy.income_levy, *levy.per_capita, levy.forest_environment_tax)
    assert sum(parts) == levy.annual_tax
    assert min(parts) >= 0
    assert all(amount % 100 == 0 for amount in levy.income_levy)
    assert c.salary_amount + c.pension_amount + c.ordinary_amount == levy.annual_tax
    paid = sum(c.ordinary) + sum(c.salary) + sum(c.provisional) + sum(c.final)
    assert paid - c.pension_overcollected == levy.annual_tax
    assert min(*c.ordinary, *c.salary, *c.provisional, *c.final) >= 0


@settings(max_examples=200, deadline=None)
@given(YEARS, people, dependants, st.randoms(use_true_random=False))
def test_order_of_dependants_does_not_matter(
    year: int, facts: dict[str, int], relatives: list[DependantFacts], chance: Any
) -> None:
    person = NOBODY._replace(**facts)
    shuffled = list(relatives)
    chance.shuffle(shuffled)
    assert assess(year, person, *relatives) == assess(year, person, *shuffled)


@settings(max_examples=200, deadline=None)
@given(YEARS, people, st.integers(1, 2_000_000))
def test_deductions_never_raise_the_tax(year: int, facts: dict[str, int], more: int) -> None:
    person = NOBODY._replace(**facts)._replace(donation_furusato=0, housing_credit_available=0)
    insured = person._replace(social_insurance=person.social_insurance + more)
    assert tax(year, insured) <= tax(year, person)


@pytest.mark.parametrize("year", range(2019, 2028))
def test_nobody_owes_nothing(year: int) -> None:
    assert tax(year, NOBODY) == 0
