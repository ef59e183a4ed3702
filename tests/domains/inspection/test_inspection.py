# SPDX-License-Identifier: Apache-2.0
"""Inspection: who may ask for what, whom a list names, and what is published of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.domains.register.people import HOME, settle
from tests.staff_room import StaffRoom

from daicho.domains.inspection.actions import (
    DecideInspection,
    MakeInspectionList,
    ReceiveInspection,
    RecordSession,
)
from daicho.domains.inspection.drawing import four_items
from daicho.domains.inspection.models import Application, InspectionList, State
from daicho.domains.inspection.publication import published
from daicho.domains.register.public import ResidentVersion
from daicho.domains.support.actions.restraints import SetRestraint
from daicho.foundation.access.actor import Context
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {
    "ground": "survey", "applicant": "みほん大学", "purpose": "健康に関する学術調査",
    "viewers": "調査　員子", "towns": (HOME["town"],), "handling": "施錠した書庫で保管",
    "publication": "論文で公表",
}  # fmt: skip


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Context:
    return staff_room.context("register.inspection", purpose="inspection", login="clerk")


@pytest.fixture
def chief(staff_room: StaffRoom) -> Context:
    # Also who may see protected addresses gets none of them onto a list.
    return staff_room.context(
        "register.inspection", "protected.view", purpose="inspection", login="chief"
    )


def approved(clerk: Context, chief: Context, **more: Any) -> int:
    received = perform(ReceiveInspection(**(ASKED | more)), context=clerk)
    assert received.value is not None, received.findings
    decided = perform(
        DecideInspection(application_no=received.value, is_approved=True, reason="公益性あり"),
        context=chief,
    )
    assert decided.value == received.value, decided.findings
    return received.value


def listed(application: int, context: Context, seed: int | None = None) -> InspectionList:
    action = MakeInspectionList(application_no=application, seed=seed, leaves_out=True)
    made = perform(action, context=context)
    assert made.value is not None, made.findings
    return InspectionList.objects.get(pk=made.value)


def test_a_list_leaves_out_whoever_is_protected_or_restrained(
    clerk: Context, chief: Context, staff_room: StaffRoom, now: datetime
) -> None:
    shown, hidden, held, elsewhere = settle(), settle(), settle(), settle(town="海岸一丁目")
    # One is protected: the whole household has that address.
    protect(addressee_nos=[hidden.numbers[2]], first=date(2026, 1, 1), at=now, by="a", measure="1")
    setter = staff_room.context("register.restrain", purpose="protection", login="setter")
    done = perform(
        SetRestraint(
            addressee_no=held.numbers[1], household_no=None, kind="own", change_level=0,
            issue_level=2, inquiry_level=0, first=date(2026, 6, 1), last=None, reason="申出",
        ),
        context=setter,
    )  # fmt: skip
    assert not done.is_refused, done.findings
    made = listed(approved(clerk, chief), chief)
    expected = {*shown.numbers, *held.numbers} - {held.numbers[1]}
    assert set(made.addressee_nos) == expected
    assert (made.left_out, made.seed) == (5, None)
    assert not set(made.addressee_nos) & set(elsewhere.numbers)

    rows = list(ResidentVersion.objects.filter(addressee_no__in=shown.numbers))
    assert (
        shown.numbers[1],
        ("試作　花子", "東京都港区芝五丁目１番１号 試作荘１０１", "昭和57年7月7日", "女"),
    ) in set(four_items(rows, clerk))
    protected_rows = list(ResidentVersion.objects.filter(addressee_no__in=hidden.numbers))
    assert list(four_items(protected_rows, chief)) == []


def test_a_lot_is_drawn_again_by_its_seed(clerk: Context, chief: Context) -> None:
    for _ in range(6):
        settle()
    application = approved(clerk, chief, most=5)
    first = listed(application, clerk)
    assert first.seed is not None
    assert len(first.addressee_nos) == 5
    assert listed(application, clerk, first.seed).addressee_nos == first.addressee_nos
    others = {tuple(listed(application, clerk, seed).addressee_nos) for seed in range(8)}
    assert len(others) > 1


def test_conditions_narrow_the_range(clerk: Context, chief: Context) -> None:
    family = settle()
    application = approved(
        clerk, chief, sex=1, born_from=date(2000, 1, 1), resident_kind="japanese"
    )
    assert listed(application, clerk).addressee_nos == [family.numbers[3]]


def test_an_application_says_all_that_the_law_asks(clerk: Context) -> None:
    asked = ASKED | {"handling": "", "publication": " ", "towns": ()}
    done = perform(ReceiveInspection(**asked), context=clerk)
    assert [one.message_ja for one in done.findings] == [
        "閲覧事項の管理方法を入力してください。", "成果の取扱いを入力してください。",
        "閲覧する住民の範囲を選んでください。",
    ]  # fmt: skip
    assert {one.citation for one in done.findings} == {"住基法11条の2第2項"}
    official = ASKED | {"ground": "official", "handling": "", "publication": ""}
    assert perform(ReceiveInspection(**official), context=clerk).value is not None


def test_two_people_decide_and_nothing_is_listed_before(clerk: Context, chief: Context) -> None:
    received = perform(ReceiveInspection(**ASKED), context=clerk)
    assert received.value is not None
    early = perform(MakeInspectionList(application_no=received.value), context=clerk)
    assert [one.code for one in early.findings] == ["inspection.state"]
    decide = DecideInspection(application_no=received.value, is_approved=False, reason="営利目的")
    assert [one.code for one in perform(decide, context=clerk).findings] == [
        "inspection.same_person"
    ]
    assert perform(decide, context=chief).value is not None
    assert Application.objects.get().state == State.REFUSED
    late = perform(MakeInspectionList(application_no=received.value), context=clerk)
    assert [one.code for one in late.findings] == ["inspection.state"]


def test_sittings_are_logged_and_published_without_names(
    clerk: Context, chief: Context, now: datetime
) -> None:
    settle()
    application = approved(clerk, chief, consignor="みほん省")
    sitting = RecordSession(
        application_no=application, viewer="調査　員子", identity="運転免許証",
        began_at=now + timedelta(hours=1), ended_at=now + timedelta(hours=2),
    )  # fmt: skip
    later = replace(clerk, at=now + timedelta(hours=3))
    assert [one.code for one in perform(sitting, context=later).findings] == ["inspection.state"]
    listed(application, clerk)
    early = perform(sitting, context=clerk)
    assert [one.code for one in early.findings] == ["inspection.times"]
    assert perform(sitting, context=later).value is not None
    assert Application.objects.get().state == State.CLOSED
    assert published(first=date(2026, 4, 1), last=date(2027, 3, 31)) == [
        ("個人・法人", "みほん大学", "健康に関する学術調査", "2026-06-10", "芝五丁目", "みほん省")
    ]
    assert published(first=date(2025, 4, 1), last=date(2026, 3, 31)) == []
