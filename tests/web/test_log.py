# SPDX-License-Identifier: Apache-2.0
"""The log's pages: search, file, five analyses, the monthly check."""

from __future__ import annotations

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from tests.ward_fixture import HIDDEN, TARO
from tests.web.conftest import SignIn

from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append
from daicho.foundation.audit.models import Entry, Kind, MonthlyReview, Result
from daicho.web.desk.review import waiting_reviews

TOKYO = ZoneInfo("Asia/Tokyo")
SECTION = "税務課"
MAY = datetime(2026, 5, 10, 23, 0, tzinfo=TOKYO)  # a Sunday night
CODES = ("off-hours", "failed-sign-ins", "per-person", "mass-searches", "by-subject")


def told(at: datetime = MAY, **changes: object) -> None:
    values: dict[str, object] = {
        "at": at, "kind": Kind.INQUIRY, "who": Who("yoru", "夜間　太郎", SECTION),
        "terminal": "10.0.0.66", "function": "tax.taxpayer.view", "screen": "夜の照会",
        "purpose": "窓口・電話での照会", "subjects": (TARO.number,),
    }  # fmt: skip
    append(NewEntry(**{**values, **changes}))  # type: ignore[arg-type]


@pytest.fixture
def auditor(sign_in: SignIn) -> Client:
    client = sign_in("auditor")
    client.post("/purpose/", {"purpose": "review"})
    told()
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "terminal=10.0.0.66", "login=yoru", "first=R8.5.10&last=R8.5.10",
        "first=R8.5.10&first_time=22:59&last=R8.5.10&last_time=23:00",
        f"subject={TARO.number}&login=yoru", "function=tax.taxpayer.view&login=yoru",
        "kind=inquiry&terminal=10.0.0.66", f"section={SECTION}&first=R8.5.10&last=R8.5.10",
    ],
)  # fmt: skip
def test_finds_the_entry(auditor: Client, query: str) -> None:
    assert "夜の照会" in text_of(auditor, f"/log/?{query}")


@pytest.mark.parametrize(
    "query",
    [
        "terminal=10.0.0.67", "login=asa", "first=R8.5.11&last=R8.5.12",
        "first=R8.5.10&first_time=23:01&last=R8.5.10", "result=refused&login=yoru",
        "number=on&login=yoru", "purpose=調査&login=yoru",
    ],
)  # fmt: skip
def test_leaves_the_entry_out(auditor: Client, query: str) -> None:
    assert "夜の照会" not in text_of(auditor, f"/log/?{query}")


def test_search_is_itself_logged(auditor: Client) -> None:
    auditor.get(f"/log/?subject={TARO.number}&login=yoru")
    entry = Entry.objects.latest("id")
    assert (entry.screen, entry.subjects) == ("操作ログ照会", [TARO.number])
    assert entry.detail == {"条件": {"職員番号": "yoru", "対象者の宛名番号": str(TARO.number)}}


def test_file_is_logged_with_its_hash(auditor: Client) -> None:
    response = auditor.get("/log/csv/?login=yoru")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("日時,職員番号,氏名,所属,端末,種別")
    assert lines[1].startswith("2026-05-10 23:00:00,yoru,夜間　太郎,税務課,10.0.0.66,照会")
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.screen) == ("extract", "操作ログの抽出")
    assert (entry.detail["件数"], entry.detail["抽出条件"]) == (1, {"職員番号": "yoru"})
    digest = hashlib.sha256(response.content).hexdigest()
    assert entry.detail["SHA-256"].replace("-", "") == digest


def test_individual_number_is_no_condition(auditor: Client) -> None:
    page = auditor.get("/log/?login=123456789018").content.decode()
    assert "123456789018" not in str(Entry.objects.latest("id").detail)
    assert "個人番号は「個人番号で探す」の欄にだけ入力できます。" in page


@pytest.mark.parametrize("path", ["/log/", "/log/csv/", "/log/analyses/by-subject/csv/"])
def test_address_of_a_protected_person_is_masked(auditor: Client, path: str) -> None:
    told(
        subjects=(HIDDEN.number,), screen="隠す照会",
        detail={"条件": {"住所": HIDDEN.address, "氏名": "佐藤"}, "備考": "六本木9-9-9"},
    )  # fmt: skip
    query = f"?subject={HIDDEN.number}&first=R8.5.1&last=R8.5.31"
    page = text_of(auditor, path + query)
    assert "隠す照会" in page
    assert "六本木" not in page
    assert "支援措置により非表示" in page


@pytest.mark.parametrize("code", CODES)
def test_every_analysis_opens_and_comes_as_a_file(auditor: Client, code: str) -> None:
    told(kind=Kind.AUTHENTICATION, result=Result.REFUSED, subjects=())
    query = f"?first=R8.5.1&last=R8.5.31&subject={TARO.number}"
    page = text_of(auditor, f"/log/analyses/{code}/{query}")
    is_there = code != "mass-searches"  # one look is no mass
    assert ("夜間　太郎" in page) is is_there
    content = text_of(auditor, f"/log/analyses/{code}/csv/{query}")
    assert ("夜間　太郎" in content) is is_there
    assert Entry.objects.latest("id").kind == "extract"


def test_analysis_draws_the_days(auditor: Client) -> None:
    page = text_of(auditor, "/log/analyses/off-hours/?first=R8.5.1&last=R8.5.31")
    assert "<title>5月10日 1件</title>" in page


def test_analysis_without_period_takes_the_month(auditor: Client) -> None:
    assert "夜の照会" not in text_of(auditor, "/log/analyses/off-hours/")


@pytest.mark.parametrize(
    "query", ["first=R8.5.1&last=R7.5.1", "first=R7.1.1&last=R8.5.1", "first=x&last=R8.5.1"]
)
def test_wrong_period_is_told(auditor: Client, query: str) -> None:
    text_of(auditor, f"/log/analyses/off-hours/?{query}", 422)
    text_of(auditor, f"/log/analyses/off-hours/csv/?{query}", 422)


def test_unknown_analysis_is_not_found(auditor: Client) -> None:
    text_of(auditor, "/log/analyses/x/", 404)


@pytest.fixture
def head(sign_in: SignIn) -> Client:
    told(who=Who("yoru", "夜間　太郎", section_of("section_head")))
    return sign_in("section_head")


def section_of(login: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT section FROM identity_staff WHERE login = %s", [login])
        return str(cursor.fetchone()[0])


def send(client: Client, result: str, comment: str = "", month: int = 202605) -> int:
    path = f"/log/reviews/{month}/{section_of('section_head')}/"
    return client.post(path, {"result": result, "comment": comment}).status_code


def test_head_checks_a_month_and_looks_again(head: Client) -> None:
    section = section_of("section_head")
    page = text_of(head, f"/log/reviews/202605/{section}/")
    assert "夜間　太郎" in page
    assert "まだ点検していません。" in page
    assert send(head, "looking", "深夜の照会を本人に確認中") == 302
    assert send(head, "fine", "超過勤務の命令を確認した") == 302
    looks = MonthlyReview.objects.filter(section=section).order_by("id")
    assert [look.result for look in looks] == ["looking", "fine"]
    assert looks[0].summary["深夜・休業日"] == 1
    page = text_of(head, f"/log/reviews/202605/{section}/")
    assert "この月の点検は終わっています。" in page
    assert "深夜の照会を本人に確認中" in page
    assert send(head, "act", "やり直し") == 422
    entry = Entry.objects.filter(screen="操作ログの月次点検", result="done", kind="event").first()
    assert entry is not None
    assert entry.detail == {"所属": section, "対象月": "2026-05", "点検結果": "異常なし"}


@pytest.mark.parametrize(
    ("result", "comment", "month"),
    [("looking", "", 202605), ("act", " ", 202605), ("x", "x", 202605), ("fine", "", 202606)],
)
def test_refuses_half_a_check(head: Client, result: str, comment: str, month: int) -> None:
    assert send(head, result, comment, month) == 422
    assert not MonthlyReview.objects.exists()


def test_list_shows_what_is_not_checked(head: Client) -> None:
    assert "未点検" in text_of(head, "/log/reviews/")
    send(head, "act", "規程の見直し")
    page = text_of(head, "/log/reviews/")
    assert "要対応" in page


def test_another_section_stays_closed(head: Client) -> None:
    text_of(head, "/log/reviews/202605/別の課/", 403)


def test_no_such_month(head: Client) -> None:
    text_of(head, f"/log/reviews/202613/{section_of('section_head')}/", 404)


def test_waits_on_the_first_page_until_done(head: Client) -> None:
    assert "操作ログの月次点検" in text_of(head, "/")
    before = how_many_wait()
    send(head, "looking", "確認中")
    assert how_many_wait() == before
    send(head, "fine")
    assert how_many_wait() == before - 1


def how_many_wait() -> int:
    return sum(int(item.amount.removesuffix("件")) for item in waiting_reviews())
