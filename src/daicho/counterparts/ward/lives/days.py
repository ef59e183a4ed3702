# SPDX-License-Identifier: Apache-2.0
"""Days as the register's CSV writes them, and the hours of the office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from daicho.kernel.dates import format_japanese, is_due_day_closed
from daicho.kernel.holidays import FIRST_YEAR, LAST_YEAR

EPOCH = dt.date(2000, 1, 1)
MINUTE = 60
OPENS, HOURS = 9 * 3600, 7 * 3600  # seconds of the day


def date_of(day: int) -> dt.date:
    """The calendar's day."""
    return EPOCH + dt.timedelta(days=day)


@dataclass(slots=True)
class Days:
    """Texts of days, each made once."""

    _iso: dict[int, str] = field(default_factory=dict)
    _office: dict[int, int] = field(default_factory=dict)

    def iso(self, day: int) -> str:
        """2026-06-10."""
        text = self._iso.get(day)
        if text is None:
            text = self._iso[day] = date_of(day).isoformat()
        return text

    def office(self, day: int) -> int:
        """The day itself, or the next one on which the office is open."""
        found = self._office.get(day)
        if found is None:
            found = day
            while _is_closed(date_of(found)):
                found += 1
            self._office[day] = found
        return found

    def at(self, moment: int) -> str:
        """2026-06-10 09:30:00+09, of seconds since the epoch day."""
        day, second = divmod(moment, 86_400)
        hour, rest = divmod(second, 3600)
        return f"{self.iso(day)} {hour:02d}:{rest // MINUTE:02d}:{rest % MINUTE:02d}+09"


def _is_closed(day: dt.date) -> bool:
    """Beyond the table of holidays only weekends are known."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return is_due_day_closed(day)
    return day.weekday() >= 5


def japanese(day: int) -> str:
    """令和8年6月10日."""
    return format_japanese(date_of(day))
