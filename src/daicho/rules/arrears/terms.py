# SPDX-License-Identifier: Apache-2.0
"""Days that start or end something in collecting: demand, seizure, service, limits of levying.

A period 「…した日から起算して」 counts that day itself; otherwise the day after is the first
(民法140条). 「経過した日」 is the day after the last day of the period.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from daicho.kernel.dates import end_of_months, shift_due_date
from daicho.kernel.law import cite
from daicho.rules.arrears.parameters import TermRules

DEMAND_CITATION = cite("地方税法329条第1項")
SEIZURE_CITATION = cite("地方税法331条第1項1号")
PUBLIC_NOTICE_CITATION = cite("地方税法20条の2第3項")
CLOSED_DAY_CITATION = cite("地方税法20条の5第2項")
LIMIT_CITATION = cite("地方税法17条の5")
STAY_CITATION = cite("地方税法15条の7第4項")
_DAY = dt.timedelta(days=1)
_YEAR = 12


class LevyKind(StrEnum):
    """What a decision on the tax does; decides how long it may come."""

    LEVY = "levy"
    REDUCTION = "reduction"
    FRAUD = "fraud"

    @property
    def label_ja(self) -> str:
        """In words."""
        labels = {"levy": "賦課決定", "reduction": "減額の賦課決定", "fraud": "偽りその他不正"}
        return labels[self.value]


def last_day_to_demand(p: TermRules, *, due: dt.date) -> dt.date:
    """A demand (督促状) goes out within 20 days after the due date."""
    return due + dt.timedelta(days=p.demand_issue_days)


def demand_passed_on(p: TermRules, *, demanded: dt.date) -> dt.date:
    """The day on which 10 days have passed from the demand, itself counted."""
    return demanded + dt.timedelta(days=p.demand_wait_days)


def first_day_to_seize(p: TermRules, *, demanded: dt.date) -> dt.date:
    """Who has not paid in full by the end of that day may be seized from the next."""
    return demand_passed_on(p, demanded=demanded) + _DAY


def served_by_notice_on(p: TermRules, *, posted: dt.date) -> dt.date:
    """公示送達: served when 7 days have passed from the day of posting, itself counted."""
    return posted + dt.timedelta(days=p.public_notice_days)


def presumed_delivery(*, sent: dt.date, usual_days: int) -> dt.date:
    """Ordinary mail is presumed to arrive when it usually does (地方税法20条第4項)."""
    return sent + dt.timedelta(days=usual_days)


def term_end(day: dt.date) -> dt.date:
    """A term that falls on a closed day ends on the next open one (20条の5第2項)."""
    return shift_due_date(day)


def last_day_to_levy(p: TermRules, *, statutory_due: dt.date, kind: LevyKind) -> dt.date:
    """The last day of 賦課決定: years from the day after the statutory due date."""
    years = {
        LevyKind.LEVY: p.assessment_years,
        LevyKind.REDUCTION: p.reduction_years,
        LevyKind.FRAUD: p.fraud_years,
    }[kind]
    return end_of_months(statutory_due + _DAY, years * _YEAR)


def last_day_to_claim_refund(p: TermRules, *, claimable: dt.date) -> dt.date:
    """A refund may be claimed for 5 years from the day after it could be (地方税法18条の3)."""
    return end_of_months(claimable + _DAY, p.refund_claim_years * _YEAR)


def stay_extinguishes_on(p: TermRules, *, stayed: dt.date) -> dt.date:
    """The duty to pay ends when the stay has lasted 3 years (15条の7第4項)."""
    return end_of_months(stayed + _DAY, p.stay_years * _YEAR)
