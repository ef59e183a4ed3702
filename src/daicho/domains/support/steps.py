# SPDX-License-Identifier: Apache-2.0
"""Adding steps: the one place where rows of measures and restraints come into being."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from daicho.domains.register.public import ResidentVersion
from daicho.domains.support.blocks import tell_blocks
from daicho.domains.support.models import ApplicationVersion, MeasureStep, RestraintStep
from daicho.domains.support.selectors import day_of
from daicho.foundation.access.actor import Context
from daicho.foundation.access.protection import protect, unprotect
from daicho.foundation.database.query import lock_until_commit

MEASURE, APPLICATION, RESTRAINT = "support_measure", "support_application", "support_restraint"
_ONE_DAY = dt.timedelta(days=1)


def add_version(
    *, application_no: int, items: dict[str, Any], context: Context, note: str = ""
) -> ApplicationVersion:
    """The application as it says now."""
    last = ApplicationVersion.objects.filter(application_no=application_no).count()
    return ApplicationVersion.objects.create(
        application_no=application_no, version_no=last + 1, items=items, note=note,
        written_by=context.actor.who.login, written_at=context.at,
    )  # fmt: skip


def begin_measure(*, context: Context, **values: Any) -> MeasureStep:
    """The first step of a measure, with the person hidden from its first day on."""
    step = MeasureStep(
        step_no=1, written_by=context.actor.who.login, written_at=context.at, **values
    )
    step.save(force_insert=True)
    protect(
        addressee_nos=[step.addressee_no], first=step.began_on, at=context.at,
        by=context.actor.who.login, measure=str(step.measure_no),
    )  # fmt: skip
    tell_blocks(addressee_nos=[step.addressee_no], at=context.at, on=day_of(context.at))
    return step


def add_step(before: MeasureStep, *, context: Context, **values: Any) -> MeasureStep:
    """One more step: what `values` do not say stays as it was. Protection follows in time."""
    kept = {
        field.attname: getattr(before, field.attname)
        for field in MeasureStep._meta.concrete_fields
        if field.attname not in ("id", "event_no", "reason")
    }
    made = {"step_no": before.step_no + 1, "written_by": context.actor.who.login,
            "written_at": context.at}  # fmt: skip
    step = MeasureStep(**kept | made | values)
    step.save(force_insert=True)
    by, measure = context.actor.who.login, str(step.measure_no)
    numbers = [step.addressee_no]
    if step.ended_on is None:
        protect(addressee_nos=numbers, first=step.began_on, at=context.at, by=by, measure=measure)
    else:
        last = step.ended_on - _ONE_DAY
        unprotect(addressee_nos=numbers, last=last, at=context.at, by=by, measure=measure)
    tell_blocks(addressee_nos=numbers, at=context.at, on=day_of(context.at))
    return step


def lock_measures() -> None:
    """Measures are few and change seldom: one change at a time."""
    lock_until_commit("support.measures")


def add_restraint(*, context: Context, **values: Any) -> RestraintStep:
    """A step of a restraint, with what other systems are told."""
    step = RestraintStep(written_by=context.actor.who.login, written_at=context.at, **values)
    step.save(force_insert=True)
    today = day_of(context.at)
    tell_blocks(addressee_nos=_people(step, today), at=context.at, on=today)
    return step


def _people(step: RestraintStep, on: dt.date) -> Collection[int]:
    if step.addressee_no is not None:
        return [step.addressee_no]
    members = ResidentVersion.objects.filter(
        household_no=step.household_no, recorded__upper_inf=True, valid__contains=on
    )
    return set(members.values_list("addressee_no", flat=True))
