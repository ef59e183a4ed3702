# SPDX-License-Identifier: Apache-2.0
"""充当: what was paid too much must go to what is owed before any of it is paid back.

It takes effect from the day on which it became fit (充当適状), however late it is decided
(地方税法17条の2第4項・施行令6条の14). The end of the interest follows from that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.law import cite
from daicho.rules.collection.allotment import Allotment, Due, DuePart, order_dues

CITATION = cite("地方税法17条の2第1項")
TAX_BEFORE_CHARGE_CITATION = cite("地方税法17条の2第3項")
FIT_CITATION = cite("地方税法施行令6条の14")


class DueKind(StrEnum):
    """What decides the day from which money owed can take an appropriation."""

    ORDINARY = "ordinary"
    FIXED_LATER = "fixed_later"
    INSTALMENT = "instalment"
    ADVANCED = "advanced"
    FEE = "fee"
    DISPOSITION_COST = "disposition_cost"
    SECONDARY = "secondary"

    @property
    def label_ja(self) -> str:
        """The item of the order (施行令6条の14) in words."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    DueKind.ORDINARY: "法定納期限",
    DueKind.FIXED_LATER: "法定納期限後に確定した地方税: 告知書を発した時",
    DueKind.INSTALMENT: "納期を分けている地方税: 各納期限",
    DueKind.ADVANCED: "繰上徴収: 指定された納期限",
    DueKind.FEE: "督促手数料・加算金: 告知書を発した時",
    DueKind.DISPOSITION_COST: "滞納処分費: 確定した時",
    DueKind.SECONDARY: "第二次納税義務者・保証人: 告知に関する文書を発した時",
}


@dataclass(frozen=True, slots=True)
class AppropriationTarget:
    """Money owed, with the day of its kind (`DueKind` names which day that is)."""

    due: Due
    kind: DueKind
    fit_from: dt.date


@dataclass(frozen=True, slots=True)
class Appropriation:
    """One appropriation and the day it takes effect from."""

    allotment: Allotment
    effective_on: dt.date


@dataclass(frozen=True, slots=True)
class Appropriated:
    """Every appropriation, and what is left to be paid back."""

    appropriations: tuple[Appropriation, ...]
    refund: int


def fit_day(*, overpaid_on: dt.date, fit_from: dt.date) -> dt.date:
    """The later of the overpayment's day and the day of the money owed (施行令6条の14)."""
    return max(overpaid_on, fit_from)


def appropriate(
    overpaid: int, targets: Iterable[AppropriationTarget], *, overpaid_on: dt.date, as_of: dt.date
) -> Appropriated:
    """Spend an overpayment on everything owed that is fit by `as_of`, the tax before its charge.

    Dues go in the order of their due dates (民法488条4項; the tax law names no order).
    """
    fit = {t.due.key: t for t in targets if t.fit_from <= as_of}
    found, left = [], overpaid
    for due in order_dues((target.due for target in fit.values()), as_of=as_of):
        day = fit_day(overpaid_on=overpaid_on, fit_from=fit[due.key].fit_from)
        for part in DuePart:
            amount = min(left, due.open_of(part))
            if amount > 0:
                found.append(Appropriation(Allotment(due.key, part, amount), day))
                left -= amount
    return Appropriated(tuple(found), left)
