# SPDX-License-Identifier: Apache-2.0
"""Sign-in, purpose of use, the first page, the log."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests.ward_fixture import PASSWORD, TARO

from daicho.foundation.audit.models import Entry

SignIn = Callable[[str], Client]


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_stranger_is_sent_to_sign_in_and_back(ward: None) -> None:
    client = Client()
    page = f"/tax/taxpayers/{TARO.number}/"
    response = client.get(page)
    assert response.headers["Location"] == f"/sign-in/?next=%2Ftax%2Ftaxpayers%2F{TARO.number}%2F"
    entered = client.post(
        response.headers["Location"], {"login": "clerk", "password": PASSWORD, "next": page}
    )
    assert entered.headers["Location"] == page
    purpose = client.get(page).headers["Location"]
    assert purpose == f"/purpose/?next=%2Ftax%2Ftaxpayers%2F{TARO.number}%2F"
    chosen = client.post(purpose, {"purpose": "counter", "next": page})
    assert chosen.headers["Location"] == page
    assert "窓口・電話での照会" in text_of(client.get(page))


def test_wrong_password_is_told_without_saying_which_part(ward: None) -> None:
    response = Client().post("/sign-in/", {"login": "clerk", "password": "chigau"})
    assert response.status_code == 422
    assert "職員番号またはパスワードが正しくありません。" in text_of(response)


def test_next_never_leads_elsewhere(ward: None) -> None:
    sent = {"login": "clerk", "password": PASSWORD, "next": "https://example.com/"}
    assert Client().post("/sign-in/", sent).headers["Location"] == "/"


def test_purpose_must_be_one_of_the_list(ward: None) -> None:
    client = Client()
    client.post("/sign-in/", {"login": "clerk", "password": PASSWORD})
    response = client.post("/purpose/", {"purpose": "curiosity"})
    assert response.status_code == 422
    assert "利用目的を一つ選んでください。" in text_of(response)


def test_home_shows_what_waits(sign_in: SignIn) -> None:
    page = text_of(sign_in("tax_officer").get("/"))
    assert "名寄せの要確認" in page
    assert "完了していない取込" in page
    assert "令和8年度 当初賦課" in page
    assert "操作ログ" not in page


def test_auditor_sees_the_log_only(sign_in: SignIn) -> None:
    client = sign_in("auditor")
    assert "納税義務者を探す" not in text_of(client.get("/"))
    client.post("/purpose/", {"purpose": "review"})
    page = text_of(client.get("/log/?login=tax_officer"))
    assert "当初賦課の開始" in page
    assert client.get(f"/tax/taxpayers/{TARO.number}/").status_code == 403


def test_log_finds_whom_it_concerns(sign_in: SignIn) -> None:
    sign_in("clerk").get(f"/tax/taxpayers/{TARO.number}/")
    page = text_of(sign_in("auditor").get(f"/log/?subject={TARO.number}"))
    assert "納税義務者照会" in page
    assert "窓口　一子" in page


def test_sign_out_ends_the_session(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").headers["Location"] == "/sign-in/?next=%2F"
    assert Entry.objects.first().detail == {"操作": "サインアウト"}  # type: ignore[union-attr]
