# SPDX-License-Identifier: Apache-2.0
"""Whom the office has to write to, list by list of the register, as letters that are due.

A letter names persons; where they live stands on the paper only, and a paper about a protected
person is issued by the officer in charge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.utils import timezone

from daicho.domains.certificates.due import Due
from daicho.domains.certificates.reading import people_of_line
from daicho.domains.register.models import BulkChange, BulkLineState, BulkState
from daicho.domains.register.public import (
    ResidentVersion,
    awaiting_notice,
    headless_households,
    list_ward_notices,
)
from daicho.domains.support.public import list_end_notices
from daicho.foundation.access.actor import Context

MOST = 1_000  # letters of one list; what is beyond is cut off and said so
WARD_DAYS = dt.timedelta(days=92)  # how far back the removals of wards are offered


def _today(context: Context) -> dt.date:
    return timezone.localtime(context.at).date()


def list_inquiries(*, context: Context) -> list[Due]:
    """転入通知未着照会書, one to each destination of a household (4.1.3.1.4)."""
    rows = awaiting_notice(removed_until=_today(context), known_at=context.at)[: MOST + 1]

    def key(row: ResidentVersion) -> tuple[object, ...]:
        return (row.ceased_on, row.household_no or -row.addressee_no, row.moved_to_planned)

    return [
        _of_rows("move_in_inquiry", list(group))
        for _, group in groupby(sorted(rows, key=lambda row: tuple(map(str, key(row)))), key)
    ]


def list_householder_requests(*, context: Context) -> list[Due]:
    """世帯主変更依頼通知書, one to each household without a householder (4.0.5)."""
    found = headless_households(on=_today(context), known_at=context.at)[: MOST + 1]
    return [_of_rows("householder_request", [one.recipient]) for one in found]


def list_wards(*, context: Context) -> list[Due]:
    """成年被後見人転出通知書, for the removals of the last three months (9.4)."""
    today = _today(context)
    found = list_ward_notices(first=today - WARD_DAYS, last=today, on=today)
    return [
        Due(certificate="ward_notice", people=(one.addressee_no,), note=f"({one.name})")
        for one in found[: MOST + 1]
    ]


def list_support_ends(*, context: Context) -> list[Due]:
    """支援措置期間終了通知, of the terms that end within a month (3.4)."""
    found = list_end_notices(on=_today(context))[: MOST + 1]
    return [
        Due(
            certificate="support_end", people=(one.addressee_no,), note=f"({one.name})",
            since=_start_of(one.extendable_from),
        )
        for one in found
    ]  # fmt: skip


def list_bulk_letters(*, change: BulkChange, first: int, most: int) -> list[Due]:
    """The letters of a bulk change (9.7): before it is carried out, and of what was, after."""
    is_done = change.state == BulkState.DONE
    state = BulkLineState.DONE if is_done else BulkLineState.PLANNED
    lines = change.lines.filter(state=state).select_related("change").order_by("line")
    certificate = "bulk_after" if is_done else "bulk_before"
    return [
        Due(certificate=certificate, people=people, bulk_line=line.pk, note=f"({line.number})")
        for line in lines[first : first + most]
        if (people := people_of_line(line))
    ]


def _of_rows(certificate: str, rows: Sequence[ResidentVersion]) -> Due:
    names = "、".join(row.name for row in rows)
    people = tuple(row.addressee_no for row in rows)
    return Due(certificate=certificate, people=people, note=f"({names})")


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
