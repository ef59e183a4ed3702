# SPDX-License-Identifier: Apache-2.0
"""Builders of facts for the tests of the inhabitants tax: what a test does not name is absent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from daicho.rules.inhabitants_tax.facts import ABSENT, DependantFacts, PersonFacts

_OPTIONAL = ("minor", "salary_income", "housing_income_tax", "housing_taxable_income")


def build_person(**given: int) -> PersonFacts:
    """A resident born on 1980-06-15 with the facts given."""
    values = dict.fromkeys(PersonFacts._fields, 0)
    values |= dict.fromkeys(_OPTIONAL, ABSENT)
    values |= {"birth_date": 19800615, "resident": 1}
    if any(name.startswith("spouse_") for name in given):
        values |= {"has_spouse": 1, "spouse_birth_date": 19820615}
    return PersonFacts(**(values | given))


def build_dependant(birth_date: int, **given: int) -> DependantFacts:
    """A child without income, with the facts given."""
    values = dict.fromkeys(DependantFacts._fields, 0)
    return DependantFacts(**(values | given | {"birth_date": birth_date}))


@pytest.fixture(scope="session")
def person() -> Callable[..., PersonFacts]:
    """The builder of a taxpayer."""
    return build_person


@pytest.fixture(scope="session")
def dependant() -> Callable[..., DependantFacts]:
    """The builder of a dependant."""
    return build_dependant
