# SPDX-License-Identifier: Apache-2.0
"""延滞金: what a late payment costs, day by day, with every period shown.

A period ends where the year, the rate, the base or a relief changes; each is floored to the yen
(the reading of the published example, and the milder one). Part payments lower the base from the
day after (地方税法20条の9の4, article unverified): what is paid goes to the tax first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from daicho.kernel.dates import end_of_months
from daicho.kernel.law import Citation, cite
from daicho.kernel.yen import Rate, floor_to, positive
from daicho.rules.collection.parameters import DelinquencyRules
from daicho.rules.collection.special_rates import ChargeRates, charge_rates

CITATION = cite("地方税法326条第1項")
BASE_CITATION = cite("地方税法20条の4の2第2項")
ROUNDING_CITATION = cite("地方税法20条の4の2第5項")
_DAY = dt.timedelta(days=1)
_ZERO = Rate(0, 1000)


class ReliefKind(StrEnum):
    """How a span of days is charged less."""

    FULL = "full"
    REDUCED = "reduced"
    EXCLUDED = "excluded"

    @property
    def label_ja(self) -> str:
        """As the calculation sheet says it."""
        return _RELIEF_LABELS[self][0]

    @property
    def citation(self) -> Citation:
        """The article of the relief."""
        return cite(_RELIEF_LABELS[self][1])


_RELIEF_LABELS = {
    ReliefKind.FULL: ("全額免除(災害等の徴収猶予・執行停止)", "地方税法15条の9第1項"),
    ReliefKind.REDUCED: ("一部免除(徴収猶予・換価の猶予)", "地方税法15条の9第1項・附則3条の2"),
    ReliefKind.EXCLUDED: ("計算期間に含めない(更正等)", "地方税法321条の2第3項"),
}


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that reached the tax itself on a day."""

    day: dt.date
    amount: int


@dataclass(frozen=True, slots=True)
class Relief:
    """A span of days, both included, that is charged less or not at all."""

    first: dt.date
    last: dt.date
    kind: ReliefKind


@dataclass(frozen=True, slots=True)
class ChargePeriod:
    """Days of one rate on one base, with the yen they come to."""

    first: dt.date
    last: dt.date
    days: int
    base: int
    rate: Rate
    amount: int
    relief: ReliefKind | None
    is_first_month: bool
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class DelinquencyCharge:
    """The charge with the periods it consists of; `total` is before the last cut."""

    periods: tuple[ChargePeriod, ...]
    total: int
    amount: int
    unpaid: int  # of the tax, on the last day
    ends_on: dt.date  # the day of the payment that cleared the tax, else the day asked for

    @property
    def is_assumed(self) -> bool:
        """Whether a year's rate was not announced yet."""
        return any(period.is_assumed for period in self.periods)


def delinquency_charge(
    p: DelinquencyRules,
    *,
    tax: int,
    due: dt.date,
    as_of: dt.date,
    payments: Iterable[Payment] = (),
    reliefs: Iterable[Relief] = (),
) -> DelinquencyCharge:
    """The charge on one instalment up to a day (included), or to the payment that cleared it.

    `due` is the due date as it really was (休日, 延長 already moved it).
    """
    paid = sorted(payments, key=lambda payment: payment.day)
    balances = tuple(_balances(tax, paid))
    cleared = next((day for day, left in balances if left == 0), None)
    unpaid = next((left for day, left in reversed(balances) if day <= as_of), tax)
    end = as_of if cleared is None else min(as_of, cleared)
    spans = tuple(reliefs)
    periods = tuple(
        _period(p, first, last, _balance_before(tax, balances, first), due, spans)
        for first, last in _spans(p, due, end, balances, spans)
    )
    total = sum(period.amount for period in periods)
    return DelinquencyCharge(periods, total, cut_charge(p, total), unpaid, end)


def charge_base(p: DelinquencyRules, tax: int) -> int:
    """What the charge is computed on: nothing below 2,000 yen, else 1,000-yen fractions dropped."""
    return 0 if tax < p.base_minimum else floor_to(tax, p.base_unit)


def cut_charge(p: DelinquencyRules, total: int) -> int:
    """Nothing below 1,000 yen, else 100-yen fractions dropped."""
    return 0 if total < p.charge_minimum else floor_to(total, p.charge_unit)


def first_month_end(p: DelinquencyRules, due: dt.date) -> dt.date:
    """The last day of the low rate: one month from the day after the due date."""
    return end_of_months(due + _DAY, p.first_months)


def waive(charge: int, *, share: Rate, unit: int) -> int:
    """What is left to pay when a share is remitted (減免), fractions in the payer's favour."""
    return floor_to(charge - -(-charge * share.numerator // share.denominator), unit)


def _balances(tax: int, payments: Iterable[Payment]) -> Iterator[tuple[dt.date, int]]:
    """What of the tax is left at the end of each day of payment."""
    left = tax
    for payment in payments:
        left = positive(left - payment.amount)
        yield payment.day, left


def _balance_before(tax: int, balances: tuple[tuple[dt.date, int], ...], day: dt.date) -> int:
    """The tax that is open on a day; a payment counts from the day after it."""
    return next((left for paid, left in reversed(balances) if paid < day), tax)


def _spans(
    p: DelinquencyRules,
    due: dt.date,
    end: dt.date,
    balances: tuple[tuple[dt.date, int], ...],
    reliefs: tuple[Relief, ...],
) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each stretch in which nothing changes."""
    first = due + _DAY
    starts = {first, end + _DAY, first_month_end(p, due) + _DAY}
    starts |= {dt.date(year, 1, 1) for year in range(first.year + 1, end.year + 1)}
    starts |= {day + _DAY for day, _ in balances}
    starts |= {day for relief in reliefs for day in (relief.first, relief.last + _DAY)}
    days = sorted(day for day in starts if first <= day <= end + _DAY)
    yield from ((start, following - _DAY) for start, following in pairwise(days))


def _period(
    p: DelinquencyRules,
    first: dt.date,
    last: dt.date,
    tax: int,
    due: dt.date,
    reliefs: tuple[Relief, ...],
) -> ChargePeriod:
    rates = charge_rates(p, first.year)
    is_first = first <= first_month_end(p, due)
    relief = _relief_on(reliefs, first)
    rate = _relieved(rates, rates.first if is_first else rates.later, relief)
    base, days = charge_base(p, tax), (last - first).days + 1
    amount = base * rate.numerator * days // (rate.denominator * p.days_in_year)
    return ChargePeriod(first, last, days, base, rate, amount, relief, is_first, rates.is_assumed)


def _relief_on(reliefs: tuple[Relief, ...], day: dt.date) -> ReliefKind | None:
    """The relief of a day; where several meet, the one that charges least."""
    kinds = {relief.kind for relief in reliefs if relief.first <= day <= relief.last}
    order = (ReliefKind.EXCLUDED, ReliefKind.FULL, ReliefKind.REDUCED)
    return next((kind for kind in order if kind in kinds), None)


def _relieved(rates: ChargeRates, rate: Rate, relief: ReliefKind | None) -> Rate:
    if relief is None:
        return rate
    if relief is ReliefKind.REDUCED:
        return min(rate, rates.relief, key=lambda each: each.numerator * 1000 // each.denominator)
    return _ZERO
