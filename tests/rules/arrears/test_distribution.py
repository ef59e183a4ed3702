# SPDX-License-Identifier: Apache-2.0
"""Proceeds are shared out by age against securities and by seizure among taxes."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from daicho.rules.arrears.distribution import (
    Claim,
    ClaimKind,
    distribute,
    outranks,
    split_tax_share,
)


def day(year: int) -> dt.date:
    return dt.date(year, 6, 30)


COST = Claim("費用", ClaimKind.DISPOSITION_COST, 50_000, day(2026))
OURS = Claim("区民税", ClaimKind.TAX, 400_000, day(2024), seized=True)
NATIONAL = Claim("所得税", ClaimKind.TAX, 600_000, day(2022), asked_on=dt.date(2026, 3, 1))
MORTGAGE = Claim("抵当権", ClaimKind.SECURED, 500_000, day(2023))


def test_a_mortgage_of_the_same_day_or_older_comes_first() -> None:
    assert outranks(MORTGAGE, OURS)
    assert outranks(MORTGAGE, Claim("x", ClaimKind.TAX, 1, day(2023)))
    assert not outranks(MORTGAGE, NATIONAL)


def test_costs_then_an_older_mortgage_then_the_tax() -> None:
    found = distribute(800_000, [OURS, MORTGAGE, COST])
    assert (found.amount_of("費用"), found.amount_of("抵当権"), found.amount_of("区民税")) == (
        50_000,
        500_000,
        250_000,
    )


def test_the_tax_before_a_younger_mortgage_and_the_rest_to_the_debtor() -> None:
    young = Claim("抵当権", ClaimKind.SECURED, 500_000, day(2025))
    found = distribute(1_000_000, [young, OURS])
    assert (found.amount_of("区民税"), found.amount_of("抵当権")) == (400_000, 500_000)
    assert found.to_debtor == 100_000


def test_among_taxes_the_one_that_seized_comes_first() -> None:
    found = distribute(700_000, [NATIONAL, OURS])
    assert (found.amount_of("区民税"), found.amount_of("所得税")) == (400_000, 300_000)


def test_among_taxes_that_asked_the_first_to_ask_comes_first() -> None:
    late = Claim("事業税", ClaimKind.TAX, 300_000, day(2020), asked_on=dt.date(2026, 4, 1))
    found = distribute(700_000, [late, NATIONAL])
    assert (found.amount_of("所得税"), found.amount_of("事業税")) == (600_000, 100_000)


def test_a_circle_is_broken_by_age_and_then_by_seizure() -> None:
    # The national tax is older than the mortgage, the mortgage older than our tax, and our tax
    # comes before the national one because it seized. By age: 600,000 + 0 to taxes, 300,000 to the
    # mortgage; of the taxes' 600,000 ours takes 400,000.
    found = distribute(900_000, [OURS, NATIONAL, MORTGAGE])
    assert [(share.key, share.amount) for share in found.shares] == [
        ("区民税", 400_000),
        ("所得税", 200_000),
        ("抵当権", 300_000),
    ]


def test_public_dues_come_after_taxes_and_before_younger_securities() -> None:
    premium = Claim("国保料", ClaimKind.PUBLIC_DUE, 100_000, day(2022), asked_on=day(2026))
    assert distribute(450_000, [premium, OURS]).amount_of("国保料") == 50_000
    found = distribute(550_000, [premium, MORTGAGE])
    assert (found.amount_of("国保料"), found.amount_of("抵当権")) == (100_000, 450_000)


def test_inside_a_tax_the_charge_comes_last() -> None:
    assert split_tax_share(100_000, cost=1_000, tax=95_000, charge=9_000) == (1_000, 95_000, 4_000)
    assert split_tax_share(500, cost=1_000, tax=95_000, charge=9_000) == (500, 0, 0)


CLAIMS = st.lists(
    st.builds(
        Claim,
        st.uuids().map(str),
        st.sampled_from(ClaimKind),
        st.integers(0, 1_000_000),
        st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1)),
        st.booleans(),
        st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2026, 1, 1)),
    ),
    max_size=7,
)


@given(st.integers(0, 5_000_000), CLAIMS)
def test_no_yen_is_lost_and_nobody_gets_more_than_owed(proceeds: int, claims: list[Claim]) -> None:
    found = distribute(proceeds, claims)
    assert sum(share.amount for share in found.shares) + found.to_debtor == proceeds
    owed = {claim.key: claim.amount for claim in claims}
    assert all(0 <= share.amount <= owed[share.key] for share in found.shares)
    if found.to_debtor:
        assert proceeds - found.to_debtor == sum(owed.values())


@given(st.integers(0, 5_000_000), CLAIMS)
def test_a_younger_security_takes_from_no_tax(proceeds: int, claims: list[Claim]) -> None:
    found = distribute(proceeds, claims)
    young = Claim("若い抵当権", ClaimKind.SECURED, 10_000_000, dt.date(2026, 2, 1))
    crowded = distribute(proceeds, [*claims, young])
    for claim in claims:
        if claim.kind is not ClaimKind.SECURED:
            assert crowded.amount_of(claim.key) == found.amount_of(claim.key)
