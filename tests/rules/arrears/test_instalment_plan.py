# SPDX-License-Identifier: Apache-2.0
"""A plan of payments sums to what is owed, and its charges are those of the days of payment."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.fields.parameters import load_delinquency
from daicho.rules.arrears.instalment_plan import (
    equal_payments,
    monthly_days,
    payments_of,
    plan_instalments,
)
from daicho.rules.collection.allotment import Due, DuePart

CHARGE = load_delinquency(2026)
DUES = (
    Due("1期", dt.date(2025, 6, 30), 40_000),
    Due("2期", dt.date(2025, 9, 1), 30_500),
)


def test_equal_payments_with_the_rest_in_the_last() -> None:
    assert equal_payments(70_500, times=4, unit=1_000) == (17_000, 17_000, 17_000, 19_500)
    assert equal_payments(2_500, times=12, unit=1_000) == (1_000, 1_000, 500)
    assert equal_payments(500, times=3, unit=1_000) == (500,)
    assert equal_payments(0, times=3, unit=1_000) == ()


def test_payments_of_what_the_debtor_can_raise() -> None:
    assert payments_of(70_500, each=20_000) == (20_000, 20_000, 20_000, 10_500)
    assert payments_of(20_000, each=20_000) == (20_000,)


def test_months_that_are_shorter_take_their_last_day() -> None:
    assert [day.isoformat() for day in monthly_days(dt.date(2025, 12, 31), 4)] == [
        "2025-12-31",
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
    ]


def test_the_oldest_tax_first_and_the_charges_after() -> None:
    plan = plan_instalments(
        CHARGE,
        dues=DUES,
        amounts=(25_000, 25_000, 20_500),
        first=dt.date(2025, 11, 30),
        charge_each=1_000,
    )
    assert [
        [(each.key, each.part, each.amount) for each in payment.allotments]
        for payment in plan.payments
    ] == [
        [("1期", DuePart.TAX, 25_000)],
        [("1期", DuePart.TAX, 15_000), ("2期", DuePart.TAX, 10_000)],
        [("2期", DuePart.TAX, 20_500)],
    ]
    # 1期: 81 + 1,163 + 110 = 1,354; 2期: 59 + 650 + 149 = 858, below 1,000
    assert plan.charges == {"1期": 1_300, "2期": 0}
    assert [(each.number, each.day.isoformat(), each.amount) for each in plan.charge_payments] == [
        (4, "2026-02-28", 1_000),
        (5, "2026-03-30", 300),
    ]
    assert plan.total == 71_800


def test_amounts_that_do_not_add_up_are_a_defect() -> None:
    with pytest.raises(ValueError, match="分割額"):
        plan_instalments(
            CHARGE, dues=DUES, amounts=(1_000,), first=dt.date(2025, 11, 30), charge_each=1_000
        )


@given(st.integers(0, 3_000_000), st.integers(1, 24), st.sampled_from((1, 100, 1_000)))
def test_payments_sum_to_the_total(total: int, times: int, unit: int) -> None:
    found = equal_payments(total, times=times, unit=unit)
    assert sum(found) == total
    assert len(found) <= times
    assert all(amount > 0 for amount in found)
    assert len(set(found[:-1])) <= 1
