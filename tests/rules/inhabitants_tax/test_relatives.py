# SPDX-License-Identifier: Apache-2.0
"""Ages, the limits of income by year, and the classes of spouse and dependants."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.statutes import load_parameters
from daicho.kernel.explain import recording
from daicho.rules.inhabitants_tax.facts import (
    ABSENT,
    RELATION_CHILD,
    RELATION_GRANDPARENT,
    RELATION_OTHER,
    RELATION_PARENT,
    DependantFacts,
    PersonFacts,
    Relatives,
)
from daicho.rules.inhabitants_tax.relatives import (
    EMPTY_RELATIVES,
    add_dependant,
    add_spouse,
    age_on_december_31,
)

Person = Callable[..., PersonFacts]
Dependant = Callable[..., DependantFacts]
LIMITS = [
    *((year, 380_000) for year in (2019, 2020)),
    *((year, 480_000) for year in range(2021, 2026)),
    (2026, 580_000),
    (2027, 620_000),
]
SPECIAL_LIMITS = [(2019, 1_230_000), (2020, 1_230_000), (2021, 1_330_000), (2027, 1_330_000)]


def classify(year: int, f: PersonFacts, *dependants: DependantFacts) -> Relatives:
    p = load_parameters(year)
    r = add_spouse(p, f)
    for one in dependants:
        r = add_dependant(p, f, r, one)
    return r


def counted(r: Relatives) -> dict[str, int]:
    """What differs from having nobody."""
    pairs = zip(Relatives._fields, r, EMPTY_RELATIVES, strict=True)
    return {name: value for name, value, empty in pairs if value != empty}


@pytest.mark.parametrize(
    ("birth_date", "age"),
    [
        (20091231, 16),
        (20100101, 16),  # reached on December 31
        (20100102, 15),
        (20251231, 0),
        (20080229, 17),
        (19560101, 70),
        (19560102, 69),
    ],
)
def test_age_on_december_31(birth_date: int, age: int) -> None:
    assert age_on_december_31(2026, birth_date) == age


def test_nobody(person: Person) -> None:
    assert classify(2026, person()) == EMPTY_RELATIVES


@pytest.mark.parametrize(("year", "limit"), LIMITS)
def test_income_limit_of_the_spouse(person: Person, year: int, limit: int) -> None:
    at = classify(year, person(spouse_income=limit))
    assert counted(at) == {
        "spouse_same_livelihood": 1,
        "spouse_deductible": 1,
        "spouse_in_japan": 1,
        "nontaxable_count": 1,
    }
    above = classify(year, person(spouse_income=limit + 1))
    assert counted(above) == {"spouse_special_income": limit + 1}


@pytest.mark.parametrize(("year", "limit"), SPECIAL_LIMITS)
def test_end_of_the_special_range_of_the_spouse(person: Person, year: int, limit: int) -> None:
    assert classify(year, person(spouse_income=limit)).spouse_special_income == limit
    assert classify(year, person(spouse_income=limit + 1)) == EMPTY_RELATIVES


def test_family_employees_count_nowhere(person: Person, dependant: Dependant) -> None:
    f = person(spouse_income=0, spouse_disability=2, spouse_family_employee=1)
    special = person(spouse_income=1_000_000, spouse_family_employee=1)
    assert classify(2026, f, dependant(20000615, family_employee=1)) == EMPTY_RELATIVES
    assert classify(2026, special).spouse_special_income == ABSENT
    over = dependant(20050615, income=800_000, family_employee=1)
    assert classify(2026, person(), over) == EMPTY_RELATIVES


@pytest.mark.parametrize(("birth_date", "elderly"), [(19560101, 1), (19560102, 0)])
def test_elderly_spouse(person: Person, birth_date: int, elderly: int) -> None:
    f = person(spouse_birth_date=birth_date)
    assert classify(2026, f).spouse_elderly == elderly
    assert classify(2026, f._replace(spouse_income=900_000)).spouse_elderly == 0


def test_disability_of_the_spouse(person: Person) -> None:
    def of(**given: int) -> dict[str, int]:
        return counted(classify(2026, person(spouse_income=0, **given)))

    assert of(spouse_disability=1)["disabled"] == 1
    assert of(spouse_disability=2)["disabled_special"] == 1
    both = of(spouse_disability=2, spouse_cohabiting=1)
    assert both["disabled_special_cohabiting"] == 1
    assert "disabled_special" not in both
    over = classify(2026, person(spouse_income=600_000, spouse_disability=2))
    assert counted(over) == {"spouse_special_income": 600_000}


@pytest.mark.parametrize(
    ("birth_date", "kind"),
    [
        (20100102, "under_16"),
        (20100101, "general"),  # 16
        (20070102, "general"),  # 18
        (20070101, "specified"),  # 19
        (20030102, "specified"),  # 22
        (20030101, "general"),  # 23
        (19560102, "general"),  # 69
        (19560101, "elderly"),  # 70
    ],
)
def test_classes_by_age(person: Person, dependant: Dependant, birth_date: int, kind: str) -> None:
    r = classify(2026, person(), dependant(birth_date))
    kinds = ("under_16", "general", "specified", "elderly", "elderly_parents")
    assert {name: getattr(r, name) for name in kinds if getattr(r, name)} == {kind: 1}
    assert (r.nontaxable_count, r.in_japan) == (1, 1)
    assert r.under_23 == (1 if birth_date > 20030101 else 0)


@pytest.mark.parametrize(
    ("relation", "cohabiting", "kind"),
    [
        (RELATION_PARENT, 1, "elderly_parents"),
        (RELATION_GRANDPARENT, 1, "elderly_parents"),
        (RELATION_PARENT, 0, "elderly"),
        (RELATION_OTHER, 1, "elderly"),
        (RELATION_CHILD, 1, "elderly"),
    ],
)
def test_cohabiting_parents(
    person: Person, dependant: Dependant, relation: int, cohabiting: int, kind: str
) -> None:
    d = dependant(19500615, relation=relation, cohabiting=cohabiting)
    r = classify(2026, person(), d)
    assert getattr(r, kind) == 1
    assert r.elderly + r.elderly_parents == 1


@pytest.mark.parametrize(("year", "limit"), LIMITS)
def test_income_limit_of_dependants(
    person: Person, dependant: Dependant, year: int, limit: int
) -> None:
    birth = (year - 40) * 10_000 + 615
    assert classify(year, person(), dependant(birth, income=limit)).general == 1
    assert classify(year, person(), dependant(birth, income=limit + 1)) == EMPTY_RELATIVES


def test_born_after_the_income_year_is_no_dependant(person: Person, dependant: Dependant) -> None:
    assert classify(2026, person(), dependant(20251231)).under_16 == 1
    assert classify(2026, person(), dependant(20260101)) == EMPTY_RELATIVES


def test_disabled_child_under_16_counts_for_disability(
    person: Person, dependant: Dependant
) -> None:
    r = classify(2026, person(), dependant(20150615, disability=2, cohabiting=1))
    assert (r.disabled_special_cohabiting, r.under_16, r.general) == (1, 1, 0)


SPECIAL_RELATIVE = [
    (580_001, 450_000),
    (950_000, 450_000),
    (950_001, 410_000),
    (1_000_000, 410_000),
    (1_000_001, 310_000),
    (1_050_000, 310_000),
    (1_050_001, 210_000),
    (1_100_000, 210_000),
    (1_100_001, 110_000),
    (1_150_000, 110_000),
    (1_150_001, 60_000),
    (1_200_000, 60_000),
    (1_200_001, 30_000),
    (1_230_000, 30_000),
    (1_230_001, 0),
]


@pytest.mark.parametrize(("income", "amount"), SPECIAL_RELATIVE)
def test_special_deduction_for_relatives_of_19_to_22(
    person: Person, dependant: Dependant, income: int, amount: int
) -> None:
    r = classify(2026, person(), dependant(20050615, income=income, disability=2))
    assert counted(r) == (
        {"special_relative_deduction": amount, "special_relatives": 1} if amount else {}
    )


@pytest.mark.parametrize(
    ("year", "birth_date", "income", "amount"),
    [
        (2025, 20040615, 800_000, 0),  # not yet
        (2026, 20070102, 800_000, 0),  # 18
        (2026, 20070101, 800_000, 450_000),  # 19
        (2026, 20030102, 800_000, 450_000),  # 22
        (2026, 20030101, 800_000, 0),  # 23
        (2027, 20050615, 620_000, 0),  # still a dependant
        (2027, 20050615, 620_001, 450_000),
        (2027, 20050615, 1_230_000, 30_000),
    ],
)
def test_who_is_a_specified_relative(
    person: Person, dependant: Dependant, year: int, birth_date: int, income: int, amount: int
) -> None:
    r = classify(year, person(), dependant(birth_date, income=income))
    assert r.special_relative_deduction == amount
    assert r.special_relatives == (1 if amount else 0)


@pytest.mark.parametrize(
    ("year", "birth_date", "disability", "general", "heads"),
    [
        (2023, 19800615, 0, 1, 1),
        (2024, 19800615, 0, 0, 0),
        (2024, 19800615, 1, 1, 1),
        (2024, 19940102, 0, 1, 1),  # 29
        (2024, 19940101, 0, 0, 0),  # 30
        (2024, 19540102, 0, 0, 0),  # 69
        (2024, 20150615, 0, 0, 1),  # under 16
    ],
)
def test_relatives_abroad(
    person: Person,
    dependant: Dependant,
    year: int,
    birth_date: int,
    disability: int,
    general: int,
    heads: int,
) -> None:
    d = dependant(birth_date, overseas=1, disability=disability)
    r = classify(year, person(), d)
    assert (r.general, r.nontaxable_count, r.in_japan) == (general, heads, 0)
    assert r.disabled == disability


def test_elderly_relative_abroad_and_spouse_abroad(person: Person, dependant: Dependant) -> None:
    f = person(spouse_overseas=1)
    r = classify(2024, f, dependant(19540101, overseas=1))
    assert (r.elderly, r.spouse_deductible, r.spouse_in_japan) == (1, 1, 0)


_ONE = st.builds(
    DependantFacts,
    birth_date=st.sampled_from(
        [19350615, 19560101, 19700615, 20030102, 20060615, 20090615, 20180615]
    ),
    income=st.sampled_from([0, 580_000, 580_001, 1_000_000, 2_000_000]),
    relation=st.integers(0, 3),
    disability=st.integers(0, 2),
    cohabiting=st.integers(0, 1),
    family_employee=st.integers(0, 1),
    overseas=st.integers(0, 1),
)


@given(
    st.lists(_ONE, max_size=6).flatmap(lambda all_: st.tuples(st.just(all_), st.permutations(all_)))
)
def test_order_of_dependants_does_not_matter(
    orders: tuple[list[DependantFacts], list[DependantFacts]],
) -> None:
    f = PersonFacts(**dict.fromkeys(PersonFacts._fields, 0))
    first, second = orders
    assert classify(2026, f, *first) == classify(2026, f, *second)


@pytest.mark.parametrize(("has_spouse", "steps"), [(0, []), (1, ["12月31日現在の年齢"])])
def test_asks_for_the_age_of_a_spouse_only_where_there_is_one(
    person: Person, has_spouse: int, steps: list[str]
) -> None:
    facts = person(has_spouse=has_spouse, spouse_birth_date=19820615 * has_spouse)
    with recording("") as root:
        add_spouse(load_parameters(2026), facts)
    assert [step.name_ja for step in root.children[0].children] == steps
