# SPDX-License-Identifier: Apache-2.0
"""Who of the ward is to be protected (支援措置) or restrained (抑止): 宛名番号 to act upon."""

from __future__ import annotations

import numpy as np

from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.lives.cast import Cast

PROTECTED_SHARE = 0.0025  # of the households; the same draw as in the residents files
RESTRAINED_SHARE = 0.002  # of the people
SETTLED_DAYS = 400  # who has lived there so long, and stays


def _staying(cast: Cast, day: int) -> np.ndarray:
    lives = cast.lives
    recorded = np.array([bool(record.rows) for record in cast.records])
    staying: np.ndarray = recorded & lives.are_here(day) & (lives.leaves > day + 30)
    return staying


def protected_households(draws: Draws, cast: Cast, day: int) -> list[list[int]]:
    """The members of each household to be protected, an adult first."""
    people = cast.lives.people
    chosen = draws.happens(people.household, "protected", PROTECTED_SHARE) & _staying(cast, day)
    chosen &= cast.lives.arrives < day - SETTLED_DAYS
    found: dict[int, list[int]] = {}
    for row in np.flatnonzero(chosen).tolist():
        found.setdefault(int(people.household[row]), []).append(cast.records[row].number)
    return list(found.values())


def restrained_people(draws: Draws, cast: Cast, day: int) -> list[int]:
    """Those for whom the issue of certificates is held."""
    people = cast.lives.people
    chosen = draws.happens(people.id, "restrained", RESTRAINED_SHARE) & _staying(cast, day)
    chosen &= ~draws.happens(people.household, "protected", PROTECTED_SHARE)
    return [cast.records[row].number for row in np.flatnonzero(chosen).tolist()]
