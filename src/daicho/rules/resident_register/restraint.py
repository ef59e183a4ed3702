# SPDX-License-Identifier: Apache-2.0
"""Restraints (異動・発行・照会抑止, 標準仕様書 3.1): which process stops or warns, for whom, when.

A restraint does not lapse with its last day; it is ended by hand. A temporary release lets one
through for a set time and then the restraint is back by itself, because a release is only a pair
of times that is compared with the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from daicho.kernel.dates import format_japanese
from daicho.kernel.findings import Finding
from daicho.rules.resident_register.checks import finding


class Process(StrEnum):
    """What can be restrained."""

    CHANGE = "異動"
    ISSUE = "発行"
    INQUIRY = "照会"


class Level(IntEnum):
    """How much: the greater wins."""

    NONE = 0  # 処理可(抑止なし)
    ALERT = 1
    ERROR = 2


LEVEL_LABELS = {Level.NONE: "抑止なし", Level.ALERT: "アラート", Level.ERROR: "エラー"}


@dataclass(frozen=True, slots=True)
class Restraint:
    """One setting for a person or a household."""

    process: Process
    level: Level
    first: dt.date
    last: dt.date | None = None
    ended_on: dt.date | None = None  # first day without it, ended by hand
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TemporaryRelease:
    """Lets one process through from `since`, before `until`."""

    process: Process
    since: dt.datetime
    until: dt.datetime


def release_for(process: Process, *, now: dt.datetime, minutes: int) -> TemporaryRelease:
    """A release that reverts by itself after the minutes the municipality has set."""
    if minutes <= 0:
        raise ValueError("一時解除の時間は正の分数です")
    return TemporaryRelease(process, now, now + dt.timedelta(minutes=minutes))


def is_in_force(restraint: Restraint, on: dt.date) -> bool:
    """Whether a setting counts on a day: from its first until it is ended, past its last too."""
    if restraint.ended_on is not None and on >= restraint.ended_on:
        return False
    return on >= restraint.first


def is_released(
    process: Process, releases: Iterable[TemporaryRelease], *, now: dt.datetime
) -> bool:
    """Whether a release of the process runs at this moment."""
    return any(each.process is process and each.since <= now < each.until for each in releases)


def effective_level(
    process: Process,
    restraints: Iterable[Restraint],
    *,
    now: dt.datetime,
    releases: Iterable[TemporaryRelease] = (),
) -> Level:
    """The strictest level of person and household together; NONE while released."""
    if is_released(process, releases, now=now):
        return Level.NONE
    levels = (
        each.level
        for each in restraints
        if each.process is process and is_in_force(each, now.date())
    )
    return max(levels, default=Level.NONE)


def check_process(
    process: Process,
    restraints: Iterable[Restraint],
    *,
    now: dt.datetime,
    releases: Iterable[TemporaryRelease] = (),
    subject: str = "",
) -> tuple[Finding, ...]:
    """What to tell before a process: stop, warn, or that a release is running."""
    held = tuple(each for each in restraints if each.process is process)
    strictest = effective_level(process, held, now=now)
    if strictest is not Level.NONE and is_released(process, releases, now=now):
        return (finding("A-025", subject=subject, detail=str(process)),)
    found = [
        finding("A-024", subject=subject, detail=f"{process}、終了日 {format_japanese(each.last)}")
        for each in held
        if each.last is not None and each.last < now.date() and is_in_force(each, now.date())
    ]
    if strictest is Level.ERROR:
        found.insert(0, finding("E-062", subject=subject, detail=str(process)))
    elif strictest is Level.ALERT:
        found.insert(0, finding("A-023", subject=subject, detail=str(process)))
    return tuple(found)


def check_restraint(restraint: Restraint, *, subject: str = "") -> tuple[Finding, ...]:
    """A setting ends on or after its first day."""
    if restraint.last is None or restraint.last >= restraint.first:
        return ()
    return (finding("E-083", subject=subject),)
