# SPDX-License-Identifier: Apache-2.0
"""Instalments, due dates and their redistribution: no yen is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.domains.tax.inhabitants.assessing import Assessed, assess_people
from daicho.domains.tax.inhabitants.basis_facts import taxpayer_of
from daicho.domains.tax.inhabitants.due_dates import additional_due_day, due_days
from daicho.domains.tax.inhabitants.instalments import (
    differences,
    instalments_of,
    reduce_from_last,
)
from daicho.domains.tax.inhabitants.redistribution import redistribute

MINATO = "131032"
facts = st.fixed_dictionaries(
    {"birth_date": st.sampled_from([19490401, 19550101, 19800101]), "resident": st.just(1)},
    optional={
        "salary_revenue": st.integers(0, 20_000_000),
        "pension_revenue": st.integers(0, 6_000_000),
        "business": st.integers(0, 9_000_000),
        "salary_collection": st.just(1),
        "pension_collection": st.just(1),
        "pension_first_year": st.integers(0, 1),
        "previous_pension_part": st.integers(0, 500_000),
        "other_by_ordinary": st.integers(0, 1),
    },
)
years = st.integers(2021, 2026)


def assess(year: int, found: dict[str, int]) -> Assessed:
    return assess_people(year, MINATO, [taxpayer_of(found)], compiled=False)[0]


def test_due_dates_move_over_closed_days() -> None:
    days = due_days(2026, MINATO)
    assert [str(day) for day in days.ordinary] == [
        "2026-06-30",
        "2026-08-31",
        "2026-11-02",
        "2027-02-01",
    ]
    assert str(days.salary[0]) == "2026-07-10"
    assert str(days.salary[11]) == "2027-06-10"
    assert [str(day) for day in days.pension][:2] == ["2026-05-11", "2026-07-10"]
    assert str(additional_due_day(dt.date(2026, 8, 1), MINATO)) == "2026-08-31"


@given(years, facts)
def test_instalments_add_up_to_the_annual_tax(year: int, found: dict[str, int]) -> None:
    result = assess(year, found)
    instalments = instalments_of(result, year, MINATO, dt.date(year, 6, 1))
    assert sum(item.amount for item in instalments) == result.annual_tax
    assert result.ordinary_total + result.salary_total + result.pension_total == result.annual_tax
    by_method = [result.ordinary_total, result.salary_total, result.pension_total]
    assert [
        sum(item.amount for item in instalments if item.method == method) for method in (1, 2, 3)
    ] == by_method


@given(years, facts, facts, st.integers(0, 800))
def test_redistribution_keeps_every_yen(
    year: int, before: dict[str, int], after: dict[str, int], days: int
) -> None:
    old, new = assess(year, before), assess(year, after)
    decided_on = dt.date(year, 5, 1) + dt.timedelta(days)
    changed = redistribute(
        old, new, fiscal_year=year, municipality=MINATO, decided_on=decided_on
    ).apply(new)
    first = instalments_of(old, year, MINATO, dt.date(year, 6, 1))
    then = instalments_of(changed, year, MINATO, decided_on)
    assert all(item.amount > 0 for item in then)
    assert sum(item.amount for item in then) == new.annual_tax
    posted = differences(then, {(item.method, item.number): item for item in first})
    assert sum(item.amount for item in posted) == new.annual_tax - old.annual_tax


@pytest.mark.parametrize(
    ("amounts", "reduction", "left"),
    [
        ((10, 10, 10), 0, (10, 10, 10)),
        ((10, 10, 10), 15, (10, 5, 0)),
        ((10, 10, 10), 30, (0, 0, 0)),
    ],
)
def test_reductions_come_off_the_last(
    amounts: tuple[int, ...], reduction: int, left: tuple[int, ...]
) -> None:
    assert reduce_from_last(amounts, reduction) == left
