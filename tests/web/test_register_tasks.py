# SPDX-License-Identifier: Apache-2.0
"""The register's lists and batches on pages: who is listed, what a file does, what stays hidden."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.domains.register.people import (
    HEAD,
    SETTLED_AT,
    WIFE,
    Family,
    Newcomer,
    resident_code,
    settle,
)
from tests.ward_fixture import NOW
from tests.web.conftest import SignIn

from daicho.domains.register.models import (
    Building,
    BulkChange,
    ImmigrationNotice,
    ResidentKind,
    ResidentVersion,
    Sex,
    Status,
)
from daicho.foundation.access.decision import MASKED_ADDRESS
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.access.protection import protect
from daicho.foundation.audit.models import Entry
from daicho.foundation.batch.worker import work_once
from daicho.foundation.entries.models import Entry as Slip
from daicho.foundation.entries.store import content_of
from daicho.kernel.numbers import individual_number_check_digit

OLD, NEW = "東京都港区芝五丁目１番１号", "東京都港区芝新町一丁目１番１号"
LEFT_FOR = "大阪府大阪市北区梅田１"
GONE: dict[str, Any] = {
    "status": Status.MOVED_OUT, "cease_reason": "国内転出", "ceased_on": date(2026, 3, 1),
    "moved_to_planned": LEFT_FOR,
}  # fmt: skip
GUEST = Newcomer(
    name="ＤＯＥ　ＪＡＮＥ", kana="ドウ　ジェーン", relationship="世帯主", sex=Sex.FEMALE,
    birth_date=date(1990, 1, 2),
    items={
        "kind": ResidentKind.FOREIGN, "nationality": "オーストラリア",
        "article_30_45": "中長期在留者", "residence_status": "技術・人文知識・国際業務",
        "residence_period": "３年", "residence_until": date(2026, 5, 31),
        "residence_card_no": "AB12345678CD", "registered_domicile": "", "registry_head": "",
    },
)  # fmt: skip
BASE = "22345678901"
NUMBER = f"{BASE}{individual_number_check_digit(BASE)}"


def at_desk(sign_in: SignIn, role: str = "register_chief") -> Client:
    client = sign_in(role)
    session = client.session
    session[PURPOSE_KEY] = "register"
    session.save()
    return client


def text(response: Any, status: int = 200) -> str:
    page: str = response.content.decode()
    assert response.status_code == status, page
    return page


def upload(content: str, name: str = "file.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode("utf-8-sig"))


def gone(*people: Newcomer) -> Family:
    return settle(people or (HEAD, WIFE), **GONE)


def hide(number: int) -> None:
    protect(addressee_nos=[number], first=date(2026, 1, 1), at=SETTLED_AT, by="test")


def test_the_index_leads_to_what_one_may_do(sign_in: SignIn) -> None:
    chief = text(at_desk(sign_in).get("/register/tasks/"))
    for word in ("転入通知未着者", "世帯主のいない世帯", "一括変更", "住民票コード", "住所辞書",
                 "出入国在留管理庁長官通知", "経過滞在者", "転出証明書情報の取込"):  # fmt: skip
        assert word in chief, word
    assert text(at_desk(sign_in).get("/")).count("/register/tasks/") >= 1
    clerk = text(at_desk(sign_in, "register_clerk").get("/register/tasks/"))
    assert "転入通知未着者" in clerk
    assert "tasks/bulk/" not in clerk
    assert "tasks/codes/" not in clerk


def test_lists_are_empty_in_words(sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    for path, words in (
        ("awaiting/?until=S30.1.1", "転入通知の届いていない人はいません。"),
        ("stays/?until=S30.1.1", "在留期間の満了する人はいません。"),
        ("bulk/", "一括変更はまだありません。"),
        ("immigration/", "未取込の通知はありません。"),
        ("places/?town=ない町名", "該当する町名はありません。"),
    ):
        assert words in text(client.get(f"/register/tasks/{path}")), path
    page = text(client.get("/register/tasks/awaiting/?until=きのう"), 422)
    assert "転入通知の届いていない人はいません" not in page


def test_awaiting_notice_is_listed_and_given_out_with_its_log(sign_in: SignIn) -> None:
    family = gone()
    client = at_desk(sign_in)
    page = text(client.get("/register/tasks/awaiting/?until=R8.6.10"))
    assert "試作　太郎" in page
    assert LEFT_FOR in page
    assert "試作　太郎" not in text(client.get("/register/tasks/awaiting/?until=R8.2.28"))
    content = text(client.get("/register/tasks/awaiting.csv?until=R8.6.10"))
    lines = content.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("宛名番号,氏名,振り仮名,生年月日,世帯番号,転出前の住所")
    own = next(line for line in lines if line.startswith(f"{family.head},"))
    assert own.split(",")[1:3] == ["試作　太郎", "シサク　タロウ"]
    assert f"{LEFT_FOR},,令和8年3月1日,国内転出" in own
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.screen) == ("extract", "転入通知未着者一覧の出力")
    assert entry.detail["抽出条件"] == {"消除日": "2026-06-10まで", "職権消除": "除く"}
    assert family.head in entry.subjects


def test_awaiting_notice_hides_where_a_protected_person_went(sign_in: SignIn) -> None:
    family = gone()
    hide(family.numbers[1])
    client = at_desk(sign_in, "register_clerk")
    for path in ("awaiting/", "awaiting.csv"):
        page = text(client.get(f"/register/tasks/{path}"))
        assert "試作　太郎" in page
        assert LEFT_FOR not in page, "the household shares the place"
        assert MASKED_ADDRESS in page


def test_a_household_without_its_householder_is_listed(sign_in: SignIn) -> None:
    family = settle((Newcomer(**{**_as_dict(WIFE), "relationship": "妻"}),), householder_name="")
    page = text(at_desk(sign_in).get("/register/tasks/headless/"))
    assert str(family.household_no) in page
    assert "試作　花子（妻）" in page
    assert OLD in page
    hide(family.head)
    hidden = text(at_desk(sign_in, "register_clerk").get("/register/tasks/headless/"))
    assert str(family.household_no) in hidden
    assert OLD not in hidden


def _as_dict(one: Newcomer) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_stays_that_end_need_the_right_to_the_item(sign_in: SignIn) -> None:
    settle((GUEST,))
    page = text(at_desk(sign_in).get("/register/tasks/stays/"))
    assert "ＤＯＥ　ＪＡＮＥ" in page
    assert "令和8年5月31日" in page
    assert "経過" in page
    assert "ＤＯＥ　ＪＡＮＥ" not in text(
        at_desk(sign_in).get("/register/tasks/stays/?until=R8.5.30")
    )
    clerk = text(at_desk(sign_in, "clerk").get("/register/tasks/stays/"))
    assert "ＤＯＥ" not in clerk
    assert "(表示権限がありません)" in clerk


def test_codes_come_in_whole_and_never_show(sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    good = resident_code(5_000_000_001)
    bad = f"{good[:10]}{(int(good[10]) + 1) % 10}"
    sent = {"source": "住基ネットCS", "file": upload(f"住民票コード\n{good}\n{bad}\n")}
    page = text(client.post("/register/tasks/codes/take/", sent), 422)
    assert "2件目" in page
    assert bad not in page
    before = _free(client)
    client.post("/register/tasks/codes/take/", {"source": "CS", "file": upload(f"{good}\n")})
    page = text(client.get("/register/tasks/codes/"))
    assert _free(client) == before + 1
    assert good not in page
    client.post("/register/tasks/codes/alert/", {"alert_below": str(before + 2)})
    assert "下限より少ない" in text(client.get("/register/tasks/codes/"))
    assert good not in json.dumps([one.detail for one in Entry.objects.order_by("-id")[:20]])


def _free(client: Client) -> int:
    response: Any = client.get("/register/tasks/codes/")
    return int(response.context["free"])


def bulk_file(*rows: tuple[int, str, str]) -> SimpleUploadedFile:
    head = (
        "世帯番号,変更前住所,変更前方書,変更後住所,変更後方書,変更後郵便番号,変更後町字,"
        "変更後住所コード"
    )
    lines = [
        f"{number},{before},試作荘１０１,{after},試作荘１０１,1080014,芝新町一丁目,13103001005"
        for number, before, after in rows
    ]
    return upload("\n".join([head, *lines]), "shin.csv")


def typed_bulk(*rows: tuple[int, str, str]) -> dict[str, Any]:
    return {"bulk_kind": "address", "title": "芝新町の設定", "happened_on": "R8.6.1", "note": "",
            "file": bulk_file(*rows)}  # fmt: skip


def test_a_bulk_change_needs_two_people_and_shows_its_totals(sign_in: SignIn) -> None:
    family = settle()
    other = settle((HEAD,))
    maker = at_desk(sign_in)
    sent = typed_bulk((family.household_no, OLD, NEW), (other.household_no, "ちがう住所", NEW))
    answer = maker.post("/register/tasks/bulk/new/", sent)
    assert answer.status_code == 302, text(answer)
    address = answer.headers["Location"]
    page = text(maker.get(address))
    assert "変更前のデータが今の記載と違います" in page
    assert NEW in page
    assert "作成した職員は承認できません" in page
    assert OLD not in text(maker.get(f"{address}?only=done"))
    refused = text(maker.post(f"{address}decide/", {"act": "accept"}), 422)
    assert "別の職員が行ってください" in refused
    change = BulkChange.objects.latest("pk")
    BulkChange.objects.filter(pk=change.pk).update(created_by="somebody")
    assert "この内容で承認する" in text(maker.get(address))
    assert maker.post(f"{address}start/").status_code == 422, "not accepted yet"
    maker.post(f"{address}decide/", {"act": "accept"})
    assert maker.post(f"{address}start/").status_code == 302
    change.refresh_from_db()
    assert (change.state, change.totals["本処理"]) == (
        "done", {"世帯・人": 1, "人数": 4, "除外": 0},
    )  # fmt: skip
    page = text(maker.get(address))
    assert "本処理済" in page
    now = ResidentVersion.objects.filter(
        addressee_no__in=family.numbers, recorded__upper_inf=True, valid__upper_inf=True
    )
    assert {row.address for row in now} == {NEW}
    assert 'hx-trigger="every' not in text(maker.get(f"{address}progress/"))


def test_faults_of_a_bulk_file_are_all_told_by_their_lines(sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    sent = typed_bulk((0, OLD, NEW)) | {"file": upload("世帯番号\n1\n")}
    assert "見出しがありません" in text(client.post("/register/tasks/bulk/new/", sent), 422)
    sent = typed_bulk((0, OLD, NEW))
    sent["file"] = upload(
        bulk_file((0, OLD, NEW)).read().decode("utf-8-sig").replace("\n0", "\nあ")
    )
    page = text(client.post("/register/tasks/bulk/new/", sent), 422)
    assert "2行 世帯番号: 数字で入力してください。" in page
    head = client.get("/register/tasks/bulk/headings/kana.csv").content.decode()
    assert head == "\ufeff宛名番号,変更前振り仮名,変更後振り仮名\r\n"


def test_a_large_bulk_change_waits_for_the_worker(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daicho.domains.register.web.bulk.AT_ONCE", 0)
    family = settle()
    client = at_desk(sign_in)
    client.post("/register/tasks/bulk/new/", typed_bulk((family.household_no, OLD, NEW)))
    BulkChange.objects.update(created_by="somebody")
    number = BulkChange.objects.latest("pk").pk
    client.post(f"/register/tasks/bulk/{number}/decide/", {"act": "accept"})
    client.post(f"/register/tasks/bulk/{number}/start/")
    page = text(client.get(f"/register/tasks/bulk/{number}/"))
    assert "本処理: 未実行" in page
    assert 'hx-trigger="every' in page
    assert BulkChange.objects.get(pk=number).state == "accepted"
    done = work_once(clock=lambda: NOW, terminal="batch-1")
    assert done is not None
    assert (done.kind, done.state, done.result) == ("register.bulk", "done", "一括変更 1件")
    assert BulkChange.objects.get(pk=number).state == "done"


def notices(card: str = "AB12345678CD") -> SimpleUploadedFile:
    head = ("通知日,事由の生じた日,通知の種類,在留カード等の番号,氏名,国籍・地域,区分,在留資格,"
            "在留期間,在留期間満了の日,新しい在留カード等の番号")  # fmt: skip
    line = f"R8.6.9,R8.6.5,修正,{card},,,,永住者,無期限,,EF12345678GH"
    return upload(f"{head}\n{line}\n", "moj.csv")


def test_a_notice_comes_in_is_compared_and_becomes_a_slip(sign_in: SignIn) -> None:
    guest = settle((GUEST,))
    client = at_desk(sign_in)
    client.post("/register/tasks/immigration/take/", {"file": notices()})
    again = client.post("/register/tasks/immigration/take/", {"file": notices()})
    assert "既に取り込まれています" in text(again, 422)
    assert "ＤＯＥ　ＪＡＮＥ" in text(client.get("/register/tasks/immigration/"))
    number = ImmigrationNotice.objects.latest("pk").pk
    page = text(client.get(f"/register/tasks/immigration/{number}/"))
    for word in ("技術・人文知識・国際業務", "永住者", "EF12345678GH"):
        assert word in page, word
    hidden = text(at_desk(sign_in, "clerk").get(f"/register/tasks/immigration/{number}/"))
    assert "永住者" not in hidden
    assert "AB12345678CD" not in hidden
    client = at_desk(sign_in)
    answer = client.post(f"/register/tasks/immigration/{number}/draft/")
    slip = Slip.objects.latest("pk")
    assert answer.headers["Location"] == f"/register/slips/{slip.pk}/edit/"
    assert content_of(slip)["notice_no"] == number
    assert list(slip.subjects) == [guest.head]
    text(client.get(answer.headers["Location"]))
    entered = client.post(
        answer.headers["Location"],
        {"step": "look", "entry": str(slip.pk), "version": str(slip.version),
         "happened_on": "R8.6.5", "notified_on": "R8.6.9", "basis": content_of(slip)["basis"],
         "notice_no": str(number), "addressee_no": str(guest.head)},
    )  # fmt: skip
    assert "永住者" in text(entered)


def test_a_notice_of_nobody_asks_whom_it_is_about(sign_in: SignIn) -> None:
    guest = settle((GUEST,))
    client = at_desk(sign_in)
    client.post("/register/tasks/immigration/take/", {"file": notices("ZZ00000000ZZ")})
    number = ImmigrationNotice.objects.latest("pk").pk
    page = f"/register/tasks/immigration/{number}/"
    assert "在留カード等の番号が一致する外国人住民がいません" in text(
        client.get("/register/tasks/immigration/")
    )
    assert client.post(f"{page}draft/").headers["Location"] == page
    assert client.post(f"{page}draft/", {"addressee_no": NUMBER}).headers["Location"] == page
    answer = client.post(f"{page}draft/", {"addressee_no": str(guest.head)})
    assert answer.headers["Location"].startswith("/register/slips/")


def certificate(**more: Any) -> dict[str, Any]:
    return {
        "v": "DAICHO-MOVEOUT/1", "name": "大阪　太郎", "kana": "オオサカ　タロウ",
        "birth": "1980-03-01", "sex": "2", "rel": "世帯主",
        "head": "大阪　太郎", "addr": LEFT_FOR, "on": "2026-06-08",
        "to": OLD, "number": NUMBER,
    } | more  # fmt: skip


def test_a_certificate_becomes_a_slip_without_telling_the_number(sign_in: SignIn) -> None:
    client = at_desk(sign_in, "register_clerk")
    sent = {"file": upload(json.dumps(certificate(), ensure_ascii=False)), "is_special": "on"}
    answer = client.post("/register/tasks/certificates/", sent)
    assert answer.status_code == 302, text(answer)
    slip = Slip.objects.latest("pk")
    told = content_of(slip)
    assert (told["by_certificate"], told["members"][0]["name"]) == (True, "大阪　太郎")
    page = text(client.get(answer.headers["Location"]))
    assert "転出予定日は2026-06-08です。" in page
    assert "大阪　太郎" in page
    assert NUMBER not in page
    assert all(NUMBER not in json.dumps(one.detail) for one in Entry.objects.order_by("-id")[:9])


def test_an_unreadable_certificate_is_told_by_its_line_only(sign_in: SignIn) -> None:
    client = at_desk(sign_in, "register_clerk")
    wrong = json.dumps(certificate(v="OTHER/9"), ensure_ascii=False)
    page = text(client.post("/register/tasks/certificates/", {"file": upload(wrong)}), 422)
    assert "1件目: 転出証明書の情報の版が違います" in page
    assert NUMBER not in page
    empty = client.post("/register/tasks/certificates/", {"file": upload("\n")})
    assert "転出証明書の情報がありません" in text(empty, 422)


def test_places_are_found_corrected_and_added(sign_in: SignIn) -> None:
    client = at_desk(sign_in)
    client.post("/register/tasks/places/load/", {"municipality": "13103"})
    page = text(client.get("/register/tasks/places/?town=東京都港区芝五"))
    assert "東京都港区芝五丁目" in page
    code = page.split("/register/tasks/places/13103")[1][:6]
    address = f"/register/tasks/places/13103{code}/"
    assert "7桁" in text(client.post(address, {"postcode": "123"}), 422)
    client.post(address, {"postcode": "1080099", "is_former": "on"})
    assert "1080099" in text(client.get(address))
    typed = {"address": OLD, "name": "新築荘", "postcode": "1080014"}
    client.post("/register/tasks/places/buildings/", typed)
    assert "新築荘" in text(client.get(f"/register/tasks/places/?building={OLD}"))
    client.post("/register/tasks/places/buildings/", typed | {"act": "remove"})
    assert Building.objects.get(name="新築荘").is_removed
    assert client.post("/register/tasks/places/buildings/", typed | {"name": ""}).status_code == 422
