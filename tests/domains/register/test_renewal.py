# SPDX-License-Identifier: Apache-2.0
"""Renewal: the old record stays as a removed one, the new one says the same; nobody is removed."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.register.people import HEAD, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register import hooks
from daicho.domains.register.events.renewal import list_replaced
from daicho.domains.register.history import Changed, items_of
from daicho.domains.register.models import Event
from daicho.domains.register.selectors import find_person

pytestmark = pytest.mark.django_db
TOLD: list[str] = []


def follow(*, changes: list[Changed], context: object) -> None:
    """A follower that writes down which states it was told."""
    TOLD.extend(one.after.status for one in changes)


@pytest.mark.parametrize(
    ("kind", "reasons", "cause"),
    [("renewal", ["207", "107"], "改製"), ("reconstruction", ["208", "108"], "再製")],
)
def test_the_old_record_is_kept_and_the_new_one_says_the_same(
    staff_room: StaffRoom, kind: str, reasons: list[str], cause: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    counter = Counter.open(staff_room)
    family = settle((HEAD, WIFE))
    day = date(2026, 6, 10)
    before = [items_of(row) for row in family.rows(on=day, at=counter.tick())]
    TOLD.clear()
    path = f"{__name__}.follow"
    monkeypatch.setattr("daicho.config.register_hooks.FOLLOWERS", (path,))
    hooks.named.cache_clear()
    data = {"happened_on": "2026-06-10", "addressee_nos": list(family.numbers)}
    entered = counter.enter(f"register.{kind}", data)
    assert counter.register(entered.value or 0).value
    hooks.named.cache_clear()
    events = Event.objects.filter(entry_no=entered.value).order_by("pk")
    assert [one.reason for one in events] == reasons
    rows = family.rows(on=day, at=counter.tick())
    assert [items_of(row) | {"reissued_on": None} for row in rows] == before
    assert {row.reissued_on for row in rows} == {day}
    (old,) = list_replaced(addressee_no=family.head)
    assert (old.status, old.cease_reason, old.ceased_on) == ("removed", cause, day)
    assert (old.name, old.history_no) == (HEAD.name, 3)
    known = find_person(addressee_no=family.head, valid_on=day, known_at=counter.tick())
    assert known is not None
    assert known.history_no == 4
    assert TOLD == ["resident", "resident"]
