# SPDX-License-Identifier: Apache-2.0
"""Letters that begin at a list of the register, and the office's own record of what it wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.domains.certificates.desk import CertificateDesk, text_of
from tests.domains.register.people import HEAD, SON, WIFE, Counter, settle
from tests.domains.register.test_bulk import NEW, OLD, attempt, carry_out, put, start
from tests.domains.support.desk import Desk
from tests.staff_room import StaffRoom

from daicho.domains.certificates import lists
from daicho.domains.certificates.actions.after import ReviewRequest
from daicho.domains.certificates.desk import issue
from daicho.domains.certificates.due import list_due
from daicho.domains.certificates.models import Request
from daicho.domains.certificates.municipalities import municipality_of
from daicho.domains.register.models import AddressTown, BulkChange, BulkLine
from daicho.domains.support.actions.measures import ConfirmSupport
from daicho.foundation.access import protection
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.django_db
ELSEWHERE = "大阪府大阪市北区梅田一丁目１番"


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room, "certificate.issue", "register.bulk")


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    desk = CertificateDesk.open(staff_room)
    return replace(desk, context=replace(desk.context, at=desk.context.at + timedelta(hours=4)))


@pytest.fixture
def towns() -> None:
    for code, city in (("27100", "大阪市"), ("27127", "大阪市北区"), ("23108", "名古屋市北区")):
        AddressTown.objects.create(
            code=f"{code}001001", municipality=code, prefecture="大阪府" if code[0] == "2" and
            code[1] == "7" else "愛知県", city=city, town="梅田", prefecture_key="オオサカフ",
            city_key="オオサカシ", town_key="ウメダ", postcode="5300001",
        )  # fmt: skip


def leave(counter: Counter, *people: int, **more: Any) -> int:
    data = {
        "happened_on": "R8.6.10", "notified_on": "R8.6.10", "members": list(people),
        "moved_to": ELSEWHERE, "notifier": HEAD.name, **more,
    }  # fmt: skip
    return counter.carry("register.move_out", data).pk


def test_the_office_of_an_address(towns: None) -> None:
    assert municipality_of(ELSEWHERE) == "大阪府大阪市北区"
    assert municipality_of("大阪市北区梅田") == "大阪府大阪市北区"
    assert municipality_of("大阪府大阪市中央区本町") == "大阪府大阪市"
    assert municipality_of("フランス共和国") == municipality_of("") == "転出先の市区町村"


def test_a_household_without_a_householder_is_asked_for_one(
    counter: Counter, desk: CertificateDesk
) -> None:
    family = settle([HEAD, WIFE, SON])
    _, wife, son = family.numbers
    assert desk.refusals("householder_request", wife) == ["has_householder"]
    event = counter.carry(
        "register.move_out",
        {"happened_on": "R8.6.10", "notified_on": "R8.6.10", "members": [family.head],
         "moved_to": ELSEWHERE, "notifier": HEAD.name},
    )  # fmt: skip
    due = list_due(event=event, context=counter.chief)
    assert [(one.label, one.people) for one in due] == [
        ("転出証明書", (family.head,)), ("世帯主変更依頼通知書(試作　花子)", (wife,)),
    ]  # fmt: skip
    (listed,) = lists.list_householder_requests(context=desk.context)
    assert (listed.label, listed.people) == ("世帯主変更依頼通知書(試作　花子)", (wife,))
    text = desk.paper("householder_request", wife, options={"reply_by": "R8.6.30"})
    for word in ("試作　花子　様", "〒108-0014", "世帯主の記載がありません", "令和8年6月30日まで",
                 "試作　一郎　（子）"):  # fmt: skip
        assert word in text
    assert desk.refusals("householder_request", son) == ["not_first"]
    assert desk.refusals("householder_request", family.head) == ["not_resident"]
    assert desk.refusals("householder_request", wife, options={"reply_by": "六月"}) == ["reply_by"]


def test_where_no_notice_came_from_is_asked(
    counter: Counter, desk: CertificateDesk, towns: None
) -> None:
    family = settle([HEAD, WIFE])
    assert desk.refusals("move_in_inquiry", family.head) == ["not_awaited"]
    leave(counter, *family.numbers)
    (due,) = lists.list_inquiries(context=desk.context)
    assert (due.certificate, due.people) == ("move_in_inquiry", family.numbers)
    assert due.label == "転入通知未着照会書(試作　太郎、試作　花子)"
    text = desk.paper("move_in_inquiry", *family.numbers)
    for word in ("大阪府大阪市北区長　様", ELSEWHERE, "試作荘１０１", "試作　太郎", "試作　花子",
                 "令和8年6月10日", "転入年月日", "□　あり"):  # fmt: skip
        assert word in text


def test_an_inquiry_about_a_protected_person_waits_for_the_officer(
    counter: Counter, desk: CertificateDesk
) -> None:
    family = settle([HEAD])
    leave(counter, family.head)
    protection.protect(addressee_nos=[family.head], first=date(2026, 6, 1), at=counter.at, by="x")
    refused = desk.refusals("move_in_inquiry", family.head)
    assert refused == ["support.place_elsewhere", "unacknowledged"]  # 転出先 is told on it
    seen = {"acknowledged": ("support.place_elsewhere",)}
    assert "protected" in desk.refusals("move_in_inquiry", family.head, **seen)


def test_the_office_keeps_a_record_of_what_it_wrote(
    counter: Counter, desk: CertificateDesk, staff_room: StaffRoom
) -> None:
    family = settle([HEAD, WIFE])
    changes = [
        {"addressee_no": family.head, "item": "registered_domicile", "value": "東京都港区芝"},
        {"addressee_no": family.numbers[1], "item": "under_guardianship", "value": "はい"},
    ]
    event = counter.carry("register.correct", {
        "happened_on": "2026-06-10", "changes": changes, "note": "誤記の修正",
    })  # fmt: skip
    due = [one for one in list_due(event=event, context=counter.chief)
           if one.certificate == "authority_record"]  # fmt: skip
    assert [one.people for one in due] == [family.numbers]
    told = {"options": {"event": str(event.pk)}}
    text = desk.paper("authority_record", *family.numbers, **told)
    for word in ("職権記録書", "職権修正", "誤記の修正", "本籍", "→　東京都港区芝", "成年被後見人",
                 str(family.head), "入力者", "審査者"):  # fmt: skip
        assert word in text
    assert desk.refusals("authority_record", family.head, **told) == ["not_everybody"]
    blind = CertificateDesk.open(staff_room, without=["item.registry"], login="blind")
    blind = replace(blind, context=replace(blind.context, at=desk.context.at))
    told["key"] = "blind"
    assert blind.refusals("authority_record", *family.numbers, **told) == ["item_masked"]
    by_notice = leave(counter, family.head)
    told = {"options": {"event": str(by_notice)}}
    assert desk.refusals("authority_record", family.head, **told) == ["not_by_authority"]


def test_a_ward_who_left_is_told_to_the_new_municipality(
    counter: Counter, desk: CertificateDesk, towns: None
) -> None:
    family = settle([HEAD, WIFE])
    ward = family.numbers[1]
    assert desk.refusals("ward_notice", ward) == ["not_a_ward"]
    flag = {"addressee_no": ward, "item": "under_guardianship", "value": "はい"}
    counter.carry("register.correct", {"happened_on": "2026-06-01", "changes": [flag]})
    leave(counter, ward)
    (due,) = lists.list_wards(context=desk.context)
    assert (due.label, due.people) == ("成年被後見人転出通知書(試作　花子)", (ward,))
    text = desk.paper("ward_notice", ward)
    for word in ("大阪府大阪市北区長　様", "成年被後見人", "試作　花子", "昭和57年7月7日", OLD,
                 ELSEWHERE, "令和8年6月10日"):  # fmt: skip
        assert word in text


@pytest.mark.django_db(transaction=True)
def test_a_bulk_change_is_told_before_and_after(counter: Counter, desk: CertificateDesk) -> None:
    family = put([HEAD, WIFE])
    row = (family.household_no, OLD, "試作荘１０１", NEW, "", "1080099", "芝新町一丁目", "")
    outcome = attempt(counter, "address", [row])
    assert outcome.value is not None, outcome.findings
    change = BulkChange.objects.get(pk=outcome.value)
    (due,) = lists.list_bulk_letters(change=change, first=0, most=50)
    assert (due.certificate, due.people) == ("bulk_before", family.numbers)
    text = desk.paper("bulk_before", *due.people, options=due.options)
    for word in ("住所の変更のお知らせ", "芝新町の設定により", "変更する予定", "試作　太郎　様",
                 "試作　花子", OLD, NEW, "令和8年6月1日"):  # fmt: skip
        assert word in text
    assert desk.refusals("bulk_after", *due.people, options=due.options) == ["bulk_state"]
    carry_out(counter, start(counter, change.pk))
    change.refresh_from_db()
    (due,) = lists.list_bulk_letters(change=change, first=0, most=50)
    assert due.certificate == "bulk_after"
    text = desk.paper("bulk_after", *due.people, options=due.options)
    for word in ("変更しましたのでお知らせします", OLD, NEW, "〒108-0099"):
        assert word in text
    other = put([SON])
    assert desk.refusals("bulk_after", other.head, options=due.options) == ["bulk_line"]
    assert desk.refusals("bulk_after", family.head) == ["bulk_line"]
    assert BulkLine.objects.count() == 1


def test_the_end_of_a_term_is_told_as_the_measure_has_it(staff_room: StaffRoom) -> None:
    family = settle([HEAD, WIFE])
    support = Desk.open(staff_room)
    number = support.apply(family.head)
    support.does(ConfirmSupport(application_no=number, first=date(2026, 6, 10)))
    desk = CertificateDesk.open(staff_room, "protected.view", login="responsible")
    assert desk.refusals("support_end", family.head) == ["protected"]
    desk.context = replace(desk.context, at=desk.context.at.replace(year=2027, day=8))
    (due,) = lists.list_support_ends(context=desk.context)
    assert (due.certificate, due.people) == ("support_end", (family.head,))
    asked = desk.issue("support_end", family.head)
    assert [one.code for one in asked.findings] == ["certificate.protected"]
    request_no = Request.objects.order_by("-pk")[0].pk
    review = ReviewRequest(request_no=request_no, is_released=True, comment="本人への通知")
    assert perform(review, context=desk.tick()).value == request_no
    assert issue(request_no=request_no, context=desk.tick()).value == request_no
    text = text_of(request_no)
    for word in ("支援措置期間終了通知", "試作　太郎　様", "令和8年6月10日〜令和9年6月9日",
                 "令和9年5月9日から令和9年6月9日まで"):  # fmt: skip
        assert word in text
