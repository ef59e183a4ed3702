# SPDX-License-Identifier: Apache-2.0
"""Rules rewritten with a year's figures in place decide as the interpreted ones do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from daicho.engine.compute import assess_person
from daicho.engine.specialise import SpecialiseError, Specialiser
from daicho.engine.statutes import load_parameters
from daicho.kernel.explain import rule
from daicho.kernel.yen import Rate, floor_rate
from daicho.rules.inhabitants_tax.assess import assess
from daicho.rules.inhabitants_tax.relatives import add_dependant, add_spouse

YEARS = range(2019, 2028)
HALF = 2
Maker = Callable[[int, int, int], list[Any]]


class Row(NamedTuple):
    over: int
    percent: int


class Group(NamedTuple):
    limit: int
    rate: Rate
    rows: tuple[Row, ...]


class Figures(NamedTuple):
    group: Group


P = Figures(Group(1_000, Rate(6, 100), (Row(0, 10), Row(500, 20))))


@rule("率", cites="地方税法35条")
def taxed(p: Figures, amount: int) -> int:
    """Comes after a group's short name."""
    g = p.group
    return floor_rate(min(amount, g.limit), g.rate)


@rule("表", cites="地方税法35条")
def by_table(p: Figures, amount: int) -> int:
    found = 0
    for row in p.group.rows:
        if amount > row.over:
            found = amount * row.percent // 100
    return found // HALF + taxed(p, amount) + p.group.rows[-1].percent


@rule("誤り", cites="地方税法35条")
def hands_on_a_group(p: Figures, amount: int) -> int:
    return helper(p.group, amount)


def helper(p: Group, amount: int) -> int:
    return p.limit + amount


@rule("誤り", cites="地方税法35条")
def uses_text(p: Figures, amount: int) -> int:
    return amount if sorted("x") else 0


def specialised(parameters: Any, *functions: Callable[..., Any]) -> list[Callable[..., Any]]:
    """The functions as plain Python of the specialised module, uncompiled."""
    specialiser = Specialiser(parameters)
    names = [specialiser.add(function) for function in functions]
    module: dict[str, Any] = {}
    exec(specialiser.source(""), module)  # noqa: S102 - our own rules
    return [module[name] for name in names]


def test_figures_stand_in_place_of_p() -> None:
    specialiser = Specialiser(P)
    specialiser.add(by_table)
    text = specialiser.source("@njit")
    assert "p." not in text.replace("yen.", "")
    assert "if amount > 500:" in text
    assert "amount * 20 // 100" in text
    assert text.count("@njit") == 3


@pytest.mark.parametrize("amount", [0, 1, 500, 501, 999, 5_000])
def test_small_rules_decide_the_same(amount: int) -> None:
    (rewritten,) = specialised(P, by_table)
    assert rewritten(amount) == by_table(P, amount)


@pytest.mark.parametrize("function", [hands_on_a_group, uses_text])
def test_what_cannot_be_compiled_is_named_by_file_and_line(function: Any) -> None:
    with pytest.raises(SpecialiseError, match=r"test_specialise\.py:\d+: "):
        Specialiser(P).add(function)


@pytest.mark.parametrize("fiscal_year", YEARS)
def test_rewritten_tax_equals_interpreted(
    fiscal_year: int, ordinary_people: Maker, strange_people: Maker
) -> None:
    people = [*ordinary_people(100, 7, fiscal_year), *strange_people(150, 7, fiscal_year)]
    parameters = load_parameters(fiscal_year, "231002" if fiscal_year == 2026 else "131032")
    start, add, decide = specialised(parameters, add_spouse, add_dependant, assess)
    for person, dependants in people:
        relatives = start(person)
        for dependant in dependants:
            relatives = add(person, relatives, dependant)
        found = decide(person, relatives, 0)
        assert found == assess_person(parameters, person, dependants)
