# SPDX-License-Identifier: Apache-2.0
"""Who claims whom: spouse and dependants of each earner, by household and last year's income."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daicho.counterparts.ward import payroll
from daicho.counterparts.ward.income import Incomes
from daicho.counterparts.ward.people import CHILDREN, HEAD, PARENTS, ROLES, SPOUSE, People

NOBODY = -1
SLOTS = 4
_SPECIFIED_RELATIVE_SINCE, _SPECIFIED_RELATIVE_LIMIT = 2025, 1_230_000
_SINGLE_PARENT_LIMIT = 5_000_000
_SINGLE_PARENT_SINCE = 2020  # ひとり親控除 came with the income year
SPOUSE_LIMIT = 1_330_000  # up to here 配偶者特別控除
CLAIMER_LIMIT = 10_000_000


@dataclass(slots=True)
class Claims:
    """Rows of People beside People; NOBODY where none. Slots fill from the first."""

    spouse: np.ndarray  # claimed as 控除対象配偶者 or for 配偶者特別控除
    spouse_income: np.ndarray  # as told to the employer
    dependants: np.ndarray  # (people, SLOTS), 16 or older
    under_16: np.ndarray  # (people, SLOTS)
    specified_relative: (
        np.ndarray
    )  # a child of 19 to 22 above the limit (特定親族), on returns only
    single_parent: np.ndarray  # flag
    seats: np.ndarray  # (homes, ROLES) the row of each member
    home: np.ndarray  # the home of each person, NOBODY for outsiders


def claim(people: People, incomes: Incomes, *, fiscal_year: int) -> Claims:
    """The claims as they ought to be; mistakes come later."""
    year = fiscal_year - 1
    limit = payroll.relative_limit(year)
    home, seats = _seat(people)
    claimer = _claimer(incomes, seats)
    count = len(people)
    claims = Claims(
        np.full(count, NOBODY), np.zeros(count, dtype=np.int64),
        np.full((count, SLOTS), NOBODY), np.full((count, SLOTS), NOBODY),
        np.full(count, NOBODY), np.zeros(count, dtype=bool), seats, home,
    )  # fmt: skip
    _claim_spouses(claims, incomes, seats, claimer)
    for role in (*CHILDREN, *PARENTS):
        who = seats[:, role]
        there = (who != NOBODY) & (claimer != NOBODY)
        rows, by = who[there], claimer[there]
        poor = incomes.total[rows] <= limit
        young = incomes.age[rows] < 16
        _fill(claims.under_16, by[young], rows[young])
        _fill(claims.dependants, by[poor & ~young], rows[poor & ~young])
        if role in CHILDREN and year >= _SPECIFIED_RELATIVE_SINCE:
            fits = ~poor & (incomes.total[rows] <= _SPECIFIED_RELATIVE_LIMIT)
            fits &= (incomes.age[rows] >= 19) & (incomes.age[rows] <= 22)
            claims.specified_relative[by[fits]] = rows[fits]
    if year >= _SINGLE_PARENT_SINCE:
        _find_single_parents(claims, people, incomes, claimer)
    return claims


def _find_single_parents(
    claims: Claims, people: People, incomes: Incomes, claimer: np.ndarray
) -> None:
    """ひとり親: no spouse at home, a child that depends on them, income of at most 5 million."""
    alone = (claimer != NOBODY) & (
        (claims.seats[:, HEAD] == NOBODY) | (claims.seats[:, SPOUSE] == NOBODY)
    )
    by = claimer[alone]
    children = np.concatenate([claims.dependants[by], claims.under_16[by]], axis=1)
    of_child = (children != NOBODY) & np.isin(people.role[children], CHILDREN)
    fits = of_child.any(axis=1) & (incomes.total[by] <= _SINGLE_PARENT_LIMIT)
    claims.single_parent[by[fits]] = True


def _seat(people: People) -> tuple[np.ndarray, np.ndarray]:
    _, home = np.unique(people.household, return_inverse=True)
    home = np.where(people.is_resident, home, NOBODY)
    inside = np.flatnonzero(people.is_resident)
    seats = np.full((home.max() + 1, ROLES), NOBODY)
    seats[home[inside], people.role[inside]] = inside
    return home, seats


def _claimer(incomes: Incomes, seats: np.ndarray) -> np.ndarray:
    """Of head and spouse the one who earns more; NOBODY when neither earns."""
    padded = np.append(incomes.total, -1)  # NOBODY reads the last
    head, spouse = padded[seats[:, HEAD]], padded[seats[:, SPOUSE]]
    who = np.where(spouse > head, seats[:, SPOUSE], seats[:, HEAD])
    return np.where(np.maximum(head, spouse) > 0, who, NOBODY)


def _claim_spouses(
    claims: Claims, incomes: Incomes, seats: np.ndarray, claimer: np.ndarray
) -> None:
    both = (seats[:, HEAD] != NOBODY) & (seats[:, SPOUSE] != NOBODY) & (claimer != NOBODY)
    by = claimer[both]
    other = np.where(by == seats[both, HEAD], seats[both, SPOUSE], seats[both, HEAD])
    fits = (incomes.total[other] <= SPOUSE_LIMIT) & (incomes.total[by] <= CLAIMER_LIMIT)
    claims.spouse[by[fits]] = other[fits]
    claims.spouse_income[by[fits]] = incomes.total[other[fits]]


def _fill(slots: np.ndarray, by: np.ndarray, rows: np.ndarray) -> None:
    """Put each row into the claimer's first free slot; one claimer has at most one row a call."""
    free = (slots[by] == NOBODY).argmax(axis=1)
    room = slots[by, free] == NOBODY
    slots[by[room], free[room]] = rows[room]
