# SPDX-License-Identifier: Apache-2.0
"""還付加算金 to the yen: first day by cause, last day, several payments, and its properties."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.fields.parameters import load_delinquency, load_refund_interest
from daicho.rules.collection.delinquency import Payment
from daicho.rules.collection.refund_interest import (
    RefundCause,
    RefundFacts,
    RefundInterest,
    first_day,
    interest_end,
    newest_first,
    refund_interest,
    unclaimed_days,
)

CHARGE, TERMS = load_delinquency(2026), load_refund_interest(2026)
PAID = dt.date(2025, 6, 30)
REASSESSED = RefundFacts(RefundCause.REASSESSMENT)


def interest(
    overpaid: int, payments: list[Payment], last: dt.date, facts: RefundFacts = REASSESSED
) -> RefundInterest:
    return refund_interest(
        TERMS, CHARGE, overpaid=overpaid, payments=payments, facts=facts, last=last
    )


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        (REASSESSED, "2025-07-01"),
        (RefundFacts(RefundCause.MISTAKE), "2025-08-01"),
        (
            RefundFacts(
                RefundCause.REQUEST,
                requested=dt.date(2025, 9, 10),
                decided=dt.date(2025, 10, 20),
            ),
            "2025-11-21",
        ),
        (
            RefundFacts(
                RefundCause.REQUEST, requested=dt.date(2025, 9, 10), decided=dt.date(2026, 2, 1)
            ),
            "2025-12-11",
        ),
        (
            RefundFacts(RefundCause.INCOME_TAX_CORRECTION, notified=dt.date(2025, 9, 30)),
            "2025-11-01",
        ),
        (RefundFacts(RefundCause.INCOME_TAX_RETURN, filed=dt.date(2025, 8, 31)), "2025-10-01"),
        # a cause older than the payment never makes interest run before the money was there
        (RefundFacts(RefundCause.INCOME_TAX_RETURN, filed=dt.date(2025, 3, 15)), "2025-07-01"),
    ],
)
def test_first_day_by_cause(facts: RefundFacts, first: str) -> None:
    assert first_day(TERMS, facts, PAID).isoformat() == first


def test_a_cause_without_its_day_is_named() -> None:
    facts = RefundFacts(RefundCause.REQUEST, decided=PAID)
    assert facts.missing == ("requested",)
    with pytest.raises(ValueError, match="requested"):
        first_day(TERMS, facts, PAID)


def test_interest_by_year_floored_and_cut() -> None:
    found = interest(500_000, [Payment(PAID, 500_000)], dt.date(2026, 3, 31))
    (part,) = found.parts
    # 500,000 × 0.9 % × 184 ÷ 365 = 2,268.4…; × 1.3 % × 90 ÷ 365 = 1,602.7…
    assert [(p.days, p.amount) for p in part.periods] == [(184, 2_268), (90, 1_602)]
    assert (found.total, found.amount) == (3_870, 3_800)


def test_less_than_a_thousand_yen_is_not_added() -> None:
    assert interest(200_000, [Payment(PAID, 200_000)], dt.date(2025, 12, 31)).amount == 0


def test_the_newest_payment_goes_back_first() -> None:
    payments = [
        Payment(dt.date(2025, 6, 30), 30_000),
        Payment(dt.date(2025, 9, 1), 30_000),
        Payment(dt.date(2025, 10, 31), 30_000),
    ]
    assert newest_first(45_000, payments) == (
        Payment(dt.date(2025, 10, 31), 30_000),
        Payment(dt.date(2025, 9, 1), 15_000),
    )


def test_the_base_is_cut_once_from_the_newest_part() -> None:
    payments = [Payment(dt.date(2025, 6, 30), 30_700), Payment(dt.date(2025, 9, 1), 30_600)]
    found = interest(61_300, payments, dt.date(2025, 12, 31))
    assert [(part.amount, part.base) for part in found.parts] == [
        (30_600, 30_300),
        (30_700, 30_700),
    ]


def test_an_appropriation_ends_interest_when_it_became_fit() -> None:
    decided, fit = dt.date(2025, 12, 1), dt.date(2025, 10, 31)
    assert interest_end(decided_on=decided, ready_on=fit) == fit
    assert interest_end(decided_on=decided, ready_on=None) == decided


def test_days_before_a_late_claim_do_not_count() -> None:
    told = dt.date(2025, 10, 1)
    assert unclaimed_days(TERMS, notified=told, claimed=dt.date(2025, 10, 31)) is None
    waited = unclaimed_days(TERMS, notified=told, claimed=dt.date(2025, 12, 1))
    assert waited == (dt.date(2025, 11, 1), dt.date(2025, 12, 1))
    found = refund_interest(
        TERMS,
        CHARGE,
        overpaid=1_000_000,
        payments=[Payment(PAID, 1_000_000)],
        facts=REASSESSED,
        last=dt.date(2025, 12, 31),
        excluded=[waited],
    )
    assert found.parts[0].periods[0].days == 184 - 31


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2026, 12, 31))
PAYMENTS = st.lists(st.builds(Payment, DAYS, st.integers(1, 400_000)), min_size=1, max_size=5)


@given(st.integers(0, 2_000_000), PAYMENTS, DAYS)
def test_parts_make_up_the_overpayment(
    overpaid: int, payments: list[Payment], last: dt.date
) -> None:
    found = interest(overpaid, payments, last)
    returned = sum(part.amount for part in found.parts)
    assert returned == min(overpaid, sum(payment.amount for payment in payments))
    assert 0 <= returned - sum(part.base for part in found.parts) < 2_000
    assert all(part.first > part.paid_on for part in found.parts)
    assert found.amount % 100 == 0
    assert found.amount == 0 or 1_000 <= found.amount <= found.total
