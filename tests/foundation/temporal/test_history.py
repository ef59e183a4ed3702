# SPDX-License-Identifier: Apache-2.0
"""History answers what was true on a day, as known at a moment, whatever was corrected since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daicho.foundation.temporal.history import (
    History,
    HistoryError,
    end,
    history_constraints,
    history_indexes,
    supersede,
)


class Abode(History):
    """Where a person lives: a register as small as can be."""

    history_key = ("person",)
    person = models.IntegerField()
    address = models.CharField(max_length=20)

    class Meta:
        app_label = "temporal"
        constraints: ClassVar[list[models.BaseConstraint]] = history_constraints("abode", "person")
        indexes: ClassVar[list[models.Index]] = history_indexes("abode", "person")


def moment(hour: int) -> datetime:
    return datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=hour)


def day(number: int) -> date:
    return date(2026, 1, 1) + timedelta(days=number)


def lives(address: str, first: int, last: int | None, *, hour: int, person: int = 1) -> None:
    period = DateRange(day(first), None if last is None else day(last))
    supersede(Abode, key={"person": person}, valid=period, at=moment(hour), address=address)


def where(on: int, *, hour: int, person: int = 1) -> str | None:
    row = Abode.objects.as_of(valid_on=day(on), known_at=moment(hour)).filter(person=person).first()
    return None if row is None else str(row.address)


@pytest.fixture
def table(db: None) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Abode)


def test_correction_keeps_what_was_known(table: None) -> None:
    lives("旧", 0, None, hour=0)
    lives("新", 10, None, hour=5)
    assert [where(9, hour=6), where(10, hour=6)] == ["旧", "新"]
    assert where(10, hour=4) == "旧"
    assert where(10, hour=5) == "新"
    assert Abode.objects.count() == 3


def test_correction_in_the_middle_leaves_both_sides(table: None) -> None:
    lives("旧", 0, 30, hour=0)
    lives("新", 10, 20, hour=1)
    assert [where(n, hour=2) for n in (0, 9, 10, 19, 20, 29)] == [
        "旧",
        "旧",
        "新",
        "新",
        "旧",
        "旧",
    ]
    assert where(30, hour=2) is None


def test_end_cuts_after_the_last_day(table: None) -> None:
    lives("旧", 0, None, hour=0)
    assert end(Abode, key={"person": 1}, last=day(9), at=moment(1)) == 1
    assert [where(9, hour=2), where(10, hour=2)] == ["旧", None]
    assert where(10, hour=0) == "旧"


def test_other_keys_are_left_alone(table: None) -> None:
    lives("甲", 0, None, hour=0, person=1)
    lives("乙", 0, None, hour=1, person=2)
    assert where(5, hour=2, person=1) == "甲"


def test_correction_before_what_it_corrects_is_a_defect(table: None) -> None:
    lives("旧", 0, None, hour=5)
    with pytest.raises(HistoryError):
        lives("新", 0, None, hour=4)


def test_wrong_key_is_a_defect(table: None) -> None:
    with pytest.raises(HistoryError):
        supersede(Abode, key={"address": "x"}, valid=DateRange(day(0), None), at=moment(0))


def test_database_refuses_two_truths(table: None) -> None:
    lives("旧", 0, None, hour=0)
    row = Abode(
        person=1, address="他", valid=DateRange(day(3), day(4)),
        recorded=DateTimeTZRange(moment(1), None),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


Correction = tuple[int, int | None, int]
corrections = st.lists(
    st.tuples(
        st.integers(0, 8), st.one_of(st.none(), st.integers(1, 5)), st.integers(0, 2)
    ),
    min_size=1, max_size=7,
)  # fmt: skip


@given(corrections)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_history_agrees_with_a_diary(table: None, steps: list[Correction]) -> None:
    """A diary copied out anew at every correction is the plainest bitemporal register."""
    Abode.objects.all().delete()
    diary: dict[int, str] = {}
    pages: list[tuple[int, dict[int, str]]] = []
    hour = 0
    for number, (first, length, pause) in enumerate(steps):
        hour += pause
        lives(str(number), first, None if length is None else first + length, hour=hour)
        last = 20 if length is None else first + length
        diary = {**diary, **{n: str(number) for n in range(first, last)}}
        pages.append((hour, diary))
    for hour_known, page in dict(pages).items():
        assert {n: where(n, hour=hour_known) for n in range(20)} == {
            n: page.get(n) for n in range(20)
        }
