# SPDX-License-Identifier: Apache-2.0
"""Writing registrations: the one place where they change, each change with its step.

The caller holds the lock on the person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from daicho.domains.seals.models import (
    CardStatus,
    SealCard,
    SealRegistration,
    SealStatus,
    SealStep,
    SealStepKind,
)
from daicho.domains.seals.persons import day_of
from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry

_END_STEPS = {
    SealStatus.ABOLISHED: SealStepKind.ABOLISH,
    SealStatus.LOST: SealStepKind.LOSE,
    SealStatus.CANCELLED: SealStepKind.CANCEL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Who does something, when, and what it goes back to."""

    at: dt.datetime
    entered_by: str
    checked_by: str = ""
    place: str = ""
    entry_no: int | None = None

    @property
    def day(self) -> dt.date:
        """The day of processing."""
        return day_of(self.at)


def doing(context: Context, entry: Entry | None = None) -> Doing:
    """One person's act, or a slip's."""
    login = context.actor.who.login
    if entry is None:
        return Doing(at=context.at, entered_by=login, place=context.actor.who.section)
    return Doing(
        at=context.at, entered_by=entry.entered_by, checked_by=login, place=entry.place,
        entry_no=entry.pk,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a registration ends, why, and what follows."""

    status: SealStatus
    reason: str
    card: CardStatus = CardStatus.ENDED
    needs_notice: bool = False
    event_no: int | None = None
    step: SealStepKind | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def write_step(
    registration: SealRegistration, kind: SealStepKind, by: Doing, *, reason: str = "",
    needs_notice: bool = False, event_no: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> SealStep:  # fmt: skip
    """Save the registration as it is now, and the step that made it so."""
    registration.save()
    return SealStep.objects.create(
        registration=registration, kind=kind, status=registration.status, on=by.day,
        recorded_at=by.at, reason=reason, text=registration.text, card_no=registration.card_no,
        needs_notice=needs_notice, event_no=event_no, entry_no=by.entry_no,
        entered_by=by.entered_by, checked_by=by.checked_by, place=by.place,
        detail=dict(detail or {}),
    )  # fmt: skip


def end(registration: SealRegistration, ending: Ending, by: Doing) -> SealStep:
    """End a live registration; its card no longer counts."""
    registration.status = ending.status
    registration.ended_on, registration.end_reason = by.day, ending.reason
    registration.ended_by_event = ending.event_no
    close_card(registration, ending.card, by)
    return write_step(
        registration, ending.step or _END_STEPS[ending.status], by, reason=ending.reason,
        needs_notice=ending.needs_notice, event_no=ending.event_no, detail=ending.detail,
    )  # fmt: skip


def close_card(registration: SealRegistration, status: CardStatus, by: Doing) -> None:
    """Note what became of the card that was out."""
    SealCard.objects.filter(registration=registration, status=CardStatus.ISSUED).update(
        status=status, closed_on=by.day
    )


def issue_card(registration: SealRegistration, card_no: int, by: Doing) -> None:
    """Hand a card from the stock to the person."""
    SealCard.objects.filter(number=card_no, status=CardStatus.STOCK).update(
        status=CardStatus.ISSUED, registration=registration, issued_on=by.day
    )
    registration.card_no = card_no
