# SPDX-License-Identifier: Apache-2.0
"""Random people for the engine's tests: ordinary ones, and ones with everything at once."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from daicho.engine.batch import person_of
from daicho.engine.population import make_population
from daicho.rules.inhabitants_tax.facts import ABSENT, DependantFacts, PersonFacts

Someone = tuple[PersonFacts, tuple[DependantFacts, ...]]

_LOSSES = {
    *("business", "agriculture", "real_estate", "dividend", "misc", "capital_gain_short"),
    *("capital_gain_long", "occasional", "forestry", "listed_shares", "unlisted_shares", "futures"),
    *("separate_land_short", "separate_land_long", "listed_dividend_separate"),
}
_SMALL = {
    "sex": 2,
    "disability": 2,
    "spouse_disability": 2,
    "dividend_kind": 2,
    **dict.fromkeys(("widow", "single_parent", "working_student", "public_assistance"), 1),
    **dict.fromkeys(("resident", "house_or_office", "self_medication", "has_spouse"), 1),
    **dict.fromkeys(("salary_collection", "pension_collection", "pension_first_year"), 1),
    **dict.fromkeys(("other_by_ordinary", "spouse_cohabiting", "housing_specified"), 1),
    **dict.fromkeys(("spouse_family_employee", "spouse_overseas"), 1),
}


Maker = Callable[[int, int, int], list[Someone]]  # count, seed, fiscal year


@pytest.fixture(scope="session")
def ordinary_people() -> Maker:
    """People as the benchmark's population has them."""
    return _ordinary_people


@pytest.fixture(scope="session")
def strange_people() -> Maker:
    """People with any mixture of facts, amounts of every size, losses, edges of the tables."""
    return _strange_people


def _ordinary_people(count: int, seed: int, fiscal_year: int) -> list[Someone]:
    batch = make_population(count, seed, fiscal_year)
    return [person_of(batch, index) for index in range(count)]


def _strange_people(count: int, seed: int, fiscal_year: int) -> list[Someone]:
    chance = random.Random(seed)
    return [_strange(chance, fiscal_year) for _ in range(count)]


def _strange(chance: random.Random, fiscal_year: int) -> Someone:
    values = {name: _value(chance, name, fiscal_year) for name in PersonFacts._fields}
    for name in ("salary_income", "housing_income_tax", "housing_taxable_income", "minor"):
        stated = 1 if name == "minor" else 3_000_000
        values[name] = chance.choice((ABSENT, ABSENT, ABSENT, chance.randint(0, stated)))
    values["resident"] = int(chance.random() < 0.9)
    values["public_assistance"] = int(chance.random() < 0.05)
    dependants = tuple(_dependant(chance, fiscal_year) for _ in range(chance.choice((0, 0, 1, 3))))
    return PersonFacts(**values), dependants


def _value(chance: random.Random, name: str, fiscal_year: int) -> int:
    if name in _SMALL:
        return chance.randint(0, _SMALL[name])
    if name in ("birth_date", "spouse_birth_date"):
        return _birth(chance, fiscal_year, 90)
    if name == "housing_move_in":
        return chance.choice((0, 20140331, 20140401, 20211231, 20220101, 20251231))
    if name == "deceased_on":
        return chance.choice((0, 0, 0, fiscal_year * 10_000 + 101, fiscal_year * 10_000 - 8770))
    if chance.random() < 0.55:
        return 0
    amount = chance.choice((100_000, 1_000_000, 10_000_000, 30_000_000, 9_999_999_999))
    amount = chance.choice((chance.randint(0, amount), chance.randint(0, amount // 1000) * 1000))
    return -amount if name in _LOSSES and chance.random() < 0.2 else amount


def _birth(chance: random.Random, fiscal_year: int, oldest: int) -> int:
    year = fiscal_year - 1 - chance.randint(0, oldest)
    return chance.choice(
        (year * 10_000 + 101, year * 10_000 + 102, year * 10_000 + 1231, year * 10_000 + 615)
    )


def _dependant(chance: random.Random, fiscal_year: int) -> DependantFacts:
    return DependantFacts(
        birth_date=_birth(chance, fiscal_year, 95),
        income=chance.choice((0, 0, 480_000, 480_001, chance.randint(0, 1_400_000))),
        relation=chance.randint(0, 3),
        disability=chance.randint(0, 2),
        cohabiting=chance.randint(0, 1),
        family_employee=int(chance.random() < 0.05),
        overseas=int(chance.random() < 0.1),
    )
