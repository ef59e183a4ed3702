# SPDX-License-Identifier: Apache-2.0
"""What an event of the register makes of a seal, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.domains.register.people import TOKYO, Counter, Family, settle
from tests.domains.seals.desk import DAY, SealDesk
from tests.staff_room import StaffRoom

from daicho.domains.register.history import Changed
from daicho.domains.register.models import Event, ResidentVersion
from daicho.domains.seals import following
from daicho.domains.seals.actions.office import NoteSealNotice
from daicho.domains.seals.models import CardStatus, SealCard, SealRegistration
from daicho.domains.seals.public import current_seal, rebuild_from_register, state_of
from daicho.domains.seals.selectors import list_notices, list_revoked
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db
OSAKA = "大阪府大阪市北区梅田１丁目１番"


@pytest.fixture
def family() -> Family:
    return settle()


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


@pytest.fixture
def desk(staff_room: StaffRoom, family: Family) -> SealDesk:
    opened = SealDesk.open(staff_room)
    opened.register(family.numbers[1])
    return opened


def has_seal(number: int, at: datetime) -> bool:
    return current_seal(addressee_no=number, at=at) is not None


def registration(number: int) -> SealRegistration:
    return SealRegistration.objects.filter(addressee_no=number).latest("pk")


def death(number: int) -> dict[str, Any]:
    return {"happened_on": "2026-06-01", "notified_on": "2026-06-05", "addressee_no": number}


def item(number: int, name: str, value: str) -> dict[str, Any]:
    change = {"addressee_no": number, "item": name, "value": value}
    return {"happened_on": DAY, "changes": [change]}


def test_death_ends_it_without_a_notice(desk: SealDesk, counter: Counter, family: Family) -> None:
    wife = family.numbers[1]
    event = counter.carry("register.death", death(wife))
    made = registration(wife)
    assert (made.status, made.end_reason, made.ended_by_event) == ("cancelled", "死亡", event.pk)
    step = made.steps.latest("pk")
    assert (step.kind, step.event_no, step.needs_notice, step.detail) == (
        "cancel", event.pk, False, {"通知": "不要"},
    )  # fmt: skip
    assert SealCard.objects.get(number=made.card_no).status == CardStatus.ENDED
    assert not has_seal(wife, counter.at)


def test_moving_within_keeps_it(desk: SealDesk, counter: Counter, family: Family) -> None:
    words = zip(family.numbers, ("世帯主", "妻", "子", "子"), strict=True)
    counter.carry(
        "register.move_within",
        {
            "happened_on": "R8.6.8", "notified_on": "R8.6.10", "postcode": "1080074",
            "address": "東京都港区高輪二丁目１番１号", "town": "高輪二丁目",
            "members": [{"addressee_no": n, "relationship": r} for n, r in words],
        },
    )  # fmt: skip
    assert has_seal(family.numbers[1], counter.at)
    assert registration(family.numbers[1]).steps.count() == 1


def test_moving_out_ends_it_on_the_day(desk: SealDesk, counter: Counter, family: Family) -> None:
    wife = family.numbers[1]
    counter.carry(
        "register.move_out",
        {"happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": [wife],
         "moved_to": OSAKA, "moved_to_postcode": "5300001"},
    )  # fmt: skip
    assert has_seal(wife, datetime(2026, 6, 29, 16, tzinfo=TOKYO))
    morning = datetime(2026, 6, 30, 9, tzinfo=TOKYO)
    assert registration(wife).status == "registered"
    assert not has_seal(wife, morning), "nobody may rely on the daily job"
    assert state_of(addressee_no=wife, at=morning) == "登録（証明は保留中）"
    rebuild_from_register(addressee_nos=[wife], at=morning)
    made = registration(wife)
    assert (made.status, made.end_reason, made.ended_on.isoformat()) == (
        "cancelled", "転出", "2026-06-30",
    )  # fmt: skip
    rebuild_from_register(addressee_nos=None, at=morning)
    assert made.steps.count() == 2


def test_an_event_and_its_end_happen_together_or_not_at_all(
    desk: SealDesk, counter: Counter, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(following, "end", fail)
    before = Event.objects.count()
    with pytest.raises(RuntimeError, match="power cut"):
        counter.carry("register.death", death(family.numbers[1]))
    assert Event.objects.count() == before
    assert has_seal(family.numbers[1], counter.at)


def test_a_new_name_that_the_seal_does_not_show(
    desk: SealDesk, counter: Counter, family: Family
) -> None:
    wife = family.numbers[1]
    counter.carry("register.correct", item(wife, "name", "試作　華子"))
    assert has_seal(wife, counter.at), "the seal shows the surname"
    counter.carry("register.correct", item(wife, "name", "山田　華子"))
    made = registration(wife)
    assert (made.status, made.end_reason) == ("cancelled", "氏名の変更")
    (notice,) = list_notices()
    assert (notice.registration_id, notice.reason) == (made.pk, "氏名の変更")
    assert perform(NoteSealNotice(step_no=notice.pk), context=desk.clerk).value == notice.pk
    assert list(list_notices()) == []
    again = perform(NoteSealNotice(step_no=notice.pk), context=desk.clerk)
    assert [one.code for one in again.findings] == ["seal.no_notice"]


def test_an_inquiry_ends_like_a_registration(
    desk: SealDesk, counter: Counter, family: Family
) -> None:
    son = family.numbers[2]
    desk.inquire(son)
    counter.carry("register.death", death(son))
    assert registration(son).status == "cancelled"
    assert desk.refusals("answer", son, **desk.answered()) == ["seal.no_inquiry"]


def test_guardianship_holds_until_somebody_decides(
    desk: SealDesk, counter: Counter, family: Family
) -> None:
    wife = family.numbers[1]
    counter.carry("register.correct", item(wife, "under_guardianship", "はい"))
    made = registration(wife)
    assert (made.status, made.is_held, made.steps.latest("pk").kind) == ("registered", True, "hold")
    assert not has_seal(wife, counter.at)
    alone = {"reason": "申出"}
    assert desk.refusals("release", wife, **alone) == ["seal.still_ward"]
    made = desk.carry("release", wife, reason="法定代理人の同行", has_guardian=True)
    assert (made.is_held, made.has_guardian) == (False, True)
    assert has_seal(wife, counter.at)
    assert desk.refusals("release", wife, **alone) == ["seal.not_held"]


def test_a_cancelled_death_brings_no_seal_back_by_itself(
    desk: SealDesk, counter: Counter, family: Family
) -> None:
    wife = family.numbers[1]
    number = registration(wife).number
    restored = {"number": number, "decision": "回復する", "reason": "死亡の記載の取消し"}
    event = counter.carry("register.death", death(wife))
    assert desk.refusals("restore", wife, **restored) == ["seal.not_revoked"]
    counter.carry(
        "register.cancel", {"happened_on": DAY, "event_no": event.pk, "addressee_nos": [wife]}
    )
    assert not has_seal(wife, counter.at)
    assert [one.number for one in list_revoked()] == [number]
    made = desk.carry("restore", wife, **restored)
    assert (made.status, made.is_revoked, made.ended_on) == ("registered", False, None)
    assert has_seal(wife, counter.at)
    assert SealCard.objects.get(number=made.card_no).status == CardStatus.ISSUED
    kinds = list(made.steps.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["register", "cancel", "revoked", "restore"]


def test_who_registered_anew_meanwhile_gets_nothing_restored(
    desk: SealDesk, counter: Counter, family: Family
) -> None:
    wife = family.numbers[1]
    number = registration(wife).number
    event = counter.carry("register.death", death(wife))
    counter.carry(
        "register.cancel", {"happened_on": DAY, "event_no": event.pk, "addressee_nos": [wife]}
    )
    again = desk.register(wife)
    told = {"number": number, "reason": "確認"}
    assert desk.refusals("restore", wife, **told, decision="回復する") == ["register.E-095"]
    desk.carry("restore", wife, **told, decision="回復しない")
    assert list(list_revoked()) == []
    seal = current_seal(addressee_no=wife, at=counter.at)
    assert seal is not None
    assert seal.registration_no == again.number


def test_an_event_of_people_without_a_seal_costs_one_question(
    desk: SealDesk, family: Family, django_assert_num_queries: Any
) -> None:
    told = [
        Changed(addressee_no=number, event=family.event, before=None, after=ResidentVersion())
        for number in family.numbers[2:]
    ]
    with django_assert_num_queries(1):
        following.follow_register(changes=told, context=desk.clerk)
