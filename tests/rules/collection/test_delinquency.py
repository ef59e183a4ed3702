# SPDX-License-Identifier: Apache-2.0
"""延滞金 to the yen: published example, boundaries, part payments, reliefs, and its properties."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.fields.parameters import load_delinquency
from daicho.kernel.yen import Rate
from daicho.rules.collection.charge_exclusions import (
    excluded_by_reassessment,
    freed_by_extension,
    freed_by_stay,
    lowered_by_postponement,
)
from daicho.rules.collection.delinquency import (
    DelinquencyCharge,
    Payment,
    Relief,
    ReliefKind,
    charge_base,
    cut_charge,
    delinquency_charge,
    first_month_end,
    waive,
)
from daicho.rules.collection.parameters import DelinquencyRules
from daicho.rules.collection.special_rates import charge_rates

RULES = load_delinquency(2026)
DUE = dt.date(2021, 5, 31)


def charge(tax: int, due: dt.date, as_of: dt.date, *payments: Payment) -> DelinquencyCharge:
    return delinquency_charge(RULES, tax=tax, due=due, as_of=as_of, payments=payments)


def test_the_example_of_toyohashi_comes_out() -> None:
    found = charge(65_000, DUE, dt.date(2022, 1, 31))
    assert [period.amount for period in found.periods] == [133, 2_883, 480]
    assert [period.days for period in found.periods] == [30, 184, 31]
    assert (found.total, found.amount, found.unpaid) == (3_496, 3_400, 65_000)


def test_no_charge_on_the_due_day_and_one_day_the_day_after() -> None:
    assert charge(1_000_000, DUE, DUE).periods == ()
    (period,) = charge(1_000_000, DUE, DUE + dt.timedelta(days=1)).periods
    assert (period.days, period.amount) == (1, 68)  # 1,000,000 × 2.5 % ÷ 365 = 68.49


@pytest.mark.parametrize(
    ("due", "last"),
    [
        (dt.date(2026, 6, 30), dt.date(2026, 7, 31)),
        (dt.date(2026, 8, 31), dt.date(2026, 9, 30)),
        (dt.date(2026, 1, 30), dt.date(2026, 2, 28)),
        (dt.date(2024, 1, 30), dt.date(2024, 2, 29)),
        (dt.date(2025, 12, 25), dt.date(2026, 1, 25)),
    ],
)
def test_one_month_from_the_day_after_the_due_day(due: dt.date, last: dt.date) -> None:
    assert first_month_end(RULES, due) == last


def test_a_leap_year_is_divided_by_365_too() -> None:
    found = charge(1_000_000, dt.date(2023, 6, 30), dt.date(2024, 12, 31))
    assert (found.periods[-1].days, found.periods[-1].amount) == (366, 87_238)


@pytest.mark.parametrize(
    ("tax", "base"), [(0, 0), (1_999, 0), (2_000, 2_000), (2_999, 2_000), (65_900, 65_000)]
)
def test_base_is_cut(tax: int, base: int) -> None:
    assert charge_base(RULES, tax) == base


@pytest.mark.parametrize(
    ("total", "amount"), [(0, 0), (999, 0), (1_000, 1_000), (1_099, 1_000), (3_496, 3_400)]
)
def test_charge_is_cut(total: int, amount: int) -> None:
    assert cut_charge(RULES, total) == amount


def test_a_part_payment_lowers_the_base_from_the_day_after() -> None:
    due, paid = dt.date(2025, 6, 30), dt.date(2025, 9, 30)
    found = charge(100_000, due, dt.date(2025, 12, 31), Payment(paid, 60_500))
    assert [(p.first.isoformat(), p.days, p.base) for p in found.periods] == [
        ("2025-07-01", 31, 100_000),
        ("2025-08-01", 61, 100_000),
        ("2025-10-01", 92, 39_000),
    ]
    # 203.8… + 1,453.9… + 855.2…
    assert [p.amount for p in found.periods] == [203, 1_453, 855]
    assert (found.total, found.amount, found.unpaid) == (2_511, 2_500, 39_500)


def test_the_payment_that_clears_the_tax_ends_the_charge() -> None:
    paid = dt.date(2025, 9, 30)
    found = charge(100_000, dt.date(2025, 6, 30), dt.date(2026, 9, 30), Payment(paid, 100_000))
    assert (found.ends_on, found.total, found.unpaid) == (paid, 1_656, 0)


def test_a_rest_below_two_thousand_yen_bears_nothing() -> None:
    paid = dt.date(2025, 7, 10)
    found = charge(50_000, dt.date(2025, 6, 30), dt.date(2026, 6, 30), Payment(paid, 48_001))
    assert [period.amount for period in found.periods[1:]] == [0, 0, 0]


def test_postponed_days_cost_the_rate_of_relief() -> None:
    relief = lowered_by_postponement(
        first=dt.date(2025, 8, 1), last=dt.date(2025, 12, 31), by_disaster=False
    )
    found = delinquency_charge(
        RULES,
        tax=500_000,
        due=dt.date(2025, 6, 30),
        as_of=dt.date(2025, 12, 31),
        reliefs=[relief],
    )
    assert found.periods[1].rate == Rate(9, 1000)
    assert [period.amount for period in found.periods] == [1_019, 1_886]


@pytest.mark.parametrize(
    "relief",
    [
        freed_by_stay(stayed_on=dt.date(2025, 8, 1), ended_on=dt.date(2025, 12, 31)),
        lowered_by_postponement(
            first=dt.date(2025, 8, 1), last=dt.date(2025, 12, 31), by_disaster=True
        ),
    ],
)
def test_days_of_a_stay_or_after_a_disaster_cost_nothing(relief: Relief) -> None:
    found = delinquency_charge(
        RULES,
        tax=500_000,
        due=dt.date(2025, 6, 30),
        as_of=dt.date(2025, 12, 31),
        reliefs=[relief],
    )
    assert [period.amount for period in found.periods] == [1_019, 0]


def test_days_after_a_year_until_the_notice_are_left_out() -> None:
    relief = excluded_by_reassessment(
        statutory_due=dt.date(2023, 6, 30), notice=dt.date(2025, 10, 1)
    )
    assert relief == Relief(dt.date(2024, 7, 1), dt.date(2025, 10, 1), ReliefKind.EXCLUDED)


def test_no_days_are_left_out_after_fraud_or_within_a_year() -> None:
    due = dt.date(2023, 6, 30)
    assert excluded_by_reassessment(statutory_due=due, notice=dt.date(2024, 6, 30)) is None
    notice = dt.date(2025, 10, 1)
    assert excluded_by_reassessment(statutory_due=due, notice=notice, is_fraud=True) is None


def test_an_extension_frees_the_days_between() -> None:
    due = dt.date(2024, 1, 31)
    assert freed_by_extension(due=due, extended_to=due) is None
    assert freed_by_extension(due=due, extended_to=dt.date(2024, 4, 1)) == Relief(
        dt.date(2024, 2, 1), dt.date(2024, 4, 1), ReliefKind.FULL
    )


def test_a_waived_share_is_cut_in_the_payers_favour() -> None:
    assert waive(3_400, share=Rate(1, 2), unit=100) == 1_700
    assert waive(3_500, share=Rate(1, 3), unit=100) == 2_300
    assert waive(3_400, share=Rate(1, 1), unit=100) == 0


def test_a_year_not_announced_is_told(charge_rules: DelinquencyRules) -> None:
    found = charge(100_000, dt.date(2026, 10, 31), dt.date(2027, 1, 31))
    assert found.is_assumed
    assert not charge(100_000, dt.date(2026, 10, 31), dt.date(2026, 12, 31)).is_assumed


DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2026, 12, 31))
PAYMENTS = st.lists(st.builds(Payment, DAYS, st.integers(1, 400_000)), max_size=5)
TAXES = st.integers(0, 1_000_000)
RELIEFS = st.lists(
    st.builds(
        lambda first, days, kind: Relief(first, first + dt.timedelta(days=days), kind),
        DAYS,
        st.integers(0, 900),
        st.sampled_from(ReliefKind),
    ),
    max_size=3,
)


@given(TAXES, DAYS, st.integers(0, 2_000), PAYMENTS)
def test_periods_follow_each_other_and_floor_less_than_a_yen_each(
    tax: int, due: dt.date, days: int, payments: list[Payment]
) -> None:
    found = charge(tax, due, due + dt.timedelta(days=days), *payments)
    exact, at = Fraction(0), due
    for period in found.periods:
        assert period.first == at + dt.timedelta(days=1)
        at = period.last
    for day in range(due.toordinal() + 1, found.ends_on.toordinal() + 1):
        exact += Fraction(rate_on(due, day) * charge_base(RULES, open_on(tax, payments, day)), 365)
    assert at == max(found.ends_on, due)
    assert 0 <= exact - found.total < max(len(found.periods), 1)


def rate_on(due: dt.date, day: int) -> Fraction:
    """The rate of a day, computed apart from the rule: calendar month, then later."""
    on = dt.date.fromordinal(day)
    rates = charge_rates(RULES, on.year)
    rate = rates.first if on <= first_month_end(RULES, due) else rates.later
    return Fraction(rate.numerator, rate.denominator)


def open_on(tax: int, payments: list[Payment], day: int) -> int:
    return max(tax - sum(p.amount for p in payments if p.day.toordinal() < day), 0)


@given(TAXES, DAYS, st.integers(0, 1_500), st.integers(0, 300), PAYMENTS, RELIEFS)
def test_time_never_lowers_the_charge_and_relief_never_raises_it(
    tax: int,
    due: dt.date,
    days: int,
    more: int,
    payments: list[Payment],
    reliefs: list[Relief],
) -> None:
    end = due + dt.timedelta(days=days)
    now = charge(tax, due, end, *payments)
    later = charge(tax, due, end + dt.timedelta(days=more), *payments)
    relieved = delinquency_charge(
        RULES, tax=tax, due=due, as_of=end, payments=payments, reliefs=reliefs
    )
    assert now.amount <= later.amount
    assert relieved.amount <= now.amount


@given(TAXES, DAYS, st.integers(0, 1_500), PAYMENTS)
def test_paying_never_raises_the_charge(
    tax: int, due: dt.date, days: int, payments: list[Payment]
) -> None:
    end = due + dt.timedelta(days=days)
    assert charge(tax, due, end, *payments).amount <= charge(tax, due, end).amount
