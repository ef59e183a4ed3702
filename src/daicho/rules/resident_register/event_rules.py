# SPDX-License-Identifier: Apache-2.0
"""Rules of an event (異動): its dates, its ground, its fit to the person, the terms of the law.

Terms by the 住民基本台帳法 do not count the first day (民法140条, unverified for these notices); by
the 戸籍法 they do (43条). Both move to the next open day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from daicho.kernel.dates import end_of_months, format_japanese, shift_due_date
from daicho.kernel.findings import Finding
from daicho.kernel.uncertain_date import UncertainDate
from daicho.rules.resident_register.checks import finding
from daicho.rules.resident_register.reasons import (
    BASIS_DATE_LABELS,
    CANCELLATIONS,
    MOVE_INS,
    MOVE_OUTS,
    UNCERTAIN_EVENTS,
    Basis,
    Reason,
    ReasonGroup,
    ResidentKind,
    ResidentStatus,
)

NOTIFICATION_DAYS = 14  # 住民基本台帳法22条–25条, 30条の46–48
BIRTH_DAYS = 14  # 戸籍法49条
DEATH_DAYS = 7  # 戸籍法86条
MONTHS_ABROAD = 3
FAR_MOVE_OUT_DAYS = 30  # our choice: from how many days ahead a planned removal is asked about
HOUSEHOLD_REASONS = frozenset(
    {
        Reason.HOUSEHOLD_SPLIT,
        Reason.HOUSEHOLD_MERGE,
        Reason.HOUSEHOLD_CHANGE,
        Reason.HOUSEHOLDER_CHANGE,
    }
)
_PRESENT = frozenset({ResidentStatus.RESIDENT, ResidentStatus.LEAVING})


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event of one person, as entered, with what is known of the person before it."""

    reason: Reason
    kind: ResidentKind
    basis: Basis
    moved_on: UncertainDate | None  # 異動日
    processed_on: dt.date  # 処理日
    basis_date: dt.date | None = None  # 届出日, 申出日, …
    status: ResidentStatus | None = None  # before the event; None: not in the register
    birth: UncertainDate | None = None
    last_moved_on: dt.date | None = None  # 異動日 of the event before
    known_on: dt.date | None = None  # 死亡の事実を知った日
    happened_abroad: bool = False
    subject: str = ""


def check_event(event: EventFacts, *, today: dt.date) -> tuple[Finding, ...]:
    """Every error and alert of an event, all at once."""
    return (
        *check_processing_date(event.processed_on, today=today, subject=event.subject),
        *check_reason(event),
        *check_basis(event),
        *check_event_date(event),
        *check_terms(event),
    )


def check_processing_date(
    processed_on: dt.date, *, today: dt.date, subject: str = ""
) -> tuple[Finding, ...]:
    """処理日 is the day of work itself (4.0.3)."""
    if processed_on == today:
        return ()
    return (finding("E-005", subject=subject, detail=format_japanese(processed_on)),)


def check_reason(event: EventFacts) -> tuple[Finding, ...]:
    """Whether the reason fits the kind of resident and the state before (1.2.2)."""
    found: list[Finding] = []
    if event.kind not in event.reason.facts.kinds:
        detail = f"{event.reason.label_ja}、{event.kind}"
        found.append(finding("E-011", subject=event.subject, detail=detail))
    if not _fits_status(event.reason, event.status):
        detail = f"{event.reason.label_ja}、{event.status or '記録なし'}"
        found.append(finding("E-012", subject=event.subject, detail=detail))
    return tuple(found)


_ANY_STATUS = frozenset({Reason.RECORD_NATURALISED, Reason.RECORD_NATIONALITY_LOST})
_OF_PRESENT = frozenset({Reason.RENEWAL_RECORD, Reason.RECONSTRUCTION_RECORD})


def _fits_status(reason: Reason, status: ResidentStatus | None) -> bool:
    if reason in _ANY_STATUS:  # the other record of the same person is closed with it
        return True
    if reason is Reason.CANCEL_INCREASE:  # a planned removal may still be ahead
        return status is not None and status is not ResidentStatus.RESIDENT
    if reason.group is ReasonGroup.RECORD and reason not in _OF_PRESENT:
        return status not in _PRESENT
    return status in _PRESENT


def check_basis(event: EventFacts) -> tuple[Finding, ...]:
    """Whether the ground may be used, and whether its date is there and not in the future."""
    found: list[Finding] = []
    if event.basis not in event.reason.facts.bases:
        detail = f"{event.reason.label_ja}、{event.basis}"
        found.append(finding("E-013", subject=event.subject, detail=detail))
    label = BASIS_DATE_LABELS[event.basis]
    if label and event.basis_date is None:
        found.append(finding("E-014", subject=event.subject, detail=label))
    if label and event.basis_date is not None and event.basis_date > event.processed_on:
        number = _LATE_BASIS[event.basis]
        detail = format_japanese(event.basis_date)
        found.append(finding(number, subject=event.subject, detail=detail))
    return tuple(found)


_LATE_BASIS = {
    Basis.NOTIFICATION: "E-006",
    Basis.FAMILY_REGISTER: "E-007",
    Basis.OFFER: "E-008",
    Basis.REQUEST: "E-009",
    Basis.NOTICE: "E-009",
}


def check_event_date(event: EventFacts) -> tuple[Finding, ...]:
    """異動日: given, not after 処理日 but for removals, certain where it must be (4.0.3, 1.1.8)."""
    moved_on = event.moved_on
    if moved_on is None:
        return (finding("E-001", subject=event.subject, detail="異動日"),)
    return tuple(_event_date_findings(event, moved_on))


def _event_date_findings(event: EventFacts, moved_on: UncertainDate) -> Iterator[Finding]:
    subject, detail = event.subject, str(moved_on)
    if not moved_on.is_ordinary and event.reason not in UNCERTAIN_EVENTS:
        yield finding("E-003", subject=subject, detail=f"異動日 {detail}")
    elif moved_on.is_uncertain:
        yield finding("A-012", subject=subject, detail=f"異動日 {detail}")
    if moved_on.day > event.processed_on and event.reason not in MOVE_OUTS:
        yield finding("E-004", subject=subject, detail=detail)
    if is_before(moved_on, event.birth):
        yield finding("E-016", subject=subject, detail=detail)
    if event.reason is Reason.BIRTH and event.birth is not None and event.birth != moved_on:
        yield finding("E-015", subject=subject, detail=f"異動日 {detail}、生年月日 {event.birth}")
    if _is_backdated(event, moved_on):
        yield finding("A-011", subject=subject, detail=detail)


def _is_backdated(event: EventFacts, moved_on: UncertainDate) -> bool:
    if event.last_moved_on is None or event.reason in CANCELLATIONS:
        return False
    return moved_on.day < event.last_moved_on


def is_before(one: UncertainDate | None, other: UncertainDate | None) -> bool:
    """Whether a date surely lies before another: by years where either is uncertain."""
    if one is None or other is None or not (one.is_year_known and other.is_year_known):
        return False
    if one.is_uncertain or other.is_uncertain:
        return one.day.year < other.day.year
    return one.day < other.day


def last_day_of_notice(moved_on: dt.date) -> dt.date:
    """The last day for 転入届, 転居届, 世帯変更届 and a late 転出届."""
    return shift_due_date(moved_on + dt.timedelta(days=NOTIFICATION_DAYS))


def last_day_of_birth_notice(born_on: dt.date, *, abroad: bool) -> dt.date:
    """The last day for 出生届: the day of birth counts (戸籍法43条, 49条)."""
    return _by_family_register_act(born_on, BIRTH_DAYS, abroad)


def last_day_of_death_notice(known_on: dt.date, *, abroad: bool) -> dt.date:
    """The last day for 死亡届: the day of knowing counts (戸籍法43条, 86条)."""
    return _by_family_register_act(known_on, DEATH_DAYS, abroad)


def _by_family_register_act(first: dt.date, days: int, abroad: bool) -> dt.date:
    if abroad:
        return shift_due_date(end_of_months(first, MONTHS_ABROAD))
    return shift_due_date(first + dt.timedelta(days=days - 1))


def check_terms(event: EventFacts) -> tuple[Finding, ...]:
    """Notices after their term; a removal notified too late must be entered by authority."""
    if event.moved_on is None or event.basis_date is None:
        return ()
    if event.moved_on.is_uncertain and event.known_on is None:
        return ()
    moved_on, told_on = event.moved_on.day, event.basis_date
    if event.basis is Basis.FAMILY_REGISTER:
        return tuple(_family_register_terms(event, moved_on, told_on))
    if event.basis is not Basis.NOTIFICATION:
        return ()
    if event.reason in MOVE_OUTS:
        return tuple(_move_out_terms(event, moved_on, told_on))
    return tuple(_notification_terms(event, moved_on, told_on))


def _notification_terms(
    event: EventFacts, moved_on: dt.date, told_on: dt.date
) -> Iterator[Finding]:
    number = _late_notice(event)
    if number and told_on > last_day_of_notice(moved_on):
        detail = f"期限 {format_japanese(last_day_of_notice(moved_on))}"
        yield finding(number, subject=event.subject, detail=detail)


def _late_notice(event: EventFacts) -> str:
    from_abroad = event.reason is Reason.MOVE_IN_FROM_ABROAD
    if from_abroad and event.kind is ResidentKind.FOREIGN:
        return "A-013"  # 30条の46, 30条の47
    if event.reason in MOVE_INS:
        return "A-005"
    if event.reason is Reason.MOVE_WITHIN:
        return "A-006"
    return "A-007" if event.reason in HOUSEHOLD_REASONS else ""


def _move_out_terms(event: EventFacts, moved_on: dt.date, told_on: dt.date) -> Iterator[Finding]:
    if told_on > last_day_of_notice(moved_on):
        detail = f"期限 {format_japanese(last_day_of_notice(moved_on))}"
        yield finding("E-010", subject=event.subject, detail=detail)
    elif told_on > moved_on:
        yield finding("A-014", subject=event.subject, detail=format_japanese(moved_on))
    elif (moved_on - told_on).days > FAR_MOVE_OUT_DAYS:
        yield finding("A-010", subject=event.subject, detail=format_japanese(moved_on))


def _family_register_terms(
    event: EventFacts, moved_on: dt.date, told_on: dt.date
) -> Iterator[Finding]:
    number, first, last_day = _FAMILY_REGISTER_TERM.get(event.reason, ("", None, None))
    if last_day is None or first is None:
        return
    last = last_day(first(event, moved_on), event.happened_abroad)
    if told_on > last:
        detail = f"期限 {format_japanese(last)}"
        yield finding(number, subject=event.subject, detail=detail)


_Term = tuple[
    str, Callable[[EventFacts, dt.date], dt.date] | None, Callable[[dt.date, bool], dt.date] | None
]
_FAMILY_REGISTER_TERM: dict[Reason, _Term] = {
    Reason.BIRTH: (
        "A-008",
        lambda event, moved_on: moved_on,
        lambda first, abroad: last_day_of_birth_notice(first, abroad=abroad),
    ),
    Reason.DEATH: (
        "A-009",
        lambda event, moved_on: event.known_on or moved_on,
        lambda first, abroad: last_day_of_death_notice(first, abroad=abroad),
    ),
}


def check_household_change(
    reason: Reason, *, old_address: str, new_address: str, subject: str = ""
) -> tuple[Finding, ...]:
    """世帯変更等 leaves the address as it is (4.1.4.1); addresses are compared as given."""
    if reason not in HOUSEHOLD_REASONS or old_address == new_address:
        return ()
    number = "E-027" if reason is Reason.HOUSEHOLD_MERGE else "E-020"
    return (finding(number, subject=subject, detail=reason.label_ja),)


def check_leaving_householder(*, remaining: int, is_householder: bool) -> tuple[Finding, ...]:
    """What to do when the householder leaves (4.0.4): `remaining` members stay behind."""
    if not is_householder or remaining == 0:
        return ()
    return (finding("A-003"),) if remaining == 1 else (finding("A-001"),)


def check_move_out_place(
    *, place: str, is_special_adoption: bool = False, subject: str = ""
) -> tuple[Finding, ...]:
    """転出先住所（予定） is entered, if only a municipality or country (4.1.3.0.2, 1.1.5)."""
    if place.strip() or is_special_adoption:
        return ()
    return (finding("E-072", subject=subject),)
