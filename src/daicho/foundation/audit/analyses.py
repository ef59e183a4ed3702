# SPDX-License-Identifier: Apache-2.0
"""The standard's five analyses of the log (ログの分析, 住民記録標準 10.2), each over a period.

Night and holidays, failed sign-ins, per person, mass searches, who looked at a person. The period
is half-open; a section narrows each of them for the monthly check of that section.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Func, IntegerField, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate
from django.utils import timezone

from daicho.foundation.audit.models import Entry, Kind, Result
from daicho.foundation.audit.searching import Criteria, about, find_entries
from daicho.kernel.holidays import FIRST_YEAR, LAST_YEAR, is_public_holiday

SATURDAY = 6
SIGNED_IN = Q(kind=Kind.AUTHENTICATION, result=Result.DONE, detail__操作="サインイン")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When, and of which section (all without one)."""

    since: datetime
    until: datetime
    section: str = ""

    def entries(self) -> QuerySet[Entry]:
        """Everything in it."""
        return find_entries(Criteria(since=self.since, until=self.until, section=self.section))

    def days(self) -> list[date]:
        """Its days in Tokyo."""
        first = timezone.localtime(self.since).date()
        last = timezone.localtime(self.until - timedelta(microseconds=1)).date()
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCount:
    """What one person did (ID別)."""

    login: str
    name: str
    section: str
    sign_ins: int
    operations: int
    refused: int
    numbers_shown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MassSearch:
    """One person on one day: how often they looked, and at how many people in all."""

    day: date
    login: str
    name: str
    section: str
    looks: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Looker:
    """Who looked at a person: how often, first and last."""

    login: str
    name: str
    section: str
    looks: int
    first: datetime
    last: datetime


def off_hours(period: Period) -> QuerySet[Entry]:
    """Entries at night, on Saturdays, Sundays and public holidays (深夜・休業日のアクセス)."""
    closed = [day for day in period.days() if _is_holiday(day)]
    return (
        period.entries()
        .annotate(hour=ExtractHour("at"), weekday=ExtractIsoWeekDay("at"), day=TruncDate("at"))
        .filter(
            Q(hour__lt=settings.AUDIT_DAY_BEGINS)
            | Q(hour__gte=settings.AUDIT_DAY_ENDS)
            | Q(weekday__gte=SATURDAY)
            | Q(day__in=closed)
        )
    )


def failed_sign_ins(period: Period) -> QuerySet[Entry]:
    """Refused sign-ins (ログイン失敗)."""
    return period.entries().filter(kind=Kind.AUTHENTICATION).exclude(result=Result.DONE)


def per_person(period: Period) -> list[PersonCount]:
    """Sign-ins and operations of each person, the busiest first (ID別ログイン数)."""
    found = (
        period.entries()
        .order_by()
        .values("login", "name", "section")
        .annotate(
            sign_ins=Count("id", filter=SIGNED_IN),
            operations=Count("id", filter=~Q(kind=Kind.AUTHENTICATION)),
            refused=Count("id", filter=Q(result=Result.REFUSED)),
            numbers_shown=Count("id", filter=Q(individual_number_shown=True)),
        )
        .order_by("-operations", "login", "section")
    )
    return [PersonCount(**row) for row in found]


def mass_searches(period: Period) -> list[MassSearch]:
    """Who looked at more people in a day than the setting allows without a question (大量検索)."""
    people = Func(F("subjects"), function="cardinality", output_field=IntegerField())
    found = (
        period.entries()
        .filter(kind__in=(Kind.INQUIRY, Kind.EXTRACT))
        .order_by()
        .annotate(day=TruncDate("at"))
        .values("day", "login", "name", "section")
        .annotate(looks=Count("id"), people=Sum(people))
        .filter(
            Q(looks__gte=settings.AUDIT_MASS_SEARCH) | Q(people__gte=settings.AUDIT_MASS_SEARCH)
        )
        .order_by("-looks", "-people", "day", "login")
    )
    return [MassSearch(**row) for row in found]


def who_looked(period: Period, *, subject: int) -> list[Looker]:
    """Everybody whose entries concern this 宛名番号 (該当者の検索実行)."""
    found = (
        looks_at(period, subject=subject)
        .order_by()
        .values("login", "name", "section")
        .annotate(looks=Count("id"), first=Min("at"), last=Max("at"))
        .order_by("-looks", "login", "section")
    )
    return [Looker(**row) for row in found]


def looks_at(period: Period, *, subject: int) -> QuerySet[Entry]:
    """The entries that concern this 宛名番号."""
    return about(period.entries(), subject=subject)


def by_day(period: Period, found: QuerySet[Entry]) -> list[tuple[date, int]]:
    """How many a day, days without any included."""
    counts = Counter(
        {
            row["on"]: row["count"]
            for row in found.order_by()
            .annotate(on=TruncDate("at"))
            .values("on")
            .annotate(count=Count("id"))
        }
    )
    return [(day, counts[day]) for day in period.days()]


def summary(period: Period) -> dict[str, int]:
    """The figures that a section's head is shown, and that are kept with the check."""
    total = period.entries().aggregate(
        entries=Count("id"),
        numbers=Count("id", filter=Q(individual_number_shown=True)),
        refused=Count("id", filter=Q(result=Result.REFUSED)),
        people=Count("login", distinct=True),
    )
    return {
        "操作": total["entries"],
        "職員": total["people"],
        "深夜・休業日": off_hours(period).count(),
        "サインイン失敗": failed_sign_ins(period).count(),
        "大量検索": len(mass_searches(period)),
        "個人番号の表示": total["numbers"],
        "拒否された操作": total["refused"],
    }


def _is_holiday(day: date) -> bool:
    """Years outside the table count their weekends only; the page says so."""
    return FIRST_YEAR <= day.year <= LAST_YEAR and is_public_holiday(day)
