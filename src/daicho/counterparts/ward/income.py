# SPDX-License-Identifier: Apache-2.0
"""What everyone earned in the income year: jobs, pensions, business, gifts, insurance premiums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daicho.counterparts.ward import payroll
from daicho.counterparts.ward.draws import Draws
from daicho.counterparts.ward.people import CHILDREN, FEMALE, SPOUSE, People, day_of

MAIN, PREVIOUS, SECOND = 0, 1, 2
_GROWTH = 1.02
_BASE_YEAR = 2025


@dataclass(slots=True)
class Jobs:
    """One row a job of the year. `person` is the row in People."""

    person: np.ndarray
    employer: np.ndarray
    kind: np.ndarray
    revenue: np.ndarray  # printed 支払金額: of a main job it holds the previous one's where told
    previous_revenue: np.ndarray  # the part of it that the previous employer paid
    left_day: np.ndarray  # 0: still there
    joined_day: np.ndarray


@dataclass(slots=True)
class Incomes:
    """Yearly figures beside People, whole yen."""

    age: np.ndarray  # attained on December 31
    salary: np.ndarray  # of all jobs, each counted once
    main_salary: np.ndarray
    pension: np.ndarray
    second_pension: np.ndarray
    business: np.ndarray
    real_estate: np.ndarray
    dividend: np.ndarray
    listed_shares: np.ndarray
    occasional: np.ndarray
    social_insurance: np.ndarray
    is_student: np.ndarray
    disability: np.ndarray  # 1 ordinary, 2 special
    total: np.ndarray  # 合計所得金額, roughly as a return would say
    life_new_general: np.ndarray
    life_care_medical: np.ndarray
    life_new_pension: np.ndarray
    life_old_general: np.ndarray
    earthquake_insurance: np.ndarray
    small_enterprise_mutual_aid: np.ndarray
    medical_paid: np.ndarray
    housing_move_in: np.ndarray  # yyyymmdd
    housing_credit: np.ndarray
    gift: np.ndarray


def earn(draws: Draws, people: People, *, fiscal_year: int) -> Incomes:
    """Figures of the year before the fiscal year."""
    year = fiscal_year - 1
    now = draws.of(year)
    age = people.age_at(day_of(year, 12, 31))
    is_student = (age >= 15) & (age < 23) & draws.happens(people.id, "student", 0.75)
    main = _main_salary(draws, now, people, age, is_student, year)
    second = np.where(
        (main > 0) & now.happens(people.id, "second job", 0.07),
        200_000 + now.below(people.id, "second pay", 1_200_000), 0,
    )  # fmt: skip
    pension, second_pension = _pensions(draws, people, age)
    adult = (age >= 25) & (age < 82)
    business = _trade(draws, now, people.id, "business", adult, 0.055, 3_000_000)
    real_estate = _trade(draws, now, people.id, "real estate", age >= 40, 0.05, 1_800_000)
    dividend = np.where(
        draws.happens(people.id, "dividend", 0.02) & adult,
        now.below(people.id, "dividend amount", 900_000), 0,
    )  # fmt: skip
    shares = np.where(
        now.happens(people.id, "shares", 0.015) & adult,
        now.below(people.id, "share gain", 5_000_000) - 1_000_000, 0,
    )  # fmt: skip
    occasional = np.where(
        now.happens(people.id, "occasional", 0.006) & adult,
        now.below(people.id, "occasional gain", 2_000_000), 0,
    )  # fmt: skip
    salary = main + second
    insurance = _social_insurance(salary, pension + second_pension, business)
    total = (
        payroll.salary_income(salary, year)
        + payroll.pension_income(pension + second_pension, age, year)
        + business + real_estate + dividend + np.maximum(shares, 0) + occasional // 2
    )  # fmt: skip
    return Incomes(
        age, salary, main, pension, second_pension, business, real_estate, dividend, shares,
        occasional, insurance, is_student, _disability(draws, people.id), np.maximum(total, 0),
        *_premiums(draws, people.id, salary), *_others(draws, now, people.id, age, total, year),
    )  # fmt: skip


def _disability(draws: Draws, ids: np.ndarray) -> np.ndarray:
    share = draws.uniform(ids, "disability")
    return np.select([share < 0.007, share < 0.028], [2, 1], 0)


def _amount(median: np.ndarray | int, spread: float, normal: np.ndarray) -> np.ndarray:
    return (median * np.exp(spread * normal)).astype(np.int64)


def _main_salary(
    draws: Draws, now: Draws, people: People, age: np.ndarray, student: np.ndarray, year: int
) -> np.ndarray:
    """Pay of the main job: a level for life, the age's step, the year's growth, a very rich few."""
    ids = people.id
    woman = people.sex == FEMALE
    level = draws.normal(ids, "pay level")
    step = np.select([age < 25, age < 30, age < 40, age < 60, age < 65], [55, 75, 95, 118, 80], 45)
    median = np.where(woman, 4_300_000, 6_000_000) * step // 100
    pay = _amount(median, 0.55, level)
    luck = draws.uniform(ids, "very rich")
    rich = (luck < 0.03) & (age >= 30)
    pay = np.where(
        rich, (12_000_000 * np.maximum(1 - luck / 0.031, 0.001) ** -0.55).astype(np.int64), pay
    )
    pay = (pay * _GROWTH ** (year - _BASE_YEAR + 1) * (1 + 0.03 * now.normal(ids, "pay"))).astype(
        np.int64
    )
    part_time = 500_000 + now.below(ids, "part-time pay", 800_000)
    is_part_time = student | (
        (people.role == SPOUSE) & woman & draws.happens(ids, "part-time", 0.24)
    )
    pay = np.where(is_part_time, part_time, pay)
    works = draws.uniform(ids, "works") < np.select(
        [age < 16, student, age < 23, age < 60, age < 65, age < 72, age < 80],
        [0, 0.55, 0.8, np.where(woman, 0.8, 0.93), 0.75, 0.4, 0.15], 0.04,
    )  # fmt: skip
    works &= ~now.happens(ids, "between jobs", 0.02)
    return np.where(works, np.clip(pay, 100_000, 900_000_000), 0)


def _pensions(draws: Draws, people: People, age: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    ids = people.id
    receives = (age >= 65) & draws.happens(ids, "pension", 0.97)
    employed = draws.happens(ids, "employee pension", np.where(people.sex == FEMALE, 0.45, 0.85))
    main = 500_000 + draws.below(ids, "basic pension", 330_000)
    main += np.where(employed, 300_000 + draws.below(ids, "employee part", 1_900_000), 0)
    second = receives & draws.happens(ids, "second pension", 0.12)
    amount = 120_000 + draws.below(ids, "second pension amount", 900_000)
    return np.where(receives, main, 0), np.where(second, amount, 0)


def _trade(
    draws: Draws, now: Draws, ids: np.ndarray, what: str, may: np.ndarray, share: float, median: int
) -> np.ndarray:
    has = may & draws.happens(ids, what, share)
    amount = _amount(median, 0.9, draws.normal(ids, what + " level"))
    amount = amount * (90 + now.below(ids, what + " year", 20)) // 100
    loss = now.happens(ids, what + " loss", 0.08)
    return np.where(has, np.where(loss, -amount // 6, amount), 0)


def _social_insurance(salary: np.ndarray, pension: np.ndarray, business: np.ndarray) -> np.ndarray:
    employed = np.where(salary >= 1_300_000, np.minimum(salary, 14_000_000) * 148 // 1000, 0)
    own = np.where(business > 0, np.minimum(200_000 + business // 8, 1_100_000), 0)
    return employed + np.where(employed == 0, own, 0) + pension * 7 // 100


def _premiums(draws: Draws, ids: np.ndarray, salary: np.ndarray) -> tuple[np.ndarray, ...]:
    pays = salary > 2_000_000
    lots = []
    for what, share, limit in (
        ("life", 0.55, 200_000), ("care", 0.4, 90_000), ("pension premium", 0.2, 150_000),
        ("old life", 0.2, 120_000), ("earthquake", 0.3, 60_000), ("mutual aid", 0.12, 276_000),
    ):  # fmt: skip
        has = pays & draws.happens(ids, what, share)
        lots.append(np.where(has, 10_000 + draws.below(ids, what + " premium", limit), 0))
    return tuple(lots)


def _others(
    draws: Draws, now: Draws, ids: np.ndarray, age: np.ndarray, total: np.ndarray, year: int
) -> tuple[np.ndarray, ...]:
    """Medical expenses, the housing loan, gifts to municipalities."""
    medical = np.where(
        (age >= 20) & now.happens(ids, "medical", 0.035),
        110_000 + now.below(ids, "medical amount", 700_000), 0,
    )  # fmt: skip
    moved_in = year - 9 + draws.below(ids, "house year", 10)
    owner = (age >= 30) & (age < 65) & (total > 4_000_000) & (total < 20_000_000)
    owner &= draws.happens(ids, "house", 0.16) & (moved_in <= year)
    move_in = moved_in * 10000 + (1 + draws.below(ids, "house month", 12)) * 100 + 15
    credit = 100_000 + draws.below(ids, "house credit", 200_000)
    share = np.select(
        [total < 2_500_000, total < 5_000_000, total < 10_000_000], [0.02, 0.2, 0.4], 0.6
    )
    gives = now.happens(ids, "gift", share) & (age >= 20)
    gift = np.maximum(total * (8 + now.below(ids, "gift size", 18)) // 1000, 5_000)
    return (
        medical,
        np.where(owner, move_in, 0),
        np.where(owner, credit, 0),
        np.where(gives, gift // 1_000 * 1_000, 0),
    )


def find_jobs(
    draws: Draws, people: People, incomes: Incomes, *, fiscal_year: int, employers: int
) -> Jobs:
    """The jobs behind the salaries: the main one, the one before it, the second one beside it."""
    year = fiscal_year - 1
    now = draws.of(year)
    rows = np.flatnonzero(incomes.main_salary > 0)
    ids, pay = people.id[rows], incomes.main_salary[rows]
    changed = now.happens(ids, "changed jobs", 0.07)
    change_day = day_of(year, 1, 1) + 31 + now.below(ids, "change day", 300)
    before = np.where(changed, pay * (change_day - day_of(year, 1, 1)) // 366, 0)
    told = changed & now.happens(ids, "previous pay told", 0.6)
    only_left = ~changed & now.happens(ids, "left", 0.05)
    left_day = np.where(only_left, change_day, 0)
    main = Jobs(
        rows, _employer(draws, ids, "employer", employers), np.full(len(rows), MAIN),
        np.where(told, pay, pay - before), np.where(told, before, 0), left_day,
        np.where(changed, change_day + 1, 0),
    )  # fmt: skip
    was = np.flatnonzero(changed)
    previous = Jobs(
        rows[was], _employer(draws, ids[was], "previous employer", employers),
        np.full(len(was), PREVIOUS), before[was], np.zeros(len(was), np.int64), change_day[was],
        np.zeros(len(was), np.int64),
    )  # fmt: skip
    second_pay = incomes.salary - incomes.main_salary
    beside = np.flatnonzero(second_pay > 0)
    none = np.zeros(len(beside), np.int64)
    second = Jobs(
        beside, _employer(draws, people.id[beside], "second employer", employers),
        np.full(len(beside), SECOND), second_pay[beside], none, none, none,
    )  # fmt: skip
    lots = (main, previous, second)
    return Jobs(*(np.concatenate([getattr(lot, n) for lot in lots]) for n in Jobs.__slots__))


def _employer(draws: Draws, ids: np.ndarray, what: str, employers: int) -> np.ndarray:
    """Few large employers, many small ones."""
    return (draws.uniform(ids, what) ** 2.2 * employers).astype(np.int64)


def is_child(people: People) -> np.ndarray:
    """Children of a household, of any age."""
    return np.isin(people.role, CHILDREN) & people.is_resident
