# SPDX-License-Identifier: Apache-2.0
"""An error in a removed record: nothing of it changes, a remark says what is right (1.1.5)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domains.certificates.desk import CertificateDesk
from tests.domains.register.people import Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.history import items_of, latest_rows

pytestmark = pytest.mark.django_db
KIND = "register.removed_remark"
DEATH = {"happened_on": "R8.6.1", "notified_on": "R8.6.3", "basis": "戸籍届出・通知"}


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


@pytest.fixture
def certificates(staff_room: StaffRoom) -> CertificateDesk:
    return CertificateDesk.open(staff_room)


def slip(number: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.10", "addressee_no": number, "item": "ceased_on",
        "wrong": "令和8年6月1日", "right": "令和8年6月2日",
    } | more  # fmt: skip


def test_the_remark_stands_in_an_event_and_on_the_copy(
    counter: Counter, certificates: CertificateDesk
) -> None:
    family = settle()
    gone = family.numbers[3]
    death = counter.carry("register.death", DEATH | {"addressee_no": gone})
    before = latest_rows([gone])[gone]
    event = counter.carry(KIND, slip(gone, wrong_event_no=death.pk, note="戸籍で確認"))
    said = "事由の生じた年月日「令和8年6月1日」は誤記。正しい記載は「令和8年6月2日」"
    assert (event.label, event.note) == ("誤記修正", f"戸籍で確認\n{said}")
    assert event.detail == {
        "除票の誤記": True, "項目": ["事由の生じた年月日"], "誤記のあった異動": death.pk,
    }  # fmt: skip
    after = latest_rows([gone])[gone]
    assert items_of(after) == items_of(before)
    assert (after.ceased_on, after.valid.lower) == (date(2026, 6, 1), date(2026, 6, 10))
    text = certificates.paper("removed_copy", gone, shown=("history",))
    assert "正しい記載は「令和8年6月2日」" in text.replace("\n", "")
    assert "誤記" not in certificates.paper("removed_copy", gone)


def test_only_of_removed_records_and_known_items(counter: Counter) -> None:
    family = settle()
    gone = family.numbers[3]
    assert counter.refusals(KIND, slip(gone)) == ["register.not_removed"]
    leaving = {"happened_on": "R8.6.30", "notified_on": "R8.6.10", "moved_to": "大阪府大阪市"}
    counter.carry("register.move_out", leaving | {"members": [family.numbers[2]]})
    assert counter.refusals(KIND, slip(family.numbers[2])) == ["register.not_removed"]
    counter.carry("register.death", DEATH | {"addressee_no": gone})
    assert counter.refusals(KIND, slip(gone, item="?")) == ["register.item_unreadable"]
    assert counter.refusals(KIND, slip(gone, wrong_event_no=1)) == ["register.not_of_event"]
    assert counter.refusals(KIND, slip(gone, happened_on="R8.6.11")) == ["register.E-004"]
