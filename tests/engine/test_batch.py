# SPDX-License-Identifier: Apache-2.0
"""People put into columns come back as they were, narrow ones and rare ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.batch import batch_of, person_of
from daicho.engine.layout import AMOUNTS, FLAGS, LARGEST_NARROW, USUAL
from daicho.rules.inhabitants_tax.facts import DependantFacts, PersonFacts

WIDE = st.sampled_from((0, 1, 19_800_301, LARGEST_NARROW, LARGEST_NARROW + 1, -LARGEST_NARROW - 1))
FLAG_VALUES = {flag.name: st.integers(-flag.bias, flag.mask - flag.bias) for flag in FLAGS}
PEOPLE = st.lists(
    st.tuples(
        st.fixed_dictionaries(FLAG_VALUES | dict.fromkeys(AMOUNTS, WIDE)),
        st.dictionaries(st.sampled_from(sorted(USUAL)), st.integers(1, 10**12), max_size=1),
        st.lists(st.integers(0, LARGEST_NARROW), max_size=2),
    ),
    max_size=5,
)


@given(PEOPLE)
def test_people_come_back_from_columns(made: list[tuple[dict[str, int], dict[str, int], list[int]]]
) -> None:  # fmt: skip
    nobody = dict.fromkeys(DependantFacts._fields, 0)
    people = [
        (
            PersonFacts(**(USUAL | facts | rare)),
            tuple(DependantFacts(**(nobody | {"income": income})) for income in incomes),
        )
        for facts, rare, incomes in made
    ]
    batch = batch_of(people)
    assert len(batch) == len(people)
    assert [person_of(batch, index) for index in range(len(people))] == people
