# SPDX-License-Identifier: Apache-2.0
"""Who lives in the ward on January 1: homes, the households in them by turns, their people.

A home (slot) is lived in by one household after another. Which one is there on a given day follows
from the home alone, so another year meets the same households, older by a year, and some new ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daicho.counterparts.ward.draws import Draws

EPOCH = np.datetime64("2000-01-01")
YEAR_DAYS = 365.25
FEMALE, MALE = 1, 2
HEAD, SPOUSE, CHILD, PARENT, OTHER = 0, 1, 2, 5, 7  # roles; children 2-4, parents 5-6
ROLES = 8
CHILDREN = (2, 3, 4)
PARENTS = (5, 6)
_TENANTS = 64
_AGE_EDGES = np.array([18, 25, 35, 45, 55, 65, 75, 85, 96])
_AGE_WEIGHTS = (5, 22, 24, 19, 12, 9, 6, 3)
# alone, couple, couple with children, one parent, with parents, sharing
_KINDS = {False: (50, 14, 26, 4, 2, 4), True: (46, 44, 2, 2, 3, 3)}
ALONE, COUPLE, FAMILY, ONE_PARENT, WITH_PARENTS, SHARING = range(6)
PEOPLE_A_HOME = 1.45  # less than the mean, so that the homes always suffice
AFTER_DAYS = 80  # moves and deaths are known until the extract of March
NON_RESIDENT_IDS = 500_000_000
OTHER_CITY_IDS = 700_000_000


@dataclass(slots=True)
class People:
    """People as columns; `id` is theirs for life. Days count from 2000-01-01."""

    id: np.ndarray
    household: np.ndarray  # 0 for non-residents
    role: np.ndarray
    birth_day: np.ndarray
    sex: np.ndarray
    arrived_day: np.ndarray
    moves_out_day: np.ndarray
    dies_day: np.ndarray
    is_foreign: np.ndarray
    is_resident: np.ndarray
    is_twin: np.ndarray

    def __len__(self) -> int:
        return len(self.id)

    @property
    def birth_date(self) -> np.ndarray:
        """Birth as yyyymmdd."""
        return to_dates(self.birth_day)

    def age_at(self, day: int) -> np.ndarray:
        """Age attained at the end of a day (年齢計算): the birthday counts from its eve."""
        return full_years(self.birth_day, day + 1)

    def take(self, rows: np.ndarray) -> People:
        """Some of the people."""
        return People(*(getattr(self, name)[rows] for name in self.__slots__))


def day_of(year: int, month: int, day: int) -> int:
    """Days since 2000-01-01."""
    return int((np.datetime64(f"{year:04d}-{month:02d}-{day:02d}") - EPOCH).astype(int))


def to_dates(days: np.ndarray) -> np.ndarray:
    """yyyymmdd of days."""
    dates = EPOCH + days.astype("timedelta64[D]")
    years = dates.astype("datetime64[Y]").astype(int) + 1970
    months = dates.astype("datetime64[M]").astype(int) % 12 + 1
    number: np.ndarray = years * 10000 + months * 100
    number = number + (dates - dates.astype("datetime64[M]")).astype(int) + 1
    return number


def full_years(birth_day: np.ndarray, day: int) -> np.ndarray:
    """Whole years from birth to a day."""
    birth = to_dates(birth_day)
    now = int(to_dates(np.array([day]))[0])
    return (now - birth) // 10000


def settle(draws: Draws, *, residents: int, fiscal_year: int) -> People:
    """Exactly `residents` people on January 1 of the year, by home and role."""
    day = day_of(fiscal_year, 1, 1)
    slots = slots_of(residents)
    lot = tenants(draws, slots, turns_at(draws, slots, day))
    people = lot.people.take(np.flatnonzero(lot.are_here(day)))
    return people.take(np.arange(residents))


def slots_of(residents: int) -> np.ndarray:
    """The homes of a ward of so many people."""
    return np.arange(int(residents / PEOPLE_A_HOME) + 200, dtype=np.int64)


def turns_at(draws: Draws, slots: np.ndarray, day: int) -> np.ndarray:
    """Which household in turn lives in each home on a day."""
    stay, phase = _stays(draws, slots)
    turn: np.ndarray = (day + phase) // stay
    return turn


def _stays(draws: Draws, slots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    stay = 1_000 + (10_000 * draws.uniform(slots, "stay") ** 2).astype(np.int64)
    return stay, draws.below(slots, "phase", stay)


@dataclass(slots=True)
class Tenants:
    """Everybody who belongs to one household of each home, born and alive or not."""

    people: People
    home: np.ndarray  # place of each person's home among the homes
    leaves_home_day: np.ndarray  # of children
    exists: np.ndarray

    @property
    def is_child(self) -> np.ndarray:
        """Whether each is a child of the household."""
        return np.isin(self.people.role, CHILDREN)

    def are_here(self, day: int) -> np.ndarray:
        """Who lives there on a day; with no adult left the home stands empty."""
        people = self.people
        here = self.exists & (people.birth_day < day) & (people.dies_day >= day)
        here &= ~self.is_child | (self.leaves_home_day > day)
        adults = np.zeros(self.home.max() + 1, dtype=bool)
        adults[self.home[here & (people.role <= SPOUSE)]] = True
        here &= adults[self.home]
        return here


def tenants(draws: Draws, slots: np.ndarray, turn: np.ndarray) -> Tenants:
    """The household of a turn in each home, every role of it."""
    stay, phase = _stays(draws, slots)
    start = turn * stay - phase
    households = slots * _TENANTS + turn + 1
    middle = (start + start + stay) // 2
    age = _head_age(draws, households)
    head_birth = np.minimum(middle - (age * YEAR_DAYS).astype(np.int64), start - 18 * 366)
    kind = _kind(draws, households, age)
    birth = _births(draws, households, head_birth, kind).reshape(-1)
    roles = np.tile(np.arange(ROLES), len(households))
    rows = np.repeat(np.arange(len(households)), ROLES)
    ids = households[rows] * ROLES + roles
    dies = birth + (YEAR_DAYS * (87 + 8 * draws.normal(ids, "lifespan"))).astype(np.int64)
    leaves = birth + (YEAR_DAYS * (20 + 8 * draws.uniform(ids, "leaves"))).astype(np.int64)
    people = People(
        id=ids,
        household=households[rows],
        role=roles,
        birth_day=birth,
        sex=_sexes(draws, households, rows, roles),
        arrived_day=np.maximum(start[rows], birth),
        moves_out_day=(start + stay)[rows],
        dies_day=np.maximum(dies, birth + 40 * 365),
        is_foreign=draws.happens(households, "foreign", 0.085)[rows],
        is_resident=np.ones(len(ids), dtype=bool),
        is_twin=draws.happens(households, "twins", 0.03)[rows] & np.isin(roles, CHILDREN[:2]),
    )
    return Tenants(people, rows, leaves, _exists(households, kind, draws).reshape(-1))


def _head_age(draws: Draws, households: np.ndarray) -> np.ndarray:
    band = draws.choose(households, "age band", _AGE_WEIGHTS)
    width = np.diff(_AGE_EDGES)[band]
    return _AGE_EDGES[band] + draws.uniform(households, "age") * width


def _kind(draws: Draws, households: np.ndarray, age: np.ndarray) -> np.ndarray:
    younger = draws.choose(households, "kind", _KINDS[False])
    older = draws.choose(households, "kind", _KINDS[True])
    kind = np.where(age >= 62, older, younger)
    return np.where(age < 25, np.where(kind == SHARING, SHARING, ALONE), kind)


def _exists(households: np.ndarray, kind: np.ndarray, draws: Draws) -> np.ndarray:
    """Which roles a household has or will have, people not born yet among them."""
    children = 1 + draws.choose(households, "children", (45, 43, 12))
    has_children = (kind == FAMILY) | (kind == ONE_PARENT)
    exists = np.zeros((len(households), ROLES), dtype=bool)
    exists[:, HEAD] = True
    exists[:, SPOUSE] = (kind == COUPLE) | (kind == FAMILY)
    twins = draws.happens(households, "twins", 0.03)
    for place, role in enumerate(CHILDREN):
        exists[:, role] = has_children & ((children > place) | (twins & (place == 1)))
    with_parents = kind == WITH_PARENTS
    exists[:, PARENT] = with_parents & draws.happens(households, "father", 0.4)
    exists[:, PARENT + 1] = with_parents
    exists[:, OTHER] = kind == SHARING
    return exists


def _births(draws: Draws, households: np.ndarray, head: np.ndarray, kind: np.ndarray) -> np.ndarray:
    born = np.empty((len(households), ROLES), dtype=np.int64)
    born[:, HEAD] = head
    born[:, SPOUSE] = head + (1_200 * draws.normal(households, "spouse birth")).astype(np.int64)
    first = 26 + 10 * draws.uniform(households, "first child")
    gaps = np.cumsum([first, *(1.5 + 3 * draws.uniform(households, f"gap {n}") for n in (1, 2))], 0)
    for place, role in enumerate(CHILDREN):
        born[:, role] = head + (gaps[place] * YEAR_DAYS).astype(np.int64)
    twins = draws.happens(households, "twins", 0.03)
    born[:, CHILD + 1] = np.where(twins, born[:, CHILD], born[:, CHILD + 1])
    for role in PARENTS:
        years = 24 + 12 * draws.uniform(households, f"parent {role}")
        born[:, role] = head - (years * YEAR_DAYS).astype(np.int64)
    born[:, OTHER] = head + (900 * draws.normal(households, "other birth")).astype(np.int64)
    return born


def _sexes(draws: Draws, households: np.ndarray, rows: np.ndarray, roles: np.ndarray) -> np.ndarray:
    head = np.where(draws.happens(households, "head is a woman", 0.36), FEMALE, MALE)[rows]
    own = np.where(draws.happens(rows * ROLES + roles, "sex", 0.49), FEMALE, MALE)
    first_child = np.where(draws.happens(households, "first child's sex", 0.49), FEMALE, MALE)[rows]
    twins = draws.happens(households, "twins", 0.03)[rows]
    sex = np.where(roles == HEAD, head, own)
    sex = np.where(roles == SPOUSE, FEMALE + MALE - head, sex)
    sex = np.where(roles == PARENTS[0], MALE, np.where(roles == PARENTS[1], FEMALE, sex))
    return np.where(twins & np.isin(roles, CHILDREN[:2]), first_child, sex)


def outsiders(draws: Draws, *, count: int, first_id: int) -> People:
    """Adults who are not on the register: non-residents with income here, or quite other people."""
    ids = first_id + np.arange(count, dtype=np.int64)
    age = 24 + 50 * draws.uniform(ids, "outsider age")
    never = np.full(count, 10**6)
    return People(
        id=ids,
        household=np.zeros(count, dtype=np.int64),
        role=np.zeros(count, dtype=np.int64),
        birth_day=day_of(2025, 1, 1) - (age * YEAR_DAYS).astype(np.int64),
        sex=np.where(draws.happens(ids, "sex", 0.45), FEMALE, MALE),
        arrived_day=np.zeros(count, dtype=np.int64),
        moves_out_day=never,
        dies_day=never,
        is_foreign=np.zeros(count, dtype=bool),
        is_resident=np.zeros(count, dtype=bool),
        is_twin=np.zeros(count, dtype=bool),
    )


def join(parts: list[People]) -> People:
    """Several lots of people as one."""
    return People(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in People.__slots__)
    )
