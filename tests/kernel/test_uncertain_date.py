# SPDX-License-Identifier: Apache-2.0
"""Dates of the family register: the fourteen wordings, days outside the calendar, two-era days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.uncertain_date import (
    UNKNOWN_DAY,
    WORDINGS,
    UncertainDate,
    format_uncertain,
    format_western,
    parse_uncertain,
)

# What is typed, what is written, the real day beside it. In the order of 標準仕様書 1.1.8.
WORDED = [
    ("令和5年頃", "令和5年頃", dt.date(2023, 1, 1)),
    ("令和5年3月頃", "令和5年3月頃", dt.date(2023, 3, 1)),
    ("令和5年3月9日頃", "令和5年3月9日頃", dt.date(2023, 3, 9)),
    ("推定令和5年3月9日", "推定令和5年3月9日", dt.date(2023, 3, 9)),
    ("推定令和5年3月", "推定令和5年3月", dt.date(2023, 3, 1)),
    ("令和5年春", "令和5年春", dt.date(2023, 3, 1)),
    ("令和5年3月上旬", "令和5年3月上旬", dt.date(2023, 3, 1)),
    ("令和5年3月中旬頃", "令和5年3月中旬頃", dt.date(2023, 3, 11)),
    ("年月日不詳", "年月日不詳", UNKNOWN_DAY),
    ("令和5年 月日不詳", "令和5年 月日不詳", dt.date(2023, 1, 1)),
    ("令和5年3月 日不詳", "令和5年3月 日不詳", dt.date(2023, 3, 1)),
    (
        "令和5年3月9日から4月2日頃までの間",
        "令和5年3月9日から4月2日頃までの間",
        dt.date(2023, 3, 9),
    ),
    (
        "令和5年3月推定9日から12日までの間",
        "令和5年3月推定9日から12日までの間",
        dt.date(2023, 3, 9),
    ),
    (
        "令和5年3月9日頃から12日頃までの間",
        "令和5年3月9日頃から12日頃までの間",
        dt.date(2023, 3, 9),
    ),
]


@pytest.mark.parametrize(("typed", "written", "day"), WORDED)
def test_each_of_the_fourteen_wordings_is_read(typed, written, day):
    value, reason = parse_uncertain(typed)
    assert (value, reason) == (UncertainDate(day, written), "")
    assert value.is_uncertain
    assert str(value) == written


def test_there_are_fourteen_wordings():
    assert len(WORDED) == len(WORDINGS) + 1 == 14


@pytest.mark.parametrize(
    ("typed", "written", "day"),
    [
        ("Ｓ２０年　月日不詳", "昭和20年 月日不詳", dt.date(1945, 1, 1)),
        ("昭和二十年三月ごろ", "昭和20年3月頃", dt.date(1945, 3, 1)),
        ("昭20年春", "昭和20年春", dt.date(1945, 3, 1)),
        ("1950年頃", "昭和25年頃", dt.date(1950, 1, 1)),
        ("年月日 不明", "年月日不詳", UNKNOWN_DAY),
        ("令和元年頃", "令和元年頃", dt.date(2019, 5, 1)),
        ("平成元年1月頃", "平成元年1月頃", dt.date(1989, 1, 8)),
        ("昭和64年頃", "昭和64年頃", dt.date(1989, 1, 1)),
        ("平成31年2月29日", "平成31年2月29日", dt.date(2019, 2, 28)),
        ("H31.2.29", "平成31年2月29日", dt.date(2019, 2, 28)),
        ("2019-02-29", "平成31年2月29日", dt.date(2019, 2, 28)),
        ("昭和20年4月31日", "昭和20年4月31日", dt.date(1945, 4, 30)),
        ("明治45年7月30日", "明治45年7月30日", dt.date(1912, 7, 30)),
        ("大正15年12月25日", "大正15年12月25日", dt.date(1926, 12, 25)),
        ("T15.12.25", "大正15年12月25日", dt.date(1926, 12, 25)),
        ("2151225", "大正15年12月25日", dt.date(1926, 12, 25)),
    ],
)
def test_other_spellings_are_read_to_the_official_one(typed, written, day):
    assert parse_uncertain(typed).value == UncertainDate(day, written)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("大正元年7月30日", dt.date(1912, 7, 30)),
        ("1912/07/30", dt.date(1912, 7, 30)),
        ("昭和元年12月25日", dt.date(1926, 12, 25)),
        ("令和6年2月29日", dt.date(2024, 2, 29)),
        ("S55.3.1", dt.date(1980, 3, 1)),
    ],
)
def test_ordinary_days_have_no_words_of_their_own(typed, day):
    value = parse_uncertain(typed).value
    assert value == UncertainDate(day)
    assert value.is_ordinary
    assert not value.is_uncertain


@pytest.mark.parametrize("typed", ["平成31年2月29日", "明治45年7月30日", "昭和20年4月31日"])
def test_days_that_are_named_fully_are_not_uncertain(typed):
    assert not parse_uncertain(typed).value.is_uncertain


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "日付が入力されていません"),
        ("令和5年13月頃", "令和5年13月頃に、暦にない月日があります"),
        ("昭和64年3月頃", "昭和64年3月頃は昭和の期間にありません"),
        ("令和5年2月30日頃", "令和5年2月30日頃に、暦にない月日があります"),
        (
            "令和5年3月12日頃から9日頃までの間",
            "令和5年3月12日頃から9日頃までの間は、終わりの日が始まりの日より前です",
        ),
        (
            "令和5年夏頃",
            "不詳日の書き方にありません（例: 昭和20年頃、推定令和5年3月1日、昭和20年 月日不詳、"
            "年月日不詳）: 令和5年夏頃",
        ),
        ("令和5年2月32日", "令和5年2月32日は暦にない日です"),
        ("令和5年13月1日", "令和5年13月1日は暦にない日です"),
        ("昭和64年2月29日", "昭和64年2月29日は暦にない日です"),
        (
            "平成31年5月1日",
            "平成31年5月1日は平成の期間にありません（令和元年5月1日では？）",
        ),
    ],
)
def test_refusals_say_why(typed, reason):
    assert parse_uncertain(typed) == (None, reason)


def test_only_a_wholly_unknown_date_has_no_year():
    assert not parse_uncertain("年月日不詳").value.is_year_known
    assert parse_uncertain("昭和20年 月日不詳").value.is_year_known


@pytest.mark.parametrize(
    ("typed", "western"),
    [
        ("昭和25年頃", "1950年頃"),
        ("推定令和元年6月", "推定2019年6月"),
        ("昭和55年3月1日", "1980年3月1日"),
        ("平成31年2月29日", "2019年2月29日"),
        ("年月日不詳", "年月日不詳"),
        ("令和5年3月9日から4月2日頃までの間", "2023年3月9日から4月2日頃までの間"),
    ],
)
def test_western_writing_for_foreign_residents(typed, western):
    assert format_western(parse_uncertain(typed).value) == western


DAYS = st.dates(dt.date(1868, 1, 25), dt.date(2100, 12, 31))
AROUND = st.sampled_from(["{}頃", "推定{}"])


@given(DAYS)
def test_ordinary_days_come_back(day):
    value = UncertainDate(day)
    assert parse_uncertain(format_uncertain(value)).value == value
    assert parse_uncertain(format_western(value)).value == value


@given(DAYS, AROUND)
def test_worded_days_come_back(day, words):
    value = parse_uncertain(words.format(format_uncertain(UncertainDate(day)))).value
    assert value.day == day
    assert parse_uncertain(format_uncertain(value)).value == value
    assert parse_uncertain(format_western(value)).value == value


@given(st.integers(1868, 2100), st.integers(1, 12), st.sampled_from(WORDINGS), st.integers(1, 28))
def test_every_wording_comes_back(year, month, wording, day):
    typed = wording.template.format(y=year, m=month, d=day, m2=month, d2=28)
    value, reason = parse_uncertain(typed)
    if value is None:  # only before the first era
        assert (year, reason != "") == (1868, True)
    else:
        assert value.day.year == year
        assert parse_uncertain(format_uncertain(value)).value == value
