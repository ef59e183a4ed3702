# SPDX-License-Identifier: Apache-2.0
"""The register as certificates read it: final state only, nothing provisional, as it stands now.

Rows that are open (nobody has said otherwise since) and valid on the day. The moment of the click
does not matter: whoever reads under the locks reads what was registered last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from daicho.domains.register.public import Remark, ResidentVersion
from daicho.foundation.access.decision import find_protected


def read_people(*, addressee_nos: Collection[int], on: dt.date) -> dict[int, ResidentVersion]:
    """The state of these persons on a day, by 宛名番号; also removed ones (除票)."""
    rows = ResidentVersion.objects.filter(
        addressee_no__in=addressee_nos, recorded__upper_inf=True, valid__contains=on
    )
    return {row.addressee_no: row for row in rows.select_related("event")}


def read_latest(*, addressee_nos: Collection[int]) -> dict[int, ResidentVersion]:
    """The last state that is known, also one that begins tomorrow (転出予定)."""
    rows = ResidentVersion.objects.filter(
        addressee_no__in=addressee_nos, recorded__upper_inf=True
    ).order_by("addressee_no", "-history_no")
    return {row.addressee_no: row for row in rows.distinct("addressee_no")}


def read_household(*, household_no: int, on: dt.date) -> list[ResidentVersion]:
    """The residents of a household, in the order of its members."""
    rows = ResidentVersion.objects.filter(
        household_no=household_no, status="resident", recorded__upper_inf=True, valid__contains=on
    )
    return sorted(rows, key=lambda row: (not row.is_householder, row.member_order or 999,
                                         str(row.birth_date), row.addressee_no))  # fmt: skip


def protected_among(*, rows: Iterable[ResidentVersion], on: dt.date) -> frozenset[int]:
    """Who of these, and of those who live with them, is under 支援措置 on the day.

    Whoever lives with a protected person has the same address, so the whole household counts.
    """
    found = list(rows)
    households = {row.household_no for row in found if row.household_no and row.is_resident}
    together = ResidentVersion.objects.filter(
        household_no__in=households, status="resident", recorded__upper_inf=True,
        valid__contains=on,
    )  # fmt: skip
    everybody = {row.addressee_no: row.protected for row in (*found, *together)}
    ours = find_protected(numbers=list(everybody), on=on)
    return frozenset(number for number, is_marked in everybody.items() if is_marked) | ours


def read_events(*, addressee_no: int, on: dt.date) -> list[ResidentVersion]:
    """The open rows of a person up to a day, each with the event that made it, oldest first."""
    rows = ResidentVersion.objects.filter(
        addressee_no=addressee_no, recorded__upper_inf=True, event__isnull=False,
        valid__startswith__lte=on,
    ).select_related("event")  # fmt: skip
    return sorted(rows, key=lambda row: (row.valid.lower or dt.date.min, row.history_no))


def read_remarks(*, addressee_no: int) -> list[str]:
    """The remarks that stand (備考): the last text of each thread that was not removed."""
    last: dict[object, Remark] = {}
    for remark in Remark.objects.filter(addressee_no=addressee_no):
        last[remark.thread] = remark
    return [one.text for one in last.values() if not one.is_removed and one.text]
