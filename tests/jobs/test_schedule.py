# SPDX-License-Identifier: Apache-2.0
"""When a schedule is due next: every kind, month ends, 29 February, the turn of the year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.batch.schedule import TOKYO, Every, Timing

AT = time(2, 30)
FIRST, LAST = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2060-01-01")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("timing", "after", "following"),
    [
        (Timing(every=Every.ONCE, time=AT, on=date(2026, 6, 11)), "2026-06-10T09:30",
         "2026-06-11T02:30"),
        (Timing(every=Every.ONCE, time=AT, on=date(2026, 6, 10)), "2026-06-10T02:30", None),
        (Timing(every=Every.DAILY, time=AT), "2026-06-10T02:29", "2026-06-10T02:30"),
        (Timing(every=Every.DAILY, time=AT), "2026-06-10T02:30", "2026-06-11T02:30"),
        (Timing(every=Every.DAILY, time=AT), "2026-12-31T12:00", "2027-01-01T02:30"),
        # 2026-06-10 is a Wednesday.
        (Timing(every=Every.WEEKLY, time=AT, weekday=2), "2026-06-10T02:00", "2026-06-10T02:30"),
        (Timing(every=Every.WEEKLY, time=AT, weekday=2), "2026-06-10T03:00", "2026-06-17T02:30"),
        (Timing(every=Every.WEEKLY, time=AT, weekday=0), "2026-06-10T03:00", "2026-06-15T02:30"),
        (Timing(every=Every.MONTHLY, time=AT, day=5), "2026-06-10T03:00", "2026-07-05T02:30"),
        (Timing(every=Every.MONTHLY, time=AT, day=31), "2026-06-10T03:00", "2026-06-30T02:30"),
        (Timing(every=Every.MONTHLY, time=AT, day=29), "2027-02-01T00:00", "2027-02-28T02:30"),
        (Timing(every=Every.MONTHLY, time=AT, day=29), "2028-02-01T00:00", "2028-02-29T02:30"),
        (Timing(every=Every.MONTHLY, time=AT, day=30), "2027-01-31T00:00", "2027-02-28T02:30"),
        (Timing(every=Every.MONTH_END, time=AT), "2026-06-10T09:30", "2026-06-30T02:30"),
        (Timing(every=Every.MONTH_END, time=AT), "2028-02-28T12:00", "2028-02-29T02:30"),
        (Timing(every=Every.MONTH_END, time=AT), "2027-02-28T02:29", "2027-02-28T02:30"),
        (Timing(every=Every.MONTH_END, time=AT), "2026-12-31T02:30", "2027-01-31T02:30"),
        (Timing(every=Every.ONCE, time=AT, on=date(2028, 2, 29)), "2026-06-10T09:30",
         "2028-02-29T02:30"),
    ],
)  # fmt: skip
def test_the_next_moment(timing: Timing, after: str, following: str | None) -> None:
    assert timing.next_after(moment(after)) == (moment(following) if following else None)


def test_the_day_is_that_of_tokyo() -> None:
    evening_in_utc = datetime.fromisoformat("2026-06-29T18:00:00+00:00")  # 03:00 on the 30th here
    following = Timing(every=Every.MONTH_END, time=AT).next_after(evening_in_utc)
    assert following == moment("2026-07-31T02:30")


@given(
    every=st.sampled_from([Every.DAILY, Every.WEEKLY, Every.MONTHLY, Every.MONTH_END]),
    after=st.datetimes(timezones=st.just(TOKYO), min_value=FIRST, max_value=LAST),
    clock=st.times(), weekday=st.integers(0, 6), day=st.integers(1, 31),
)  # fmt: skip
def test_there_is_always_a_next_moment_within_a_month(
    every: Every, after: datetime, clock: time, weekday: int, day: int
) -> None:
    timing = Timing(every=every, time=clock, weekday=weekday, day=day)
    following = timing.next_after(after)
    assert following is not None
    assert timedelta() < following - after <= timedelta(days=31)
    assert following.timetz().replace(tzinfo=None) == clock
