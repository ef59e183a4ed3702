# SPDX-License-Identifier: Apache-2.0
"""時効: when the right to collect one instalment ends, and why, from the list of what happened.

Five years without exercise extinguish the right; nobody has to invoke it (地方税法18条). Some
events hold the end open (完成猶予), some start the five years anew (更新), some stop the clock
while they last (不進行). What happens after the end changes nothing. Events before 2020-04 bear the
names of the old law (中断・停止); their effect on the end is taken to be the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.dates import end_of_months, format_japanese
from daicho.kernel.law import Citation, cite
from daicho.rules.arrears.parameters import HoldRules, TermRules
from daicho.rules.arrears.terms import demand_passed_on

CITATION = cite("地方税法18条第1項")
_DAY = dt.timedelta(days=1)
_FAR = dt.date.max - _DAY


class EventKind(StrEnum):
    """What happened to a claim, as far as prescription cares."""

    NOTICE = "notice"
    DEMAND = "demand"
    SEIZURE = "seizure"
    DISTRIBUTION_REQUEST = "distribution_request"
    ACKNOWLEDGEMENT = "acknowledgement"
    PLEDGE = "pledge"
    PART_PAYMENT = "part_payment"
    POSTPONEMENT = "postponement"
    REMINDER = "reminder"
    DISASTER = "disaster"
    FRAUD = "fraud"

    @property
    def label_ja(self) -> str:
        """As the case file says it."""
        return _EVENTS[self][0]

    @property
    def citation(self) -> Citation:
        """The article of the effect."""
        return cite(_EVENTS[self][1])


_EVENTS = {
    EventKind.NOTICE: ("納付・納入の告知", "地方税法18条の2第1項1号"),
    EventKind.DEMAND: ("督促", "地方税法18条の2第1項2号"),
    EventKind.SEIZURE: ("差押え", "民法148条"),
    EventKind.DISTRIBUTION_REQUEST: ("交付要求・参加差押え", "地方税法18条の2第1項3号"),
    EventKind.ACKNOWLEDGEMENT: ("債務の承認(猶予の申請など)", "民法152条"),
    EventKind.PLEDGE: ("分割納付の誓約", "民法152条"),
    EventKind.PART_PAYMENT: ("一部の納付", "民法152条"),
    EventKind.POSTPONEMENT: ("徴収の猶予・換価の猶予", "地方税法18条の2第4項"),
    EventKind.REMINDER: ("催告", "民法150条"),
    EventKind.DISASTER: ("天災等により手続ができない", "民法161条"),
    EventKind.FRAUD: ("偽りその他不正の行為", "地方税法18条の2第3項"),
}
_ACKNOWLEDGING = frozenset({EventKind.ACKNOWLEDGEMENT, EventKind.PLEDGE, EventKind.PART_PAYMENT})
_STOPPING = frozenset({EventKind.POSTPONEMENT, EventKind.FRAUD})


class PrescriptionStatus(StrEnum):
    """Where the claim stands on a day."""

    RUNNING = "running"
    HELD = "held"
    STOPPED = "stopped"
    COMPLETED = "completed"

    @property
    def label_ja(self) -> str:
        """In words."""
        labels = {
            "running": "進行中",
            "held": "完成猶予中",
            "stopped": "不進行",
            "completed": "完成",
        }
        return labels[self.value]


@dataclass(frozen=True, slots=True)
class PrescriptionEvent:
    """One event; `last` is None while it goes on. `cancelled`: a seizure undone as unlawful."""

    kind: EventKind
    first: dt.date
    last: dt.date | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class PrescriptionStep:
    """One event with what it changed, for the explanation."""

    event: PrescriptionEvent | None
    effect_ja: str
    completes_on: dt.date | None
    is_effective: bool


@dataclass(frozen=True, slots=True)
class Prescription:
    """The state on a day.

    `completes_on` is the last day of the period; None while something without an end holds it.
    """

    status: PrescriptionStatus
    started_on: dt.date
    completes_on: dt.date | None
    steps: tuple[PrescriptionStep, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of days, both included; ends at _FAR while open."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class _Clock:
    """What has been learned of the claim so far."""

    start: dt.date
    holds: tuple[_Span, ...] = ()
    stops: tuple[_Span, ...] = ()
    renewals: tuple[dt.date, ...] = ()  # first day of each new period
    was_demanded: bool = False

    def started_by(self, day: dt.date) -> dt.date:
        """The first day of the period that runs on a day."""
        return max([self.start, *(each for each in self.renewals if each <= day)])


def prescription(
    p: TermRules,
    holding: HoldRules,
    *,
    runs_from: dt.date,
    events: Iterable[PrescriptionEvent],
    as_of: dt.date,
) -> Prescription:
    """State and end of the claim.

    `runs_from`: the first day that counts, the day after the statutory due date (18条1項; which due
    date that is for later instalments is the caller's reading).
    """
    clock = _Clock(runs_from)
    last = _completion(p, clock, as_of)
    steps = [PrescriptionStep(None, f"{format_japanese(runs_from)}から進行", last, True)]
    known = (event for event in events if event.first <= as_of)
    for event in sorted(known, key=lambda event: (event.first, event.kind)):
        refusal = _why_void(p, clock, event)
        if not refusal:
            clock = _after(p, holding, clock, event)
        last = _completion(p, clock, _FAR)
        effect = refusal or _effect_ja(p, event)
        steps.append(PrescriptionStep(event, effect, last, not refusal))
    status = _status(clock, last, as_of)
    return Prescription(status, clock.started_by(as_of), last, tuple(steps))


def explain(found: Prescription) -> tuple[str, ...]:
    """The timeline in words, a line a step."""
    return tuple(
        " ".join(
            filter(
                None,
                (
                    f"{format_japanese(step.event.first)} {step.event.kind.label_ja}:"
                    if step.event
                    else "",
                    step.effect_ja,
                    "→ " + (_end_ja(step.completes_on)),
                    f"[{step.event.kind.citation if step.event else CITATION}]",
                ),
            )
        )
        for step in found.steps
    )


def _end_ja(day: dt.date | None) -> str:
    return f"{format_japanese(day)}の満了で完成" if day else "完成の日は定まらない"


def _why_void(p: TermRules, clock: _Clock, event: PrescriptionEvent) -> str:
    """Why an event changes nothing; empty when it does."""
    last = _completion(p, clock, event.first)
    if last is not None and last < event.first:
        return "時効の完成後なので効力がない"
    if event.kind is EventKind.DEMAND and clock.was_demanded:
        return "二度目の督促なので効力がない"
    if event.kind is EventKind.REMINDER and event.first > _unheld_end(p, clock, event.first):
        return "完成が猶予されている間の催告なので効力がない"
    return ""


def _after(p: TermRules, holding: HoldRules, clock: _Clock, event: PrescriptionEvent) -> _Clock:
    """The clock after an event that counts."""
    holds, stops, renewals = clock.holds, clock.stops, clock.renewals
    span = _span(p, holding, event)
    if event.kind in _STOPPING:
        stops = (*stops, span)
    elif event.kind not in _ACKNOWLEDGING:
        holds = (*holds, span)
    if _renews(event) and span.last != _FAR:
        renewals = (*renewals, span.last + _DAY)
    demanded = clock.was_demanded or event.kind is EventKind.DEMAND
    return _Clock(clock.start, holds, stops, renewals, demanded)


def _span(p: TermRules, holding: HoldRules, event: PrescriptionEvent) -> _Span:
    """From when to when an event works."""
    last = event.last or _FAR
    if event.kind in _ACKNOWLEDGING:
        last = event.first
    elif event.kind is EventKind.DEMAND:
        last = demand_passed_on(p, demanded=event.first)
    elif event.kind is EventKind.REMINDER:
        last = end_of_months(event.first + _DAY, holding.reminder_months)
    elif event.kind is EventKind.DISASTER and event.last:
        last = end_of_months(event.last + _DAY, holding.disaster_months)
    elif event.cancelled and event.last:
        last = end_of_months(event.last + _DAY, holding.cancelled_months)
    return _Span(event.first, last)


def _renews(event: PrescriptionEvent) -> bool:
    """Whether a new period begins after the event."""
    held_only = event.kind in (EventKind.REMINDER, EventKind.DISASTER) or event.cancelled
    return event.kind not in _STOPPING and not held_only


def _completion(p: TermRules, clock: _Clock, day: dt.date) -> dt.date | None:
    """The last day of the period that runs on a day, with what stops and holds it."""
    start = clock.started_by(day)
    last = _stopped_end(p, clock, start)
    for hold in sorted(clock.holds, key=lambda each: each.first):
        if hold.first <= last:
            last = max(last, hold.last)
    return None if last >= _FAR else last


def _unheld_end(p: TermRules, clock: _Clock, day: dt.date) -> dt.date:
    """The end without anything that holds it open."""
    return _stopped_end(p, clock, clock.started_by(day))


def _stopped_end(p: TermRules, clock: _Clock, start: dt.date) -> dt.date:
    """Five years from a day, plus the days on which the clock stood still (each counted once)."""
    last, counted_to = end_of_months(start, p.prescription_years * 12), start - _DAY
    for stop in sorted(clock.stops, key=lambda each: each.first):
        first = max(stop.first, counted_to + _DAY)
        if first <= last and stop.last >= first:
            if stop.last == _FAR:
                return _FAR
            last += dt.timedelta(days=(stop.last - first).days + 1)
            counted_to = stop.last
    return last


def _status(clock: _Clock, last: dt.date | None, as_of: dt.date) -> PrescriptionStatus:
    if last is not None and last < as_of:
        return PrescriptionStatus.COMPLETED
    if any(span.first <= as_of <= span.last for span in clock.stops):
        return PrescriptionStatus.STOPPED
    if any(span.first <= as_of <= span.last for span in clock.holds):
        return PrescriptionStatus.HELD
    return PrescriptionStatus.RUNNING


def _effect_ja(p: TermRules, event: PrescriptionEvent) -> str:
    if event.kind in _STOPPING:
        return "その間は進行しない"
    if event.kind in _ACKNOWLEDGING:
        return "翌日から新たに進行(更新)"
    if not _renews(event):
        return "その間は完成しない(完成猶予)"
    if event.kind is EventKind.DEMAND:
        return f"{p.demand_wait_days}日を経過するまで完成猶予、その後新たに進行(更新)"
    return "終わるまで完成猶予、終わった翌日から新たに進行(更新)"
