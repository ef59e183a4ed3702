# SPDX-License-Identifier: Apache-2.0
"""分割納付: cutting what is owed into payments, with the charge as it will be if all are kept.

Equal payments rounded down to a unit, the rest in the last one; the oldest tax first. Then the
charges, estimated on the days of payment, follow the tax in payments of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from daicho.kernel.dates import last_day_of_month
from daicho.kernel.yen import floor_to
from daicho.rules.collection.allotment import Allotment, Due, allot
from daicho.rules.collection.delinquency import Payment, delinquency_charge
from daicho.rules.collection.parameters import DelinquencyRules


@dataclass(frozen=True, slots=True)
class PlannedPayment:
    """One payment of the plan and the dues it goes to."""

    number: int
    day: dt.date
    amount: int
    allotments: tuple[Allotment, ...]


@dataclass(frozen=True, slots=True)
class InstalmentPlan:
    """The payments of the tax, the charges to come, and the payments of these."""

    payments: tuple[PlannedPayment, ...]
    charges: dict[str, int]  # per due, if every payment is kept
    charge_payments: tuple[PlannedPayment, ...]

    @property
    def total(self) -> int:
        """Tax and charges together."""
        return sum(each.amount for each in (*self.payments, *self.charge_payments))


def equal_payments(total: int, *, times: int, unit: int) -> tuple[int, ...]:
    """Equal parts in whole units, the rest last; fewer when a part would be nothing."""
    if total <= 0 or times < 1:
        return ()
    each = max(floor_to(total // times, unit), min(unit, total))
    full = min(times - 1, (total - 1) // each)
    return (*([each] * full), total - each * full)


def payments_of(total: int, *, each: int) -> tuple[int, ...]:
    """Payments of an amount that the debtor can raise, the rest last."""
    if total <= 0 or each < 1:
        return ()
    full = (total - 1) // each
    return (*([each] * full), total - each * full)


def monthly_days(first: dt.date, times: int) -> tuple[dt.date, ...]:
    """The same day of each month; its last day where the month is shorter."""
    found = []
    for number in range(times):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        last = last_day_of_month(year, month + 1)
        found.append(last.replace(day=min(first.day, last.day)))
    return tuple(found)


def plan_instalments(
    p: DelinquencyRules,
    *,
    dues: Iterable[Due],
    amounts: tuple[int, ...],
    first: dt.date,
    charge_each: int,
) -> InstalmentPlan:
    """Spread the taxes of some dues over payments; `amounts` must sum to the taxes.

    Charges of a due are worked out on the days its tax is paid and follow after the last payment,
    `charge_each` yen a month.
    """
    taxes = tuple(Due(due.key, due.due_date, due.tax) for due in dues)
    if sum(amounts) != sum(due.tax for due in taxes):
        raise ValueError("分割額の合計が税額と合いません")
    paid: dict[str, list[Payment]] = {due.key: [] for due in taxes}
    planned = []
    for number, (day, amount) in enumerate(
        zip(monthly_days(first, len(amounts)), amounts, strict=True), 1
    ):
        allotted = allot(amount, _left(taxes, paid), as_of=day).allotments
        for each in allotted:
            paid[each.key].append(Payment(day, each.amount))
        planned.append(PlannedPayment(number, day, amount, allotted))
    charges = {due.key: _charge(p, due, paid[due.key]) for due in taxes}
    return InstalmentPlan(
        tuple(planned), charges, _charge_payments(taxes, charges, planned, charge_each)
    )


def _left(taxes: tuple[Due, ...], paid: dict[str, list[Payment]]) -> tuple[Due, ...]:
    return tuple(
        Due(due.key, due.due_date, due.tax - sum(each.amount for each in paid[due.key]))
        for due in taxes
    )


def _charge(p: DelinquencyRules, due: Due, payments: list[Payment]) -> int:
    if not payments:
        return 0
    last = payments[-1].day
    return delinquency_charge(
        p, tax=due.tax, due=due.due_date, as_of=last, payments=payments
    ).amount


def _charge_payments(
    taxes: tuple[Due, ...],
    charges: dict[str, int],
    planned: list[PlannedPayment],
    each: int,
) -> tuple[PlannedPayment, ...]:
    """The charges, a month after the last payment of tax and on."""
    amounts = payments_of(sum(charges.values()), each=each)
    if not amounts or not planned:
        return ()
    left = {due.key: charges[due.key] for due in taxes}
    days = monthly_days(planned[0].day, len(planned) + len(amounts))[len(planned) :]
    found = []
    for number, (day, amount) in enumerate(zip(days, amounts, strict=True), len(planned) + 1):
        dues = [Due(due.key, due.due_date, 0, charge=left[due.key]) for due in taxes]
        allotted = allot(amount, dues, as_of=day).allotments
        for part in allotted:
            left[part.key] -= part.amount
        found.append(PlannedPayment(number, day, amount, allotted))
    return tuple(found)
