# SPDX-License-Identifier: Apache-2.0
"""While one clerk types about a person nobody else enters anything about them (排他制御, 10.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.domains.register.people import Counter, settle
from tests.staff_room import StaffRoom

from daicho.domains.register.actions.slips import (
    TYPING,
    DraftEvent,
    EnterEvent,
    RegisterEvent,
    WithdrawEvent,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.entries.models import Entry, State

pytestmark = pytest.mark.django_db
KIND = "register.death"


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room)


def death(number: int) -> dict[str, Any]:
    return {
        "happened_on": "R8.6.1", "notified_on": "R8.6.3", "basis": "戸籍届出・通知",
        "addressee_no": number,
    }  # fmt: skip


def draft(context: Context, number: int, **more: Any) -> Outcome[int]:
    action = DraftEvent(
        entry_kind=KIND, data={"addressee_no": number}, subjects_typed=(number,), **more
    )
    return perform(action, context=context)


def enter(context: Context, number: int) -> Outcome[int]:
    return perform(EnterEvent(entry_kind=KIND, data=death(number)), context=context)


def codes(outcome: Outcome[int]) -> list[str]:
    return [one.code for one in outcome.findings if one.severity.value == "error"]


def test_another_clerk_neither_drafts_nor_enters_meanwhile(counter: Counter) -> None:
    family = settle()
    gone, other = family.numbers[3], family.numbers[2]
    mine = draft(counter.clerk, gone)
    assert mine.value is not None
    for refused in (draft(counter.chief, gone), enter(counter.chief, gone)):
        assert codes(refused) == ["register.E-065"]
        assert f"入力票{mine.value}、職員 clerkが入力中" in refused.findings[0].message_ja
        assert "係長がその入力票を取り下げてください" in refused.findings[0].message_ja
    assert Entry.objects.count() == 1
    assert draft(counter.clerk, gone, entry_no=mine.value, version=1).value == mine.value
    assert draft(counter.chief, other).value is not None  # somebody else's record is free


def test_the_chief_takes_the_draft_back_or_time_passes(counter: Counter) -> None:
    gone = settle().numbers[3]
    first = draft(counter.clerk, gone).value or 0
    later = replace(counter.chief, at=counter.at + TYPING + timedelta(minutes=1))
    assert draft(later, gone).value is not None
    Entry.objects.exclude(pk=first).delete()
    withdrawn = perform(WithdrawEvent(entry_no=first, reason="離席"), context=counter.chief)
    assert withdrawn.value == first
    assert Entry.objects.get(pk=first).state == State.WITHDRAWN
    assert codes(enter(counter.chief, gone)) == []


def test_refusals_of_slips_have_their_numbers(counter: Counter) -> None:
    gone = settle().numbers[3]
    entered = enter(counter.clerk, gone).value or 0
    again = enter(counter.chief, gone)
    assert codes(again) == ["register.E-061"]
    assert f"同じ人の入力票{entered}が審査待ちです" in again.findings[-1].message_ja
    own = replace(counter.clerk.actor, functions=counter.chief.actor.functions)
    refused = perform(RegisterEvent(entry_no=entered), context=replace(counter.clerk, actor=own))
    assert codes(refused) == ["register.E-066"]
