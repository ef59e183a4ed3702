# SPDX-License-Identifier: Apache-2.0
"""What the papers about an event need to say: 住民異動届受理通知, 世帯主変更通知書.

They can be printed on any later day (4.1.0.3); they say what the event said then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from daicho.domains.register.models import Event, ResidentVersion
from daicho.rules.resident_register.reasons import Basis, Reason, ReasonGroup
from daicho.rules.resident_register.relationship import HOUSEHOLDER

_JUST_BEFORE = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a paper goes to, and where."""

    name: str
    postcode: str
    address: str
    building: str


@dataclass(frozen=True, slots=True)
class AcceptanceNotice:
    """住民異動届受理通知 (4.1.0.3): that a notification about these persons was accepted."""

    event_no: int
    notified_on: dt.date | None
    reason: str
    notifier: str
    people: tuple[str, ...]
    addressee_nos: tuple[int, ...]
    to: Recipient


@dataclass(frozen=True, slots=True)
class HouseholderNotice:
    """世帯主変更通知書 (4.0.5): whom the office has made householder."""

    event_no: int
    happened_on: dt.date
    household_no: int
    householder: str
    former_householder: str
    addressee_no: int
    to: Recipient


def acceptance_notice(*, event_no: int) -> AcceptanceNotice | None:
    """The notice of an event; None where there is no such event or nobody notified it.

    A moving out that was notified too late is written by authority, and accepted all the same
    (転出証明書に準ずる証明書を交付する場合).

    It goes to the notifier at the address before the event, so that somebody whose move another
    person notified learns of it; where there is none (出生, from abroad), to the person moved.
    """
    by_nobody = Q(basis=Basis.AUTHORITY.value) & ~Q(reason=Reason.DOMESTIC_MOVE_OUT.value)
    event = Event.objects.filter(pk=event_no).exclude(by_nobody).first()
    if event is not None and event.basis == Basis.AUTHORITY and not event.notifier:
        return None
    rows = _rows_of(event) if event is not None else {}
    if event is None or not rows:
        return None
    first = rows[event.addressee_nos[0]]
    return AcceptanceNotice(
        event.pk, event.notified_on, event.label, event.notifier,
        tuple(row.name for row in rows.values()), tuple(rows), _recipient(event, first),
    )  # fmt: skip


def _rows_of(event: Event) -> Mapping[int, ResidentVersion]:
    """The rows that the event made first, of each person in the order of the entry."""
    made = ResidentVersion.objects.filter(event=event, recorded__startswith=event.recorded_at)
    rows = {row.addressee_no: row for row in made.order_by("-history_no")}
    return {number: rows[number] for number in event.addressee_nos if number in rows}


def _recipient(event: Event, row: ResidentVersion) -> Recipient:
    reason = Reason(event.reason)
    notifier = event.notifier or row.name
    if reason is Reason.DOMESTIC_MOVE_IN and row.previous_address:
        return Recipient(notifier, row.previous_postcode, row.previous_address, "")
    if reason.group is not ReasonGroup.RECORD:
        before = _before(event, row.addressee_no)
        if before is not None:
            return Recipient(notifier, before.postcode, before.address, before.building)
    return Recipient(row.name, row.postcode, row.address, row.building)


def _before(event: Event, addressee_no: int) -> ResidentVersion | None:
    """What was known of the day before the event, just before it was recorded."""
    return ResidentVersion.objects.filter(
        addressee_no=addressee_no, recorded__contains=event.recorded_at - _JUST_BEFORE,
        valid__contains=event.happened_on - dt.timedelta(days=1),
    ).first()  # fmt: skip


def householder_notice(*, event_no: int) -> HouseholderNotice | None:
    """The notice of a change of householder that the office made by authority."""
    event = Event.objects.filter(
        pk=event_no, reason=Reason.HOUSEHOLDER_CHANGE.value, basis=Basis.AUTHORITY.value
    ).first()
    if event is None:
        return None
    heads = [row for row in _rows_of(event).values() if row.relationship == HOUSEHOLDER.text]
    if not heads:
        return None
    head = heads[0]
    before = _before(event, head.addressee_no)
    return HouseholderNotice(
        event.pk, event.happened_on, head.household_no or 0, head.name,
        before.householder_name if before is not None else "", head.addressee_no,
        Recipient(head.name, head.postcode, head.address, head.building),
    )  # fmt: skip
