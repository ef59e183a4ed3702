# SPDX-License-Identifier: Apache-2.0
"""An overpayment goes to what is owed, from the day it became fit; the rest is paid back."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from daicho.rules.collection.allotment import Allotment, Due, DuePart
from daicho.rules.collection.appropriation import (
    Appropriation,
    AppropriationTarget,
    DueKind,
    appropriate,
    fit_day,
)

OVERPAID_ON, TODAY = dt.date(2026, 7, 15), dt.date(2026, 11, 20)


def target(key: str, due_date: dt.date, tax: int, charge: int = 0) -> AppropriationTarget:
    return AppropriationTarget(Due(key, due_date, tax, charge=charge), DueKind.INSTALMENT, due_date)


def test_the_tax_takes_before_its_charge_and_the_effect_dates_back() -> None:
    old = target("1期", dt.date(2026, 6, 30), 10_000, 300)
    new = target("2期", dt.date(2026, 8, 31), 10_000)
    found = appropriate(25_000, [new, old], overpaid_on=OVERPAID_ON, as_of=TODAY)
    assert found.appropriations == (
        Appropriation(Allotment("1期", DuePart.TAX, 10_000), OVERPAID_ON),
        Appropriation(Allotment("1期", DuePart.CHARGE, 300), OVERPAID_ON),
        Appropriation(Allotment("2期", DuePart.TAX, 10_000), dt.date(2026, 8, 31)),
    )
    assert found.refund == 4_700


def test_what_is_not_due_yet_takes_nothing() -> None:
    found = appropriate(
        25_000, [target("4期", dt.date(2027, 1, 31), 10_000)], overpaid_on=OVERPAID_ON, as_of=TODAY
    )
    assert (found.appropriations, found.refund) == ((), 25_000)


def test_the_later_day_counts() -> None:
    assert fit_day(overpaid_on=OVERPAID_ON, fit_from=TODAY) == TODAY
    assert fit_day(overpaid_on=TODAY, fit_from=OVERPAID_ON) == TODAY


@given(
    st.integers(0, 300_000),
    st.lists(
        st.tuples(st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)), st.integers(0, 90_000)),
        max_size=6,
    ),
)
def test_refund_only_when_nothing_fit_is_open(
    overpaid: int, dues: list[tuple[dt.date, int]]
) -> None:
    targets = [target(str(number), day, tax, 100) for number, (day, tax) in enumerate(dues)]
    found = appropriate(overpaid, targets, overpaid_on=OVERPAID_ON, as_of=TODAY)
    spent = sum(each.allotment.amount for each in found.appropriations)
    fit = sum(each.due.tax + each.due.charge for each in targets if each.fit_from <= TODAY)
    assert spent + found.refund == overpaid
    assert spent == min(overpaid, fit)
    assert all(each.effective_on >= OVERPAID_ON for each in found.appropriations)
