# SPDX-License-Identifier: Apache-2.0
"""還付加算金: interest on what is paid back or appropriated (地方税法17条の4).

Days run from the day after the one the law names to the day the refund was decided or the
appropriation took effect. Where several payments made the overpayment, the newest goes back first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.dates import end_of_months
from daicho.kernel.law import Citation, cite
from daicho.kernel.yen import Rate, positive
from daicho.rules.collection.delinquency import Payment, charge_base, cut_charge
from daicho.rules.collection.parameters import DelinquencyRules, RefundInterestRules
from daicho.rules.collection.special_rates import charge_rates

CITATION = cite("地方税法17条の4第1項")
_DAY = dt.timedelta(days=1)


class RefundCause(StrEnum):
    """Why too much was paid; decides the day from which interest runs."""

    REASSESSMENT = "reassessment"
    REQUEST = "request"
    INCOME_TAX_CORRECTION = "income_tax_correction"
    INCOME_TAX_RETURN = "income_tax_return"
    MISTAKE = "mistake"

    @property
    def label_ja(self) -> str:
        """As the decision on the refund says it."""
        return _CAUSES[self][0]

    @property
    def citation(self) -> Citation:
        """The item of the article."""
        return cite(_CAUSES[self][1])


_CAUSES = {
    RefundCause.REASSESSMENT: ("賦課決定・更正による減額", "地方税法17条の4第1項1号"),
    RefundCause.REQUEST: ("更正の請求に基づく更正", "地方税法17条の4第1項2号"),
    RefundCause.INCOME_TAX_CORRECTION: ("所得税の更正に基づく減額", "地方税法17条の4第1項3号"),
    RefundCause.INCOME_TAX_RETURN: ("所得税の申告に基づく減額", "地方税法17条の4第1項3号"),
    RefundCause.MISTAKE: ("二重納付などの誤納", "地方税法17条の4第1項4号"),
}


@dataclass(frozen=True, slots=True)
class RefundPart:
    """Part of the overpayment that came from one payment, with the interest of each period."""

    paid_on: dt.date
    amount: int
    base: int
    first: dt.date
    last: dt.date
    periods: tuple[InterestPeriod, ...]


@dataclass(frozen=True, slots=True)
class InterestPeriod:
    """Days of one calendar year at its rate; excluded days are not among them."""

    first: dt.date
    last: dt.date
    days: int
    rate: Rate
    amount: int
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class RefundInterest:
    """The interest on one overpayment; `total` is before the last cut."""

    parts: tuple[RefundPart, ...]
    total: int
    amount: int


def start_by_reassessment(*, paid_on: dt.date) -> dt.date:
    """Reduced by the municipality's own decision: the day after the payment."""
    return paid_on + _DAY


def start_by_request(p: RefundInterestRules, *, requested: dt.date, decided: dt.date) -> dt.date:
    """更正の請求: after three months from it or one month from the decision, whichever is first."""
    return (
        min(
            end_of_months(requested + _DAY, p.later_start_months),
            end_of_months(decided + _DAY, p.start_months),
        )
        + _DAY
    )


def start_by_income_tax_correction(p: RefundInterestRules, *, notified: dt.date) -> dt.date:
    """The tax office corrected the income tax: after one month from its notice."""
    return end_of_months(notified + _DAY, p.start_months) + _DAY


def start_by_income_tax_return(p: RefundInterestRules, *, filed: dt.date) -> dt.date:
    """A return of income tax lowered the tax: after one month from the day it was filed."""
    return end_of_months(filed + _DAY, p.start_months) + _DAY


def start_by_mistake(p: RefundInterestRules, *, paid_on: dt.date) -> dt.date:
    """Paid twice or without owing: after one month from the payment."""
    return end_of_months(paid_on + _DAY, p.start_months) + _DAY


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """What decides the first day, beside the payments themselves."""

    cause: RefundCause
    decided: dt.date | None = None  # day of the 更正
    requested: dt.date | None = None  # day of the 更正の請求
    notified: dt.date | None = None  # day the tax office told of its correction
    filed: dt.date | None = None  # day the income tax return was filed

    @property
    def missing(self) -> tuple[str, ...]:
        """Days that the cause needs and that are not given."""
        return tuple(name for name in _NEEDED[self.cause] if getattr(self, name) is None)


_NEEDED: dict[RefundCause, tuple[str, ...]] = {
    RefundCause.REASSESSMENT: (),
    RefundCause.REQUEST: ("requested", "decided"),
    RefundCause.INCOME_TAX_CORRECTION: ("notified",),
    RefundCause.INCOME_TAX_RETURN: ("filed",),
    RefundCause.MISTAKE: (),
}


def first_day(p: RefundInterestRules, facts: RefundFacts, paid_on: dt.date) -> dt.date:
    """The first day that counts for one payment; never before the day after the payment."""
    if facts.missing:
        raise ValueError(f"日付がありません: {', '.join(facts.missing)}")
    start = start_by_reassessment(paid_on=paid_on)
    if facts.cause is RefundCause.MISTAKE:
        return start_by_mistake(p, paid_on=paid_on)
    if facts.cause is RefundCause.REQUEST and facts.requested and facts.decided:
        return max(start, start_by_request(p, requested=facts.requested, decided=facts.decided))
    if facts.cause is RefundCause.INCOME_TAX_CORRECTION and facts.notified:
        return max(start, start_by_income_tax_correction(p, notified=facts.notified))
    if facts.cause is RefundCause.INCOME_TAX_RETURN and facts.filed:
        return max(start, start_by_income_tax_return(p, filed=facts.filed))
    return start


def interest_end(*, decided_on: dt.date, ready_on: dt.date | None) -> dt.date:
    """The last day: the decision, or earlier the day an appropriation became fit (充当適状)."""
    return decided_on if ready_on is None else min(decided_on, ready_on)


def unclaimed_days(
    p: RefundInterestRules, *, notified: dt.date, claimed: dt.date
) -> tuple[dt.date, dt.date] | None:
    """Days that do not count because the payee was told and did not claim within 30 days."""
    first = notified + dt.timedelta(days=p.claim_days) + _DAY
    return (first, claimed) if claimed >= first else None


def newest_first(overpaid: int, payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """Which payments the overpayment came from: the last one first, and so back.

    地方税法17条の4, paragraph unverified.
    """
    found, left = [], overpaid
    for payment in sorted(payments, key=lambda each: each.day, reverse=True):
        part = min(left, payment.amount)
        if part > 0:
            found.append(Payment(payment.day, part))
        left = positive(left - part)
    return tuple(found)


def refund_interest(
    p: RefundInterestRules,
    charge: DelinquencyRules,
    *,
    overpaid: int,
    payments: Iterable[Payment],
    facts: RefundFacts,
    last: dt.date,
    excluded: Iterable[tuple[dt.date, dt.date]] = (),
) -> RefundInterest:
    """Interest on one overpayment up to `last` (see `interest_end`).

    The base is cut once for the whole; where the law is silent, what is cut comes from the newest
    part, which bears least interest. Minimum and last cut are those of the charge
    (20条の4の2第2項・第5項).
    """
    parts = newest_first(overpaid, payments)
    whole = sum(part.amount for part in parts)
    cut = whole - charge_base(charge, whole)
    without, found = tuple(excluded), []
    for part in parts:
        base = positive(part.amount - cut)
        cut -= part.amount - base
        first = first_day(p, facts, part.day)
        periods = tuple(_periods(charge, base, first, last, without))
        found.append(RefundPart(part.day, part.amount, base, first, last, periods))
    total = sum(period.amount for part in found for period in part.periods)
    return RefundInterest(tuple(found), total, cut_charge(charge, total))


def _periods(
    p: DelinquencyRules,
    base: int,
    first: dt.date,
    last: dt.date,
    excluded: tuple[tuple[dt.date, dt.date], ...],
) -> Iterator[InterestPeriod]:
    """One period a calendar year, floored to the yen each."""
    for year in range(first.year, last.year + 1):
        start, end = max(first, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31))
        if start > end:
            continue
        rates = charge_rates(p, year)
        days = _counted(start, end, excluded)
        amount = base * rates.refund.numerator * days
        yield InterestPeriod(
            start,
            end,
            days,
            rates.refund,
            amount // (rates.refund.denominator * p.days_in_year),
            rates.is_assumed,
        )


def _counted(first: dt.date, last: dt.date, excluded: tuple[tuple[dt.date, dt.date], ...]) -> int:
    """Days from first to last without those in any excluded span."""
    gone = {
        day
        for begin, end in excluded
        for day in range(max(begin, first).toordinal(), min(end, last).toordinal() + 1)
    }
    return (last - first).days + 1 - len(gone)
