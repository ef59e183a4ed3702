# SPDX-License-Identifier: Apache-2.0
"""The stop check as a plot: people by bracket, this year beside last year. Drawn as SVG here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 960, 300
LEFT, TOP, BOTTOM = 70, 20, 56
TICKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    x: int
    y: int
    width: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket with its two bars and the change."""

    label: str
    x: int
    this_year: Bar
    last_year: Bar
    tax: int
    tax_last_year: int
    change: str
    is_beyond: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole drawing."""

    groups: tuple[Group, ...]
    ticks: tuple[tuple[int, int], ...]  # y, people
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def plot_of(check: Mapping[str, Any], key: str = "brackets") -> Plot | None:
    """The plot of one grouping of a stop check; None before there is one."""
    this, last = check.get("this_year"), check.get("last_year")
    if not this:
        return None
    now = this[key]
    before = last[key] if last else [{"count": 0, "tax": 0}] * len(now)
    highest = round_up(max(1, *(group["count"] for group in (*now, *before))))
    labels = check["labels"][key]
    beyond = {breach["label_ja"] for breach in check.get("breaches", ())}
    step = (WIDTH - LEFT) // len(now)
    groups = tuple(
        _group(label, LEFT + index * step, step, one, old, highest, f"{label}の人数" in beyond)
        for index, (label, one, old) in enumerate(zip(labels, now, before, strict=True))
    )
    ticks = tuple((_y(highest * n // TICKS, highest), highest * n // TICKS) for n in range(5))
    return Plot(groups, ticks)


def _group(
    label: str,
    x: int,
    step: int,
    now: Mapping[str, int],
    before: Mapping[str, int],
    highest: int,
    is_beyond: bool,
) -> Group:
    width = step * 3 // 8
    start = x + step // 8
    bars = (
        _bar(start, width, before["count"], highest),
        _bar(start + width, width, now["count"], highest),
    )
    return Group(
        label, x + step // 2, bars[1], bars[0], now["tax"], before["tax"],
        change_text(now["count"], before["count"]), is_beyond,
    )  # fmt: skip


def _bar(x: int, width: int, count: int, highest: int) -> Bar:
    y = _y(count, highest)
    return Bar(x, y, width, HEIGHT - BOTTOM - y, count)


def _y(count: int, highest: int) -> int:
    return HEIGHT - BOTTOM - count * (HEIGHT - BOTTOM - TOP) // highest


def round_up(value: int) -> int:
    """The next round number of 1, 2, 4, 5 or 8 with zeroes, so that the ticks are whole."""
    power = 1
    while True:
        for lead in (4, 8, 12, 20, 28):
            if lead * power >= value:
                return lead * power
        power *= 10


def change_text(now: int, before: int) -> str:
    """＋1.2%, △3.4%, 皆増 where there was nobody before."""
    if before == 0:
        return "皆増" if now else "－"
    permille = (now - before) * 1_000 // before
    sign = "＋" if permille > 0 else "△" if permille < 0 else "±"
    return f"{sign}{abs(permille) // 10}.{abs(permille) % 10}%"
