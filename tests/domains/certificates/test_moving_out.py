# SPDX-License-Identifier: Apache-2.0
"""転出証明書 of slips that one person entered and another registered (標準 4.1.3.0.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.domains.certificates.desk import CertificateDesk, issues_of, text_of
from tests.domains.register.people import HEAD, WIFE, Counter, settle
from tests.staff_room import StaffRoom
from tests.web.test_certificates import at, enter

from daicho.domains.certificates.models import CertificateIssue
from daicho.domains.register.models import Event
from daicho.foundation.audit.models import Entry
from daicho.foundation.documents.pdf_text import page_texts
from daicho.foundation.vault.numbers import store_many

__all__ = ["at"]
pytestmark = pytest.mark.django_db
NUMBER = "123456789018"
OSAKA = "大阪府大阪市北区梅田１丁目１番"
KIND = "register.move_out"


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    """A counter that asks after the slips of the test."""
    desk = CertificateDesk.open(staff_room)
    return replace(desk, context=replace(desk.context, at=desk.context.at + timedelta(hours=2)))


@pytest.fixture
def person(now: datetime) -> int:
    head = settle([HEAD]).head
    store_many(numbers=[(head, NUMBER)], at=now)
    return head


def slip(*members: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": list(members),
        "moved_to": OSAKA, "moved_to_postcode": "5300001", **more,
    }  # fmt: skip


def test_planned_ahead(counter: Counter, desk: CertificateDesk, person: int) -> None:
    entered = counter.enter(KIND, slip(person)).value
    assert desk.refusals("move_out", person) == ["not_leaving"]  # entered, not yet registered
    counter.register(entered or 0)
    text = desk.paper("move_out", person)
    for word in ("転出予定年月日", "令和8年6月30日", OSAKA, NUMBER, HEAD.name):
        assert word in text
    assert "特例" not in text
    assert "準ずる" not in text


def test_more_than_fourteen_days_late(counter: Counter, desk: CertificateDesk, person: int) -> None:
    late = slip(person, happened_on="R8.5.20", notified_on="", basis="職権")
    assert counter.refusals(KIND, slip(person, happened_on="R8.5.20")) == ["register.E-010"]
    counter.carry(KIND, late)
    assert desk.refusals("move_out", person) == ["late"]
    text = desk.paper("move_out_equivalent", person)
    for word in ("転出証明書に準ずる証明書", "転入届に添付すべき書類", "令和8年5月20日"):
        assert word in text
    assert "予定年月日" not in text


def test_special_moving_out_is_marked_by_itself(
    counter: Counter, desk: CertificateDesk, person: int
) -> None:
    counter.carry(KIND, slip(person, by_certificate=True))
    assert "特例による転出処理済" in desk.paper("move_out", person)


def test_nobody_who_goes_abroad_gets_one(
    counter: Counter, desk: CertificateDesk, person: int
) -> None:
    counter.carry(KIND, slip(person, destination="国外", moved_to="フランス"))
    assert desk.refusals("move_out", person) == ["abroad"]
    assert desk.refusals("move_out_equivalent", person) == ["abroad"]


def test_a_second_copy_shows_the_first_state(
    counter: Counter, desk: CertificateDesk, person: int
) -> None:
    counter.carry(KIND, slip(person))
    (first,) = issues_of(desk.issue("move_out", person).value or 0)
    counter.at = desk.context.at
    name = {"addressee_no": person, "item": "name", "value": "改名　後子"}
    counter.carry("register.correct", {"happened_on": "2026-06-10", "changes": [name]})
    desk.context = replace(desk.context, at=counter.tick(60))
    before = Entry.objects.filter(function="vault.reveal", result="done").count()
    text = desk.paper("move_out", person, reissue_of=first.pk)
    for word in ("再交付", HEAD.name, "令和8年6月30日", OSAKA, NUMBER):
        assert word in text
    assert "改名" not in text
    assert Entry.objects.filter(function="vault.reveal", result="done").count() == before + 1
    fresh = desk.paper("move_out", person)
    assert "改名　後子" in fresh
    assert "再交付" not in fresh


def test_the_notice_from_there_does_not_change_the_day_that_was_notified(
    counter: Counter, desk: CertificateDesk, person: int
) -> None:
    counter.carry(KIND, slip(person))
    notice = {
        "happened_on": "R8.6.5", "notified_on": "R8.6.10", "members": [person],
        "moved_to": "京都府京都市", "moved_to_postcode": "6000001",
    }  # fmt: skip
    counter.carry("register.move_in_notice", notice)
    text = desk.paper("move_out", person)
    assert "令和8年6月30日" in text
    assert "京都市" not in text


def test_what_was_cancelled_is_not_issued_again(
    counter: Counter, desk: CertificateDesk, person: int
) -> None:
    event = counter.carry(KIND, slip(person))
    (first,) = issues_of(desk.issue("move_out", person).value or 0)
    counter.at = desk.context.at
    counter.carry("register.cancel", {"happened_on": "R8.6.10", "event_no": event.pk})
    desk.context = replace(desk.context, at=counter.tick(60))
    assert desk.refusals("move_out", person) == ["not_leaving"]
    assert desk.refusals("move_out", person, reissue_of=first.pk) == ["not_leaving"]


def test_of_two_who_leave_one_stays_after_all(
    counter: Counter, desk: CertificateDesk, now: datetime
) -> None:
    family = settle([HEAD, WIFE])
    store_many(numbers=[(one, NUMBER) for one in family.numbers[:1]], at=now)
    event = counter.carry(KIND, slip(*family.numbers))
    wife = family.numbers[1]
    stays = {"happened_on": "R8.6.10", "event_no": event.pk, "addressee_nos": [wife]}
    counter.carry("register.cancel", stays)
    assert HEAD.name in desk.paper("move_out", family.head)
    assert desk.refusals("move_out", wife) == ["not_leaving"]


def test_from_the_page_also_the_second_copy(
    counter: Counter, staff_room: StaffRoom, at: datetime, person: int
) -> None:
    counter.carry(KIND, slip(person, notifier=HEAD.name))
    clerk = enter(staff_room, "register_chief", "register")
    slip_page = f"/register/slips/{Event.objects.latest('pk').entry_no}/"
    assert "転出証明書" in clerk.get(slip_page).content.decode()
    path = f"/certificates/people/{person}/"
    sent = {
        "certificate": "move_out", "people": [person], "copies": 1, "door": "self",
        "relation": "own", "asker": HEAD.name, "identity": "旅券", "bearer": "asker",
        "key": "one",
    }  # fmt: skip
    shown = clerk.get(clerk.post(path, sent).headers["Location"]).content.decode()
    first = CertificateIssue.objects.get()
    again = f"{path}?certificate=move_out&amp;reissue_of={first.pk}&amp;people={person}"
    assert again in shown
    form = clerk.get(again.replace("&amp;", "&")).content.decode()
    assert f'name="reissue_of" value="{first.pk}"' in form
    clerk.post(path, sent | {"key": "two", "reissue_of": first.pk})
    second = CertificateIssue.objects.exclude(pk=first.pk).get()
    pdf = clerk.get(f"/certificates/issues/{second.pk}/paper.pdf").content
    assert "再交付" in page_texts(pdf)[0]
    assert text_of(first.request_id).count("再交付") == 0
