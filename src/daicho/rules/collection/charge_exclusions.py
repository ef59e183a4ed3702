# SPDX-License-Identifier: Apache-2.0
"""Spans that the charge leaves out or lowers, as the articles name them (unverified in detail)."""

from __future__ import annotations

import datetime as dt

from daicho.kernel.dates import end_of_months
from daicho.kernel.law import cite
from daicho.rules.collection.delinquency import Relief, ReliefKind

REASSESSMENT_CITATION = cite("地方税法321条の2第3項")
EXTENSION_CITATION = cite("地方税法20条の9の5第1項")
_DAY = dt.timedelta(days=1)


def excluded_by_reassessment(
    *, statutory_due: dt.date, notice: dt.date, is_fraud: bool = False
) -> Relief | None:
    """Tax added because income tax was corrected: the span after a year until the notice is free.

    From the day after one year from the day after the due date to the day of the notice
    (納税通知書を発した日). Not in cases of fraud (特定修正申告・特定更正).
    """
    first = end_of_months(statutory_due + _DAY, 12) + _DAY
    if is_fraud or notice < first:
        return None
    return Relief(first, notice, ReliefKind.EXCLUDED)


def freed_by_extension(*, due: dt.date, extended_to: dt.date) -> Relief | None:
    """A disaster moved the term (期限の延長): the days between the two due dates are free."""
    return Relief(due + _DAY, extended_to, ReliefKind.FULL) if extended_to > due else None


def freed_by_stay(*, stayed_on: dt.date, ended_on: dt.date) -> Relief:
    """滞納処分の停止: the whole charge of the stay is remitted."""
    return Relief(stayed_on, ended_on, ReliefKind.FULL)


def lowered_by_postponement(*, first: dt.date, last: dt.date, by_disaster: bool) -> Relief:
    """徴収猶予・換価の猶予: all of the charge after a disaster or illness, else part of it."""
    return Relief(first, last, ReliefKind.FULL if by_disaster else ReliefKind.REDUCED)
