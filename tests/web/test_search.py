# SPDX-License-Identifier: Apache-2.0
"""The search: one field understands everything; what is protected stays hidden; all is logged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.ward_fixture import HIDDEN, LONG, TARO, WATANABE, individual_number

from daicho.foundation.audit.models import Entry

SignIn = Callable[[str], Client]


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def find(client: Client, everything: str = "", **fields: str) -> str:
    response = client.post("/addressees/", {"everything": everything, **fields})
    assert response.status_code == 302, text_of(response)
    return text_of(client.get(response.headers["Location"]))


@pytest.mark.parametrize(
    "typed",
    [
        "やまだ　たろう", "ﾔﾏﾀﾞ ﾀﾛｳ", "山田太郎", "ヤマタ S55.3.1", "昭和55年3月1日", "3550301",
        "1980/3/1 山田", str(TARO.number), "ヤマダ 港区芝1-2-3",
    ],
)  # fmt: skip
def test_one_field_finds_by_anything(sign_in: SignIn, typed: str) -> None:
    page = find(sign_in("clerk"), typed)
    assert "山田　太郎" in page
    assert "渡邊" not in page


def test_variants_of_a_name_are_one(sign_in: SignIn) -> None:
    for typed in ("渡辺", "渡邉　一郎", "渡邊"):
        assert WATANABE.name in find(sign_in("clerk"), typed)


def test_fields_of_their_own_must_all_hold(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    page = find(client, kana="ヤマダ", birth_date="S57.7.7", address="港区芝")
    assert "山田　花子" in page
    assert "山田　太郎" not in page
    assert "該当する人はいません" in find(client, kana="ヤマダ", birth_date="S57.7.8")


def test_list_is_paged(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    first = client.post("/addressees/", {"everything": "すずき"}).headers["Location"]
    assert "120件（1 / 3 ページ）" in text_of(client.get(first))
    last = text_of(client.get(f"{first}&page=3"))
    assert "120件（3 / 3 ページ）" in last
    assert "鈴木　99郎" in last


def test_searched_words_are_not_in_the_address(sign_in: SignIn) -> None:
    place = sign_in("clerk").post("/addressees/", {"everything": "やまだ"}).headers["Location"]
    assert place.startswith("/addressees/?s=")
    assert len(place) < 30


def test_protected_address_is_masked_and_marked(sign_in: SignIn) -> None:
    page = find(sign_in("tax_officer"), "さとう")
    assert HIDDEN.name in page
    assert "支援措置" in page
    assert "六本木" not in page
    assert "六本木" in find(sign_in("section_head"), "さとう")


def test_search_is_logged_with_conditions_and_persons(sign_in: SignIn) -> None:
    find(sign_in("clerk"), "やまだ")
    entry = Entry.objects.filter(screen="宛名検索").first()
    assert entry is not None
    assert entry.detail == {"件数": 2, "条件": {"カナ": "やまだ"}}
    assert TARO.number in entry.subjects


def test_individual_number_finds_the_person_and_leaves_no_trace(sign_in: SignIn) -> None:
    number = individual_number(TARO.serial)
    response = sign_in("tax_officer").post("/addressees/by-number/", {"number": number})
    assert response.headers["Location"] == f"/tax/taxpayers/{TARO.number}/"
    entry = Entry.objects.filter(screen="個人番号による検索").get()
    assert entry.subjects == [TARO.number]
    assert number not in str(entry.detail)


@pytest.mark.parametrize("shape", ["{}", "{} やまだ"])
def test_individual_number_in_the_open_field_is_refused(sign_in: SignIn, shape: str) -> None:
    number = individual_number(TARO.serial)
    spaced = f"{number[:4]} {number[4:8]} {number[8:]}"
    for typed in (number, spaced):
        response = sign_in("tax_officer").post("/addressees/", {"everything": shape.format(typed)})
        assert response.status_code == 422
        assert "「個人番号で探す」の欄" in text_of(response)
        assert not Entry.objects.filter(detail__icontains=number).exists()


def test_wrong_individual_number_is_not_repeated(sign_in: SignIn) -> None:
    response = sign_in("tax_officer").post("/addressees/by-number/", {"number": "123456789012"})
    assert response.status_code == 422
    assert "123456789012" not in text_of(response)


def test_clerk_may_not_search_by_individual_number(sign_in: SignIn) -> None:
    client = sign_in("clerk")
    assert "個人番号で探す" not in text_of(client.get("/addressees/"))
    number = individual_number(TARO.serial)
    assert client.post("/addressees/by-number/", {"number": number}).status_code == 403


def test_nothing_asked_finds_nobody(sign_in: SignIn) -> None:
    response = sign_in("clerk").post("/addressees/", {"everything": "  "})
    assert response.status_code == 422
    assert "条件を一つ以上" in text_of(response)


def test_unreadable_birth_date_is_told(sign_in: SignIn) -> None:
    response = sign_in("clerk").post("/addressees/", {"birth_date": "平成40年1月1日"})
    assert response.status_code == 422
    assert "平成40年" in text_of(response)


def test_longest_name_and_address_are_shown_whole(sign_in: SignIn) -> None:
    page = find(sign_in("clerk"), "アレクサンドリア")
    assert LONG.name in page
    assert LONG.address in page
