# SPDX-License-Identifier: Apache-2.0
"""What of pay is protected, item by item, and things that may not be seized."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.engine.fields.parameters import load_seizure
from daicho.rules.arrears.exempt_property import EXEMPT_PROPERTY, exempt_property
from daicho.rules.arrears.protected_pay import (
    Withheld,
    basic_amount,
    basic_amount_of_period,
    protected_bonus,
    protected_retirement,
    protected_salary,
)

RULES = load_seizure(2026)
WITHHELD = Withheld(income_tax=8_000, inhabitants_tax=15_000, social_insurance=45_000)


@pytest.mark.parametrize(("relatives", "amount"), [(0, 100_000), (1, 145_000), (3, 235_000)])
def test_basic_amount_grows_with_relatives(relatives: int, amount: int) -> None:
    assert basic_amount(RULES, relatives=relatives) == amount


def test_a_salary_of_three_hundred_thousand() -> None:
    found = protected_salary(RULES, pay=300_000, withheld=WITHHELD, relatives=1)
    # 300,000 − 68,000 − 145,000 = 87,000; a fifth of it 17,400
    assert [line.amount for line in found.lines] == [8_000, 15_000, 45_000, 145_000, 17_400]
    assert (found.protected, found.seizable) == (230_400, 69_600)
    assert str(found.lines[-1].citation) == "国税徴収法76条第1項5号"


def test_what_stands_for_standing_is_at_most_twice_the_living() -> None:
    found = protected_salary(RULES, pay=2_000_000, withheld=Withheld(), relatives=0)
    assert [line.amount for line in found.lines[-2:]] == [100_000, 200_000]
    assert found.seizable == 1_700_000


def test_a_small_salary_is_protected_whole() -> None:
    found = protected_salary(RULES, pay=150_000, withheld=WITHHELD, relatives=1)
    assert (found.protected, found.seizable) == (150_000, 0)


def test_a_bonus_counts_as_one_month() -> None:
    assert protected_bonus(RULES, pay=600_000, withheld=Withheld(), relatives=0).seizable == 400_000


def test_odd_days_count_by_thirtieths_in_the_debtors_favour() -> None:
    assert basic_amount_of_period(RULES, relatives=0, months=0, days=10) == 33_334
    assert basic_amount_of_period(RULES, relatives=1, months=2) == 290_000


@pytest.mark.parametrize(("years", "seizable"), [(3, 1_555_000), (5, 1_555_000), (15, 685_000)])
def test_retirement_pay_is_protected_by_years_of_service(years: int, seizable: int) -> None:
    found = protected_retirement(
        RULES,
        pay=2_000_000,
        withheld=Withheld(income_tax=10_000),
        relatives=1,
        service_years=years,
    )
    # 3 × 145,000 = 435,000; ten years above five: 435,000 × 10 × 20 %
    assert found.seizable == seizable
    assert [str(line.citation)[-7:] for line in found.lines] == [
        "6条第4項1号",
        "6条第4項2号",
        "6条第4項2号",
        "6条第4項3号",
        "6条第4項4号",
    ]


@given(
    st.integers(0, 3_000_000),
    st.integers(0, 300_000),
    st.integers(0, 8),
    st.integers(0, 500_000),
)
def test_more_relatives_never_raise_what_is_seized(
    pay: int, tax: int, relatives: int, more_pay: int
) -> None:
    withheld = Withheld(income_tax=tax)
    found = protected_salary(RULES, pay=pay, withheld=withheld, relatives=relatives)
    larger = protected_salary(RULES, pay=pay, withheld=withheld, relatives=relatives + 1)
    richer = protected_salary(RULES, pay=pay + more_pay, withheld=withheld, relatives=relatives)
    assert found.protected + found.seizable == pay
    assert larger.seizable <= found.seizable <= richer.seizable
    assert found.seizable <= max(pay - tax - 100_000, 0)


def test_things_that_may_not_be_seized_have_codes_and_articles() -> None:
    assert len({each.code for each in EXEMPT_PROPERTY}) == len(EXEMPT_PROPERTY) == 16
    assert str(exempt_property("prosthesis").citation) == "国税徴収法75条第1項12号"
    assert not exempt_property("business").is_absolute
