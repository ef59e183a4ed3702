# SPDX-License-Identifier: Apache-2.0
"""Dates: every spelling a clerk types, real days only, ages by law, due dates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel import dates
from daicho.kernel.holidays import HOLIDAYS, is_public_holiday

DAY = dt.date(1980, 3, 1)
SPELLINGS = [
    "S55.3.1", "s55-3-1", "Ｓ５５．３．１", "昭和55年3月1日", "昭和５５年３月１日", "昭55.3.1",
    "㍼550301", "S550301", "3550301", "1980/03/01", "1980-3-1", "1980年3月1日", "19800301",
    "昭和五十五年三月一日", "昭和五五年三月一日", " 昭和 55年 3月 1日", "昭和55年03月01日",
    "1980.3.1", "S55/3/1",
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    SPELLINGS,
)
def test_reads_every_spelling_of_one_day(text):
    assert dates.parse_date(text) == dates.ParsedDate(DAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("R1.5.1", dt.date(2019, 5, 1)),
        ("H元.1.8", dt.date(1989, 1, 8)),
        ("明治45年7月30日", dt.date(1912, 7, 30)),
        ("大正元年7月30日", dt.date(1912, 7, 30)),
        ("大正15年12月25日", dt.date(1926, 12, 25)),
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
        ("㋿070101", dt.date(2025, 1, 1)),
        ("5080229", None),
        ("令和6年2月29日", dt.date(2024, 2, 29)),
    ],
)
def test_reads_days_at_the_edges_of_eras(text, expected):
    assert dates.parse_date(text).value == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("令和7年2月30日", "令和7年2月30日は暦にない日です"),
        ("2023/02/29", "2023年2月29日は暦にない日です"),
        ("平成35年3月31日", "平成35年3月31日は平成の期間にありません（令和5年3月31日では？）"),
        ("昭和64年1月8日", "昭和64年1月8日は昭和の期間にありません（平成元年1月8日では？）"),
        ("R0.5.1", "令和0年はありません"),
        ("", "日付が入力されていません"),
        ("きのう", "日付の形が読めません（例: S55.3.1、昭和55年3月1日、1980/03/01）: きのう"),
    ],
)
def test_refuses_with_the_reason(text, reason):
    assert dates.parse_date(text) == dates.ParsedDate(None, reason)


@given(st.dates(dt.date(1868, 1, 25), dt.date(2117, 12, 31)))
def test_what_is_written_is_read_back(day):
    assert dates.parse_date(dates.format_japanese(day)).value == day
    assert dates.parse_date(dates.format_japanese_short(day)).value == day
    assert dates.from_int(dates.to_int(day)) == day


@given(st.text())
def test_never_raises_on_any_text(text):
    parsed = dates.parse_date(text)
    assert (parsed.value is None) == bool(parsed.reason)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (dt.date(1960, 1, 1), dt.date(2024, 12, 31), 65),
        (dt.date(1960, 1, 2), dt.date(2024, 12, 31), 64),
        (dt.date(2004, 2, 29), dt.date(2022, 2, 28), 18),
        (dt.date(2004, 3, 1), dt.date(2022, 2, 28), 18),
        (dt.date(2004, 3, 2), dt.date(2022, 2, 28), 17),
    ],
)
def test_attains_an_age_on_the_eve_of_the_birthday(birth, on, age):
    assert dates.attained_age(birth, on) == age


def test_fiscal_years():
    assert dates.fiscal_year_of(dt.date(2025, 3, 31)) == 2024
    assert dates.fiscal_year_of(dt.date(2025, 4, 1)) == 2025
    assert dates.format_fiscal_year(2025) == "令和7年度"
    assert dates.format_fiscal_year(2019) == "令和元年度"
    assert dates.format_fiscal_year(2018) == "平成30年度"
    assert dates.format_income_year(2024) == "令和6年分"
    assert dates.assessment_date(2025) == dt.date(2025, 1, 1)


def test_periods_of_months_end_by_the_civil_code():
    assert dates.end_of_months(dt.date(2020, 4, 1), 12) == dt.date(2021, 3, 31)
    assert dates.end_of_months(dt.date(2024, 12, 31), 2) == dt.date(2025, 2, 28)
    assert dates.end_of_months(dt.date(2024, 1, 15), 1) == dt.date(2024, 2, 14)


@pytest.mark.parametrize(
    ("due", "shifted"),
    [
        (dt.date(2025, 6, 30), dt.date(2025, 6, 30)),
        (dt.date(2025, 8, 31), dt.date(2025, 9, 1)),
        (dt.date(2026, 1, 31), dt.date(2026, 2, 2)),
        (dt.date(2024, 12, 28), dt.date(2025, 1, 6)),
        (dt.date(2026, 9, 19), dt.date(2026, 9, 24)),
        (dt.date(2019, 4, 27), dt.date(2019, 5, 7)),
    ],
)
def test_due_dates_move_to_the_next_open_day(due, shifted):
    assert dates.shift_due_date(due) == shifted


def test_holidays_of_the_years_with_exceptions():
    names = {day: name for day, name in HOLIDAYS.items() if day.year in (2019, 2020, 2021)}
    assert names[dt.date(2019, 4, 30)] == "国民の休日"
    assert names[dt.date(2019, 5, 2)] == "国民の休日"
    assert names[dt.date(2019, 5, 6)] == "振替休日"
    assert dt.date(2019, 2, 23) not in names
    assert dt.date(2019, 12, 23) not in names
    assert names[dt.date(2020, 7, 24)] == "スポーツの日"
    assert dt.date(2020, 7, 20) not in names
    assert names[dt.date(2021, 8, 9)] == "振替休日"
    assert HOLIDAYS[dt.date(2026, 9, 22)] == "国民の休日"
    with pytest.raises(ValueError, match="祝日表"):
        is_public_holiday(dt.date(2035, 1, 1))
