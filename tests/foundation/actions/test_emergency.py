# SPDX-License-Identifier: Apache-2.0
"""Emergency access: short, told to all, never to what is secret, and judged by another person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings
from tests.staff_room import StaffRoom

from daicho.foundation.access.actor import Context, load_actor
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.decision import decide
from daicho.foundation.access.emergency import close_lapsed, find_unreviewed, openable
from daicho.foundation.access.models import EmergencyAccess
from daicho.foundation.actions.action import perform
from daicho.foundation.actions.emergency import (
    EndEmergencyAccess,
    OpenEmergencyAccess,
    ReviewEmergencyAccess,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Staff

VIEW = "register.view"
REASON = "災害対応のため避難者の世帯を至急確認する"


def opening(
    *functions: str, reason: str = REASON, minutes: int | None = None
) -> OpenEmergencyAccess:
    return OpenEmergencyAccess(opened=functions or (VIEW,), reason=reason, minutes=minutes)


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Context:
    return staff_room.context("emergency.open", purpose="counter")


def later(context: Context, minutes: int) -> Context:
    """The same person with the rights of a later moment."""
    at = context.at + timedelta(minutes=minutes)
    staff = Staff.objects.get(pk=context.actor.staff_id)
    return replace(context, actor=load_actor(staff=staff, at=at), at=at)


def codes(outcome: object) -> list[str]:
    return [finding.code for finding in outcome.findings]  # type: ignore[attr-defined]


def test_opens_for_its_time_and_no_longer(clerk: Context) -> None:
    assert VIEW not in clerk.actor.functions
    number = perform(opening(minutes=30), context=clerk).value
    during = later(clerk, 29)
    assert during.actor.functions == {"emergency.open", VIEW}
    assert during.actor.uses_emergency(VIEW)
    assert not during.actor.uses_emergency("emergency.open")
    assert during.actor.emergency is not None
    assert during.actor.emergency.number == number
    after = later(clerk, 30)
    assert (after.actor.functions, after.actor.emergency) == ({"emergency.open"}, None)
    assert after.actor.lapsed_emergencies == (number,)


def test_nothing_secret_can_be_opened() -> None:
    """個人番号, protected addresses, rights and the log stay closed whatever the emergency."""
    may = {code for code, one in catalogue().functions.items() if one.may_be_opened_in_emergency}
    secret = ("vault.", "protected.", "staff.", "rights.", "audit.", "item.", "emergency.")
    assert may
    assert [code for code in may if code.startswith(secret)] == []
    assert [code for code in may if catalogue().functions[code].needs_number_use] == []


@pytest.mark.parametrize(
    "function",
    sorted(c for c, one in catalogue().functions.items() if not one.may_be_opened_in_emergency),
)
def test_every_other_function_is_refused(clerk: Context, function: str) -> None:
    assert "emergency.closed" in codes(perform(opening(function), context=clerk))
    assert not EmergencyAccess.objects.exists()


def test_row_with_a_secret_function_opens_nothing(clerk: Context) -> None:
    """Even if somebody wrote one into the table, the catalogue has the last word."""
    EmergencyAccess.objects.create(
        staff_id=clerk.actor.staff_id, functions=["vault.reveal", "protected.view", VIEW],
        reason="x", opened_at=clerk.at, until=clerk.at + timedelta(minutes=60),
    )  # fmt: skip
    assert later(clerk, 1).actor.functions == {"emergency.open", VIEW}


def test_faults_are_told_all_at_once(clerk: Context, settings: Settings) -> None:
    settings.EMERGENCY_MINUTES = 20
    outcome = perform(opening("vault.reveal", "no.such", reason="急", minutes=21), context=clerk)
    assert codes(outcome) == [
        "emergency.closed", "emergency.closed", "emergency.reason", "emergency.minutes",
    ]  # fmt: skip
    assert perform(opening(), context=clerk).value
    assert EmergencyAccess.objects.get().until == clerk.at + timedelta(minutes=20)
    assert codes(perform(opening(), context=later(clerk, 1))) == ["emergency.already"]


def test_database_refuses_more_than_an_hour_and_own_review(clerk: Context) -> None:
    row = {"staff_id": clerk.actor.staff_id, "functions": [VIEW], "reason": "x"}
    until = clerk.at + timedelta(minutes=61)
    with pytest.raises(IntegrityError, match="at_most_an_hour"), transaction.atomic():
        EmergencyAccess.objects.create(opened_at=clerk.at, until=until, **row)
    with pytest.raises(IntegrityError, match="reviewed_by_another"), transaction.atomic():
        EmergencyAccess.objects.create(
            opened_at=clerk.at, until=clerk.at + timedelta(minutes=1), verdict="justified",
            reviewer_id=clerk.actor.staff_id, reviewed_at=clerk.at, **row,
        )  # fmt: skip


def test_start_and_end_are_in_the_log(clerk: Context) -> None:
    number = perform(opening(), context=clerk).value
    assert number is not None
    ended = perform(EndEmergencyAccess(number=number), context=later(clerk, 5))
    assert ended.value == 1
    assert later(clerk, 6).actor.functions == {"emergency.open"}
    start, end = Entry.objects.order_by("id")
    assert (start.kind, start.screen, start.detail) == (
        "event", "緊急アクセスの開始", {"機能": [VIEW], "理由": REASON},
    )  # fmt: skip
    assert (end.screen, end.detail) == ("緊急アクセスの終了", {"緊急アクセス": number})
    again = perform(EndEmergencyAccess(number=number), context=later(clerk, 7))
    assert codes(again) == ["emergency.not_open"]


def test_end_by_time_is_in_the_log_once(clerk: Context) -> None:
    number = perform(opening(minutes=10), context=clerk).value
    after = clerk.at + timedelta(minutes=11)
    assert close_lapsed(at=clerk.at + timedelta(minutes=9), terminal="t") == 0
    assert [close_lapsed(at=after, terminal="t") for _ in range(2)] == [1, 0]
    entry = Entry.objects.latest("id")
    assert (entry.login, entry.screen, entry.detail["緊急アクセス"]) == (
        "z1", "緊急アクセスの終了(期限)", number,
    )  # fmt: skip
    assert later(clerk, 12).actor.lapsed_emergencies == ()


def test_purpose_is_still_asked(clerk: Context) -> None:
    perform(opening("certificate.issue"), context=clerk)
    during = later(clerk, 1)
    said = {"actor": during.actor, "function": "certificate.issue", "subject": None}
    assert decide(purpose="counter", at=during.at, **said).is_allowed  # type: ignore[arg-type]
    refused = decide(purpose="assessment", at=during.at, **said)  # type: ignore[arg-type]
    assert refused.finding is not None
    assert refused.finding.code == "access.other_purpose"


def test_another_person_reviews_afterwards(clerk: Context, staff_room: StaffRoom) -> None:
    number = perform(opening(minutes=10), context=clerk).value
    assert number is not None
    chief = staff_room.context("emergency.review", login="z2")
    review = ReviewEmergencyAccess(number=number, verdict="unjustified", comment="業務に関係がない")
    assert codes(perform(review, context=chief)) == ["emergency.still_open"]
    assert [one.pk for one in find_unreviewed()] == [number]
    after = later(chief, 20)
    empty = ReviewEmergencyAccess(number=number, verdict="", comment=" ")
    assert codes(perform(empty, context=after)) == ["emergency.verdict", "emergency.comment"]
    assert perform(review, context=after).value == number
    assert list(find_unreviewed()) == []
    assert codes(perform(review, context=after)) == ["emergency.reviewed"]
    assert Entry.objects.latest("id").function == "emergency.review"


def test_nobody_reviews_their_own(staff_room: StaffRoom) -> None:
    both = staff_room.context("emergency.open", "emergency.review", purpose="counter")
    number = perform(opening(minutes=10), context=both).value
    assert number is not None
    review = ReviewEmergencyAccess(number=number, verdict="justified", comment="正当だった")
    assert codes(perform(review, context=later(both, 20))) == ["emergency.own"]
    assert EmergencyAccess.objects.get().verdict == ""


def test_openable_are_those_not_held(staff_room: StaffRoom) -> None:
    actor = staff_room.context("emergency.open", VIEW).actor
    assert VIEW not in {one.code for one in openable(actor=actor)}
    assert "certificate.issue" in {one.code for one in openable(actor=actor)}
