# SPDX-License-Identifier: Apache-2.0
"""Public holidays (国民の祝日・休日) of 2018 to 2028, by 国民の祝日に関する法律 and special acts.

The equinoxes are fixed each February by the 暦要項; those of 2028 are computed, not announced.
"""

from __future__ import annotations

import datetime as dt

FIRST_YEAR, LAST_YEAR = 2018, 2028
LAST_ANNOUNCED_YEAR = 2027
_SPRING = (21, 21, 20, 20, 21, 21, 20, 20, 20, 21, 20)  # day of March, 2018 onward
_AUTUMN = (23, 23, 22, 23, 23, 23, 22, 23, 23, 23, 22)  # day of September
_FIXED = (
    (1, 1, "元日"),
    (2, 11, "建国記念の日"),
    (4, 29, "昭和の日"),
    (5, 3, "憲法記念日"),
    (5, 4, "みどりの日"),
    (5, 5, "こどもの日"),
    (11, 3, "文化の日"),
    (11, 23, "勤労感謝の日"),
)
# Days that single years moved or added: the accession of 2019, the Olympic games of 2020 and 2021.
_MOVED = {
    2019: {"天皇の即位の日": (5, 1), "即位礼正殿の儀の行われる日": (10, 22)},
    2020: {"海の日": (7, 23), "スポーツの日": (7, 24), "山の日": (8, 10)},
    2021: {"海の日": (7, 22), "スポーツの日": (7, 23), "山の日": (8, 8)},
}


def _nth_monday(year: int, month: int, nth: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(7 - first.weekday()) % 7 + 7 * (nth - 1))


def _named_days(year: int) -> dict[dt.date, str]:
    days = {name: dt.date(year, month, day) for month, day, name in _FIXED}
    days["春分の日"] = dt.date(year, 3, _SPRING[year - FIRST_YEAR])
    days["秋分の日"] = dt.date(year, 9, _AUTUMN[year - FIRST_YEAR])
    days["成人の日"] = _nth_monday(year, 1, 2)
    days["海の日"] = _nth_monday(year, 7, 3)
    days["敬老の日"] = _nth_monday(year, 9, 3)
    days["山の日"] = dt.date(year, 8, 11)
    days["スポーツの日" if year >= 2020 else "体育の日"] = _nth_monday(year, 10, 2)
    if year != 2019:  # the year of the abdication had no birthday of the Emperor
        days["天皇誕生日"] = dt.date(year, 2, 23) if year >= 2020 else dt.date(year, 12, 23)
    for name, (month, day) in _MOVED.get(year, {}).items():
        days[name] = dt.date(year, month, day)
    return {day: name for name, day in days.items()}


def _holidays_of(year: int) -> dict[dt.date, str]:
    """The named days, the days given for a Sunday, and the day caught between two holidays."""
    named = _named_days(year)
    one = dt.timedelta(days=1)
    days = dict(named)
    for day in sorted(named):
        if day.weekday() == 6:
            while day in days:
                day += one
            days[day] = "振替休日"
    for day in sorted(named):
        between = day + one
        if between not in days and between + one in named:
            days[between] = "国民の休日"
    return days


HOLIDAYS: dict[dt.date, str] = {
    day: name
    for year in range(FIRST_YEAR, LAST_YEAR + 1)
    for day, name in _holidays_of(year).items()
}


def is_public_holiday(day: dt.date) -> bool:
    """Whether a day is a public holiday; raises ValueError outside the table, never guesses."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"祝日表は{FIRST_YEAR}年から{LAST_YEAR}年までです: {day.isoformat()}")
    return day in HOLIDAYS
