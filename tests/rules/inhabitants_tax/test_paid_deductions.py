# SPDX-License-Identifier: Apache-2.0
"""Deductions for what was paid or lost: insurance, medical expenses, casualty losses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.deductions.casualty import casualty_loss_deduction
from daicho.rules.inhabitants_tax.deductions.compute import compute_deductions
from daicho.rules.inhabitants_tax.deductions.insurance import (
    earthquake_insurance_deduction,
    life_insurance_of_kind,
    new_life_insurance,
    old_life_insurance,
)
from daicho.rules.inhabitants_tax.deductions.medical import (
    medical_deduction,
    self_medication_deduction,
)
from daicho.rules.inhabitants_tax.facts import PersonFacts
from daicho.rules.inhabitants_tax.income.compute import compute_income
from daicho.rules.inhabitants_tax.relatives import EMPTY_RELATIVES

P = load_parameters(2026)


@pytest.mark.parametrize("year", [2019, 2027])
@pytest.mark.parametrize(
    ("paid", "amount"),
    [
        (0, 0),
        (11_999, 11_999),
        (12_000, 12_000),
        (12_001, 12_001),  # 6,000.5 rounds up
        (31_999, 22_000),
        (32_000, 22_000),
        (32_001, 22_001),
        (55_999, 28_000),
        (56_000, 28_000),
        (56_001, 28_000),
        (1_000_000, 28_000),
    ],
)
def test_new_life_insurance(year: int, paid: int, amount: int) -> None:
    assert new_life_insurance(load_parameters(year), paid) == amount


@pytest.mark.parametrize("year", [2019, 2027])
@pytest.mark.parametrize(
    ("paid", "amount"),
    [
        (0, 0),
        (15_000, 15_000),
        (15_001, 15_001),
        (39_999, 27_500),
        (40_000, 27_500),
        (40_001, 27_501),
        (69_999, 35_000),
        (70_000, 35_000),
        (70_001, 35_000),
    ],
)
def test_old_life_insurance(year: int, paid: int, amount: int) -> None:
    assert old_life_insurance(load_parameters(year), paid) == amount


@pytest.mark.parametrize(
    ("new", "old", "amount"),
    [
        (12_000, 10_000, 22_000),
        (60_000, 0, 28_000),
        (60_000, 41_999, 28_000),
        (60_000, 42_000, 28_000),  # the old one alone gives as much
        (60_000, 42_004, 28_001),
        (60_000, 70_001, 35_000),
    ],
)
def test_new_and_old_contracts_of_one_kind(new: int, old: int, amount: int) -> None:
    assert life_insurance_of_kind(P, new, old) == amount


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**5))
def test_more_premium_never_gives_less(new: int, old: int, more: int) -> None:
    amount = life_insurance_of_kind(P, new, old)
    assert life_insurance_of_kind(P, new + more, old) >= amount
    assert life_insurance_of_kind(P, new, old + more) >= amount
    assert amount <= 35_000


@pytest.mark.parametrize(
    ("earthquake", "old", "amount"),
    [
        (0, 5_000, 5_000),
        (0, 5_001, 5_001),
        (0, 14_999, 10_000),
        (0, 15_000, 10_000),
        (0, 15_001, 10_000),
        (1, 0, 1),
        (20_000, 0, 10_000),
        (49_999, 0, 25_000),
        (50_001, 0, 25_000),
        (20_000, 30_000, 20_000),
        (40_000, 30_000, 25_000),
    ],
)
def test_earthquake_insurance(earthquake: int, old: int, amount: int) -> None:
    assert earthquake_insurance_deduction(P, earthquake, old) == amount


@pytest.mark.parametrize(
    ("paid", "reimbursed", "total_etc", "amount"),
    [
        (100_000, 0, 2_000_000, 0),
        (100_001, 0, 2_000_000, 1),
        (100_000, 0, 1_999_980, 1),
        (150_000, 0, 1_000_000, 100_000),
        (150_000, 30_000, 1_000_000, 70_000),
        (150_000, 0, 0, 150_000),
        (2_100_000, 0, 9_000_000, 2_000_000),
        (2_100_001, 0, 9_000_000, 2_000_000),
        (50_000, 60_000, 0, 0),
    ],
)
def test_medical_deduction(paid: int, reimbursed: int, total_etc: int, amount: int) -> None:
    assert medical_deduction(P, paid, reimbursed, total_etc) == amount


@pytest.mark.parametrize(
    ("paid", "reimbursed", "amount"),
    [
        (12_000, 0, 0),
        (12_001, 0, 1),
        (100_000, 0, 88_000),
        (100_001, 0, 88_000),
        (50_000, 8_000, 30_000),
    ],
)
def test_self_medication(paid: int, reimbursed: int, amount: int) -> None:
    assert self_medication_deduction(P, paid, reimbursed) == amount


@pytest.mark.parametrize(
    ("loss", "expense", "total_etc", "amount"),
    [
        (0, 0, 0, 0),
        (500_000, 0, 5_000_000, 0),
        (500_001, 0, 5_000_000, 1),
        (500_000, 50_001, 5_000_000, 1),
        (900_000, 300_000, 5_000_000, 400_000),
        (900_000, 600_000, 5_000_000, 550_000),
    ],
)
def test_casualty_loss(loss: int, expense: int, total_etc: int, amount: int) -> None:
    assert casualty_loss_deduction(P, loss, expense, total_etc) == amount


def test_total_is_the_sum_of_all(person: Callable[..., PersonFacts]) -> None:
    f = person(
        business=4_000_000,
        social_insurance=300_001,
        small_enterprise_mutual_aid=120_002,
        life_new_general=60_000,
        life_old_general=42_004,
        life_care_medical=20_000,
        life_new_pension=8_000,
        earthquake_insurance=20_000,
        medical_paid=150_000,
        casualty_net_loss=500_000,
    )
    d = compute_deductions(P, f, EMPTY_RELATIVES, compute_income(P, f, EMPTY_RELATIVES))
    assert (d.social_insurance, d.small_enterprise_mutual_aid) == (300_001, 120_002)
    assert d.life_insurance == 28_001 + 16_000 + 8_000
    assert (d.earthquake_insurance, d.medical, d.casualty_loss) == (10_000, 50_000, 100_000)
    assert d.total == 430_000 + 300_001 + 120_002 + 52_001 + 10_000 + 50_000 + 100_000


def test_life_insurance_has_a_limit_over_all_kinds(person: Callable[..., PersonFacts]) -> None:
    f = person(life_new_general=100_000, life_care_medical=100_000, life_old_pension=120_000)
    income = compute_income(P, f, EMPTY_RELATIVES)
    assert compute_deductions(P, f, EMPTY_RELATIVES, income).life_insurance == 70_000


def test_self_medication_is_the_choice_of_the_taxpayer(
    person: Callable[..., PersonFacts],
) -> None:
    f = person(business=5_000_000, medical_paid=90_000, self_medication=1)
    income = compute_income(P, f, EMPTY_RELATIVES)
    assert compute_deductions(P, f, EMPTY_RELATIVES, income).medical == 78_000
    ordinary = f._replace(self_medication=0)
    assert compute_deductions(P, ordinary, EMPTY_RELATIVES, income).medical == 0
