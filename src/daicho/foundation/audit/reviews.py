# SPDX-License-Identifier: Apache-2.0
"""Which months a section's head has checked, and which wait (月次点検の状況)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from daicho.foundation.audit.analyses import Period, summary
from daicho.foundation.audit.models import Entry, MonthlyReview, ReviewResult

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthState:
    """One month of one section, and the last look at it."""

    section: str
    month: date
    last: MonthlyReview | None

    @property
    def waits(self) -> bool:
        """Not looked at, or looked at and still open."""
        return self.last is None or self.last.result != ReviewResult.FINE


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def period_of(*, section: str, month: date) -> Period:
    """That month's log of that section."""
    return Period(since=_midnight(month), until=_midnight(next_month(month)), section=section)


def summary_of(*, section: str, month: date) -> dict[str, int]:
    """The figures of the analyses, as they are kept with the check."""
    return summary(period_of(section=section, month=month))


def history(*, section: str, month: date) -> list[MonthlyReview]:
    """Every look at a month, the latest first."""
    return list(MonthlyReview.objects.filter(section=section, month=month).order_by("-id"))


def latest(*, section: str, month: date) -> MonthlyReview | None:
    """The last look at a month."""
    return MonthlyReview.objects.filter(section=section, month=month).order_by("-id").first()


def months_to_check(*, today: date) -> list[date]:
    """The finished months of the last year in which the log has entries, the latest first."""
    first = Entry.objects.order_by("at", "id").values_list("at", flat=True).first()
    if first is None:
        return []
    begin = timezone.localtime(first).date().replace(day=1)
    months: list[date] = []
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    while month >= begin and len(months) < MONTHS_SHOWN:
        months.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return months


def states(*, sections: Collection[str], today: date) -> list[MonthState]:
    """Every month of these sections with its last look: one question for all of them."""
    months = months_to_check(today=today)
    found = MonthlyReview.objects.filter(section__in=sections, month__in=months).order_by("id")
    last = {(row.section, row.month): row for row in found}
    return [
        MonthState(section=section, month=month, last=last.get((section, month)))
        for month in months
        for section in sorted(sections)
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
