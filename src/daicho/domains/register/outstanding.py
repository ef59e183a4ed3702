# SPDX-License-Identifier: Apache-2.0
"""What the register still waits for: notices of moving in, householders to be named.

The lists carry addresses; who shows them asks for `protected.view` as anywhere else (showing.see).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from daicho.domains.register.models import ResidentVersion, Status
from daicho.domains.register.selectors import residents_as_of
from daicho.rules.resident_register.reasons import Reason
from daicho.rules.resident_register.relationship import HOUSEHOLDER


def awaiting_notice(
    *, removed_until: dt.date, known_at: dt.datetime, with_removed_by_authority: bool = False
) -> QuerySet[ResidentVersion]:
    """転入通知未着者 (4.1.3.1.4): moved out within Japan by a day, and no notice has come.

    The list can have those removed by authority too; oldest removal first.
    """
    gone = Q(status=Status.MOVED_OUT, cease_reason=Reason.DOMESTIC_MOVE_OUT.label_ja)
    if with_removed_by_authority:
        gone |= Q(status=Status.REMOVED, cease_reason=Reason.REMOVE_BY_AUTHORITY.label_ja)
    return ResidentVersion.objects.filter(
        gone, recorded__contains=known_at, valid__upper_inf=True, ceased_on__lte=removed_until,
        move_in_notice_on__isnull=True,
    ).order_by("ceased_on", "household_no", "addressee_no")  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeadlessHousehold:
    """A household without a householder, and the member whom the office writes to (4.0.5)."""

    household_no: int
    recipient: ResidentVersion
    members: tuple[ResidentVersion, ...]


def headless_households(*, on: dt.date, known_at: dt.datetime) -> list[HeadlessHousehold]:
    """Households to be asked for a householder (世帯主変更依頼の対象), by their numbers.

    The recipient is the member who stood highest in the order of members before.
    """
    residents = residents_as_of(valid_on=on, known_at=known_at).filter(household_no__isnull=False)
    heads = residents.filter(household_no=OuterRef("household_no"), relationship=HOUSEHOLDER.text)
    found = residents.filter(~Exists(heads)).order_by(
        "household_no", "member_order", "birth_date", "addressee_no"
    )
    households: dict[int, list[ResidentVersion]] = {}
    for row in found:
        households.setdefault(row.household_no or 0, []).append(row)
    return [
        HeadlessHousehold(number, members[0], tuple(members))
        for number, members in households.items()
    ]
