# SPDX-License-Identifier: Apache-2.0
"""What the notices of a resident code say (住民票コード通知票等, 標準仕様書 4.3.3).

They go to the person alone. Whoever prints them asks for `register.code`, logs the print, and
keeps the address of a protected person to the officer in charge (`is_protected`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from daicho.domains.register.models import Event, ResidentVersion
from daicho.foundation.access.decision import find_protected
from daicho.rules.resident_register.reasons import Reason


class CodeNoticeKind(StrEnum):
    """Which of the three notices."""

    NEW = "住民票コード通知票"
    CHANGED = "住民票コード変更通知票"
    CORRECTED = "住民票コード修正通知票"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNotice:
    """One notice to one person; it can be made again at any time from the same event."""

    kind: CodeNoticeKind
    addressee_no: int
    resident_code: str = field(repr=False)
    name: str
    birth_date: date | None
    postcode: str
    address: str
    building: str
    happened_on: date
    is_protected: bool


_KINDS = {
    Reason.RESIDENT_CODE_REQUEST.value: CodeNoticeKind.CHANGED,
    Reason.CLERICAL_CORRECTION.value: CodeNoticeKind.CORRECTED,
}


def list_code_notices(*, event_no: int, on: date) -> list[CodeNotice]:
    """The notices that an event calls for: of whoever was given another code."""
    event = Event.objects.get(pk=event_no)
    rows = ResidentVersion.objects.filter(event_id=event_no)
    before = ResidentVersion.objects.filter(
        addressee_no__in=event.addressee_nos,
        recorded__contains=event.recorded_at - timedelta(microseconds=1),
    )
    old = {(row.addressee_no, row.resident_code) for row in before}
    kind = _KINDS.get(event.reason, CodeNoticeKind.NEW)
    latest = {row.addressee_no: row for row in rows.order_by("addressee_no", "history_no")}
    guarded = find_protected(numbers=event.addressee_nos, on=on)
    return [
        _notice(kind, event, row, is_protected=number in guarded)
        for number, row in latest.items()
        if row.resident_code and (number, row.resident_code) not in old
    ]


def _notice(
    kind: CodeNoticeKind, event: Event, row: ResidentVersion, *, is_protected: bool
) -> CodeNotice:
    return CodeNotice(
        kind=kind, addressee_no=row.addressee_no, resident_code=row.resident_code,
        name=row.name, birth_date=row.birth_date, postcode=row.postcode, address=row.address,
        building=row.building, happened_on=event.happened_on,
        is_protected=is_protected or row.protected,
    )  # fmt: skip
