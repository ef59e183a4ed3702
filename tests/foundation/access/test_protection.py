# SPDX-License-Identifier: Apache-2.0
"""支援措置: a person with any open measure is hidden, whatever the order of beginnings and ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.staff_room import StaffRoom

from daicho.foundation.access.decision import find_protected, hidden_from
from daicho.foundation.access.models import ProtectedPerson, ProtectionChange
from daicho.foundation.access.protection import protect, unprotect
from daicho.foundation.access.rows import with_hidden, without_hidden
from daicho.foundation.actions.action import perform
from daicho.foundation.actions.staff import EndProtection, ProtectPerson

FIRST = date(2026, 4, 1)
PERSON, OTHER = 1234567, 7654321
DAYS = 12


@dataclass
class Measures:
    """What the calls mean, day by day: the days on which each measure holds."""

    days: dict[tuple[int, str], set[int]] = field(default_factory=dict)

    def protect(self, person: int, measure: str, day: int) -> None:
        """From that day on, and joined to what was opened later."""
        self.days.setdefault((person, measure), set()).update(range(day, DAYS))

    def unprotect(self, person: int, measure: str, last: int) -> None:
        """Nothing after the last day."""
        self.days.setdefault((person, measure), set()).difference_update(range(last + 1, DAYS))

    def hidden(self, person: int, day: int) -> bool:
        """Whether any measure holds."""
        return any(day in days for (one, _), days in self.days.items() if one == person)


Call = tuple[bool, tuple[int, ...], str, int]
CALLS = st.lists(
    st.tuples(
        st.booleans(),
        st.lists(st.sampled_from((PERSON, OTHER)), min_size=1, unique=True).map(tuple),
        st.sampled_from(("", "第1号", "第2号")),
        st.integers(0, DAYS - 2),
    ),
    max_size=12,
)


@given(calls=CALLS)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_open_measure_hides(db: None, now: datetime, calls: list[Call]) -> None:
    expected = Measures()
    with transaction.atomic():
        for is_start, people, measure, day in calls:
            on = FIRST + timedelta(days=day)
            said = {"addressee_nos": people, "at": now, "by": "z1", "measure": measure}
            if is_start:
                protect(first=on, **said)  # type: ignore[arg-type]
            else:
                unprotect(last=on, **said)  # type: ignore[arg-type]
            for person in people:
                (expected.protect if is_start else expected.unprotect)(person, measure, day)
        for day in range(DAYS):
            on = FIRST + timedelta(days=day)
            hidden = {one for one in (PERSON, OTHER) if expected.hidden(one, day)}
            assert find_protected(numbers=[PERSON, OTHER], on=on) == hidden, (day, calls)
        far = FIRST + timedelta(days=36_500)
        still = {one for one in (PERSON, OTHER) if expected.hidden(one, DAYS - 1)}
        assert find_protected(numbers=[PERSON, OTHER], on=far) == still
        transaction.set_rollback(True)


def test_measure_does_not_lapse_by_itself(staff_room: StaffRoom) -> None:
    protect(addressee_nos=[PERSON], first=FIRST, at=staff_room.at, by="z1")
    assert find_protected(numbers=[PERSON], on=date(2126, 4, 1)) == {PERSON}
    assert find_protected(numbers=[PERSON], on=date(2026, 3, 31)) == frozenset()


def test_second_measure_outlives_the_first(staff_room: StaffRoom) -> None:
    for measure in ("第1号", "第2号"):
        protect(addressee_nos=[PERSON], first=FIRST, at=staff_room.at, by="z1", measure=measure)
    ended = unprotect(
        addressee_nos=[PERSON], last=date(2026, 5, 31), at=staff_room.at, by="z2", measure="第1号"
    )
    assert ended == 1
    assert find_protected(numbers=[PERSON], on=date(2026, 6, 1)) == {PERSON}


def test_who_began_and_ended_is_kept(staff_room: StaffRoom) -> None:
    protect(addressee_nos=[PERSON], first=FIRST, at=staff_room.at, by="z1")
    assert protect(addressee_nos=[PERSON], first=FIRST, at=staff_room.at, by="z1") == 0
    unprotect(addressee_nos=[PERSON], last=date(2026, 3, 1), at=staff_room.at, by="z2")
    assert not ProtectedPerson.objects.exists()
    assert list(
        ProtectionChange.objects.order_by("id").values_list("is_start", "day", "changed_by")
    ) == [(True, FIRST, "z1"), (False, date(2026, 3, 1), "z2")]


def test_end_never_lengthens(staff_room: StaffRoom) -> None:
    protect(addressee_nos=[PERSON], first=FIRST, at=staff_room.at, by="z1")
    assert unprotect(addressee_nos=[PERSON], last=date(2026, 4, 30), at=staff_room.at, by="z1") == 1
    assert unprotect(addressee_nos=[PERSON], last=date(2026, 5, 31), at=staff_room.at, by="z1") == 0
    assert find_protected(numbers=[PERSON], on=date(2026, 5, 1)) == frozenset()


def test_action_without_a_last_day_stays_open(staff_room: StaffRoom) -> None:
    context = staff_room.context("protected.manage", purpose="protection")
    assert perform(ProtectPerson(addressee_no=PERSON, first=FIRST), context=context).value == 1
    assert hidden_from(actor=context.actor, numbers=[PERSON], on=date(2056, 4, 1)) == {PERSON}
    end = EndProtection(addressee_no=PERSON, last=date(2026, 6, 30))
    assert perform(end, context=context).value == 1
    assert hidden_from(actor=context.actor, numbers=[PERSON], on=date(2026, 7, 1)) == frozenset()
    assert perform(end, context=context).findings[0].code == "protected.none"


@pytest.mark.parametrize(
    ("functions", "marked", "left"),
    [
        ((), {PERSON: True, OTHER: False}, [OTHER]),
        (("protected.view",), {PERSON: False, OTHER: False}, [PERSON, OTHER]),
    ],
)
def test_lists_are_limited_in_the_database(
    staff_room: StaffRoom, functions: tuple[str, ...], marked: dict[int, bool], left: list[int]
) -> None:
    protect(addressee_nos=[PERSON], first=FIRST, at=staff_room.at, by="z1")
    protect(addressee_nos=[OTHER], first=date(2030, 4, 1), at=staff_room.at, by="z1")
    actor = staff_room.context(*functions).actor
    people = ProtectedPerson.objects.order_by("addressee_no")
    on = date(2026, 6, 10)
    found = with_hidden(people, actor=actor, on=on)
    assert {row.addressee_no: row.is_hidden for row in found} == marked
    assert [row.addressee_no for row in without_hidden(people, actor=actor, on=on)] == left
