# SPDX-License-Identifier: Apache-2.0
"""Who lives in the ward from when to when, over the last years, and how each stay ends.

On both January firsts exactly those live there whom the residents files of the two years name.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.people import (
    SPOUSE,
    People,
    Tenants,
    day_of,
    join,
    settle,
    slots_of,
    tenants,
    turns_at,
)

WINDOW_DAYS = 2_005  # events are known from so many days before the end on
OLDEST_DAYS = 2_555  # and removed records of people who left up to so many days before
NEVER = 10**6
DEATH, LEAVES, STAYS = 1, 2, 0
_AHEAD_DAYS = 14  # who leaves so soon may have said so already


@dataclass(slots=True)
class Lives:
    """Everybody, household by household and by role; days count from 2000-01-01."""

    people: People
    arrives: np.ndarray
    leaves: np.ndarray  # the first day on which they are no residents any more
    ending: np.ndarray  # DEATH, LEAVES, or STAYS beyond the end

    def __len__(self) -> int:
        return len(self.people)

    def take(self, rows: np.ndarray) -> Lives:
        """Some of them."""
        rest = (getattr(self, one.name)[rows] for one in fields(self)[1:])
        return Lives(self.people.take(rows), *rest)

    def are_here(self, day: int) -> np.ndarray:
        """Who is a resident on a day."""
        here: np.ndarray = (self.arrives <= day) & (day < self.leaves)
        return here


def live(draws: Draws, *, residents: int, fiscal_year: int, until: int) -> Lives:
    """The lives of a ward up to a day; `fiscal_year` and the one before are agreed with."""
    days = [day_of(year, 1, 1) for year in (fiscal_year - 1, fiscal_year)]
    named = [
        settle(draws, residents=residents, fiscal_year=year).id
        for year in (fiscal_year - 1, fiscal_year)
    ]
    slots = slots_of(residents)
    now = turns_at(draws, slots, until + _AHEAD_DAYS)
    back, lots = 0, []
    while True:
        lot = tenants(draws, slots, now - back)
        if not (lot.people.moves_out_day > until - OLDEST_DAYS).any():
            break
        lots.append(_stays(lot, days))
        back += 1
    whole = _joined(lots)
    inside = _within(whole, named, slots=slots)
    lives = _agree(draws, whole.take(np.flatnonzero(inside)), named, days)
    seen = (lives.arrives < lives.leaves) & (lives.arrives <= until)
    seen &= lives.leaves > until - OLDEST_DAYS
    rows = np.flatnonzero(seen)
    return lives.take(rows[np.lexsort((lives.people.role[rows], lives.people.household[rows]))])


def _joined(lots: list[Lives]) -> Lives:
    rest = (np.concatenate([getattr(lot, one.name) for lot in lots]) for one in fields(Lives)[1:])
    return Lives(join([lot.people for lot in lots]), *rest)


def _stays(lot: Tenants, days: list[int]) -> Lives:
    """From moving in or birth to death, leaving home, the last adult's end or the household's."""
    people = lot.people
    adult = lot.exists & (people.role <= SPOUSE)
    last_adult = np.full(lot.home.max() + 1, -NEVER)
    np.maximum.at(last_adult, lot.home[adult], people.dies_day[adult])
    home_empty = last_adult[lot.home] + 1
    leaves = np.minimum(people.moves_out_day, home_empty)
    leaves = np.where(lot.is_child, np.minimum(leaves, lot.leaves_home_day), leaves)
    dies = people.dies_day + np.isin(people.dies_day, days)  # of January 1 they are residents still
    arrives = people.arrived_day + np.isin(people.birth_day, days)  # born that day they are not
    ending = np.where(dies <= leaves, DEATH, LEAVES)
    leaves = np.minimum(leaves, dies)
    rows = np.flatnonzero(lot.exists & (arrives < leaves))
    return Lives(people, arrives, leaves, ending).take(rows)


def _within(lives: Lives, named: list[np.ndarray], *, slots: np.ndarray) -> np.ndarray:
    """Those of the homes up to the last one that a residents file reaches."""
    homes = (lives.people.household - 1) // 64
    found = np.isin(lives.people.id, np.concatenate(named))
    last = homes[found].max() if found.any() else slots[-1]
    inside: np.ndarray = homes <= last
    return inside


def _agree(draws: Draws, lives: Lives, named: list[np.ndarray], days: list[int]) -> Lives:
    """At the ward's edge the two files cut homes: there people come or leave between the days."""
    told = [np.isin(lives.people.id, ids) for ids in named]
    is_there = [lives.are_here(day) for day in days]
    between = days[0] + 20 + draws.below(lives.people.household, "edge", 300)
    comes = is_there[0] & ~told[0] & told[1]
    goes = is_there[1] & ~told[1] & told[0]
    arrives = np.where(comes, between, lives.arrives)
    leaves = np.where(goes, between, lives.leaves)
    ending = np.where(goes, LEAVES, lives.ending)
    never = (is_there[0] & ~told[0] & ~told[1]) | (is_there[1] & ~told[1] & ~told[0])
    rows = np.flatnonzero(~never & (arrives < leaves))
    return Lives(lives.people, arrives, leaves, ending).take(rows)
