# SPDX-License-Identifier: Apache-2.0
"""The compiled kernel, the interpreted rules and the explained ones give the same yen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from daicho.engine.batch import batch_of, head_of, person_of
from daicho.engine.bench import checksum
from daicho.engine.compute import assess_person, explain_person
from daicho.engine.kernel import Kernel, load_kernel
from daicho.engine.kernel_source import FEW_SHAPES, every_output
from daicho.engine.layout import bytes_of_person
from daicho.engine.population import make_population
from daicho.engine.statutes import load_parameters

YEAR = 2026
EVERYTHING = tuple(every_output())
Maker = Callable[[int, int, int], list[Any]]


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    """Compiled once a machine: about half a minute, then read from disk."""
    return load_kernel(YEAR, outputs=EVERYTHING, shapes=FEW_SHAPES)


def leaves(value: Any) -> Iterator[int]:
    if isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield int(value)


def assert_same(kernel: Kernel, people: Sequence[Any], fiscal_year: int) -> None:
    parameters = load_parameters(fiscal_year)
    columns = kernel.run(batch_of(people))
    names = [output.expression for output in EVERYTHING]
    for index, (person, dependants) in enumerate(people):
        found = leaves(assess_person(parameters, person, dependants))
        interpreted = dict(zip(names, found, strict=True))
        for output in kernel.outputs:
            compiled = int(columns[output.name][index])
            assert compiled == interpreted[output.expression], (output, person, dependants)


def test_ordinary_people_come_out_the_same(kernel: Kernel, ordinary_people: Maker) -> None:
    assert_same(kernel, ordinary_people(2_000, 1, YEAR), YEAR)


def test_strange_people_come_out_the_same(kernel: Kernel, strange_people: Maker) -> None:
    assert_same(kernel, strange_people(2_000, 1, YEAR), YEAR)


def test_every_shape_decides_the_same(ordinary_people: Maker, strange_people: Maker) -> None:
    year = 2025  # the kernel of the benchmark, with all its shapes
    people = [*ordinary_people(3_000, 3, year), *strange_people(500, 3, year)]
    assert_same(load_kernel(year), people, year)


def test_explained_equals_interpreted(ordinary_people: Maker, strange_people: Maker) -> None:
    parameters = load_parameters(YEAR)
    for person, dependants in [*ordinary_people(50, 2, YEAR), *strange_people(50, 2, YEAR)]:
        found, root = explain_person(parameters, person, dependants)
        assert found == assess_person(parameters, person, dependants)
        assert root.children[-1].value == found


def test_parts_and_threads_do_not_matter(kernel: Kernel) -> None:
    batch = make_population(150_000, 3, YEAR)
    whole = kernel.run(batch, threads=1)
    again = kernel.run(batch, threads=3)
    head = kernel.run(head_of(batch, 70_000), threads=2)
    for name, column in whole.items():
        assert np.array_equal(column, again[name])
        assert np.array_equal(column[:70_000], head[name])
    taxes = whole["levy_annual_tax"]
    parts = checksum(taxes[:70_000], 0) + checksum(taxes[70_000:], 70_000)
    assert parts % 2**64 == checksum(taxes, 0)


def test_a_batch_gives_its_people_back(ordinary_people: Maker, strange_people: Maker) -> None:
    people = [*ordinary_people(300, 4, YEAR), *strange_people(300, 4, YEAR)]
    batch = batch_of(people)
    assert [person_of(batch, index) for index in range(len(people))] == people


def test_a_person_reads_at_most_300_bytes() -> None:
    assert bytes_of_person() <= 120
    batch = make_population(20_000, 5, YEAR)
    assert batch.nbytes() / len(batch) <= 300


@pytest.mark.full
@pytest.mark.parametrize("fiscal_year", range(2019, 2028))
def test_every_year_comes_out_the_same(
    fiscal_year: int, ordinary_people: Maker, strange_people: Maker
) -> None:
    kernel = load_kernel(fiscal_year, outputs=EVERYTHING, shapes=FEW_SHAPES)
    assert_same(kernel, ordinary_people(6_000, 11, fiscal_year), fiscal_year)
    assert_same(kernel, strange_people(6_000, 11, fiscal_year), fiscal_year)


@pytest.mark.full
def test_100_000_people_come_out_the_same_in_all_three_ways(
    kernel: Kernel, ordinary_people: Maker, strange_people: Maker
) -> None:
    people = [*ordinary_people(50_000, 12, YEAR), *strange_people(50_000, 12, YEAR)]
    assert_same(kernel, people, YEAR)
    parameters = load_parameters(YEAR)
    for person, dependants in people:
        explained, _ = explain_person(parameters, person, dependants)
        assert explained == assess_person(parameters, person, dependants)
