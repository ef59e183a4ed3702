# SPDX-License-Identifier: Apache-2.0
"""Restraints: per process and level, several at once, past their last day; released for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.domains.register.people import HEAD, Counter, Family, settle
from tests.domains.support.desk import Desk
from tests.staff_room import StaffRoom

from daicho.domains.register.models import ResidentVersion
from daicho.domains.support.actions.restraints import (
    ChangeRestraint,
    EndRestraint,
    ReleaseRestraint,
    SetReleaseTime,
    SetRestraint,
)
from daicho.domains.support.models import BlockChange, RestraintRelease, RestraintStep
from daicho.domains.support.public import (
    Process,
    changes_after,
    restrained_among,
    restraints_on,
    warn_of,
)
from daicho.domains.support.selectors import release_minutes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture
def family(db: None) -> Family:
    return settle()


@pytest.fixture
def desk(staff_room: StaffRoom) -> Desk:
    return Desk.open(staff_room)


def restrain(number: int | None = None, **more: object) -> SetRestraint:
    values = {"kind": "own", "first": TODAY, "reason": "本人の申出"} | more
    return SetRestraint(addressee_no=number, **values)  # type: ignore[arg-type]


def codes(desk: Desk, process: Process, *numbers: int, homes: tuple[int, ...] = ()) -> list[str]:
    found = restraints_on(addressee_nos=numbers, household_nos=homes, process=process, at=desk.at)
    return [one.code for one in found]


def test_levels_are_of_each_process(family: Family, desk: Desk) -> None:
    desk.does(restrain(family.head, issue_level=2, change_level=1))
    assert codes(desk, Process.ISSUE, family.head) == ["register.E-062"]
    assert codes(desk, Process.CHANGE, family.head) == ["register.A-023"]
    assert codes(desk, Process.INQUIRY, family.head) == []
    assert codes(desk, Process.ISSUE, family.numbers[1]) == []


def test_several_hold_at_once_and_the_strictest_counts(family: Family, desk: Desk) -> None:
    desk.does(restrain(family.head, issue_level=1, kind="mail"))
    second = desk.does(restrain(family.head, issue_level=2)).value
    assert codes(desk, Process.ISSUE, family.head) == ["register.E-062"]
    desk.does(EndRestraint(restraint_no=second, reason="申出"))
    assert codes(desk, Process.ISSUE, family.head) == ["register.A-023"]


def test_household_is_restrained_by_itself(family: Family, desk: Desk) -> None:
    desk.does(restrain(household_no=family.household_no, issue_level=2))
    assert codes(desk, Process.ISSUE, family.head) == []
    homes = (family.household_no,)
    assert codes(desk, Process.ISSUE, family.head, homes=homes) == ["register.E-062"]


def test_last_day_ends_nothing(family: Family, desk: Desk) -> None:
    number = desk.does(restrain(family.head, issue_level=2, last=date(2026, 6, 20))).value
    desk.at += timedelta(days=300)
    assert codes(desk, Process.ISSUE, family.head) == ["register.E-062", "register.A-024"]
    desk.does(EndRestraint(restraint_no=number, reason="本人の申出"))
    assert codes(desk, Process.ISSUE, family.head) == []


def test_release_is_over_by_itself_and_told_to_nobody(family: Family, desk: Desk) -> None:
    desk.does(restrain(family.head, issue_level=2))
    told = BlockChange.objects.count()
    desk.does(SetReleaseTime(minutes=10))
    desk.does(ReleaseRestraint(addressee_no=family.head, process="発行", reason="本人が来庁"))
    (row,) = RestraintRelease.objects.all()
    assert (row.until - row.since, row.released_by) == (timedelta(minutes=10), "officer")
    assert codes(desk, Process.ISSUE, family.head) == ["register.A-025"]
    desk.at = row.until - timedelta(seconds=1)
    assert codes(desk, Process.ISSUE, family.head) == ["register.A-025"]
    desk.at = row.until
    assert codes(desk, Process.ISSUE, family.head) == ["register.E-062"]
    assert BlockChange.objects.count() == told


def test_release_needs_a_reason_a_restraint_and_no_longer_time(family: Family, desk: Desk) -> None:
    release = ReleaseRestraint(addressee_no=family.head, process="発行", reason="来庁")
    assert desk.refusals(release) == ["restraint.nothing"]
    desk.does(restrain(family.head, issue_level=2))
    assert desk.refusals(replace(release, reason=" ")) == ["restraint.no_reason"]
    assert desk.refusals(replace(release, minutes=31)) == ["restraint.minutes"]
    assert desk.refusals(replace(release, process="削除")) == ["restraint.process"]
    assert desk.refusals(SetReleaseTime(minutes=0)) == ["restraint.minutes"]
    assert (release_minutes(), RestraintRelease.objects.count()) == (30, 0)


def test_setting_is_refused_with_every_fault(family: Family, desk: Desk) -> None:
    wrong = restrain(family.head, kind="x", reason="", last=date(2026, 6, 9))
    assert desk.refusals(wrong) == [
        "restraint.kind", "restraint.level", "restraint.no_reason", "register.E-083",
    ]  # fmt: skip
    assert desk.refusals(restrain(999, issue_level=2)) == ["restraint.nobody"]
    both = restrain(family.head, household_no=family.household_no, issue_level=2)
    assert desk.refusals(both) == ["restraint.target"]
    assert RestraintStep.objects.count() == 0


def test_change_keeps_what_was(family: Family, desk: Desk) -> None:
    number = desk.does(restrain(family.head, issue_level=2)).value
    desk.does(
        ChangeRestraint(restraint_no=number, kind="mail", issue_level=1, first=TODAY, reason="変更")
    )
    steps = RestraintStep.objects.filter(restraint_no=number).order_by("step_no")
    assert [(one.act, one.kind, one.issue_level) for one in steps] == [
        ("set", "own", 2), ("change", "mail", 1),
    ]  # fmt: skip
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        steps.update(issue_level=0)


def test_event_is_stopped_until_released(family: Family, desk: Desk, staff_room: StaffRoom) -> None:
    desk.does(restrain(family.head, change_level=2))
    counter = Counter.open(staff_room)
    counter.at = desk.at
    slip = {
        "happened_on": "R8.6.9", "notified_on": "R8.6.10", "members": list(family.numbers),
        "moved_to": "大阪府大阪市北区梅田１丁目１番",
    }  # fmt: skip
    assert counter.refusals("register.move_out", slip) == ["register.E-062"]
    desk.at = counter.tick()
    desk.does(ReleaseRestraint(addressee_no=family.head, process="異動", reason="確認済み"))
    counter.at = desk.at
    assert "register.A-025" in counter.alerts("register.move_out", slip)
    assert counter.carry("register.move_out", slip).addressee_nos == list(family.numbers)


def test_marks_and_warnings_beside_the_record(family: Family, desk: Desk) -> None:
    desk.does(restrain(household_no=family.household_no, inquiry_level=2))
    rows = list(ResidentVersion.objects.filter(addressee_no__in=family.numbers))
    context = replace(desk.officer, at=desk.at)
    assert restrained_among(rows=rows, context=context) == set(family.numbers)
    (warn,) = warn_of(row=rows[0], context=context)
    assert (warn.style, warn.stops) == ("bad", True)
    assert warn.url == f"/support/restraints/person/{rows[0].addressee_no}/"
    lone = settle((HEAD,))
    assert restrained_among(rows=lone.rows(on=TODAY, at=desk.at), context=context) == set()


def test_link_is_told_of_issue_only_and_follows_the_household(
    family: Family, desk: Desk, staff_room: StaffRoom
) -> None:
    desk.does(restrain(family.head, change_level=2))
    assert changes_after(position=0) == []
    number = desk.does(restrain(household_no=family.household_no, issue_level=2)).value
    told = changes_after(position=0)
    assert {(one.addressee_no, one.first, one.last) for one in told} == {
        (one, TODAY, None) for one in family.numbers
    }
    desk.does(EndRestraint(restraint_no=number, reason="申出"))
    after = changes_after(position=told[-1].pk)
    assert {(one.addressee_no, one.first) for one in after} == {
        (one, None) for one in family.numbers
    }
