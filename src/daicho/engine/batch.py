# SPDX-License-Identifier: Apache-2.0
"""A batch of taxpayers as columns, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
    Flag,
    pack_flags,
)
from daicho.rules.inhabitants_tax.facts import DependantFacts, PersonFacts

Array = npt.NDArray[Any]


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
        {name: staggered(count, np.int32, place) for place, name in enumerate(AMOUNTS)},
        flags,
        np.full(count, -1, np.int32),
        np.zeros((len(RARE), rare), np.int64),
        np.zeros(count + 1, np.int32),
        np.zeros(dependants, np.int32),
        np.zeros(dependants, np.int32),
        np.zeros(dependants, np.uint8),
    )


def staggered(count: int, dtype: Any, place: int) -> Array:
    """Zeros that begin at another cache line for every place.

    Columns that all begin at a page fight for the same lines of the first-level cache, because
    the kernel reads the same position of each (measured: 7 % slower).
    """
    size = np.dtype(dtype).itemsize
    skip = 64 // size * (place % 61)
    return np.zeros(count + skip, dtype)[skip:]


def _usual_flags() -> int:
    values = {flag.name: 0 for flag in FLAGS} | {"minor": -1, "resident": 1}
    return int(pack_flags(FLAGS, values))


def head_of(batch: Batch, count: int) -> Batch:
    """The first `count` persons, without copying."""
    amounts = {name: column[:count] for name, column in batch.amounts.items()}
    last = int(batch.offsets[count])
    return replace(
        batch,
        amounts=amounts,
        flags=batch.flags[:count],
        rare_index=batch.rare_index[:count],
        offsets=batch.offsets[: count + 1],
        dependant_birth=batch.dependant_birth[:last],
        dependant_income=batch.dependant_income[:last],
        dependant_flags=batch.dependant_flags[:last],
    )


def batch_of(people: Sequence[tuple[PersonFacts, Sequence[DependantFacts]]]) -> Batch:
    """A batch of persons given one by one (cases, tests, small runs)."""
    rows = np.array([person for person, _ in people], np.int64).reshape(len(people), len(RARE))
    columns = dict(zip(RARE, rows.T, strict=True))
    rare = np.flatnonzero(_are_rare(columns, len(people)))
    batch = empty_batch(len(people), sum(len(dependants) for _, dependants in people), len(rare))
    for name in AMOUNTS:
        batch.amounts[name][:] = np.where(is_wide(columns[name]), 0, columns[name])
    batch.flags[:] = pack_flags(FLAGS, columns)
    batch.rare_index[rare] = np.arange(len(rare))
    batch.rare[:] = rows[rare].T
    np.cumsum([len(dependants) for _, dependants in people], out=batch.offsets[1:])
    _fill_dependants(batch, [d for _, dependants in people for d in dependants])
    return batch


def _fill_dependants(batch: Batch, dependants: Iterable[DependantFacts]) -> None:
    for row, dependant in enumerate(dependants):
        batch.dependant_birth[row] = dependant.birth_date
        batch.dependant_income[row] = np.clip(dependant.income, -LARGEST_NARROW, LARGEST_NARROW)
        batch.dependant_flags[row] = pack_flags(DEPENDANT_FLAGS, dependant._asdict())


def is_wide(amounts: Array) -> Array:
    """Which amounts need more than a narrow column."""
    return (amounts < -LARGEST_NARROW) | (amounts > LARGEST_NARROW)


def _are_rare(columns: dict[str, Array], count: int) -> Array:
    """Who has a fact or an amount that the narrow columns do not hold."""
    rare = np.zeros(count, np.bool_)
    for name, usual in USUAL.items():
        rare |= columns[name] != usual
    for name in AMOUNTS:
        rare |= is_wide(columns[name])
    return rare


def person_of(batch: Batch, index: int) -> tuple[PersonFacts, tuple[DependantFacts, ...]]:
    """One person of a batch as facts, for the interpreted rules."""
    low, high = int(batch.offsets[index]), int(batch.offsets[index + 1])
    dependants = tuple(_dependant_of(batch, row) for row in range(low, high))
    row = int(batch.rare_index[index])
    if row >= 0:
        return PersonFacts._make(int(value) for value in batch.rare[:, row]), dependants
    values = dict(USUAL) | _unpack(FLAGS, int(batch.flags[index]))
    values |= {name: int(batch.amounts[name][index]) for name in AMOUNTS}
    return PersonFacts(**values), dependants


def _dependant_of(batch: Batch, row: int) -> DependantFacts:
    values = _unpack(DEPENDANT_FLAGS, int(batch.dependant_flags[row]))
    birth, income = int(batch.dependant_birth[row]), int(batch.dependant_income[row])
    return DependantFacts(birth_date=birth, income=income, **values)


def _unpack(flags: tuple[Flag, ...], word: int) -> dict[str, int]:
    return {flag.name: ((word >> flag.shift) & flag.mask) - flag.bias for flag in flags}
