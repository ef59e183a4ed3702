# SPDX-License-Identifier: Apache-2.0
"""Measures that end soon, and what their notice says (支援措置期間終了通知, 20.5.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from daicho.domains.register.public import ResidentVersion
from daicho.domains.support.models import MeasureStep
from daicho.domains.support.selectors import in_state, latest_measures
from daicho.rules.resident_register.support import SupportState, SupportTerm, extendable_from


@dataclass(frozen=True, slots=True, kw_only=True)
class EndNotice:
    """One notice: to whom and where, which term ends, from when it can be extended.

    It goes to the protected person, so it has the address: only an officer who may see it prints.
    """

    measure_no: int
    addressee_no: int
    name: str
    postcode: str
    address: str
    building: str
    first: dt.date
    last: dt.date
    extendable_from: dt.date


def list_ending(*, on: dt.date) -> list[MeasureStep]:
    """Measures whose last day is at most a month away, the first to end before."""
    found = latest_measures().filter(in_state(SupportState.ENDING, on=on))
    return list(found.order_by("last", "measure_no"))


def list_end_notices(*, on: dt.date) -> list[EndNotice]:
    """The notices that are due: one for every applicant, not for who applied together."""
    ending = [one for one in list_ending(on=on) if one.is_applicant]
    rows = ResidentVersion.objects.filter(
        addressee_no__in=[one.addressee_no for one in ending], recorded__upper_inf=True,
        valid__contains=on,
    )  # fmt: skip
    people = {row.addressee_no: row for row in rows}
    return [
        _notice(one, term, people[one.addressee_no])
        for one in ending
        if one.addressee_no in people and (term := one.support.term) is not None
    ]


def _notice(one: MeasureStep, term: SupportTerm, row: ResidentVersion) -> EndNotice:
    return EndNotice(
        measure_no=one.measure_no, addressee_no=one.addressee_no, name=row.name,
        postcode=row.postcode, address=row.address, building=row.building, first=term.first,
        last=term.last, extendable_from=extendable_from(term),
    )  # fmt: skip
