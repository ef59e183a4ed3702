# SPDX-License-Identifier: Apache-2.0
"""Per-capita levy and forest environment tax by year and municipality."""

from collections.abc import Callable

import pytest

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.facts import Nontaxability, PersonFacts
from daicho.rules.inhabitants_tax.forest_environment_tax import compute_forest_environment_tax
from daicho.rules.inhabitants_tax.per_capita import compute_per_capita, per_capita_charge

TAXED = Nontaxability(0, 0, 0, 450_000, 450_000)
EXEMPT = Nontaxability(1, 1, 3, 450_000, 450_000)
PUBLISHED = [
    ("131032", 0, 3_000, 1_000),
    ("131202", 0, 3_000, 1_000),
    ("033022", 1, 3_000, 2_000),
    ("042099", 1, 3_000, 2_200),
    ("062049", 1, 3_000, 2_000),
    ("074811", 1, 3_000, 2_000),
    ("112305", 1, 3_000, 1_000),
    ("113417", 1, 3_000, 1_000),
    ("121002", 2, 3_000, 1_000),
    ("122173", 1, 3_000, 1_000),
    ("132080", 1, 3_000, 1_000),
    ("132241", 1, 3_000, 1_000),
    ("141003", 2, 3_900, 1_300),
    ("141305", 2, 3_000, 1_300),
    ("151009", 2, 3_000, 1_000),
    ("152111", 1, 3_000, 1_000),
    ("212016", 1, 3_000, 2_000),
    ("215023", 1, 3_000, 2_000),
    ("231002", 2, 2_800, 1_500),
    ("232068", 1, 3_000, 1_500),
    ("232173", 1, 3_000, 1_500),
    ("242071", 1, 3_000, 2_000),
    ("271004", 2, 3_000, 1_300),
    ("272051", 1, 3_000, 1_300),
    ("272230", 1, 3_000, 1_300),
    ("281000", 2, 3_400, 1_800),
    ("282022", 1, 3_000, 1_800),
    ("322016", 1, 3_000, 1_500),
    ("331007", 2, 3_000, 1_500),
    ("341002", 2, 3_000, 1_500),
    ("352021", 1, 3_000, 1_500),
    ("402273", 1, 3_000, 1_500),
    ("403491", 1, 3_000, 1_500),
    ("412015", 1, 3_000, 1_500),
]


@pytest.mark.parametrize(("code", "kind", "municipal", "prefectural"), PUBLISHED)
def test_every_municipality_of_the_published_examples(
    code: str, kind: int, municipal: int, prefectural: int
) -> None:
    p = load_parameters(2026, code)
    assert p.municipality.kind == kind
    assert compute_per_capita(p, TAXED) == (municipal, prefectural)
    earlier = load_parameters(2023, code)
    assert compute_per_capita(earlier, TAXED) == (municipal + 500, prefectural + 500)


def test_designated_cities_and_others_have_their_income_levy_rates() -> None:
    for code, kind, *_ in PUBLISHED:
        rates = load_parameters(2026, code).municipality
        expected = {0: ((6, 100), (4, 100)), 1: ((6, 100), (4, 100)), 2: ((8, 100), (2, 100))}[kind]
        if code == "231002":
            expected = ((77, 1000), (2, 100))
        if code in ("141003", "141305"):
            expected = ((8, 100), (2025, 100_000))
        assert (rates.income_levy_municipal, rates.income_levy_prefectural) == expected


@pytest.mark.parametrize(
    ("year", "parts", "forest"),
    [(2019, (3_500, 1_500), 0), (2023, (3_500, 1_500), 0), (2024, (3_000, 1_000), 1_000)],
)
def test_sum_stays_5000_when_the_forest_tax_takes_over(
    person: Callable[..., PersonFacts], year: int, parts: tuple[int, int], forest: int
) -> None:
    p = load_parameters(year)
    assert compute_per_capita(p, TAXED) == parts
    assert compute_forest_environment_tax(p, person(), TAXED) == forest
    assert per_capita_charge(p) == 5_000


def test_exempt_person_owes_neither(person: Callable[..., PersonFacts]) -> None:
    p = load_parameters(2026, "141003")
    assert compute_per_capita(p, EXEMPT) == (0, 0)
    assert compute_forest_environment_tax(p, person(), EXEMPT) == 0


def test_house_of_a_non_resident_bears_no_forest_tax(person: Callable[..., PersonFacts]) -> None:
    p = load_parameters(2026)
    owner = person(resident=0, house_or_office=1)
    assert compute_per_capita(p, TAXED) == (3_000, 1_000)
    assert compute_forest_environment_tax(p, owner, TAXED) == 0
