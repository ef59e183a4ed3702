# SPDX-License-Identifier: Apache-2.0
"""Asked by others: what stops an event, an issue or a look, and what to warn of beside a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.urls import reverse

from daicho.domains.register.public import (
    ResidentVersion,
    Warn,
    items_elsewhere,
    label_of,
    people_as_of,
)
from daicho.domains.support.models import RestraintRelease, RestraintStep
from daicho.domains.support.selectors import (
    as_rules,
    day_of,
    open_restraints,
    releases_about,
    releases_as_rules,
    restraints_about,
    running_measures,
)
from daicho.foundation.access.actor import Context
from daicho.kernel.findings import Finding, Severity
from daicho.rules.resident_register.restraint import Process, check_process
from daicho.rules.resident_register.support import SupportState, check_display, state_on

TELLING_STATES = {
    SupportState.PROVISIONAL: "仮支援措置期間中です。",
    SupportState.IN_FORCE: "支援措置期間中です。",
    SupportState.ENDING: "支援措置期間中です。",
    SupportState.EXPIRED: "支援措置の期間が経過していますが、終了していません。",
}


def restraints_on(
    *,
    addressee_nos: Collection[int] = (),
    household_nos: Collection[int] = (),
    process: Process,
    at: dt.datetime,
) -> tuple[Finding, ...]:
    """What restrains a process for these persons and households: errors, alerts, releases."""
    steps = restraints_about(addressee_nos=addressee_nos, household_nos=household_nos)
    if not steps:
        return ()
    releases = releases_about(at=at, addressee_nos=addressee_nos, household_nos=household_nos)
    found: list[Finding] = []
    for key in dict.fromkeys(_target(one) for one in steps):
        label, number = key
        found += check_process(
            process, as_rules(process, [one for one in steps if _target(one) == key]), now=at,
            releases=releases_as_rules(one for one in releases if _target(one) == key),
            subject=f"{label}{number}",
        )  # fmt: skip
    return tuple(found)


def _target(one: RestraintStep | RestraintRelease) -> tuple[str, int]:
    if one.addressee_no is not None:
        return "宛名番号", one.addressee_no
    return "世帯番号", one.household_no or 0


def guard_event(
    *,
    addressee_nos: Collection[int],
    household_nos: Collection[int],
    reason: str,
    context: Context,
) -> Sequence[Finding]:
    """Before an event (異動): restraints, and measures that end soon or have run out."""
    today = day_of(context.at)
    held = restraints_on(
        addressee_nos=addressee_nos, household_nos=household_nos, process=Process.CHANGE,
        at=context.at,
    )  # fmt: skip
    shown = [
        one for measure in running_measures(addressee_nos=addressee_nos, on=today)
        for one in check_display(measure.support, as_of=today)
    ]  # fmt: skip
    return [*held, *shown]


def guard_issue(
    *, addressee_nos: Collection[int], household_nos: Collection[int], context: Context
) -> Sequence[Finding]:
    """Before a certificate (発行). That a measure stops it is asked by the certificates."""
    held = restraints_on(
        addressee_nos=addressee_nos, household_nos=household_nos, process=Process.ISSUE,
        at=context.at,
    )  # fmt: skip
    return [*held, *_places_elsewhere(addressee_nos, context)]


def _places_elsewhere(addressee_nos: Collection[int], context: Context) -> Iterable[Finding]:
    """An alert for each record that names the place of a protected person, as 転入前住所 or so."""
    on = day_of(context.at)
    rows = list(
        people_as_of(valid_on=on, known_at=context.at).filter(addressee_no__in=addressee_nos)
    )
    for row in rows:
        for item in sorted(items_elsewhere([row], on=on).get(row.pk, ())):
            yield Finding(
                "support.place_elsewhere", Severity.WARNING,
                f"{label_of(item)}が、支援措置の対象者に関わる住所と同じです。記載すると居所を"
                "伝えるおそれがあるので、支援措置責任者に確かめてください。",
                subject=f"宛名番号{row.addressee_no}",
            )  # fmt: skip


def warn_of(*, row: ResidentVersion, context: Context) -> Iterable[Warn]:
    """Beside a record: the measure and where it stands, and every restraint."""
    yield from _warn_of_measures(row, context)
    homes = [row.household_no] if row.household_no is not None else []
    held = restraints_about(addressee_nos=[row.addressee_no], household_nos=homes)
    if not held:
        return
    url = _restraint_url(row.addressee_no, context)
    for process in Process:
        for one in restraints_on(
            addressee_nos=[row.addressee_no], household_nos=homes, process=process, at=context.at
        ):
            is_error = one.severity is Severity.ERROR
            yield Warn(
                "bad" if is_error else "warn", one.message_ja, url,
                stops=is_error and process is Process.INQUIRY,
            )  # fmt: skip


def _warn_of_measures(row: ResidentVersion, context: Context) -> Iterable[Warn]:
    today = day_of(context.at)
    may_look = "protected.search" in context.actor.functions
    for measure in running_measures(addressee_nos=[row.addressee_no], on=today):
        url = reverse("support:measure", args=[measure.application_no]) if may_look else ""
        yield Warn("bad", TELLING_STATES[state_on(measure.support, today)], url)
        for one in check_display(measure.support, as_of=today):
            yield Warn("warn", one.message_ja, url)


def _restraint_url(number: int, context: Context) -> str:
    for function, name in (
        ("register.restrain", "support:restraints"), ("register.release", "support:release")
    ):  # fmt: skip
        if function in context.actor.functions:
            return reverse(name, args=["person", number])
    return ""


def restrained_among(*, rows: Collection[ResidentVersion], context: Context) -> set[int]:
    """Those of the persons for whom anything is restrained, themselves or their household."""
    homes = {row.household_no for row in rows if row.household_no is not None}
    numbers = [row.addressee_no for row in rows]
    found = open_restraints(on=day_of(context.at))
    people = set(found.filter(addressee_no__in=numbers).values_list("addressee_no", flat=True))
    households = set(found.filter(household_no__in=homes).values_list("household_no", flat=True))
    return {
        row.addressee_no for row in rows
        if row.addressee_no in people or row.household_no in households
    }  # fmt: skip
