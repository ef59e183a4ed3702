# SPDX-License-Identifier: Apache-2.0
"""Synthetic taxpayers for benchmarks and for comparing the two ways to run: made up, seeded.

The shares are rough ones of Japanese taxpayers: three in five live on a salary, one in four on a
pension, one in three names a spouse, one in four has children, one in seven gave to a furusato,
three in a hundred have facts that stand in the side table.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from daicho.engine.batch import Array, Batch, empty_batch
from daicho.engine.layout import DEPENDANT_FLAGS, FLAGS, RARE, Flag

Random = np.random.Generator
_RARE_KINDS = (
    *("separate_land_long", "separate_land_short", "listed_shares", "listed_dividend_separate"),
    *("dividend", "occasional", "capital_gain_long", "forestry", "unlisted_shares", "futures"),
    *("loss_carried_forward", "casualty_net_loss", "donation_prefecture", "foreign_tax"),
    *("dividend_levy_withheld", "specific_expenditure", "separate_land_long_residence"),
)


def make_population(count: int, seed: int, fiscal_year: int = 2025) -> Batch:
    """`count` taxpayers; the same seed gives the same people."""
    random = np.random.default_rng(seed)
    ages = _ages(random, count)
    children = _children(random, ages)
    offsets = np.zeros(count + 1, np.int64)
    np.cumsum(children, out=offsets[1:])
    has_rare = random.random(count) < 0.03
    batch = empty_batch(count, int(offsets[-1]), int(has_rare.sum()))
    batch.offsets[:] = offsets
    batch.amounts["birth_date"][:] = _births(random, ages, fiscal_year)
    _fill_income(batch, random, ages)
    _fill_deductions(batch, random, ages)
    _fill_credits(batch, random, ages)
    _fill_spouse(batch, random, ages, fiscal_year)
    _fill_status(batch, random, ages)
    _fill_children(batch, random, np.repeat(ages, children), fiscal_year)
    _fill_rare(batch, random, has_rare)
    return batch


def _ages(random: Random, count: int) -> Array:
    working = random.integers(18, 66, count)
    retired = 65 + random.binomial(35, 0.3, count)
    return np.where(random.random(count) < 0.7, working, retired).astype(np.int32)


def _births(random: Random, ages: Array, fiscal_year: int) -> Array:
    month, day = random.integers(1, 13, len(ages)), random.integers(1, 29, len(ages))
    found: Array = ((fiscal_year - 1 - ages) * 10_000 + month * 100 + day).astype(np.int32)
    return found


def _some(random: Random, count: int, share: Any, low: int, high: int) -> Array:
    """Amounts between low and high for a share of the persons, 0 for the others."""
    amounts = random.integers(low, high, count, dtype=np.int32)
    return np.where(random.random(count, np.float32) < share, amounts, 0).astype(np.int32)


def _log_normal(random: Random, count: int, median: int, sigma: float) -> Array:
    amounts: Array = median * np.exp(sigma * random.standard_normal(count, np.float32))
    return np.minimum(amounts, 90_000_000).astype(np.int32)


def _fill_income(batch: Batch, random: Random, ages: Array) -> None:
    count, amounts = len(ages), batch.amounts
    draw = random.random(count, np.float32)
    works = np.where(ages < 65, draw < 0.84, draw < 0.2)
    amounts["salary_revenue"][:] = works * _log_normal(random, count, 3_700_000, 0.65)
    draws_pension = (ages >= 65) & (random.random(count, np.float32) < 0.92)
    amounts["pension_revenue"][:] = draws_pension * _log_normal(random, count, 1_500_000, 0.55)
    has_business = random.random(count, np.float32) < 0.09
    profit = _log_normal(random, count, 1_800_000, 0.9)
    loses = random.random(count, np.float32) < 0.1
    amounts["business"][:] = has_business * np.where(loses, -profit // 4, profit)
    amounts["real_estate"][:] = _some(random, count, 0.04, -500_000, 4_000_000)
    amounts["misc"][:] = _some(random, count, 0.04, 1, 600_000)


def _fill_deductions(batch: Batch, random: Random, ages: Array) -> None:
    count, amounts = len(ages), batch.amounts
    salary, pension = amounts["salary_revenue"], amounts["pension_revenue"]
    amounts["social_insurance"][:] = (
        np.minimum(salary, 14_000_000) // 100 * 14 + pension // 100 * 8 + amounts["misc"] // 10
    )
    amounts["small_enterprise_mutual_aid"][:] = _some(random, count, 0.06, 5_000, 840_000)
    for name, share in (
        *(("life_new_general", 0.45), ("life_old_general", 0.25), ("life_care_medical", 0.4)),
        *(("life_new_pension", 0.12), ("life_old_pension", 0.1), ("earthquake_insurance", 0.2)),
    ):
        amounts[name][:] = _some(random, count, share, 1_000, 180_000)
    amounts["medical_paid"][:] = _some(random, count, 0.08, 30_000, 900_000)
    amounts["medical_reimbursed"][:] = amounts["medical_paid"] // 4


def _fill_credits(batch: Batch, random: Random, ages: Array) -> None:
    count, amounts = len(ages), batch.amounts
    gift = amounts["salary_revenue"] // 60 // 1_000 * 1_000
    gives = random.random(count, np.float32) < np.where(gift > 50_000, 0.25, 0.02)
    amounts["donation_furusato"][:] = gives * gift
    one_stop = random.random(count, np.float32) < 0.6
    amounts["donation_one_stop"][:] = one_stop * amounts["donation_furusato"]
    borrows = (ages > 27) & (ages < 62) & (random.random(count, np.float32) < 0.09)
    year, month = random.integers(2012, 2025, count), random.integers(1, 13, count)
    amounts["housing_move_in"][:] = borrows * (year * 10_000 + month * 100 + 1)
    amounts["housing_credit_available"][:] = borrows * random.integers(30_000, 400_000, count)


def _fill_spouse(batch: Batch, random: Random, ages: Array, fiscal_year: int) -> None:
    count = len(ages)
    has_spouse = (ages > 25) & (random.random(count, np.float32) < 0.4)
    births = _births(random, np.clip(ages + random.integers(-6, 5, count), 20, 100), fiscal_year)
    batch.amounts["spouse_birth_date"][:] = has_spouse * births
    earns = _some(random, count, 0.5, 10_000, 1_500_000)
    batch.amounts["spouse_income"][:] = has_spouse * earns
    _set(batch.flags, FLAGS, "has_spouse", has_spouse)
    _set(batch.flags, FLAGS, "spouse_cohabiting", has_spouse)
    _set(batch.flags, FLAGS, "spouse_disability", has_spouse * _level(random, count))


def _level(random: Random, count: int) -> Array:
    """Disability: none, ordinary (2 %), special (1 %)."""
    draw = random.random(count, np.float32)
    return np.where(draw < 0.01, 2, np.where(draw < 0.03, 1, 0)).astype(np.int32)


def _fill_status(batch: Batch, random: Random, ages: Array) -> None:
    count, flags = len(ages), batch.flags
    _set(flags, FLAGS, "sex", random.integers(1, 3, count))
    _set(flags, FLAGS, "disability", _level(random, count))
    for name, share in (
        *(("widow", 0.01), ("single_parent", 0.012), ("public_assistance", 0.008)),
        *(("other_by_ordinary", 0.05), ("self_medication", 0.004)),
    ):
        _set(flags, FLAGS, name, random.random(count, np.float32) < share)
    student = (ages < 23) & (random.random(count, np.float32) < 0.3)
    _set(flags, FLAGS, "working_student", student)
    away = random.random(count, np.float32) < 0.004
    _set(flags, FLAGS, "house_or_office", away)
    flags[away] &= ~np.uint32(1 << _flag(FLAGS, "resident").shift)
    salary, pension = batch.amounts["salary_revenue"] > 0, batch.amounts["pension_revenue"]
    _set(flags, FLAGS, "salary_collection", salary & (random.random(count, np.float32) < 0.85))
    by_pension = (pension > 180_000) & (random.random(count, np.float32) < 0.7)
    _set(flags, FLAGS, "pension_collection", by_pension)
    _set(flags, FLAGS, "pension_first_year", by_pension & (ages == 65))
    previous = by_pension * (pension // 50 // 100 * 100)
    batch.amounts["previous_pension_part"][:] = previous
    _set(flags, FLAGS, "housing_specified", batch.amounts["housing_move_in"] > 20_140_401)


def _children(random: Random, ages: Array) -> Array:
    family = (ages > 24) & (ages < 62) & (random.random(len(ages), np.float32) < 0.35)
    with_parent = random.random(len(ages), np.float32) < 0.02
    found: Array = family * random.integers(1, 4, len(ages), dtype=np.int32) + with_parent
    return found


def _fill_children(batch: Batch, random: Random, parents: Array, fiscal_year: int) -> None:
    count = len(parents)
    old = random.random(count, np.float32) < 0.06
    ages = np.where(old, np.clip(parents + 28, 60, 100), np.maximum(parents - 28, 0) % 26)
    batch.dependant_birth[:] = _births(random, ages, fiscal_year)
    batch.dependant_income[:] = _some(random, count, 0.08, 100_000, 1_400_000)
    _set(batch.dependant_flags, DEPENDANT_FLAGS, "relation", old)
    _set(batch.dependant_flags, DEPENDANT_FLAGS, "disability", _level(random, count))
    cohabiting = random.random(count, np.float32) < 0.8
    _set(batch.dependant_flags, DEPENDANT_FLAGS, "cohabiting", cohabiting)
    overseas = random.random(count, np.float32) < 0.02
    _set(batch.dependant_flags, DEPENDANT_FLAGS, "overseas", overseas)


def _fill_rare(batch: Batch, random: Random, has_rare: Array) -> None:
    """Side-table rows: what the columns say, and one or two facts more."""
    count = int(has_rare.sum())
    batch.rare_index[has_rare] = np.arange(count, dtype=np.int32)
    for column, name in enumerate(RARE):
        if name in batch.amounts:
            batch.rare[column] = batch.amounts[name][has_rare]
        elif name in {flag.name for flag in FLAGS}:
            flag = _flag(FLAGS, name)
            word = batch.flags[has_rare].astype(np.int64)
            batch.rare[column] = ((word >> flag.shift) & flag.mask) - flag.bias
        elif name in ("salary_income", "housing_income_tax", "housing_taxable_income"):
            batch.rare[column] = -1
    for _ in range(2):
        kinds = random.integers(0, len(_RARE_KINDS), count)
        amounts = random.integers(10_000, 9_000_000, count)
        for kind, name in enumerate(_RARE_KINDS):
            rows = kinds == kind
            batch.rare[RARE.index(name), rows] = amounts[rows] // 1_000 * 1_000


def _flag(flags: tuple[Flag, ...], name: str) -> Flag:
    return next(flag for flag in flags if flag.name == name)


def _set(words: Array, flags: tuple[Flag, ...], name: str, values: Any) -> None:
    """Or a value (0 so far) into the words."""
    flag = _flag(flags, name)
    words |= (np.asarray(values).astype(words.dtype) << words.dtype.type(flag.shift)).astype(
        words.dtype
    )
