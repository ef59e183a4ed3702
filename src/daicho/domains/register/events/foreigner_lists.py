# SPDX-License-Identifier: Apache-2.0
"""Who of the foreign residents has to be looked at: stays that are over, and those by transition.

The address of a protected person is for the officer in charge: these lists name nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from daicho.domains.register.models import ResidentKind, ResidentVersion
from daicho.domains.register.selectors import residents_as_of
from daicho.rules.resident_register.foreign import TRANSITIONAL_DAYS, ForeignClass

TRANSITIONAL = (
    ForeignClass.TRANSITIONAL_BY_BIRTH.value, ForeignClass.TRANSITIONAL_BY_LOSS.value,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StayEnding:
    """One resident whose stay ends, or has ended, on a day."""

    addressee_no: int
    name: str
    article_30_45: str
    residence_status: str
    last_day: date
    is_over: bool


def list_stays_ending(
    *, known_at: datetime, on: date, until: date, first: int = 0, most: int = 100
) -> Sequence[StayEnding]:
    """Whose 在留期間 ends by `until` (満了者・満了予定者), the longest ago first.

    Special permanent residents have no such day and are never among them.
    """
    rows = (
        residents_as_of(valid_on=on, known_at=known_at)
        .filter(kind=ResidentKind.FOREIGN, residence_until__lte=until)
        .exclude(article_30_45=ForeignClass.SPECIAL_PERMANENT.value)
        .order_by("residence_until", "addressee_no")
    )
    return [_ending(row, row.residence_until, on) for row in rows[first : first + most]]


def list_transitional(
    *, known_at: datetime, on: date, only_over: bool = False, first: int = 0, most: int = 100
) -> Sequence[StayEnding]:
    """出生・国籍喪失による経過滞在者 with the last of their sixty days (期間は未確認)."""
    rows = residents_as_of(valid_on=on, known_at=known_at).filter(
        kind=ResidentKind.FOREIGN, article_30_45__in=TRANSITIONAL,
        foreign_resident_on__isnull=False,
    )  # fmt: skip
    if only_over:
        rows = rows.filter(foreign_resident_on__lt=on - timedelta(days=TRANSITIONAL_DAYS))
    ordered = rows.order_by("foreign_resident_on", "addressee_no")[first : first + most]
    return [
        _ending(row, row.foreign_resident_on + timedelta(days=TRANSITIONAL_DAYS), on)
        for row in ordered
    ]


def _ending(row: ResidentVersion, last_day: date, on: date) -> StayEnding:
    return StayEnding(
        addressee_no=row.addressee_no, name=row.name,
        article_30_45=row.article_30_45,
        residence_status=row.residence_status,
        last_day=last_day, is_over=last_day < on,
    )  # fmt: skip
