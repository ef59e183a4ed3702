# SPDX-License-Identifier: Apache-2.0
"""The history against a model of it: one value a day and item, one such picture a known time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from tests.domains.register.people import (
    DAUGHTER,
    HEAD,
    SETTLED_AT,
    SETTLED_ON,
    SON,
    TOKYO,
    new_event,
    settle,
)

from daicho.domains.register.history import HistoryError, PersonChange, write_event
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.register.public import find_person, list_history, people_as_of
from daicho.foundation.numbering.series import ADDRESSEE, take_with_check_digit
from daicho.rules.resident_register.reasons import Reason

pytestmark = pytest.mark.django_db

ITEMS = ("name", "address", "building")
FIRST = date(2026, 1, 1)
LAST = 40  # days of the model; changes lie within, also before the entry and in the future
START = datetime(2026, 1, 10, 9, tzinfo=TOKYO)

T = TypeVar("T")
Picture = dict[str, list[str | None]]


@dataclass(frozen=True)
class Said:
    """One event of the sequence."""

    day: int
    is_entry: bool
    values: dict[str, str]


said = st.builds(
    Said,
    day=st.integers(0, LAST - 1),
    is_entry=st.integers(0, 9).map(lambda n: n == 0),
    values=st.dictionaries(st.sampled_from(ITEMS), st.sampled_from("甲乙丙丁"), max_size=3),
)


def day_of(number: int) -> date:
    return FIRST + timedelta(days=number)


def expected_after(picture: Picture, one: Said) -> Picture:
    """What the event makes of the picture: the rule of the standard, day by day."""
    return {item: _said_of(item, picture, one) for item in ITEMS}


def _changes(item: str, picture: Picture, d: int) -> bool:
    """Whether something was said anew of an item on a day; address and building go together."""
    together = ("address", "building") if item != "name" else ("name",)
    return any(picture[other][d] != picture[other][d - 1] for other in together)


def _said_of(item: str, picture: Picture, one: Said) -> list[str | None]:
    days = picture[item]
    if one.is_entry:
        return [*days[: one.day], *[one.values.get(item, "")] * (LAST - one.day)]
    if item not in one.values:
        return days
    first = next(d for d in range(one.day, LAST) if days[d] is not None)
    end = next((d for d in range(first + 1, LAST) if _changes(item, picture, d)), LAST)
    return [*days[:first], *[one.values[item]] * (end - first), *days[end:]]


def read(number: int, at: datetime) -> Picture:
    """The picture as the register tells it, from all rows known at a time."""
    rows = [row for row in list_history(addressee_no=number) if at in Span(row.recorded)]
    picture: Picture = {item: [None] * LAST for item in ITEMS}
    for row in rows:
        for n in range(LAST):
            if day_of(n) in Span(row.valid):
                for item in ITEMS:
                    assert picture[item][n] is None, "two truths about one day"
                    picture[item][n] = getattr(row, item)
    return picture


@dataclass(frozen=True)
class Span:
    """A range of the database, asked by `in`."""

    range: Any

    def __contains__(self, point: Any) -> bool:
        low, high = self.range.lower, self.range.upper
        return (low is None or low <= point) and (high is None or point < high)


def write(number: int, one: Said, at: datetime) -> Event:
    event = new_event(reason=Reason.CORRECT_BY_AUTHORITY, happened_on=day_of(one.day), at=at)
    change = PersonChange(
        addressee_no=number, first_day=day_of(one.day), values=one.values, is_entry=one.is_entry
    )
    write_event(event=event, changes=[change])
    return event


@given_settings(max_examples=60, deadline=None)
@given(entry_day=st.integers(0, 20), events=st.lists(said, max_size=7))
def test_any_sequence_of_changes_reads_as_the_model_at_every_known_time(
    entry_day: int, events: list[Said]
) -> None:
    number = take_with_check_digit(series=ADDRESSEE)[0]
    entered = Said(entry_day, is_entry=True, values={"name": "初", "address": "初"})
    picture: Picture = {item: [None] * LAST for item in ITEMS}
    known: list[tuple[datetime, Picture]] = []
    for step, one in enumerate([entered, *events]):
        at = START + timedelta(minutes=step)
        write(number, one, at)
        picture = expected_after(picture, one)
        known.append((at, picture))
        rows = list_history(addressee_no=number)
        assert [row.history_no for row in rows] == list(range(1, len(rows) + 1))
        last = rows[-1]
        assert last.valid.upper is None
        assert last.recorded.upper is None
        assert [getattr(last, item) for item in ITEMS] == [picture[item][-1] for item in ITEMS]
    for at, then in known:
        assert read(number, at) == then
    assert read(number, START - timedelta(seconds=1)) == {item: [None] * LAST for item in ITEMS}


@given_settings(max_examples=20, deadline=None)
@given(events=st.lists(said.filter(lambda one: not one.is_entry), min_size=2, max_size=4))
def test_the_reads_of_the_database_agree_with_the_model(events: list[Said]) -> None:
    number = take_with_check_digit(series=ADDRESSEE)[0]
    write(number, Said(5, is_entry=True, values={"name": "初"}), START)
    picture = expected_after(
        {item: [None] * LAST for item in ITEMS}, Said(5, is_entry=True, values={"name": "初"})
    )
    for step, one in enumerate(events, start=1):
        write(number, one, START + timedelta(minutes=step))
        picture = expected_after(picture, one)
    end = START + timedelta(minutes=len(events))
    for n in range(0, LAST, 3):
        row = find_person(addressee_no=number, valid_on=day_of(n), known_at=end)
        told = None if row is None else [getattr(row, item) for item in ITEMS]
        expected = [picture[item][n] for item in ITEMS]
        assert told == (None if expected[0] is None else expected)


def test_a_correction_of_the_past_stops_at_the_next_change_of_the_item(now: datetime) -> None:
    family = settle()
    _change(family.head, date(2023, 4, 1), SETTLED_AT + timedelta(days=2000), address="港区二番")
    corrected = SETTLED_AT + timedelta(days=2001)
    _change(family.head, date(2021, 4, 1), corrected, address="港区三番", building="新荘")
    told = [
        (row.valid.lower, row.valid.upper, row.address, row.building)
        for row in list_history(addressee_no=family.head)
        if row.recorded.upper is None
    ]
    assert told == [
        (SETTLED_ON, date(2021, 4, 1), "東京都港区芝五丁目１番１号", "試作荘１０１"),
        (date(2021, 4, 1), date(2023, 4, 1), "港区三番", "新荘"),
        (date(2023, 4, 1), None, "港区二番", "試作荘１０１"),
    ]
    before = corrected - timedelta(seconds=1)
    row = find_person(addressee_no=family.head, valid_on=date(2022, 1, 1), known_at=before)
    assert row is not None
    assert row.address == "東京都港区芝五丁目１番１号"


def test_rows_keep_the_event_that_made_them(now: datetime) -> None:
    family = settle()
    moved = _change(family.head, date(2023, 4, 1), SETTLED_AT + timedelta(days=1500), address="甲")
    fixed = _change(family.head, date(2021, 4, 1), SETTLED_AT + timedelta(days=1501), building="乙")
    told = [
        (row.valid.lower, row.event_id)
        for row in list_history(addressee_no=family.head)
        if row.recorded.upper is None
    ]
    assert told == [
        (SETTLED_ON, family.event.pk), (date(2021, 4, 1), fixed.pk), (date(2023, 4, 1), moved.pk),
    ]  # fmt: skip


def test_followers_are_told_the_latest_row_before_and_after() -> None:
    family = settle([HEAD])
    event = new_event(
        reason=Reason.DOMESTIC_MOVE_OUT, happened_on=date(2026, 7, 1),
        at=datetime(2026, 6, 10, 9, tzinfo=TOKYO),
    )  # fmt: skip
    change = PersonChange(
        addressee_no=family.head, first_day=date(2026, 7, 1), values={"status": "moved_out"}
    )
    (changed,) = write_event(event=event, changes=[change])
    assert changed.before is not None
    assert (changed.before.history_no, changed.before.status) == (1, "resident")
    assert (changed.after.history_no, changed.after.status) == (3, "moved_out")
    assert changed.after.valid.lower == date(2026, 7, 1)
    assert event.addressee_nos == [family.head]


def test_four_people_are_written_in_a_bounded_number_of_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    family = settle()
    at = SETTLED_AT + timedelta(days=30)
    event = new_event(reason=Reason.MOVE_WITHIN, happened_on=at.date(), at=at)
    changes = [
        PersonChange(addressee_no=number, first_day=at.date(), values={"address": "新"})
        for number in family.numbers
    ]
    with django_assert_max_num_queries(5):
        write_event(event=event, changes=changes)
    assert ResidentVersion.objects.filter(addressee_no__in=family.numbers).count() == 12


def _refused(call: Callable[[], T], message: str) -> None:
    rows, events = ResidentVersion.objects.count(), Event.objects.count()
    with pytest.raises(HistoryError, match=message):
        call()
    assert ResidentVersion.objects.count() == rows
    assert Event.objects.count() <= events + 1  # the caller's transaction undoes it


def test_defects_are_refused() -> None:
    family = settle([SON, DAUGHTER])
    one, other = family.numbers
    later = SETTLED_AT + timedelta(days=1)
    change = PersonChange(addressee_no=one, first_day=SETTLED_ON, values={"address": "甲"})
    reason = Reason.MOVE_WITHIN

    def event(at: datetime = later) -> Event:
        return new_event(reason=reason, happened_on=SETTLED_ON, at=at)

    _refused(lambda: write_event(event=event(), changes=[change, change]), "a person twice")
    _refused(lambda: write_event(event=event(SETTLED_AT), changes=[change]), "recorded after")
    unknown = PersonChange(addressee_no=other, first_day=SETTLED_ON, values={"nonsense": 1})
    _refused(lambda: write_event(event=event(), changes=[unknown]), "unknown items")
    nobody = PersonChange(addressee_no=99, first_day=SETTLED_ON, values={"address": "甲"})
    _refused(lambda: write_event(event=event(), changes=[nobody]), "nobody's state")


def test_people_as_of_tells_residents_and_removed_alike() -> None:
    family = settle()
    at = SETTLED_AT + timedelta(days=10)
    _change(family.numbers[3], date(2020, 4, 5), at, status="dead", ceased_on=date(2020, 4, 5))
    told = people_as_of(valid_on=date(2020, 4, 6), known_at=at).order_by("addressee_no")
    assert [(row.addressee_no, row.status) for row in told] == [
        *((number, "resident") for number in family.numbers[:3]), (family.numbers[3], "dead"),
    ]  # fmt: skip


def _change(number: int, day: date, at: datetime, **values: Any) -> Event:
    event = new_event(reason=Reason.CORRECT_BY_AUTHORITY, happened_on=day, at=at)
    write_event(
        event=event, changes=[PersonChange(addressee_no=number, first_day=day, values=values)]
    )
    return event
