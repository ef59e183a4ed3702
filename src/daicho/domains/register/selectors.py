# SPDX-License-Identifier: Apache-2.0
"""Reads of the register; each states the valid day and the recorded time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from daicho.domains.register.models import ResidentVersion, Status
from daicho.foundation.access.decision import all_protected


def people_as_of(*, valid_on: dt.date, known_at: dt.datetime) -> QuerySet[ResidentVersion]:
    """Everybody with a record on a day, residents and removed ones (除票), as known at a time."""
    return ResidentVersion.objects.filter(valid__contains=valid_on, recorded__contains=known_at)


def residents_as_of(*, valid_on: dt.date, known_at: dt.datetime) -> QuerySet[ResidentVersion]:
    """The residents of a day, as known at a time."""
    return people_as_of(valid_on=valid_on, known_at=known_at).filter(status=Status.RESIDENT)


def find_person(
    *, addressee_no: int, valid_on: dt.date, known_at: dt.datetime
) -> ResidentVersion | None:
    """One person's record on a day, also a removed one (除票)."""
    found = people_as_of(valid_on=valid_on, known_at=known_at)
    return found.filter(addressee_no=addressee_no).first()


def find_resident(
    *, addressee_no: int, valid_on: dt.date, known_at: dt.datetime
) -> ResidentVersion | None:
    """One resident as of a day and a known time; None when not a resident then."""
    return (
        residents_as_of(valid_on=valid_on, known_at=known_at)
        .filter(addressee_no=addressee_no)
        .first()
    )


def list_household(
    *, household_no: int, valid_on: dt.date, known_at: dt.datetime
) -> list[ResidentVersion]:
    """The members of a household, oldest first within the householder's lead.

    `is_guarded` of each: a protective measure (支援措置) holds, by the register or by our own.
    """
    measure = all_protected(on=valid_on).filter(addressee_no=OuterRef("addressee_no"))
    members = (
        residents_as_of(valid_on=valid_on, known_at=known_at)
        .filter(household_no=household_no)
        .annotate(is_guarded=Q(protected=True) | Exists(measure))
    )
    return sorted(
        members, key=lambda one: (one.relationship != "世帯主", str(one.birth_date), one.pk)
    )


def household_of(
    *, household_no: int, valid_on: dt.date, known_at: dt.datetime
) -> list[ResidentVersion]:
    """The members in their order (5.2), then those who have left it as removed records (3.3)."""
    everybody = people_as_of(valid_on=valid_on, known_at=known_at).filter(household_no=household_no)
    return sorted(
        everybody,
        key=lambda one: (
            not one.is_resident, not one.is_householder, one.member_order or 0,
            str(one.birth_date), one.pk,
        ),
    )  # fmt: skip


def list_history(*, addressee_no: int) -> list[ResidentVersion]:
    """Every row ever recorded of one person, in the order of history numbers."""
    return list(ResidentVersion.objects.filter(addressee_no=addressee_no).order_by("history_no"))


def members_of(*, household_nos: Iterable[int]) -> set[int]:
    """Everybody whom what is known now puts into one of these households, on whatever day."""
    known = ResidentVersion.objects.filter(
        household_no__in=list(household_nos), recorded__upper_inf=True
    )
    return set(known.values_list("addressee_no", flat=True))


def later_rows(*, household_no: int, after: dt.date) -> QuerySet[ResidentVersion]:
    """Residents' rows of a household, as known now, that begin after a day."""
    return ResidentVersion.objects.filter(
        household_no=household_no, recorded__upper_inf=True, status=Status.RESIDENT,
        valid__startswith__gt=after,
    )  # fmt: skip
