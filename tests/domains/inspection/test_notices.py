# SPDX-License-Identifier: Apache-2.0
"""本人通知: who registered is told of copies that others got; nobody learns an address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest
from tests.domains.register.people import settle
from tests.staff_room import StaffRoom

from daicho.domains.inspection.actions import (
    EndNoticeRegistration,
    RegisterForNotice,
    SendNotices,
)
from daicho.domains.inspection.models import IssueNotice
from daicho.domains.inspection.notices import asker_of, follow_issue, printer_rows
from daicho.foundation.access.actor import Context
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db


@dataclass
class Asked:
    """A request as the follower reads it."""

    pk: int = 7
    door: str = "third_party"
    relation: str = "other"
    bearer: str = "asker"
    kind: str = "resident_record"


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
        (Asked(door="official"), "self"),
    ],
)
def test_tells_who_asked(asked: Asked, asker: str) -> None:
    assert asker_of(asked) == asker


def test_a_notice_once_a_request_to_those_on_the_copy(desk: Context) -> None:
    family = settle()
    head, wife, son, _ = family.numbers
    for number in (head, wife, son):
        register(number, desk, last=date(2026, 6, 1) if number == son else None)
    copies = [Issued([head, son]), Issued([head])]
    for _ in range(2):
        follow_issue(request=Asked(), issues=copies, context=desk)
    notice = IssueNotice.objects.get()
    assert (notice.registration.addressee_no, notice.copies) == (head, 2)
    assert (notice.asker, notice.issued_on) == ("third_party", date(2026, 6, 10))
    follow_issue(request=Asked(pk=8, door="self", relation="own"), issues=copies, context=desk)
    assert IssueNotice.objects.count() == 1


def test_nobody_is_told_after_the_end(desk: Context) -> None:
    head = settle().head
    number = register(head, desk)
    twice = RegisterForNotice(addressee_no=head, offered_by="本人", first=date(2026, 6, 1))
    assert [one.code for one in perform(twice, context=desk).findings] == ["inspection.twice"]
    assert perform(EndNoticeRegistration(registration_no=number), context=desk).value == number
    follow_issue(request=Asked(), issues=[Issued([head])], context=desk)
    assert not IssueNotice.objects.exists()


def test_the_printer_gets_the_address_only_by_who_may_see_it(
    desk: Context, staff_room: StaffRoom, now: datetime
) -> None:
    family = settle()
    register(family.head, desk)
    follow_issue(request=Asked(), issues=[Issued([family.head])], context=desk)
    notices = list(IssueNotice.objects.all())
    (row,) = printer_rows(notices, desk)
    assert row[1:5] == (family.head, "試作　太郎", "1080014", "東京都港区芝五丁目１番１号")
    assert row[6:] == (date(2026, 6, 10), "第三者", "resident_record", 1)
    protect(addressee_nos=[family.head], first=date(2026, 1, 1), at=now, by="a", measure="1")
    (row,) = printer_rows(notices, desk)
    assert "芝五丁目" not in str(row)
    chief = staff_room.context("protected.view", purpose="protection", login="chief")
    (row,) = printer_rows(notices, replace(chief, at=desk.at))
    assert "芝五丁目１番１号" in str(row)
    done = perform(SendNotices(notice_nos=(notices[0].pk,)), context=desk)
    assert done.value == 1
    assert perform(SendNotices(notice_nos=(notices[0].pk,)), context=desk).value == 0
