# SPDX-License-Identifier: Apache-2.0
"""Which part of which due an amount of money pays.

Inside one due the tax comes before the charge on it (地方税法20条の9の4 for payments, article
unverified; 17条の2第3項 for appropriations). Between dues the law of taxes says nothing: what the
payer named comes first, then the order of the Civil Code (民法488条4項).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.law import cite

INSIDE_CITATION = cite("地方税法20条の9の4第2項")
BETWEEN_CITATION = cite("民法488条第4項")


class DuePart(StrEnum):
    """What one due consists of."""

    TAX = "tax"
    FEE = "fee"
    CHARGE = "charge"

    @property
    def label_ja(self) -> str:
        """As receipts say it."""
        return {"tax": "本税", "fee": "督促手数料", "charge": "延滞金"}[self.value]


# The charge may not come before the tax; where the fee stands is the municipality's choice.
TAX_FIRST = (DuePart.TAX, DuePart.FEE, DuePart.CHARGE)
FEE_FIRST = (DuePart.FEE, DuePart.TAX, DuePart.CHARGE)


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment with what is open of each part."""

    key: str
    due_date: dt.date
    tax: int
    fee: int = 0
    charge: int = 0

    def open_of(self, part: DuePart) -> int:
        """What is open of one part."""
        amounts = {DuePart.TAX: self.tax, DuePart.FEE: self.fee, DuePart.CHARGE: self.charge}
        return amounts[part]


@dataclass(frozen=True, slots=True)
class Allotment:
    """Yen that go to one part of one due."""

    key: str
    part: DuePart
    amount: int


@dataclass(frozen=True, slots=True)
class Allotted:
    """All parts paid, and what is left over (過誤納)."""

    allotments: tuple[Allotment, ...]
    left_over: int

    def amount_of(self, key: str, part: DuePart) -> int:
        """What one part of one due got."""
        return sum(each.amount for each in self.allotments if (each.key, each.part) == (key, part))


def is_lawful_order(order: tuple[DuePart, ...]) -> bool:
    """Whether an order names each part once and puts the tax before the charge."""
    return sorted(order) == sorted(DuePart) and order.index(DuePart.TAX) < order.index(
        DuePart.CHARGE
    )


def order_dues(dues: Iterable[Due], *, as_of: dt.date) -> tuple[Due, ...]:
    """Due ones before those not due yet, then by due date, then by key (民法488条4項1号・3号)."""
    return tuple(sorted(dues, key=lambda due: (due.due_date > as_of, due.due_date, due.key)))


def allot(
    amount: int,
    dues: Iterable[Due],
    *,
    as_of: dt.date,
    named: str = "",
    order: tuple[DuePart, ...] = TAX_FIRST,
) -> Allotted:
    """Pay one due after the other: the one the payer named first (民法488条1項)."""
    if not is_lawful_order(order):
        raise ValueError("本税より先に延滞金へ充てる順序は使えません")
    ordered = sorted(order_dues(dues, as_of=as_of), key=lambda due: due.key != named)
    found, left = [], amount
    for due in ordered:
        for part in order:
            paid = min(left, due.open_of(part))
            if paid > 0:
                found.append(Allotment(due.key, part, paid))
                left -= paid
    return Allotted(tuple(found), left)


def allot_taxes_first(amount: int, dues: Iterable[Due], *, as_of: dt.date) -> Allotted:
    """The tax of every due before any charge, so that charges stop growing soonest.

    A choice a municipality may make where one sum meets several dues; mildest for the payer.
    """
    ordered = order_dues(dues, as_of=as_of)
    found, left = [], amount
    for part in TAX_FIRST:
        for due in ordered:
            paid = min(left, due.open_of(part))
            if paid > 0:
                found.append(Allotment(due.key, part, paid))
                left -= paid
    return Allotted(tuple(found), left)
