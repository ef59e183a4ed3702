# SPDX-License-Identifier: Apache-2.0
"""An amount pays the tax before its charge and the oldest due first; no yen is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.rules.collection.allotment import (
    FEE_FIRST,
    TAX_FIRST,
    Allotment,
    Due,
    DuePart,
    allot,
    allot_taxes_first,
    is_lawful_order,
    order_dues,
)

TODAY = dt.date(2026, 11, 20)
FIRST = Due("1期", dt.date(2026, 6, 30), tax=20_000, fee=100, charge=1_200)
SECOND = Due("2期", dt.date(2026, 8, 31), tax=20_000, charge=500)
LATER = Due("4期", dt.date(2027, 1, 31), tax=20_000)


def test_the_tax_is_paid_before_its_charge() -> None:
    found = allot(20_500, [FIRST], as_of=TODAY)
    assert found.allotments == (
        Allotment("1期", DuePart.TAX, 20_000),
        Allotment("1期", DuePart.FEE, 100),
        Allotment("1期", DuePart.CHARGE, 400),
    )
    assert found.left_over == 0


def test_a_fee_may_come_first_but_never_the_charge() -> None:
    found = allot(1_000, [FIRST], as_of=TODAY, order=FEE_FIRST)
    assert (found.amount_of("1期", DuePart.FEE), found.amount_of("1期", DuePart.TAX)) == (100, 900)
    assert not is_lawful_order((DuePart.CHARGE, DuePart.TAX, DuePart.FEE))
    assert not is_lawful_order((DuePart.TAX, DuePart.CHARGE))
    with pytest.raises(ValueError, match="延滞金"):
        allot(1, [FIRST], as_of=TODAY, order=(DuePart.CHARGE, DuePart.TAX, DuePart.FEE))


def test_due_ones_come_before_those_not_due_and_the_oldest_first() -> None:
    assert [due.key for due in order_dues([LATER, SECOND, FIRST], as_of=TODAY)] == [
        "1期",
        "2期",
        "4期",
    ]


def test_what_the_payer_named_comes_first() -> None:
    found = allot(20_000, [FIRST, SECOND, LATER], as_of=TODAY, named="4期")
    assert found.allotments == (Allotment("4期", DuePart.TAX, 20_000),)


def test_every_tax_before_any_charge_where_the_municipality_chose_so() -> None:
    found = allot_taxes_first(40_000, [FIRST, SECOND], as_of=TODAY)
    assert found.allotments == (
        Allotment("1期", DuePart.TAX, 20_000),
        Allotment("2期", DuePart.TAX, 20_000),
    )


AMOUNTS = st.integers(0, 100_000)
DUES = st.lists(
    st.builds(
        Due,
        st.uuids().map(str),
        st.dates(dt.date(2020, 1, 1), dt.date(2027, 12, 31)),
        AMOUNTS,
        AMOUNTS,
        AMOUNTS,
    ),
    max_size=6,
)


@given(st.integers(0, 1_000_000), DUES, st.sampled_from((TAX_FIRST, FEE_FIRST)))
def test_no_yen_is_lost_and_nothing_is_paid_twice(
    amount: int, dues: list[Due], order: tuple[DuePart, ...]
) -> None:
    for found in (
        allot(amount, dues, as_of=TODAY, order=order),
        allot_taxes_first(amount, dues, as_of=TODAY),
    ):
        assert sum(each.amount for each in found.allotments) + found.left_over == amount
        for due in dues:
            for part in DuePart:
                assert found.amount_of(due.key, part) <= due.open_of(part)
            if found.amount_of(due.key, DuePart.CHARGE):
                assert found.amount_of(due.key, DuePart.TAX) == due.tax
        if found.left_over:
            assert amount - found.left_over == sum(
                due.open_of(part) for due in dues for part in DuePart
            )
