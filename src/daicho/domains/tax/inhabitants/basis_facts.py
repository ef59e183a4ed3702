# SPDX-License-Identifier: Apache-2.0
"""Facts as a basis stores them (no zeroes) and as the rules take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from daicho.rules.inhabitants_tax.facts import ABSENT, DependantFacts, PersonFacts

_ABSENT_WHEN_MISSING = (
    "minor",
    "salary_income",
    "housing_income_tax",
    "housing_taxable_income",
)
_EMPTY = dict.fromkeys(PersonFacts._fields, 0) | dict.fromkeys(_ABSENT_WHEN_MISSING, ABSENT)
_NO_DEPENDANT = dict.fromkeys(DependantFacts._fields, 0)
DEPENDANTS = "dependants"

Taxpayer = tuple[PersonFacts, list[DependantFacts]]


def taxpayer_of(facts: Mapping[str, int], dependants: Iterable[Mapping[str, int]] = ()) -> Taxpayer:
    """What the rules take. A name that the rules do not know is a defect and raises."""
    person = PersonFacts(**{**_EMPTY, **facts})
    return person, [DependantFacts(**{**_NO_DEPENDANT, **item}) for item in dependants]


def taxpayer_of_basis(stored: Mapping[str, Any]) -> Taxpayer:
    """The same from Basis.facts."""
    facts = {name: value for name, value in stored.items() if name != DEPENDANTS}
    return taxpayer_of(facts, stored.get(DEPENDANTS, ()))


def basis_of_taxpayer(facts: Mapping[str, int], dependants: list[dict[str, int]]) -> dict[str, Any]:
    """Basis.facts of merged facts."""
    stored: dict[str, Any] = {name: value for name, value in facts.items() if value}
    if dependants:
        stored[DEPENDANTS] = dependants
    return stored
