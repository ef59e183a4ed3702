# SPDX-License-Identifier: Apache-2.0
"""The instalments of an assessment as amounts to be posted (調定) and shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from daicho.domains.collection.public import CollectionMethod, NewPosting
from daicho.domains.tax.inhabitants.due_dates import additional_due_day, due_days

TAX_KIND = "inhabitants_tax"
REGULAR = 4  # instalments of 普通徴収; one more is due on its own (随時)


class WithInstalments(Protocol):
    """An assessment, stored or just computed."""

    @property
    def ordinary(self) -> Sequence[int]: ...
    @property
    def salary(self) -> Sequence[int]: ...
    @property
    def provisional(self) -> Sequence[int]: ...
    @property
    def final(self) -> Sequence[int]: ...
    @property
    def pension_overcollected(self) -> int: ...


class Instalment(NamedTuple):
    """One instalment: method (徴収区分), number from 1, due date, amount."""

    method: int
    number: int
    due_date: dt.date
    amount: int


def instalments_of(
    assessment: WithInstalments, fiscal_year: int, municipality: str, decided_on: dt.date
) -> list[Instalment]:
    """Every instalment that is not 0. Their sum is the annual tax.

    Provisional collection above the year's tax (仮徴収の過大) is taken off its last: the rest is
    what the pensioner owes, the money withheld above it is repaid by collection.
    """
    days = due_days(fiscal_year, municipality)
    ordinary_days = (*days.ordinary, additional_due_day(decided_on, municipality))
    provisional = reduce_from_last(assessment.provisional, assessment.pension_overcollected)
    groups = (
        (CollectionMethod.ORDINARY, assessment.ordinary, ordinary_days),
        (CollectionMethod.SALARY, assessment.salary, days.salary),
        (CollectionMethod.PENSION, (*provisional, *assessment.final), days.pension),
    )
    return [
        Instalment(method.value, number, day, amount)
        for method, amounts, dates in groups
        for number, (amount, day) in enumerate(zip(amounts, dates, strict=False), 1)
        if amount
    ]


def reduce_from_last(amounts: Sequence[int], reduction: int) -> tuple[int, ...]:
    """Take a reduction off the last amounts first, none below 0."""
    left = []
    for amount in reversed(amounts):
        taken = min(amount, reduction)
        reduction -= taken
        left.append(amount - taken)
    return tuple(reversed(left))


class Owed(NamedTuple):
    """What one payer owes of one instalment."""

    method: int
    number: int
    payer_no: int
    due_date: dt.date
    amount: int


def owed_by(
    instalments: Sequence[Instalment],
    *,
    addressee_no: int,
    employer_payer: int | None,
    posted: Sequence[Owed] = (),
    settled_months: int = 0,
) -> list[Owed]:
    """Who owes each instalment: months settled stay with the employer that withheld them."""
    former = {
        item.number: item.payer_no
        for item in posted
        if item.method == CollectionMethod.SALARY and item.amount
    }

    def payer(method: int, number: int) -> int:
        if method != CollectionMethod.SALARY:
            return addressee_no
        present = employer_payer or addressee_no
        return former.get(number, present) if number <= settled_months else present

    return [
        Owed(method, number, payer(method, number), day, amount)
        for method, number, day, amount in instalments
    ]


def owed_differences(new: Sequence[Owed], posted: Sequence[Owed]) -> list[Owed]:
    """What has to be posted so that what is owed becomes `new`, payer by payer."""
    rest = {item[:3]: item for item in posted}
    changed = []
    for item in new:
        before = rest.pop(item[:3], None)
        amount = item.amount - (before.amount if before else 0)
        if amount:
            changed.append(item._replace(amount=amount))
    changed += [item._replace(amount=-item.amount) for item in rest.values() if item.amount]
    return changed


def postings_of_owed(
    owed: Sequence[Owed], *, fiscal_year: int, addressee_no: int, reason: str, source_id: int
) -> Iterator[NewPosting]:
    """The postings of what is owed, or of its differences."""
    for method, number, payer_no, day, amount in owed:
        yield NewPosting(
            *(TAX_KIND, fiscal_year, addressee_no, payer_no, method, number),
            *(day, amount, reason, source_id),
        )


def postings_of(
    instalments: Sequence[Instalment],
    *,
    fiscal_year: int,
    addressee_no: int,
    employer_payer: int | None,
    reason: str,
    source_id: int,
) -> Iterator[NewPosting]:
    """The postings of instalments; salary instalments are owed by the employer."""
    for method, number, day, amount in instalments:
        by_employer = method == CollectionMethod.SALARY and employer_payer is not None
        yield NewPosting(
            TAX_KIND,
            fiscal_year,
            addressee_no,
            employer_payer if by_employer and employer_payer else addressee_no,
            method,
            number,
            day,
            amount,
            reason,
            source_id,
        )


def differences(
    new: Sequence[Instalment], old: Mapping[tuple[int, int], Instalment]
) -> list[Instalment]:
    """What has to be posted so that the postings become `new`; negative amounts reduce."""
    rest = dict(old)
    changed = []
    for item in new:
        before = rest.pop((item.method, item.number), None)
        amount = item.amount - (before.amount if before else 0)
        if amount:
            changed.append(item._replace(amount=amount))
    changed += [item._replace(amount=-item.amount) for item in rest.values() if item.amount]
    return changed
