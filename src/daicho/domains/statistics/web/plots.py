# SPDX-License-Identifier: Apache-2.0
"""Two drawings: the population pyramid, and the change of each month; drawn as inline SVG."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from daicho.domains.statistics.models import Subject
from daicho.domains.statistics.tables import BANDS, FEMALE, MALE, Table, band_of, figures_of
from daicho.foundation.batch.models import BatchRun

HALF, BAR, GAP = 220, 14, 4
MONTH, HEIGHT = 40, 80


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle with the words that say it."""

    x: int
    y: int
    width: int
    height: int
    label: str
    value: int


def pyramid(run: BatchRun) -> list[tuple[Bar, Bar]]:
    """Men to the left, women to the right, the oldest above."""
    counted: Counter[tuple[str, int | None]] = Counter()
    for (_, _, sex, age), value in figures_of(run, Subject.POPULATION):
        counted[sex, band_of(age)] += value
    most = max((counted[sex, band] for sex in (MALE, FEMALE) for band in range(len(BANDS))),
               default=0) or 1  # fmt: skip
    pairs = []
    for band, label in reversed(list(enumerate(BANDS))):
        y = (len(BANDS) - 1 - band) * (BAR + GAP)
        men, women = counted[MALE, band], counted[FEMALE, band]
        left, right = men * HALF // most, women * HALF // most
        pairs.append(
            (
                Bar(HALF - left, y, left, BAR, label, men),
                Bar(HALF + 70, y, right, BAR, label, women),
            )
        )
    return pairs


def month_bars(table: Table) -> list[Bar]:
    """The balance of each month, above or below the line."""
    balances = [(str(row[0]), int(str(row[-1]))) for row in table.rows][-24:]
    most = max((abs(value) for _, value in balances), default=0) or 1
    bars = []
    for place, (month, value) in enumerate(balances):
        height = abs(value) * HEIGHT // most
        y = HEIGHT - height if value > 0 else HEIGHT
        bars.append(Bar(place * MONTH + 4, y, MONTH - 8, height, month, value))
    return bars
