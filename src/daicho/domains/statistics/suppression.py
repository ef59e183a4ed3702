# SPDX-License-Identifier: Apache-2.0
"""Hiding small counts in what is published (秘匿), so that no person can be told from a table.

The limits are a choice of the municipality (unverified: the data set's rules name none); 0 hides
nothing. Where hiding one count alone would let it be worked out from the sums, another is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """An area with fewer people than `area` shows nothing; a count below `cell` is not shown."""

    area: int = 10
    cell: int = 3


def hidden_areas(totals: Sequence[int], limits: Limits) -> set[int]:
    """Which areas (by position) show nothing. One alone is joined by the next smallest."""
    hidden = {place for place, total in enumerate(totals) if 0 < total < limits.area}
    return hidden | _companion(totals, hidden)


def hidden_cells(counts: Sequence[int], limits: Limits) -> set[int]:
    """Which counts (by position) of one sum that is shown are hidden."""
    hidden = {place for place, count in enumerate(counts) if 0 < count < limits.cell}
    return hidden | _companion(counts, hidden)


def _companion(counts: Sequence[int], hidden: set[int]) -> set[int]:
    """One hidden count is the sum less the others: hide the smallest other that is not 0."""
    if len(hidden) != 1:
        return set()
    others = [(count, place) for place, count in enumerate(counts) if count and place not in hidden]
    return {min(others)[1]} if others else set()
