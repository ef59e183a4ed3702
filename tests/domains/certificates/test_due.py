# SPDX-License-Identifier: Apache-2.0
"""Which papers follow from an event by themselves, and what those about an event say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.domains.certificates.desk import CertificateDesk
from tests.domains.register.people import HEAD, WIFE, Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.certificates.due import list_due, papers_due
from daicho.domains.register.codes.actions import ImportResidentCodes
from daicho.domains.register.models import Event
from daicho.foundation.access import protection
from daicho.foundation.actions.action import perform
from daicho.rules.resident_register.resident_code import with_check_digit

pytestmark = pytest.mark.django_db
TAKANAWA = "東京都港区高輪二丁目１番１号"
HOME = "東京都港区芝五丁目１番１号"


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room, "register.code", "certificate.issue")


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    desk = CertificateDesk.open(staff_room)
    return replace(desk, context=replace(desk.context, at=desk.context.at + timedelta(hours=2)))


def move(number: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.8", "notified_on": "R8.6.10", "notifier": "代理　人",
        "address": TAKANAWA, "postcode": "1080074",
        "members": [{"addressee_no": number, "relationship": "世帯主"}], **more,
    }  # fmt: skip


def out(*numbers: int, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": list(numbers),
        "moved_to": "大阪府大阪市", "notifier": HEAD.name, **more,
    }  # fmt: skip


def due(counter: Counter, event: Event) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.label, one.people) for one in list_due(event=event, context=counter.chief)]


def test_moving_out_calls_for_its_certificate_filled_in(counter: Counter) -> None:
    family = settle([HEAD, WIFE])
    event = counter.carry("register.move_out", out(*family.numbers))
    assert due(counter, event) == [("転出証明書", family.numbers)]
    ((_, address),) = papers_due(event=event, context=counter.chief)
    parts = urlsplit(address)
    assert parts.path == f"/certificates/people/{family.head}/"
    people = [str(one) for one in family.numbers]
    assert parse_qs(parts.query) == {"certificate": ["move_out"], "people": people}
    may_not = replace(counter.chief.actor, functions=frozenset({"register.view"}))
    assert papers_due(event=event, context=replace(counter.chief, actor=may_not)) == []


def test_late_moving_out_calls_for_the_equivalent_and_a_notice(counter: Counter) -> None:
    family = settle([HEAD])
    late = out(family.head, happened_on="R8.5.20", notified_on="", basis="職権")
    assert due(counter, counter.carry("register.move_out", late)) == [
        ("転出証明書に準ずる証明書", (family.head,)), ("職権記載等通知書", (family.head,)),
        ("職権記録書", (family.head,)),
    ]  # fmt: skip


def test_a_late_moving_out_by_somebody_else_is_acknowledged(
    counter: Counter, desk: CertificateDesk
) -> None:
    family = settle([HEAD])
    late = out(family.head, happened_on="R8.5.20", notified_on="", basis="職権", notifier="代理人")
    event = counter.carry("register.move_out", late)
    assert ("住民異動届受理通知", (family.head,)) in due(counter, event)
    text = desk.paper("acceptance", family.head, options={"event": str(event.pk)})
    for word in ("代理人　様", HOME, "国内転出", "受理しました"):
        assert word in text


def test_abroad_calls_for_nothing_and_special_moving_out_says_so(counter: Counter) -> None:
    family = settle([HEAD, WIFE])
    abroad = out(family.numbers[1], destination="国外", moved_to="フランス")
    assert due(counter, counter.carry("register.move_out", abroad)) == [
        ("住民異動届受理通知", (family.numbers[1],))
    ]
    special = counter.carry("register.move_out", out(family.head, by_certificate=True))
    assert due(counter, special) == [("転出証明書(特例転出のため任意)", (family.head,))]


def test_a_cancelled_event_calls_for_nothing(counter: Counter, desk: CertificateDesk) -> None:
    family = settle([HEAD])
    event = counter.carry("register.move_within", move(family.head))
    assert due(counter, event) == [("住民異動届受理通知", (family.head,))]
    counter.carry("register.cancel", {"happened_on": "R8.6.10", "event_no": event.pk})
    assert due(counter, event) == []
    told = {"options": {"event": str(event.pk)}}
    assert desk.refusals("acceptance", family.head, **told) == ["event_cancelled"]


def test_acceptance_goes_to_the_address_before(counter: Counter, desk: CertificateDesk) -> None:
    family = settle([HEAD])
    event = counter.carry("register.move_within", move(family.head))
    text = desk.paper("acceptance", family.head, options={"event": str(event.pk)})
    for word in ("代理　人　様", HOME, "〒108-0014", "転居", "受理しました", HEAD.name):
        assert word in text
    assert "高輪" not in text
    own = settle([replace(HEAD, name="本人　届")])
    moved = counter.carry("register.move_within", move(own.head, notifier="本人届"))
    assert due(counter, moved) == []


def test_a_paper_about_an_event_is_of_that_event_also_later(
    counter: Counter, desk: CertificateDesk
) -> None:
    family = settle([HEAD])
    first = counter.carry("register.move_within", move(family.head))
    last = counter.carry("register.move_out", out(family.head))
    assert "国内転出" in desk.paper("acceptance", family.head)  # the last one
    told = {"options": {"event": str(first.pk)}}
    assert "転居" in desk.paper("acceptance", family.head, **told)
    assert desk.refusals("authority", family.head, **told) == ["not_by_authority"]
    assert desk.refusals("householder", family.head, **told) == ["not_by_authority"]
    other = settle([WIFE])
    told = {"options": {"event": str(last.pk)}}
    assert desk.refusals("acceptance", other.head, **told) == ["not_of_event"]


def test_the_former_address_of_who_is_protected_now_is_kept(
    counter: Counter, desk: CertificateDesk
) -> None:
    family = settle([HEAD, WIFE])
    split = move(family.numbers[1])
    event = counter.carry("register.move_within", split)
    protection.protect(addressee_nos=[family.head], first=date(2026, 6, 1), at=counter.at, by="x")
    told = {"options": {"event": str(event.pk)}}
    assert desk.refusals("acceptance", family.numbers[1], **told) == ["protected"]


def test_what_the_office_wrote_is_told_to_the_person(
    counter: Counter, desk: CertificateDesk, staff_room: StaffRoom
) -> None:
    family = settle([HEAD])
    data = {
        "happened_on": "2026-06-10",
        "changes": [
            {"addressee_no": family.head, "item": "registered_domicile", "value": "東京都港区芝"},
            {"addressee_no": family.head, "item": "under_guardianship", "value": "はい"},
        ],
    }
    event = counter.carry("register.correct", data)
    assert due(counter, event) == [
        ("職権記載等通知書", (family.head,)), ("職権記録書", (family.head,))
    ]  # fmt: skip
    text = desk.paper("authority", family.head)
    for word in ("職権記載等通知書", f"{HEAD.name}　様", "本籍", "→　東京都港区芝", "職権修正"):
        assert word in text
    assert "被後見" not in text
    blind = CertificateDesk.open(staff_room, without=["item.registry"], login="blind")
    blind = replace(blind, context=replace(blind.context, at=desk.context.at))
    assert blind.refusals("authority", family.head, key="blind") == ["item_masked"]


def test_who_was_made_householder_gets_a_letter(counter: Counter, desk: CertificateDesk) -> None:
    family = settle([HEAD, WIFE])
    counter.carry("register.move_out", out(family.head, happened_on="R8.6.10"))
    event = Event.objects.get(reason="313")
    wife = family.numbers[1]
    assert due(counter, event) == [
        (f"世帯主変更通知書({WIFE.name})", (wife,)), ("職権記録書", (wife,))
    ]  # fmt: skip
    text = desk.paper("householder", wife, options={"event": str(event.pk)})
    for word in (f"{WIFE.name}　様", "変更前の世帯主", HEAD.name, HOME):
        assert word in text


def test_codes_drawn_here_are_told_and_codes_brought_along_are_not(counter: Counter) -> None:
    code = with_check_digit("1000000001")
    at = replace(counter.chief, at=counter.tick())
    perform(ImportResidentCodes(codes=(code,), source="CS"), context=at)
    person = {
        "name": "高輪　次郎", "relationship": "世帯主", "birth": "S60.1.2", "sex": 2,
        "registered_domicile": "大阪府", "registry_head": "高輪　次郎",
    }  # fmt: skip
    slip = move(0, members=[person], previous_address="大阪府大阪市北区梅田", notifier="高輪次郎")
    event = counter.carry("register.move_in", slip)
    (number,) = event.addressee_nos
    assert due(counter, event) == [("住民票コード通知票(高輪　次郎)", (number,))]
    brought = {**person, "name": "持参　花", "registry_head": "持参　花",
               "resident_code": with_check_digit("1000000002")}  # fmt: skip
    slip = move(0, members=[brought], previous_address="大阪府大阪市北区梅田", notifier="持参花")
    assert due(counter, counter.carry("register.move_in", slip)) == []
