# SPDX-License-Identifier: Apache-2.0
"""Printed lists: numbered, in the history, and with a protected person only after examination."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.domains.inspection.test_inspection import approved, chief, clerk, listed
from tests.domains.register.people import settle
from tests.staff_room import StaffRoom

from daicho.domains.inspection.actions import (
    AskListRelease,
    DecideListRelease,
    MakeInspectionList,
)
from daicho.domains.inspection.copies import (
    PrintedList,
    PrintInspectionList,
    SpoilListCopy,
    list_copies,
)
from daicho.domains.inspection.models import InspectionList, ListRelease
from daicho.foundation.access.actor import Context
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.documents.pdf_text import page_texts, squeeze

__all__ = ["chief", "clerk"]
pytestmark = pytest.mark.django_db
PLACE = squeeze("かくれ荘")


def printed(made: InspectionList, context: Context) -> PrintedList | None:
    action = PrintInspectionList(list_no=made.pk, addressee_nos=tuple(made.addressee_nos))
    return perform(action, context=context).value


def hide(number: int, now: datetime) -> None:
    protect(addressee_nos=[number], first=date(2026, 1, 1), at=now, by="a", measure="1")


def ask(application: int, number: int, context: Context) -> ListRelease:
    done = perform(
        AskListRelease(application_no=application, addressee_no=number, reason="本人の申出"),
        context=context,
    )
    assert done.value is not None, done.findings
    return ListRelease.objects.get(pk=done.value)


def decide(one: ListRelease, context: Context, *, is_allowed: bool = True) -> list[str]:
    action = DecideListRelease(
        release_no=one.pk, addressee_no=one.addressee_no, is_allowed=is_allowed, comment="確認した"
    )
    return [found.code for found in perform(action, context=context).findings]


def test_a_copy_is_numbered_and_kept_with_all_that_the_standard_names(
    clerk: Context, chief: Context
) -> None:
    family = settle()
    made = listed(approved(clerk, chief), clerk)
    first, second = printed(made, clerk), printed(made, clerk)
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == ("閲2026-000001", "閲2026-000002")
    (page,) = (squeeze(text) for text in page_texts(first.pdf))
    for words in (
        "住民基本台帳の一部の写し（閲覧用）", "発行番号閲2026-000001", "みほん大学", "人数4人",
        "試作花子東京都港区芝五丁目１番１号試作荘１０１昭和57年7月7日女",
    ):  # fmt: skip
        assert squeeze(words) in page
    copy = list_copies().get(number=first.number)
    assert (copy.place, copy.terminal, copy.printed_by, copy.pages) == (
        clerk.actor.who.section, clerk.terminal, clerk.actor.who.login, 1,
    )  # fmt: skip
    assert set(copy.addressee_nos) == set(family.numbers)
    entry = Entry.objects.filter(screen="閲覧用リストの印刷").order_by("pk").first()
    assert entry is not None
    assert (entry.kind, entry.detail["発行番号"]) == ("document", "閲2026-000001")
    assert set(entry.subjects) == set(family.numbers)
    perform(SpoilListCopy(copy_no=copy.pk, reason="印字不良"), context=chief)
    copy.refresh_from_db()
    assert (copy.disposal, copy.spoilt_by) == ("印字不良", chief.actor.who.login)
    again = perform(SpoilListCopy(copy_no=copy.pk, reason="再度"), context=chief)
    assert [one.code for one in again.findings] == ["inspection.state"]


def test_a_protected_person_in_the_range_is_an_error_first(
    clerk: Context, chief: Context, now: datetime
) -> None:
    family = settle()
    application = approved(clerk, chief)
    hide(family.head, now)
    refused = perform(MakeInspectionList(application_no=application), context=clerk)
    assert [one.code for one in refused.findings] == ["inspection.hidden"]
    assert "4人" in refused.findings[0].message_ja
    assert not InspectionList.objects.exists()
    assert listed(application, clerk).addressee_nos == []


def test_examined_by_another_the_person_may_stand_there_for_the_officer_to_print(
    clerk: Context, chief: Context, now: datetime
) -> None:
    family = settle(building="かくれ荘９")
    application = approved(clerk, chief)
    hide(family.head, now)
    asked = ask(application, family.head, chief)
    assert decide(asked, chief) == ["inspection.same_person"]
    assert decide(asked, clerk) != []  # without the right of the officer
    asked.refresh_from_db()
    assert asked.is_allowed is None
    asked.delete()
    assert decide(ask(application, family.head, clerk), chief) == []
    made = listed(application, chief)
    assert (made.addressee_nos, made.left_out) == ([family.head], 3)  # the family stays out
    assert printed(made, clerk) is None
    copy = printed(made, chief)
    assert copy is not None
    assert PLACE in squeeze(page_texts(copy.pdf)[0])


def test_a_refused_examination_leaves_the_person_out(
    clerk: Context, chief: Context, now: datetime
) -> None:
    family = settle()
    application = approved(clerk, chief)
    hide(family.head, now)
    assert decide(ask(application, family.head, clerk), chief, is_allowed=False) == []
    assert listed(application, chief).addressee_nos == []


def test_protection_after_the_list_leaves_the_person_off_the_copy(
    clerk: Context, chief: Context, now: datetime, staff_room: StaffRoom
) -> None:
    hidden = settle(building="かくれ荘９")
    made = listed(approved(clerk, chief), clerk)
    hide(hidden.head, now)
    for context in (clerk, chief):
        copy = printed(made, context)
        assert copy is not None
        assert PLACE not in squeeze(page_texts(copy.pdf)[0])
        assert list_copies().get(number=copy.number).addressee_nos == []


def test_asking_answers_alike_whoever_is_protected(clerk: Context, chief: Context) -> None:
    application = approved(clerk, chief)
    assert ask(application, settle().head, clerk).is_allowed is None
    assert ask(application, 999_999, clerk).is_allowed is None
    twice = AskListRelease(application_no=application, addressee_no=999_999, reason="理由")
    assert [one.code for one in perform(twice, context=clerk).findings] == ["inspection.twice"]
