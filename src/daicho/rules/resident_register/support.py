# SPDX-License-Identifier: Apache-2.0
"""Protective measures (支援措置, 標準仕様書 3.4): their year, extension, what is told and stopped.

A measure lasts one year from its first day; it does not lapse by itself. Extension may begin one
month before the last day, and the next year begins on the day after it. Before the need is
confirmed, and while a person moves away, a provisional measure (仮支援措置) stops just as much.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.dates import end_of_months, format_japanese, last_day_of_month
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.checks import finding

TERM_MONTHS = 12


@dataclass(frozen=True, slots=True)
class SupportTerm:
    """The days of one measure, both included."""

    first: dt.date
    last: dt.date


class SupportState(StrEnum):
    """Where a measure stands on a day; every state but ENDED and NOT_YET stops issue."""

    NOT_YET = "開始前"
    PROVISIONAL = "仮支援措置"
    IN_FORCE = "支援措置中"
    ENDING = "期間終了１か月前"
    EXPIRED = "期間経過(未終了)"
    ENDED = "終了"


STOPPING = frozenset(
    {
        SupportState.PROVISIONAL,
        SupportState.IN_FORCE,
        SupportState.ENDING,
        SupportState.EXPIRED,
    }
)


@dataclass(frozen=True, slots=True)
class Support:
    """One measure as recorded; `term` is None while it is provisional only."""

    term: SupportTerm | None = None
    provisional_from: dt.date | None = None
    ended_on: dt.date | None = None  # first day without it
    subject: str = ""


def term_from(first: dt.date) -> SupportTerm:
    """One year from a day: 2020-04-01 to 2021-03-31; from February 29 to February 28."""
    return SupportTerm(first, end_of_months(first, TERM_MONTHS))


def next_term(term: SupportTerm) -> SupportTerm:
    """The year after, from the day after the last."""
    return term_from(term.last + dt.timedelta(days=1))


def extendable_from(term: SupportTerm) -> dt.date:
    """One month before the last day: the same day of the month before, or that month's last."""
    first_of_month = term.last.replace(day=1)
    before = first_of_month - dt.timedelta(days=1)
    end = last_day_of_month(before.year, before.month)
    return before.replace(day=min(term.last.day, end.day))


def extend(
    term: SupportTerm, *, as_of: dt.date, subject: str = ""
) -> tuple[SupportTerm | None, tuple[Finding, ...]]:
    """The next year, or why it is too early."""
    if as_of < extendable_from(term):
        detail = f"{format_japanese(extendable_from(term))}から"
        return None, (finding("E-082", subject=subject, detail=detail),)
    return next_term(term), ()


def check_term(term: SupportTerm, *, subject: str = "") -> tuple[Finding, ...]:
    """A term set by hand ends on or after its first day."""
    return (finding("E-081", subject=subject),) if term.last < term.first else ()


def state_on(support: Support, as_of: dt.date) -> SupportState:
    """Where a measure stands on a day."""
    if support.ended_on is not None and as_of >= support.ended_on:
        return SupportState.ENDED
    if support.term is not None and as_of >= support.term.first:
        return _state_in_term(support.term, as_of)
    if support.provisional_from is not None and as_of >= support.provisional_from:
        return SupportState.PROVISIONAL
    return SupportState.NOT_YET


def _state_in_term(term: SupportTerm, as_of: dt.date) -> SupportState:
    if as_of > term.last:
        return SupportState.EXPIRED
    return SupportState.ENDING if as_of >= extendable_from(term) else SupportState.IN_FORCE


def is_protected(support: Support, as_of: dt.date) -> bool:
    """Whether the address is hidden: from the first provisional day until the measure is ended."""
    return state_on(support, as_of) in STOPPING


def check_release(support: Support, *, as_of: dt.date) -> tuple[Finding, ...]:
    """閲覧 and issue: an error that only the responsible officer lifts (支援措置責任者)."""
    state = state_on(support, as_of)
    if state is SupportState.PROVISIONAL:
        return (finding("E-064", subject=support.subject),)
    return (finding("E-063", subject=support.subject),) if state in STOPPING else ()


def check_display(support: Support, *, as_of: dt.date) -> tuple[Finding, ...]:
    """Alerts beside the record: ends within a month, or has run out without being ended."""
    state = state_on(support, as_of)
    if support.term is None or state not in (SupportState.ENDING, SupportState.EXPIRED):
        return ()
    detail = f"終了日 {format_japanese(support.term.last)}"
    number = "A-021" if state is SupportState.ENDING else "A-022"
    return (finding(number, subject=support.subject, detail=detail),)


def at_move_out(support: Support, *, moved_on: dt.date) -> Support:
    """At 転出 the measure goes on as a provisional one of the former municipality (3.4).

    A provisional measure has no last day, so nothing ends while the new municipality decides.
    It counts from the first day of what it follows: there is no day without protection.
    """
    if not is_protected(support, moved_on):
        return support
    since = [day for day in (support.provisional_from, support.term and support.term.first) if day]
    return Support(None, min(since), None, support.subject)
