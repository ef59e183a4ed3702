# SPDX-License-Identifier: Apache-2.0
"""Rights, organisation and emergency access at the desk: allowed, refused, told, logged."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.organisation import build_units, post
from tests.staff_room import StaffRoom

from daicho.foundation.access import granting
from daicho.foundation.access.models import EmergencyAccess, Grant, Post, RightsRequest, Unit
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.audit.models import Entry
from daicho.foundation.identity.models import Staff

BACKEND = "daicho.foundation.identity.sessions.StaffSessions"
OWN = ("desk.home", "rights.request")


@pytest.fixture
def room(staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch) -> StaffRoom:
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: staff_room.at)
    build_units()
    return staff_room


def enter(
    room: StaffRoom, login: str, *functions: str, unit: str = "", title: str = "主事",
    purpose: str = "upkeep",
) -> Client:  # fmt: skip
    staff = room.hire(login, *OWN, *functions)
    if unit:
        post(staff, unit, title)
    client = Client()
    client.force_login(staff, backend=BACKEND)
    session = client.session
    session[PURPOSE_KEY] = purpose
    session.save()
    return client


def read(response: HttpResponse) -> str:
    return response.content.decode()


REQUEST = {
    "login": "z1", "functions": ["tax.taxpayer.view"], "first": "R8.7.1", "last": "R9.6.30",
    "reason": "課税事務を担当するため",
}  # fmt: skip


def test_from_the_request_to_the_right(room: StaffRoom) -> None:
    clerk = enter(room, "z1", unit="S11")
    head = enter(room, "z2", "rights.approve", unit="S1", title="課長")
    assert clerk.get("/rights/request/").status_code == 200
    assert clerk.post("/rights/request/", REQUEST)["Location"] == "/rights/"
    assert "承認待ち" in read(clerk.get("/rights/"))
    number = RightsRequest.objects.get().pk
    assert "権限の申請の承認" in read(head.get("/"))
    assert "納税義務者照会" in read(head.get("/rights/approvals/"))
    done = head.post(f"/rights/approvals/{number}/", {"decision": "approve"}, follow=True)
    assert "承認し、権限を付与しました。" in read(done)
    assert Grant.objects.get(request=number).valid_from == date(2026, 7, 1)
    own = read(clerk.get("/rights/"))
    assert "開始前" in own
    assert "令和9年6月30日" in own


def test_own_request_is_not_approved_by_a_crafted_post(room: StaffRoom) -> None:
    head = enter(room, "z2", "rights.approve", unit="S1", title="課長")
    head.post("/rights/request/", {**REQUEST, "login": "z2"})
    number = RightsRequest.objects.get().pk
    done = head.post(f"/rights/approvals/{number}/", {"decision": "approve"}, follow=True)
    assert "自分が得る権限は承認できません。" in read(done)
    assert not Grant.objects.filter(request=number).exists()
    assert "承認を待っている申請はありません" in read(head.get("/rights/approvals/"))


def test_request_with_faults_is_told_them(room: StaffRoom) -> None:
    clerk = enter(room, "z1", unit="S11")
    response = clerk.post("/rights/request/", {**REQUEST, "last": "R9.7.1", "functions": []})
    assert response.status_code == 422
    assert "機能を選んでください。" in read(response)
    assert "期間は1年以内" in read(response)
    clerk.post("/rights/request/", REQUEST)
    number = RightsRequest.objects.get().pk
    assert "取り下げました" in read(clerk.post(f"/rights/requests/{number}/withdraw/", follow=True))


def test_head_sees_the_table_of_their_own_units_only(room: StaffRoom) -> None:
    head = enter(room, "z2", "rights.approve", unit="S1", title="課長")
    granting.grant(
        unit="S2", functions=("documents.view",), first=date(2026, 4, 1), last=date(2027, 3, 31),
        by="x", at=room.at,
    )  # fmt: skip
    page = read(head.get("/rights/table/"))
    assert "z2" in page
    assert "課税資料照会</td>" not in page
    assert head.get("/rights/table/", {"unit": "S2"}).status_code == 422
    assert head.get("/rights/table/csv/", {"unit": "S2"})["Location"] == "/rights/table/"
    refused = head.post("/rights/table/confirm/", {"unit": "S2", "comment": "x"}, follow=True)
    assert "確認できるのは所属長" in read(refused)
    confirmed = head.post("/rights/table/confirm/", {"unit": "S1", "comment": "適正"}, follow=True)
    assert "年度の確認を記録しました。" in read(confirmed)
    assert "令和8年度: 令和8年6月10日 09:30 職員 z2 3件 適正" in read(head.get("/rights/table/"))
    administrator = enter(room, "z3", "rights.approve", "staff.manage")
    lines = read(administrator.get("/rights/table/csv/", {"unit": "S2"})).splitlines()
    assert lines[1] == (
        "所属,S2,区民課,documents.view,課税資料照会,,2026-04-01,2027-03-31,x,管理者の設定"
    )
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.detail["件数"]) == ("extract", 1)


def test_head_without_a_unit_sees_no_table(room: StaffRoom) -> None:
    nobody = enter(room, "z2", "rights.approve")
    assert "表示できる一覧表はありません" in read(nobody.get("/rights/table/"))


def test_files_are_tried_then_applied(room: StaffRoom) -> None:
    administrator = enter(room, "z3", "staff.manage", "personnel.import")
    post(room.hire("z1"), "S1")
    orders = "職員番号,氏名,カナ,所属コード,職名,発令日,区分\nz1,,,S2,主任,R8.7.1,異動\n"
    rights = (
        "操作,職員番号,所属コード,機能コード,所管,開始日,終了日\n"
        "付与,z1,,documents.view,,R8.7.1,R9.6.30\n"
    )
    for path, text, count in (
        ("/organisation/personnel/", orders, Post.objects.count),
        ("/rights/upkeep/", rights, Grant.objects.count),
    ):
        before = count()
        tried = administrator.post(path, {"file": upload(text), "dry_run": "on"})
        assert "1件の変更になります(まだ変更していません)" in read(tried)
        assert count() == before
        assert "1件を変更しました。" in read(administrator.post(path, {"file": upload(text)}))
        assert count() == before + 1
        wrong = administrator.post(path, {"file": upload("x\n")})
        assert wrong.status_code == 422
        assert "見出しがありません" in read(wrong)


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("file.csv", text.encode("cp932"))


def test_organisation_as_of_a_day(room: StaffRoom) -> None:
    clerk = enter(room, "z1", unit="S11", title="係長")
    page = read(clerk.get("/organisation/"))
    assert "　　課税係" in page
    assert "所属長" in page
    assert "登録されていません" in read(clerk.get("/organisation/", {"on": "R8.3.31"}))
    assert clerk.get("/organisation/units/").status_code == 403
    administrator = enter(room, "z3", "staff.manage")
    unit = {"code": "S3", "level": "section", "name": "保険課", "parent": "D1", "first": "R8.7.1"}
    assert administrator.post("/organisation/units/", unit)["Location"] == "/organisation/"
    assert Unit.objects.get(code="S3").name == "保険課"
    refused = administrator.post("/organisation/units/", {**unit, "parent": ""})
    assert "開始日以後の設定が登録済みです。" in read(refused)
    closed = administrator.post("/organisation/units/close/", {"code": "S11", "last": "R9.3.31"})
    assert "配属されている職員がいます" in read(closed)


OPENING = {
    "functions": ["tax.taxpayer.view"], "minutes": "30",
    "reason": "災害対応のため避難者の世帯を至急確認する",
}  # fmt: skip


def test_emergency_is_loud_and_every_look_is_marked(room: StaffRoom) -> None:
    clerk = enter(room, "z1", "emergency.open", purpose="counter")
    assert clerk.get("/tax/taxpayers/1/").status_code == 403
    assert clerk.get("/emergency/").status_code == 200
    assert clerk.post("/emergency/", OPENING)["Location"] == "/"
    for path in ("/", "/rights/", "/emergency/"):
        assert "緊急アクセス中" in read(clerk.get(path)), path
    number = EmergencyAccess.objects.get().pk
    assert clerk.get("/tax/taxpayers/1/").status_code == 404
    assert Entry.objects.latest("id").detail["緊急アクセス"] == number
    clerk.get("/rights/")
    assert "緊急アクセス" not in Entry.objects.latest("id").detail
    ended = clerk.post(f"/emergency/{number}/end/", follow=True)
    assert "緊急アクセスを終了しました。" in read(ended)
    assert "緊急アクセス中" not in read(ended)
    assert clerk.get("/tax/taxpayers/1/").status_code == 403


def test_emergency_waits_for_another_persons_review(room: StaffRoom) -> None:
    clerk = enter(room, "z1", "emergency.open", "emergency.review", purpose="counter")
    clerk.post("/emergency/", OPENING)
    clerk.get("/tax/taxpayers/1/")
    number = EmergencyAccess.objects.get().pk
    chief = enter(room, "z2", "emergency.review")
    assert "緊急アクセスの点検" in read(chief.get("/"))
    assert "いま使われています" in read(chief.get("/"))
    assert "別の職員が点検します" in read(clerk.get(f"/emergency/reviews/{number}/"))
    clerk.post(f"/emergency/{number}/end/")
    page = read(chief.get(f"/emergency/reviews/{number}/"))
    assert "納税義務者" in page
    assert OPENING["reason"] in page
    verdict = {"verdict": "unjustified", "comment": "業務に関係がない閲覧"}
    clerk.post(f"/emergency/reviews/{number}/", verdict)
    assert EmergencyAccess.objects.get().verdict == ""
    assert "緊急アクセスの点検" in read(chief.get("/"))
    assert chief.post(f"/emergency/reviews/{number}/", verdict).status_code == 302
    assert "緊急アクセスの点検" not in read(chief.get("/")).split("処理を待っているもの")[1]
    assert "不当" in read(chief.get("/emergency/reviews/"))
    assert chief.get("/emergency/reviews/0/").status_code == 404


def test_lapse_is_put_into_the_log_at_the_next_look(
    room: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = enter(room, "z1", "emergency.open", purpose="counter")
    clerk.post("/emergency/", OPENING)
    later = room.at.replace(hour=10)
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: later)
    assert clerk.get("/tax/taxpayers/1/").status_code == 403
    screens = [entry.screen for entry in Entry.objects.order_by("-id")[:2]]
    assert screens == ["納税義務者照会", "緊急アクセスの終了(期限)"]


def test_nothing_secret_is_offered_or_taken(room: StaffRoom) -> None:
    clerk = enter(room, "z1", "emergency.open", purpose="counter")
    assert "vault.reveal" not in read(clerk.get("/emergency/"))
    response = clerk.post("/emergency/", {**OPENING, "functions": ["vault.reveal"]})
    assert response.status_code == 422
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/rights/approvals/", "/rights/table/", "/rights/table/csv/", "/rights/upkeep/",
        "/organisation/units/", "/organisation/personnel/", "/emergency/", "/emergency/reviews/",
        "/emergency/reviews/1/",
    ],
)  # fmt: skip
def test_closed_without_the_function(room: StaffRoom, path: str) -> None:
    assert enter(room, "z1").get(path).status_code == 403


def test_change_of_purpose_says_the_former_one(room: StaffRoom) -> None:
    clerk = enter(room, "z1", purpose="counter")
    clerk.post("/purpose/", {"purpose": "review"})
    entry = Entry.objects.latest("id")
    assert entry.detail["変更前の利用目的"] == "窓口・電話での照会"


def test_section_follows_the_post_on_its_day(room: StaffRoom) -> None:
    clerk = enter(room, "z1", unit="S11")
    assert "税務課課税係 職員 z1" in read(clerk.get("/rights/"))
    assert Staff.objects.get(login="z1").section == "税務課課税係"
    assert Entry.objects.latest("id").section == "税務課課税係"
