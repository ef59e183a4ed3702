# SPDX-License-Identifier: Apache-2.0
"""本人通知: who registered is told of copies that others got; nobody learns an address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest
from tests.domains.register.people import settle
from tests.staff_room import StaffRoom

from daicho.domains.inspection.letters import Letters
from daicho.domains.inspection.models import IssueNotice, NoticeRegistration
from daicho.domains.inspection.notice_actions import (
    EndNoticeRegistration,
    RegisterForNotice,
    SendNotices,
    TellEndings,
)
from daicho.domains.inspection.notices import (
    Told,
    asker_of,
    correct_asker,
    ending,
    follow_issue,
    waiting,
)
from daicho.foundation.access.actor import Context
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.documents.pdf_text import page_texts, squeeze

pytestmark = pytest.mark.django_db


@dataclass
class Asked:
    """A request as the follower reads it."""

    pk: int = 7
    door: str = "third_party"
    relation: str = "other"
    bearer: str = "asker"
    kind: str = "resident_copy"


@dataclass
class Issued:
    """A copy as the follower reads it."""

    subject_nos: list[int] = field(default_factory=list)


@pytest.fixture
def desk(staff_room: StaffRoom) -> Context:
    return staff_room.context("certificate.issue", purpose="certificate")


def register(number: int, desk: Context, last: date | None = None) -> int:
    done = perform(
        RegisterForNotice(
            addressee_no=number, offered_by="本人", first=date(2026, 4, 1), last=last
        ),
        context=desk,
    )
    assert done.value is not None, done.findings
    return done.value


@pytest.mark.parametrize(
    ("asked", "asker"),
    [
        (Asked(), "third_party"),
        (Asked(door="self", relation="own"), "self"),
        (Asked(door="self", relation="household"), "self"),
        (Asked(door="self", relation="own", bearer="agent"), "agent"),
        (Asked(door="self", relation="own", bearer="messenger"), "agent"),
        (Asked(door="official"), None),
    ],
)
def test_tells_who_asked(asked: Asked, asker: str | None) -> None:
    assert asker_of(asked) == asker


def told(choice: Told) -> list[tuple[int, str, int]]:
    return [(one.addressee_no, one.asker, one.copies) for one in waiting(choice)]


def test_once_a_request_and_person_and_by_the_condition_chosen(desk: Context) -> None:
    head, wife, son, _ = settle().numbers
    register(head, desk)
    register(son, desk, last=date(2026, 6, 1))  # over by now
    copies = [Issued([head, wife]), Issued([head])]
    for _ in range(2):
        follow_issue(request=Asked(), issues=copies, context=desk)
    own = Asked(pk=8, door="self", relation="own")
    follow_issue(request=own, issues=copies, context=desk)
    follow_issue(request=Asked(pk=9, door="official"), issues=copies, context=desk)
    follow_issue(request=Asked(pk=10, kind="seal"), issues=copies, context=desk)
    assert told(Told.REGISTERED) == [(head, "third_party", 2), (head, "self", 2)]
    assert told(Told.NOT_SELF) == [(head, "third_party", 2)]
    assert told(Told.BY_ASKER) == [(head, "third_party", 2), (wife, "third_party", 1)]
    assert {(one.issued_on, one.certificate) for one in IssueNotice.objects.all()} == {
        (date(2026, 6, 10), "住民票の写し")
    }


def test_a_corrected_asker_changes_what_was_not_sent(desk: Context) -> None:
    head = settle().head
    register(head, desk)
    follow_issue(request=Asked(), issues=[Issued([head])], context=desk)
    correct_asker(request=Asked(door="self", relation="own"))
    assert told(Told.REGISTERED) == [(head, "self", 1)]
    correct_asker(request=Asked(door="official"))
    assert told(Told.REGISTERED) == []


def test_nobody_is_told_after_the_end(desk: Context) -> None:
    head = settle().head
    number = register(head, desk)
    twice = RegisterForNotice(addressee_no=head, offered_by="本人", first=date(2026, 6, 1))
    assert [one.code for one in perform(twice, context=desk).findings] == ["inspection.twice"]
    assert perform(EndNoticeRegistration(registration_no=number), context=desk).value == number
    follow_issue(request=Asked(), issues=[Issued([head])], context=desk)
    assert told(Told.REGISTERED) == []


def send(context: Context, *notices: IssueNotice) -> Letters:
    action = SendNotices(
        notice_nos=tuple(one.pk for one in notices),
        addressee_nos=tuple(one.addressee_no for one in notices),
    )
    letters = perform(action, context=context).value
    assert letters is not None
    return letters


def test_a_letter_tells_the_issue_and_never_who_asked(desk: Context) -> None:
    family = settle()
    register(family.head, desk)
    follow_issue(request=Asked(), issues=[Issued([family.head])], context=desk)
    (notice,) = IssueNotice.objects.all()
    letters = send(desk, notice)
    (page,) = (squeeze(text) for text in page_texts(letters.pdf))
    for words in (
        "〒108-0014", "東京都港区芝五丁目１番１号", "試作荘１０１", "試作太郎様",
        "住民票の写し等交付通知書", "交付した日令和8年6月10日", "交付請求者の区分第三者",
        "証明書の種別住民票の写し", "枚数1通",
    ):  # fmt: skip
        assert squeeze(words) in page
    notice.refresh_from_db()
    assert (notice.sent_on, notice.sent_by) == (date(2026, 6, 10), desk.actor.who.login)
    assert send(desk, notice).made == ()
    entry = Entry.objects.filter(screen="本人通知の通知書作成").order_by("pk").first()
    assert entry is not None
    assert (entry.subjects, entry.detail["枚数"]) == ([family.head], 1)


def test_a_protected_persons_letter_waits_for_the_officer(
    desk: Context, staff_room: StaffRoom, now: datetime
) -> None:
    family = settle()
    register(family.head, desk)
    follow_issue(request=Asked(), issues=[Issued([family.head])], context=desk)
    (notice,) = IssueNotice.objects.all()
    protect(addressee_nos=[family.head], first=date(2026, 1, 1), at=now, by="a", measure="1")
    refused = send(desk, notice)
    assert (refused.pdf, refused.made, refused.left) == (b"", (), 1)
    notice.refresh_from_db()
    assert notice.sent_on is None
    chief = staff_room.context(
        "certificate.issue", "protected.view", purpose="certificate", login="chief"
    )
    letters = send(replace(chief, at=desk.at), notice)
    assert squeeze("芝五丁目１番１号") in squeeze(page_texts(letters.pdf)[0])


def test_who_registered_is_told_of_the_end_once(desk: Context) -> None:
    family = settle()
    head, wife, son, daughter = family.numbers
    near = register(head, desk, last=date(2026, 7, 11))
    register(wife, desk, last=date(2026, 7, 12))  # more than a month from June 10
    register(son, desk)
    past = register(daughter, desk, last=date(2026, 6, 1))
    day = date(2026, 6, 10)
    assert [one.pk for one in ending(day)] == [past, near]
    action = TellEndings(registration_nos=(near, past), addressee_nos=(head, daughter))
    letters = perform(action, context=desk).value
    assert letters is not None
    first, second = (squeeze(text) for text in page_texts(letters.pdf))
    assert squeeze("本人通知の登録期間満了のお知らせ") in first
    assert {"満了の日令和8年7月11日" in page for page in (first, second)} == {True, False}
    assert not ending(day).exists()
    assert NoticeRegistration.objects.get(pk=near).told_end_on == day
