# SPDX-License-Identifier: Apache-2.0
"""Reads of measures and restraints. How something stands is its latest step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from daicho.domains.support.facts import SupportItems
from daicho.domains.support.models import (
    ApplicationVersion,
    MeasureStep,
    ReleaseTime,
    RestraintRelease,
    RestraintStep,
)
from daicho.rules.resident_register.restraint import Process, Restraint, TemporaryRelease
from daicho.rules.resident_register.support import SupportState, SupportTerm, extendable_from

DEFAULT_MINUTES = 30


def latest_measures() -> QuerySet[MeasureStep]:
    """Every measure as it stands, also ended ones."""
    later = MeasureStep.objects.filter(
        measure_no=OuterRef("measure_no"), step_no__gt=OuterRef("step_no")
    )
    return MeasureStep.objects.filter(~Exists(later))


def measures_of(*, addressee_nos: Collection[int]) -> list[MeasureStep]:
    """Every measure over these persons as it stands."""
    found = latest_measures().filter(addressee_no__in=addressee_nos)
    return list(found.order_by("addressee_no", "measure_no"))


def running_measures(*, addressee_nos: Collection[int], on: dt.date) -> list[MeasureStep]:
    """The measures over these persons that hide them on a day."""
    return [
        one for one in measures_of(addressee_nos=addressee_nos)
        if one.began_on <= on and (one.ended_on is None or one.ended_on > on)
    ]  # fmt: skip


def measures_of_application(*, application_no: int) -> list[MeasureStep]:
    """The measures of all who applied together, the applicant first."""
    found = latest_measures().filter(application_no=application_no)
    return list(found.order_by("-is_applicant", "measure_no"))


def find_application(*, application_no: int) -> ApplicationVersion | None:
    """What the application says now."""
    found = ApplicationVersion.objects.filter(application_no=application_no)
    return found.order_by("-version_no").first()


def said(version: ApplicationVersion) -> SupportItems:
    """The items of an application."""
    return SupportItems.model_validate(version.items)


def in_state(state: SupportState, *, on: dt.date) -> Q:
    """The condition under which a measure stands so on a day, as rules.state_on says it."""
    open_ = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    in_term = Q(first__lte=on)
    border = last_day_to_extend(on)
    return {
        SupportState.ENDED: Q(ended_on__lte=on),
        SupportState.PROVISIONAL: open_ & Q(provisional_from__lte=on) & ~_known(in_term),
        SupportState.IN_FORCE: open_ & in_term & Q(last__gt=border),
        SupportState.ENDING: open_ & in_term & Q(last__gte=on, last__lte=border),
        SupportState.EXPIRED: open_ & in_term & Q(last__lt=on),
        SupportState.NOT_YET: open_
        & ~_known(in_term)
        & (Q(provisional_from__isnull=True) | Q(provisional_from__gt=on)),
    }[state]


def _known(condition: Q) -> Q:
    """So that its negation holds where the day is not known either."""
    return Q(first__isnull=False) & condition


def last_day_to_extend(on: dt.date) -> dt.date:
    """The latest last day of a term whose extension may begin on this day."""
    days = (on + dt.timedelta(days=number) for number in range(27, 35))
    return max(day for day in days if extendable_from(SupportTerm(on, day)) <= on)


def latest_restraints() -> QuerySet[RestraintStep]:
    """Every restraint as it stands, also ended ones."""
    later = RestraintStep.objects.filter(
        restraint_no=OuterRef("restraint_no"), step_no__gt=OuterRef("step_no")
    )
    return RestraintStep.objects.filter(~Exists(later))


def restraints_about(
    *, addressee_nos: Collection[int] = (), household_nos: Collection[int] = ()
) -> list[RestraintStep]:
    """The restraints of these persons and households as they stand, also ended ones."""
    found = latest_restraints().filter(_target(addressee_nos, household_nos))
    return list(found.order_by("restraint_no"))


def releases_about(
    *, at: dt.datetime, addressee_nos: Collection[int] = (), household_nos: Collection[int] = ()
) -> list[RestraintRelease]:
    """The temporary releases of these persons and households that run at a moment."""
    found = RestraintRelease.objects.filter(
        _target(addressee_nos, household_nos), since__lte=at, until__gt=at
    )
    return list(found.order_by("since"))


def open_restraints(*, on: dt.date) -> QuerySet[RestraintStep]:
    """Every restraint in force on a day."""
    return latest_restraints().filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), first__lte=on)


def _target(addressee_nos: Collection[int], household_nos: Collection[int]) -> Q:
    return Q(addressee_no__in=list(addressee_nos)) | Q(household_no__in=list(household_nos))


def as_rules(process: Process, steps: Iterable[RestraintStep]) -> list[Restraint]:
    """Restraints of one process as the rules know them."""
    return [
        Restraint(
            process, step.level_of(process), step.first, step.last, step.ended_on, step.reason
        )
        for step in steps
    ]


def releases_as_rules(rows: Iterable[RestraintRelease]) -> list[TemporaryRelease]:
    """Releases as the rules know them."""
    return [TemporaryRelease(Process(row.process), row.since, row.until) for row in rows]


def release_minutes() -> int:
    """After how many minutes a restraint is back."""
    found = ReleaseTime.objects.order_by("-pk").first()
    return found.minutes if found else DEFAULT_MINUTES


def day_of(at: dt.datetime) -> dt.date:
    """The municipality's day of a moment."""
    return timezone.localtime(at).date()
