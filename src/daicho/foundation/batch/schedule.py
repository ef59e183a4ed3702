# SPDX-License-Identifier: Apache-2.0
"""When a scheduled job is due next (標準仕様書 9.1): a day, daily, weekly, monthly, month end.

Times are those of Tokyo, which has no summer time. A month without the day (31日, 29 February in
an ordinary year) uses its last day, so that no month is left out.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import models

TOKYO = ZoneInfo("Asia/Tokyo")


class Every(models.TextChoices):
    """How often."""

    ONCE = "once", "日時指定"
    DAILY = "daily", "毎日"
    WEEKLY = "weekly", "毎週"
    MONTHLY = "monthly", "毎月（日付）"
    MONTH_END = "month_end", "毎月末"


WEEKDAYS = tuple(enumerate("月火水木金土日"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A rule; `on` belongs to ONCE, `weekday` (0: Monday) to WEEKLY, `day` to MONTHLY."""

    every: Every
    time: dt.time
    on: dt.date | None = None
    weekday: int | None = None
    day: int | None = None

    def next_after(self, moment: dt.datetime) -> dt.datetime | None:
        """The first moment after this one; None when there is none any more."""
        local = moment.astimezone(TOKYO)
        found = (dt.datetime.combine(day, self.time, TOKYO) for day in self._days(local.date()))
        return next((one for one in found if one > local), None)

    def _days(self, today: dt.date) -> Iterator[dt.date]:
        """Candidates from today on, far enough that one of them is later than now."""
        if self.every == Every.ONCE:
            yield from (day for day in (self.on,) if day is not None)
        elif self.every in (Every.DAILY, Every.WEEKLY):
            days = (today + dt.timedelta(days=number) for number in range(9))
            yield from (
                day for day in days if self.every == Every.DAILY or day.weekday() == self.weekday
            )
        else:
            wanted = self.day if self.every == Every.MONTHLY and self.day else 31
            for year, month in _two_months(today):
                last = calendar.monthrange(year, month)[1]
                yield dt.date(year, month, min(wanted, last))


def _two_months(today: dt.date) -> tuple[tuple[int, int], tuple[int, int]]:
    following = (today.year, today.month + 1) if today.month < 12 else (today.year + 1, 1)
    return (today.year, today.month), following
