# SPDX-License-Identifier: Apache-2.0
"""Due dates (納期限) of every instalment of a year, shifted over closed days."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

from daicho.domains.tax.inhabitants.municipal import load_settings
from daicho.kernel.dates import shift_due_date

FIRST_MONTH = 4  # of a fiscal year
SALARY_MONTHS = (6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5)  # of the next year from January on
PENSION_MONTHS = (4, 6, 8, 10, 12, 2)


class DueDays(NamedTuple):
    """The days of one fiscal year, in the order of the instalments."""

    ordinary: tuple[dt.date, ...]
    salary: tuple[dt.date, ...]
    pension: tuple[dt.date, ...]  # 仮徴収 April, June, August; 本徴収 October, December, February


@cache
def due_days(fiscal_year: int, municipality: str) -> DueDays:
    """Every due date of a year (地方税法320条, 321条の5, 321条の7の6; shift: 20条の5)."""
    dates = load_settings(municipality).due_dates
    ordinary = tuple(
        shift_due_date(dt.date(_year_of(fiscal_year, month), month, day))
        for month, day in dates.ordinary
    )
    years = [fiscal_year] * 7 + [fiscal_year + 1] * 5
    salary = tuple(
        _tenth_after(year, month, dates.withheld_day)
        for year, month in zip(years, SALARY_MONTHS, strict=True)
    )
    pension = tuple(
        _tenth_after(_year_of(fiscal_year, month), month, dates.withheld_day)
        for month in PENSION_MONTHS
    )
    return DueDays(ordinary, salary, pension)


@cache
def additional_due_day(decided_on: dt.date, municipality: str) -> dt.date:
    """When a tax is due that no regular instalment takes any more (随時)."""
    days = load_settings(municipality).due_dates.additional_days
    return shift_due_date(decided_on + dt.timedelta(days))


def _year_of(fiscal_year: int, month: int) -> int:
    return fiscal_year if month >= FIRST_MONTH else fiscal_year + 1


def _tenth_after(year: int, month: int, day: int) -> dt.date:
    """The day of the month after the one in which the tax was withheld."""
    year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return shift_due_date(dt.date(year, month, day))
