# SPDX-License-Identifier: Apache-2.0
"""Every household's story, its scenes played in the order of the days as far as they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.lives import scenes, turns
from daicho.counterparts.ward.lives.book import MINUTE, Book
from daicho.counterparts.ward.lives.cast import Cast, came_from, cast
from daicho.counterparts.ward.lives.days import HOURS, OPENS, Days
from daicho.counterparts.ward.lives.house import House, Luck, Scene, Stage
from daicho.counterparts.ward.lives.timeline import WINDOW_DAYS, Lives
from daicho.counterparts.ward.people import day_of

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Assisted:
    """Who has 生活扶助 on each of the two January firsts: ids."""

    before: np.ndarray
    now: np.ndarray


def tell_stories(
    draws: Draws, lives: Lives, assisted: Assisted, *, fiscal_year: int, until: int,
    columns: Sequence[tuple[str, str]],
) -> tuple[Cast, Book]:  # fmt: skip
    """Play every household's scenes; everybody's rows, and the events in their order."""
    days = Days()
    ids = lives.people.id
    january = day_of(fiscal_year - 1, 1, 1), day_of(fiscal_year, 1, 1)
    was, is_now = np.isin(ids, assisted.before), np.isin(ids, assisted.now)
    is_old, is_there = lives.are_here(january[0]), lives.are_here(january[1])
    first = np.where(is_old, was, is_now)
    changes = is_old & is_there & (was != is_now)
    people = cast(draws, lives, days, until=until, assisted=first)
    abroad, cities = came_from(draws, lives)
    stage = Stage(
        cast=people, book=Book(columns, (until + 1) * DAY - 1), luck=Luck(draws, people),
        days=days, roles=lives.people.role.tolist(), sexes=lives.people.sex.tolist(),
        births=lives.people.birth_day.tolist(), arrives=lives.arrives.tolist(),
        leaves=lives.leaves.tolist(), ending=lives.ending.tolist(),
        foreign=lives.people.is_foreign.tolist(), abroad=abroad, cities=cities,
        assisted_later=[
            now if does else None
            for now, does in zip(is_now.tolist(), changes.tolist(), strict=True)
        ],
        begins=until - WINDOW_DAYS, january=january, until=until,
    )  # fmt: skip
    starts = np.flatnonzero(np.diff(lives.people.household, prepend=-1)).tolist()
    for start, end in zip(starts, [*starts[1:], len(lives)], strict=True):
        _play(House(stage, list(range(start, end))))
    stage.book.events.sort(key=lambda told: told.moment)
    for number, told in enumerate(stage.book.events, start=1):
        told.number = number
    return people, stage.book


def _play(house: House) -> None:
    stage = house.stage
    planned: list[Scene] = [
        *scenes.plan_move_within(house), *turns.marriages(house), *turns.stays_renewed(house),
        *scenes.arrivals(house), *scenes.departures(house), *turns.aliases(house),
        *turns.readings(house), *turns.corrections(house), *turns.assistance(house),
        *turns.cancelled_move(house),
    ]  # fmt: skip
    moment = stage.begins * DAY
    for number, scene in enumerate(sorted(planned, key=lambda one: (one.day, one.order))):
        share = stage.luck.home(f"hour {number % 4}", house.first)
        told = stage.days.office(max(scene.told_on, stage.begins)) * DAY
        moment = max(told + OPENS + int(share * HOURS), moment + 2 * MINUTE)
        if moment > stage.book.end:
            return
        scene.play(moment)
