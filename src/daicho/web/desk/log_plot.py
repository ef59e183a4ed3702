# SPDX-License-Identifier: Apache-2.0
"""Counts a day as a plot, drawn as SVG in the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 960, 220
LEFT, TOP, BOTTOM = 70, 12, 36
LABELS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One day."""

    x: int
    y: int
    width: int
    height: int
    text: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole drawing."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, int], ...]  # y, count
    labels: tuple[tuple[int, str], ...]  # x, day
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def plot_of(days: Sequence[tuple[date, int]]) -> Plot | None:
    """Bars day by day; None where there is nothing to draw."""
    highest = max((count for _, count in days), default=0)
    if highest == 0:
        return None
    top = -(-highest // 4) * 4
    step = max(1, (WIDTH - LEFT) * 1_000 // len(days))
    bars = tuple(
        Bar(
            LEFT + index * step // 1_000, _y(count, top), max(1, step * 3 // 4_000),
            HEIGHT - BOTTOM - _y(count, top), f"{day.month}月{day.day}日 {count:,}件",
            day.weekday() >= 5,
        )
        for index, (day, count) in enumerate(days)
    )  # fmt: skip
    every = -(-len(days) // LABELS)
    labels = tuple(
        (LEFT + index * step // 1_000, f"{day.month}/{day.day}")
        for index, (day, _) in enumerate(days)
        if index % every == 0
    )
    return Plot(bars, tuple((_y(top * n // 4, top), top * n // 4) for n in range(5)), labels)


def _y(count: int, top: int) -> int:
    return HEIGHT - BOTTOM - count * (HEIGHT - BOTTOM - TOP) // top
