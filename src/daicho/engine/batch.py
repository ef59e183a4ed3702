# SPDX-License-Identifier: Apache-2.0
"""A batch of taxpayers as columns, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from daicho.engine.layout import (
    AMOUNTS,
    DEPENDANT_FLAGS,
    FLAGS,
    LARGEST_NARROW,
    RARE,
    USUAL,
    pack_flags,
)
from daicho.rules.inhabitants_tax.facts import DependantFacts, PersonFacts

Array = npt.NDArray[Any]
_FULL_FLAGS = frozenset(flag.name for flag in FLAGS)


@dataclass(slots=True)
class Batch:
    """Columns of the layout. `amounts` by name; the others as the layout describes them."""

    amounts: dict[str, Array]
    flags: Array
    rare_index: Array
    rare: Array
    offsets: Array
    dependant_birth: Array
    dependant_income: Array
    dependant_flags: Array

    def __len__(self) -> int:
        return len(self.flags)

    def columns(self) -> tuple[Array, ...]:
        """Every array, in the order that the kernel takes them."""
        return (
            *(self.amounts[name] for name in AMOUNTS),
            *(self.flags, self.rare_index, self.rare, self.offsets),
            *(self.dependant_birth, self.dependant_income, self.dependant_flags),
        )

    def nbytes(self) -> int:
        """Bytes read, dependants and side table included."""
        return sum(column.nbytes for column in self.columns())


def empty_batch(count: int, dependants: int = 0, rare: int = 0) -> Batch:
    """Zeroed columns for `count` persons who are residents, to be filled in."""
    flags = np.full(count, _usual_flags(), np.uint32)
    return Batch(
        {name: np.zeros(count, np.int32) for name in AMOUNTS},
        flags,
        np.full(count, -1, np.int32),
        np.zeros((rare, len(RARE)), np.int64),
        np.zeros(count + 1, np.int32),
        np.zeros(dependants, np.int32),
        np.zeros(dependants, np.int32),
        np.zeros(dependants, np.uint8),
    )


def _usual_flags() -> int:
    values = {flag.name: 0 for flag in FLAGS} | {"minor": -1, "resident": 1}
    return pack_flags(FLAGS, values)


def batch_of(people: Sequence[tuple[PersonFacts, Sequence[DependantFacts]]]) -> Batch:
    """A batch of persons given one by one (cases, tests, small runs)."""
    rare = [index for index, (person, _) in enumerate(people) if is_rare(person)]
    batch = empty_batch(len(people), sum(len(dependants) for _, dependants in people), len(rare))
    for name in AMOUNTS:
        values = [0 if is_wide(v := getattr(person, name)) else v for person, _ in people]
        batch.amounts[name][:] = values
    batch.flags[:] = [pack_flags(FLAGS, person._asdict()) for person, _ in people]
    for row, index in enumerate(rare):
        batch.rare_index[index] = row
        batch.rare[row] = people[index][0]
    np.cumsum([len(dependants) for _, dependants in people], out=batch.offsets[1:])
    _fill_dependants(batch, [d for _, dependants in people for d in dependants])
    return batch


def _fill_dependants(batch: Batch, dependants: Iterable[DependantFacts]) -> None:
    for row, dependant in enumerate(dependants):
        batch.dependant_birth[row] = dependant.birth_date
        batch.dependant_income[row] = np.clip(dependant.income, -LARGEST_NARROW, LARGEST_NARROW)
        batch.dependant_flags[row] = pack_flags(DEPENDANT_FLAGS, dependant._asdict())


def is_wide(amount: int) -> bool:
    """Whether an amount needs more than a narrow column."""
    return not -LARGEST_NARROW <= amount <= LARGEST_NARROW


def is_rare(person: PersonFacts) -> bool:
    """Whether a person has a fact or an amount that the narrow columns do not hold."""
    return any(getattr(person, name) != usual for name, usual in USUAL.items()) or any(
        is_wide(getattr(person, name)) for name in AMOUNTS
    )
