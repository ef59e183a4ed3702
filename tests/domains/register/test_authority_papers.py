# SPDX-License-Identifier: Apache-2.0
"""The papers of an event by authority say who, what, before and after, and on what ground."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domains.register.people import HEAD, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.events.authority_papers import ChangedItem, authority_paper

DAY = date(2026, 6, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def test_a_correction_is_told_item_by_item(counter: Counter) -> None:
    family = settle((HEAD,))
    data = {
        "happened_on": "2026-06-10",
        "changes": [
            {"addressee_no": family.head, "item": "moved_in_on", "value": "令和2年4月頃"},
            {"addressee_no": family.head, "item": "sex", "value": "女"},
            {"addressee_no": family.head, "item": "under_guardianship", "value": "はい"},
        ],
    }
    event = counter.carry("register.correct", data)
    paper = authority_paper(event_no=event.pk, on=DAY)
    assert (paper.label, paper.basis, paper.is_to_be_notified) == ("職権修正", "職権", True)
    assert (paper.happened_on, paper.entered_by, paper.checked_by) == (
        "令和8年6月10日", "clerk", "chief",
    )  # fmt: skip
    (person,) = paper.people
    assert (person.name, person.address) == (HEAD.name, "東京都港区芝五丁目１番１号")
    assert person.items == (
        ChangedItem(item="sex", label="性別", before="男", after="女"),
        ChangedItem(
            item="moved_in_on", label="住所を定めた日", before="令和2年4月1日",
            after="令和2年4月頃",
        ),
        ChangedItem(
            item="under_guardianship", label="成年被後見人", before="", after="有"
        ),
    )  # fmt: skip


def test_a_removal_names_its_ground_and_a_notified_event_needs_no_notice(
    counter: Counter,
) -> None:
    family = settle()
    data = {"happened_on": "2026-06-01", "addressee_nos": [family.numbers[2]],
            "ground": "二重登録"}  # fmt: skip
    paper = authority_paper(event_no=counter.carry("register.authority_removal", data).pk, on=DAY)
    assert (paper.label, paper.ground) == ("職権消除", "二重登録")
    labels = {one.label: (one.before, one.after) for one in paper.people[0].items}
    assert labels == {
        "住民状態": ("住民", "職権消除"), "住民でなくなった日": ("", "令和8年6月1日"),
        "消除の事由": ("", "職権消除（二重登録）"),
    }  # fmt: skip
    death = {"happened_on": "2026-06-01", "notified_on": "2026-06-05",
             "addressee_no": family.numbers[3]}  # fmt: skip
    paper = authority_paper(event_no=counter.carry("register.death", death).pk, on=DAY)
    assert paper.is_to_be_notified is False
