# SPDX-License-Identifier: Apache-2.0
"""Immigration notices wait for their slip; stays that end are listed, special ones left out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from tests.domains.register.people import HEAD, SON, Counter, settle
from tests.domains.register.test_nationality import FOREIGN
from tests.staff_room import StaffRoom

from daicho.domains.register.actions.immigration_notices import (
    HEADINGS,
    ConfirmedItem,
    ImportImmigrationNotices,
    confirmation_of,
    list_not_taken,
)
from daicho.domains.register.events.foreigner_lists import list_stays_ending, list_transitional
from daicho.domains.register.models import ImmigrationNotice, ResidentVersion
from daicho.domains.register.selectors import find_person
from daicho.foundation.actions.action import Outcome, perform

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 10)
LINE = {
    "通知日": "2026-06-08", "事由の生じた日": "2026-06-05", "通知の種類": "修正",
    "在留カード等の番号": "AB12345678CD", "在留資格": "定住者", "在留期間": "3年",
    "在留期間満了の日": "2029-06-05", "新しい在留カード等の番号": "EF12345678GH",
}  # fmt: skip


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room, "register.bulk")


def take_in(counter: Counter, *lines: dict[str, str]) -> Outcome[int]:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS, restval="")
    writer.writeheader()
    writer.writerows(lines)
    action = ImportImmigrationNotices(file_name="n.csv", content=out.getvalue().encode())
    return perform(action, context=replace(counter.clerk, at=counter.tick()))


def row_of(counter: Counter, number: int) -> ResidentVersion:
    row = find_person(addressee_no=number, valid_on=DAY, known_at=counter.tick())
    assert row is not None
    return row


def slip(notice: ImmigrationNotice, number: int) -> dict[str, object]:
    return {
        "happened_on": str(notice.happened_on), "notified_on": str(notice.notified_on),
        "notice_no": notice.pk, "addressee_no": number,
    }  # fmt: skip


def test_a_notice_waits_is_confirmed_and_changes_the_record(counter: Counter) -> None:
    number = settle((HEAD,), **FOREIGN).head
    assert take_in(counter, LINE).value == 1
    notice = list_not_taken().get()
    assert (notice.state, notice.addressee_no) == ("waiting", number)
    assert confirmation_of(notice_no=notice.pk, known_at=counter.tick()) == [
        ConfirmedItem(label="在留資格", before="永住者", after="定住者"),
        ConfirmedItem(label="在留期間", before="無期限", after="3年"),
        ConfirmedItem(label="在留期間満了の日", before="", after="2029-06-05"),
        ConfirmedItem(
            label="新しい在留カード等の番号", before="AB12345678CD", after="EF12345678GH"
        ),
    ]
    event = counter.carry("register.immigration_notice", slip(notice, number))
    assert (event.reason, event.basis, event.happened_on) == ("303", "通知", date(2026, 6, 5))
    row = row_of(counter, number)
    assert (row.residence_status, row.residence_until) == ("定住者", date(2029, 6, 5))
    assert row.residence_card_no == "EF12345678GH"
    notice.refresh_from_db()
    assert (notice.state, notice.event) == ("taken", event)
    found = counter.refusals("register.immigration_notice", slip(notice, number))
    assert found == ["register.notice_gone"]
    again = take_in(counter, LINE)
    assert [one.code for one in again.findings] == ["register.notice_twice"]


def test_who_is_no_foreign_resident_any_more_is_removed(counter: Counter) -> None:
    number = settle((HEAD,), **FOREIGN).head
    take_in(counter, LINE | {"通知の種類": "消除"})
    event = counter.carry("register.immigration_notice", slip(list_not_taken().get(), number))
    row = row_of(counter, number)
    assert (event.reason, row.status) == ("206", "removed")
    assert row.cease_reason == "職権消除（外国人住民でなくなった者）"


def test_the_unknown_wait_and_special_permanent_residents_are_left_out(counter: Counter) -> None:
    special = settle(
        (HEAD,), **FOREIGN | {"article_30_45": "特別永住者", "residence_card_no": "SP12345678CD"}
    )
    take_in(
        counter, LINE | {"在留カード等の番号": "ZZ12345678ZZ"},
        LINE | {"在留カード等の番号": "SP12345678CD"},
    )  # fmt: skip
    unknown = list_not_taken().get()
    assert (unknown.state, unknown.fault) == (
        "unmatched", "在留カード等の番号が一致する外国人住民がいません",
    )  # fmt: skip
    left_out = ImmigrationNotice.objects.get(state="excluded")
    assert (left_out.addressee_no, left_out.fault) == (special.head, "特別永住者は対象外です")
    found = counter.refusals("register.immigration_notice", slip(unknown, special.head))
    assert "register.notice_special_permanent" in found
    person = settle((HEAD,), **FOREIGN).head
    alerts = counter.alerts("register.immigration_notice", slip(unknown, person))
    assert alerts == ["register.notice_card"]


def test_a_faulty_file_is_refused_whole(counter: Counter) -> None:
    outcome = take_in(counter, LINE, LINE | {"通知日": "x", "通知の種類": "y", "区分": "z"})
    assert [(one.code, one.subject) for one in outcome.findings] == [
        ("register.notice_day", "3行 通知日"), ("register.notice_kind", "3行 通知の種類"),
        ("register.notice_class", "3行 区分"),
    ]  # fmt: skip
    assert ImmigrationNotice.objects.count() == 0


def test_stays_that_end_are_listed_without_special_permanent_residents(counter: Counter) -> None:
    over = settle((HEAD,), **FOREIGN, residence_until=date(2026, 6, 1)).head
    soon = settle((HEAD,), **FOREIGN, residence_until=date(2026, 7, 1)).head
    settle((HEAD,), **FOREIGN, residence_until=date(2027, 7, 1))
    settle((HEAD,), **FOREIGN | {"article_30_45": "特別永住者"}, residence_until=date(2026, 6, 1))
    found = list_stays_ending(known_at=counter.tick(), on=DAY, until=date(2026, 9, 8))
    assert [(one.addressee_no, one.is_over) for one in found] == [(over, True), (soon, False)]


def test_transitional_residents_have_sixty_days_and_are_then_removed(counter: Counter) -> None:
    stay = {"article_30_45": "出生による経過滞在者", "residence_card_no": "",
            "residence_status": "", "residence_period": ""}  # fmt: skip
    over = settle((SON,), **FOREIGN | stay | {"foreign_resident_on": date(2026, 4, 10)}).head
    still = settle((SON,), **FOREIGN | stay | {"foreign_resident_on": date(2026, 4, 11)}).head
    found = list_transitional(known_at=counter.tick(), on=DAY)
    assert [(one.addressee_no, one.last_day, one.is_over) for one in found] == [
        (over, date(2026, 6, 9), True), (still, date(2026, 6, 10), False),
    ]  # fmt: skip
    data = {"happened_on": "2026-06-10", "addressee_nos": [over], "ground": "経過滞在期間の満了"}
    event = counter.carry("register.authority_removal", data)
    assert event.addressee_nos == [over]
    rest = list_transitional(known_at=counter.tick(), on=DAY, only_over=True)
    assert rest == []
