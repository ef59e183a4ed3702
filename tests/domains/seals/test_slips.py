# SPDX-License-Identifier: Apache-2.0
"""Registered, answered, lost, exchanged: by two persons, refused with every reason at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.domains.register.people import Family, settle
from tests.domains.seals.desk import DAY, SealDesk
from tests.staff_room import StaffRoom

from daicho.domains.seals.actions.office import LapseInquiries
from daicho.domains.seals.actions.slips import EnterSealSlip, RegisterSealSlip
from daicho.domains.seals.models import (
    CardStatus,
    SealCard,
    SealImage,
    SealRegistration,
    SealStep,
)
from daicho.domains.seals.selectors import CurrentSeal, current_seal, state_of
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    return settle()


@pytest.fixture
def desk(staff_room: StaffRoom) -> SealDesk:
    return SealDesk.open(staff_room)


def seal_of(desk: SealDesk, number: int) -> CurrentSeal | None:
    return current_seal(addressee_no=number, at=desk.at)


def steps(registration: SealRegistration) -> list[str]:
    return list(registration.steps.order_by("pk").values_list("kind", flat=True))


def test_registered_on_the_spot(desk: SealDesk, family: Family) -> None:
    made = desk.register(family.head)
    assert (made.status, made.registered_on.isoformat(), made.card_no) == ("registered", DAY, 1001)
    seal = seal_of(desk, family.head)
    assert seal is not None
    assert (seal.registration_no, seal.card_no, seal.text) == (made.number, 1001, "試作")
    assert seal.png.startswith(b"\x89PNG")
    assert SealCard.objects.get(number=1001).status == CardStatus.ISSUED
    step = made.steps.get()
    assert (step.kind, step.entered_by, step.checked_by) == ("register", "seal1", "seal2")


def test_nothing_is_certified_before_the_second_person(desk: SealDesk, family: Family) -> None:
    entered = desk.enter("register", {"addressee_no": family.head} | desk.application(family.head))
    assert entered.value is not None
    assert seal_of(desk, family.head) is None
    own = perform(RegisterSealSlip(entry_no=entered.value), context=desk.clerk)
    assert [one.code for one in own.findings] == ["entry.same_person"]
    assert seal_of(desk, family.head) is None


def test_by_inquiry_and_answer(desk: SealDesk, family: Family) -> None:
    made = desk.inquire(family.head, agent={"name": "試作　花子", "mandate": "委任状"})
    assert (made.status, made.answer_until.isoformat()) == ("inquiring", "2026-07-10")
    assert (made.agent, made.card_no) == ("試作　花子", None)
    assert seal_of(desk, family.head) is None
    desk.tick(days=30)
    made = desk.answer(family.head)
    assert (made.status, steps(made)) == ("registered", ["inquire", "register"])
    assert seal_of(desk, family.head) is not None


def test_an_answer_after_its_term_is_refused_and_the_inquiry_lapses(
    desk: SealDesk, family: Family
) -> None:
    desk.inquire(family.head)
    desk.tick(days=31)
    assert "seal.too_late" in desk.refusals("answer", family.head, **desk.answered())
    assert perform(LapseInquiries(), context=desk.clerk).value == 1
    made = SealRegistration.objects.get()
    assert (made.status, made.end_reason) == ("cancelled", "回答期限の経過")
    assert perform(LapseInquiries(), context=desk.clerk).value == 0
    assert desk.register(family.head).status == "registered"


def test_one_seal_a_person(desk: SealDesk, family: Family) -> None:
    desk.register(family.head)
    typed = desk.application(family.head)
    assert desk.refusals("register", family.head, **typed) == ["register.E-095"]
    desk.inquire(family.numbers[1])
    typed = desk.application(family.numbers[1])
    assert desk.refusals("register", family.numbers[1], **typed) == ["register.E-095"]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({"text": "試作太郎"}, []),
        ({"text": "太郎之印"}, []),
        ({"text": "山田"}, ["register.E-092"]),
        ({"has_capacity": False}, ["register.E-094"]),
        ({"identity": ""}, ["seal.no_identity"]),
        ({"look": {"is_soft": True, "has_no_frame": True}}, ["register.E-093"] * 2),
        ({"look": {"is_of_another": True}}, ["register.E-096"]),
        ({"applied_on": "2026-06-11"}, ["seal.future"]),
        ({"card_no": 999}, ["seal.card_not_in_stock"]),
        ({"image_no": 0}, ["seal.no_image"]),
        ({"agent": {"name": "試作　花子"}}, ["seal.no_mandate", "seal.agent_by_inquiry"]),
        ({"route": "inquiry"}, ["seal.card_later"]),
    ],
)
def test_an_application_is_checked_in_full(
    desk: SealDesk, family: Family, typed: dict[str, Any], codes: list[str]
) -> None:
    outcome = desk.enter(
        "register", {"addressee_no": family.head} | desk.application(family.head, **typed)
    )
    assert [one.code for one in outcome.findings] == codes
    assert outcome.is_refused is bool(codes)


@pytest.mark.parametrize(("mm", "codes"), [(8.0, ["register.E-091"]), (25.0, [])])
def test_the_measured_side_decides(
    desk: SealDesk, family: Family, mm: float, codes: list[str]
) -> None:
    outcome = desk.enter(
        "register", {"addressee_no": family.head} | desk.application(family.head, mm=mm)
    )
    assert [one.code for one in outcome.findings] == codes


def test_under_15_is_refused(desk: SealDesk, family: Family) -> None:
    daughter = family.numbers[3]
    typed = desk.application(daughter)
    assert desk.refusals("register", daughter, **typed) == ["register.E-094"]


def test_the_image_of_another_person_is_refused(desk: SealDesk, family: Family) -> None:
    typed = desk.application(family.head, image_no=desk.image(family.numbers[1]))
    assert desk.refusals("register", family.head, **typed) == ["seal.no_image"]


def test_by_guarantor(desk: SealDesk, family: Family) -> None:
    wife = family.numbers[1]
    base = {"route": "guarantor", "identity": ""}
    assert desk.refusals("register", wife, **desk.application(wife, **base)) == [
        "seal.guarantor_incomplete", "seal.guarantor_compare",
    ]  # fmt: skip
    head = desk.register(family.head)
    told = {"name": "試作　太郎", "number": head.number, "is_compared": True}
    assert desk.register(wife, **base, guarantor=told).guarantor == (
        f"試作　太郎（登録番号{head.number}）"
    )
    desk.carry("cancel", family.head, reason="登録誤り")
    son = family.numbers[2]
    typed = desk.application(son, **base, guarantor=told)
    assert desk.refusals("register", son, **typed) == ["seal.guarantor_none"]


def test_a_ward_registers_only_with_the_guardian(desk: SealDesk) -> None:
    ward = settle(under_guardianship=True).head
    assert desk.refusals("register", ward, **desk.application(ward)) == ["seal.ward_alone"]
    desk.register(ward, has_guardian=True)
    assert seal_of(desk, ward) is not None


@pytest.mark.parametrize(
    ("kind", "typed", "status", "card"),
    [
        ("abolish", {"applied_on": DAY, "identity": "旅券", "returns_card": True},
         "abolished", "returned"),
        ("lose", {"notified_on": DAY, "lost": "印鑑登録証の亡失", "identity": "旅券"},
         "lost", "lost"),
        ("lose", {"notified_on": DAY, "lost": "登録した印鑑の亡失", "identity": "旅券"},
         "lost", "ended"),
        ("cancel", {"reason": "虚偽の申請", "needs_notice": True}, "cancelled", "ended"),
    ],
)  # fmt: skip
def test_an_end_is_an_end(
    desk: SealDesk, family: Family, kind: str, typed: dict[str, Any], status: str, card: str
) -> None:
    desk.register(family.head)
    made = desk.carry(kind, family.head, **typed)
    assert (made.status, made.ended_on.isoformat()) == (status, DAY)
    assert SealCard.objects.get(number=made.card_no).status == card
    assert seal_of(desk, family.head) is None
    assert desk.refusals(kind, family.head, **typed) == ["seal.none_live"]
    again = desk.register(family.head)
    assert again.number != made.number
    assert SealRegistration.objects.filter(addressee_no=family.head).count() == 2


def test_a_soiled_card_is_exchanged(desk: SealDesk, family: Family) -> None:
    made = desk.register(family.head)
    typed = {"applied_on": DAY, "identity": "旅券", "card_no": desk.card()}
    assert desk.refusals("exchange", family.head, **typed) == ["seal.old_card"]
    after = desk.carry("exchange", family.head, **typed, has_old_card=True)
    assert (after.number, after.card_no) == (made.number, 1002)
    assert SealCard.objects.get(number=1001).status == CardStatus.RETURNED
    seal = seal_of(desk, family.head)
    assert seal is not None
    assert seal.card_no == 1002


def test_a_correction_must_still_name_the_person(desk: SealDesk, family: Family) -> None:
    desk.register(family.head)
    wrong = {"text": "鈴木", "reason": "読み違い"}
    assert desk.refusals("correct", family.head, **wrong) == ["register.E-092"]
    made = desk.carry("correct", family.head, text="試作太郎", reason="読み違い")
    assert made.text == "試作太郎"
    assert made.steps.latest("pk").detail == {"修正前": "試作"}


def test_restraint_of_two_slips_about_one_person(desk: SealDesk, family: Family) -> None:
    first = {"addressee_no": family.head} | desk.application(family.head)
    assert desk.enter("register", first).value is not None
    action = EnterSealSlip(entry_kind="seals.register", data=first)
    outcome = perform(action, context=desk.chief)
    assert [one.code for one in outcome.findings] == ["entry.busy"]


def test_state_in_words(desk: SealDesk, family: Family) -> None:
    assert state_of(addressee_no=family.head, at=desk.at) == ""
    desk.inquire(family.head)
    assert state_of(addressee_no=family.head, at=desk.at) == "照会中"
    desk.answer(family.head)
    assert state_of(addressee_no=family.head, at=desk.at) == "登録"


def test_the_database_keeps_history_and_images(desk: SealDesk, family: Family) -> None:
    made = desk.register(family.head)
    for query in (
        SealStep.objects.all().delete, SealImage.objects.all()._raw_delete,
        lambda *_: SealStep.objects.update(reason="x"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            query(*(("default",) if query.__name__ == "_raw_delete" else ()))
    twin = SealRegistration(
        number=1, addressee_no=family.head, status="inquiring", route="inquiry",
        image=made.image, text="試作", applied_on=made.applied_on,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="seals_one_live_a_person"), transaction.atomic():
        twin.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT png, original FROM seals_sealimage")
        assert all(b"PNG" not in bytes(value) for row in cursor.fetchall() for value in row)
