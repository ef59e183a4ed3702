# SPDX-License-Identifier: Apache-2.0
"""The instalments of a reassessment (更正): what is due stays, the difference goes to what is open.

Works on any assessment with instalments and gives new ones whose sum is the new annual tax. What no
open instalment can take is due on its own (随時: a fifth ordinary instalment); a decrease that open
instalments cannot take lowers the past ones from the last, which leaves them overpaid (過誤納).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from daicho.domains.tax.inhabitants.assessing import Assessed
from daicho.domains.tax.inhabitants.due_dates import DueDays, due_days
from daicho.domains.tax.inhabitants.instalments import WithInstalments, reduce_from_last
from daicho.engine.statutes import load_parameters
from daicho.rules.inhabitants_tax.collection.changes import (
    redistribute_ordinary,
    redistribute_salary,
)
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

REGULAR = 4
MONTHS = 12


class Redistributed(NamedTuple):
    """New instalments; the totals by method follow from them."""

    ordinary: tuple[int, ...]
    salary: tuple[int, ...]
    provisional: tuple[int, ...]
    final: tuple[int, ...]

    def apply(self, assessed: Assessed) -> Assessed:
        """The assessment with these instalments. Sums of the methods follow."""
        return assessed._replace(
            ordinary=self.ordinary,
            salary=self.salary,
            provisional=self.provisional,
            final=self.final,
            ordinary_total=sum(self.ordinary),
            salary_total=sum(self.salary),
            pension_total=sum(self.provisional) + sum(self.final),
            pension_overcollected=0,
        )


def redistribute(
    old: WithInstalments,
    new: Assessed,
    *,
    fiscal_year: int,
    municipality: str,
    decided_on: dt.date,
    has_left: bool = False,
) -> Redistributed:
    """Old instalments, the new tax by method, the day of the decision → new instalments.

    `has_left`: nobody withholds from a salary any more, what is withheld stays as it is.
    """
    p = load_parameters(fiscal_year, municipality)
    days = due_days(fiscal_year, municipality)
    provisional, final, above = _pension(old, new, days, decided_on)
    if has_left:
        salary = reduce_from_last(old.salary, max(sum(old.salary) - new.salary_total, 0))
        above_salary = new.salary_total - sum(salary)
    else:
        salary, above_salary = _salary(p, old.salary, new.salary_total, days, decided_on)
    ordinary = share_ordinary(
        p, old.ordinary, new.ordinary_total + above + above_salary, days, decided_on
    )
    return Redistributed(ordinary, salary, provisional, final)


def settled_by(days: Sequence[dt.date], decided_on: dt.date) -> int:
    """Instalments whose day has come."""
    return sum(day <= decided_on for day in days)


def share_ordinary(
    p: InhabitantsTaxParameters,
    old: Sequence[int],
    total: int,
    days: DueDays,
    decided_on: dt.date,
) -> tuple[int, ...]:
    """An earlier 随時 amount stays as it was, as far as the new tax reaches."""
    earlier = min(sum(old[REGULAR:]), total)
    first_four = tuple(old[:REGULAR])
    settled = settled_by(days.ordinary, decided_on)
    found = redistribute_ordinary(p, first_four, settled, total - earlier)
    regular = reduce_from_last(found.instalments, found.refund)
    additional = found.additional + earlier
    return (*regular, additional) if additional else regular


def _salary(
    p: InhabitantsTaxParameters,
    old: Sequence[int],
    total: int,
    days: DueDays,
    decided_on: dt.date,
) -> tuple[tuple[int, ...], int]:
    """What no month can take any more goes to ordinary collection."""
    settled = settled_by(days.salary, decided_on)
    found = redistribute_salary(p, tuple(old), settled, total)
    return reduce_from_last(found.instalments, found.refund), found.additional


def _pension(
    old: WithInstalments, new: Assessed, days: DueDays, decided_on: dt.date
) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Payers of pensions take only less, never more: an increase goes to ordinary collection.

    (地方税法321条の7の9, unverified)
    """
    before = reduce_from_last(old.provisional, old.pension_overcollected)
    amounts = (*before, *old.final)
    rise = new.pension_total - sum(amounts)
    if rise > 0:
        return tuple(before), tuple(old.final), rise
    lowered = reduce_from_last(amounts, -rise)
    return lowered[:3], lowered[3:], 0
