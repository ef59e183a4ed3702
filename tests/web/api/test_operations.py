# SPDX-License-Identifier: Apache-2.0
"""Each operation: what it answers, whom it refuses, what the log says of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from tests.ward_fixture import CROWD, HANAKO, HIDDEN, NOW, TARO, numbered
from tests.web.api.conftest import API, Caller, ServiceMaker, ask_token, hire_service
from tests.web.conftest import SignIn, sign_in

from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.models import Grant
from daicho.foundation.audit.models import Entry, Kind
from daicho.foundation.database.query import row
from daicho.foundation.identity.models import Staff
from daicho.web.api.models import CallCount

__all__ = ["sign_in"]
VIEW = ("api.use", "tax.taxpayer.view")
NUMBER = "123456789018"  # valid, and nobody's
MASKED = ["postcode", "address", "household_no"]


def last_entry() -> Entry:
    entry = Entry.objects.first()
    assert entry is not None
    return entry


def problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """A refusal in the form of RFC 9457, in Japanese."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert (told["status"], told["code"]) == (status, code)
    assert not told["title"].isascii()
    return told


def test_tells_one_addressee_and_logs_the_look(service: ServiceMaker) -> None:
    response = service(*VIEW).get(f"/addressees/{TARO.number}")
    assert response.status_code == 200
    assert response.json() == {
        "addressee_no": TARO.number, "kind": "resident", "name": "山田　太郎",
        "kana": "ヤマダ　タロウ", "birth_date": "1980-03-01", "sex": 2, "postcode": "1050014",
        "address": "東京都港区芝一丁目2番3号", "household_no": 900001, "is_protected": False,
        "ceased_on": None, "masked": [],
    }  # fmt: skip
    assert response.headers["Cache-Control"] == "no-store"
    entry = last_entry()
    assert (entry.login, entry.screen, entry.function) == (
        "svc-kokuho", "API 宛名照会", "tax.taxpayer.view",
    )  # fmt: skip
    assert (entry.purpose, entry.subjects, entry.result) == (
        "窓口・電話での照会", [TARO.number], "done",
    )  # fmt: skip
    assert entry.terminal == "127.0.0.1"


def test_protected_address_needs_the_right(service: ServiceMaker) -> None:
    told = service(*VIEW).get(f"/addressees/{HIDDEN.number}")
    assert "六本木" not in told.content.decode()
    assert [told.json()[name] for name in MASKED] == [None, None, None]
    assert (told.json()["masked"], told.json()["is_protected"]) == (MASKED, True)
    seen = service(*VIEW, PROTECTED_VIEW, login="svc-2").get(f"/addressees/{HIDDEN.number}")
    assert seen.json()["address"] == HIDDEN.address
    assert seen.json()["masked"] == []


def test_searches_by_kana_and_birth_date(service: ServiceMaker) -> None:
    caller = service(*VIEW)
    found = caller.get("/addressees", kana="やまだ", birth_date="1982-07-07").json()
    assert [one["addressee_no"] for one in found["addressees"]] == [HANAKO.number]
    assert last_entry().detail == {
        "条件": {"カナ": "やまだ", "生年月日": "1982-07-07"}, "件数": 1,
    }  # fmt: skip
    assert last_entry().subjects == [HANAKO.number]
    hidden = caller.get("/addressees", kana="サトウマモル").json()["addressees"]
    assert [one["masked"] for one in hidden] == [MASKED]


def test_long_answers_are_paged(service: ServiceMaker) -> None:
    caller = service(*VIEW)
    first = caller.get("/addressees", kana="スズキ").json()
    assert (first["count"], first["pages"], len(first["addressees"])) == (len(CROWD), 3, 50)
    last = caller.get("/addressees", kana="スズキ", page="3").json()
    assert (last["page"], len(last["addressees"])) == (3, 20)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "kana"),
        ({"kana": "ヤ"}, "kana"),
        ({"kana": NUMBER}, "kana"),
        ({"kana": "ヤマ\x00ダ"}, "kana"),
        ({"birth_date": "1980-02-30"}, "birth_date"),
        ({"birth_date": "0"}, "birth_date"),
        ({"kana": "ヤマダ", "page": "0"}, "page"),
        ({"kana": "ヤマダ", "page": "1.0"}, "page"),
    ],
)
def test_wrong_input_is_named_and_not_repeated(
    service: ServiceMaker, query: dict[str, str], field: str
) -> None:
    response = service(*VIEW).get("/addressees", **query)
    told = problem(response, 422, "api.invalid")
    assert [error["field"] for error in told["errors"]] == [field]
    assert not told["errors"][0]["message"].isascii()
    assert NUMBER not in response.content.decode()
    assert (last_entry().result, last_entry().subjects) == ("refused", [])


def test_unknown_number_is_not_found_and_not_logged(service: ServiceMaker) -> None:
    for number in (numbered(555), NUMBER):
        problem(service_get(service, number), 404, "addressee.unknown")
    assert (last_entry().subjects, NUMBER in str(last_entry().detail)) == ([], False)


def service_get(service: ServiceMaker, number: object) -> HttpResponse:
    return service(*VIEW, login=f"svc-{number}").get(f"/addressees/{number}")


@pytest.mark.parametrize(
    ("functions", "purpose", "code"),
    [
        (("api.use",), "counter", "access.not_granted"),
        (("tax.taxpayer.view",), "counter", "access.not_granted"),
        (VIEW, "", "access.no_purpose"),
        (VIEW, "nonsense", "access.no_purpose"),
    ],
)
def test_refusals_are_told_and_logged_once(
    service: ServiceMaker, functions: tuple[str, ...], purpose: str, code: str
) -> None:
    caller = service(*functions)
    before = Entry.objects.count()
    problem(caller.get(f"/addressees/{TARO.number}", purpose), 403, code)
    assert Entry.objects.count() == before + 1
    assert (last_entry().result, last_entry().detail) == ("refused", {"指摘": [code]})


def test_right_that_ended_opens_nothing(service: ServiceMaker) -> None:
    caller = service(*VIEW)
    assert caller.get("/municipality").status_code == 200
    Grant.objects.update(revoked_at=NOW, revoked_by="test")
    problem(caller.get("/municipality"), 403, "access.not_granted")


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic eDp5", "Bearer", "dct_x", "Bearer ü"])
def test_without_a_token_nothing_opens(ward: None, header: str) -> None:
    entries = Entry.objects.exclude(kind=Kind.COMMUNICATION)  # the refused call itself is noted
    before = entries.count()
    response = Client().get(f"{API}/municipality", headers={"Authorization": header})
    problem(response, 401, "api.unauthenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert entries.count() == before


def test_session_of_a_person_opens_no_operation(sign_in: SignIn) -> None:
    problem(sign_in("section_head").get(f"{API}/municipality"), 401, "api.unauthenticated")


def test_locked_service_loses_its_token(service: ServiceMaker) -> None:
    caller = service(*VIEW)
    Staff.objects.filter(login=caller.login).update(locked_at=NOW)
    problem(caller.get("/municipality"), 401, "api.unauthenticated")


def test_token_for_the_right_pair_only(ward: None) -> None:
    secret = hire_service("svc-a", *VIEW)
    told = ask_token("svc-a", secret)
    assert (told.status_code, told.json()["token_type"], told.json()["expires_in"]) == (
        200, "Bearer", 600,
    )  # fmt: skip
    assert told.headers["Cache-Control"] == "no-store"
    for login, given in (("svc-a", "dcs_x"), ("nobody", secret), ("", "")):
        refused = ask_token(login, given)
        assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})
    other = ask_token("svc-a", secret, grant_type="password")
    assert (other.status_code, other.json()) == (400, {"error": "unsupported_grant_type"})
    assert Client().get(f"{API}/token").status_code == 405
    foreign = hire_service("svc-b", *VIEW, networks=("10.0.0.0/8",))
    assert ask_token("svc-b", foreign).status_code == 401
    assert secret not in str([entry.detail for entry in Entry.objects.all()])


def test_health_is_open_and_says_no_more(ward: None) -> None:
    before = Entry.objects.count()
    told = Client().get(f"{API}/health")
    assert (told.status_code, told.json()) == (200, {"status": "ok"})
    assert Entry.objects.count() == before


def test_municipality(service: ServiceMaker) -> None:
    told = service("api.use").get("/municipality", purpose="").json()
    assert told == {"code": "131032", "prefecture": "東京都", "name": "港区"}


def test_description_is_for_staff_and_services(service: ServiceMaker, sign_in: SignIn) -> None:
    assert Client().get(f"{API}/openapi.json").headers["Location"].startswith("/sign-in/")
    refused = Client().get(f"{API}/openapi.json", headers={"Authorization": "Bearer x"})
    problem(refused, 401, "api.unauthenticated")
    for told in (
        service("api.use").get("/openapi.json"),
        sign_in("clerk").get("/api/v1/openapi.json"),
    ):
        document = told.json()
        assert document["openapi"].startswith("3.1")
        assert sorted(document["paths"]) == [
            f"{API}/addressees", f"{API}/addressees/{{addressee_no}}", f"{API}/health",
            f"{API}/municipality", f"{API}/restraint-changes",
        ]  # fmt: skip


def test_too_many_calls_wait(service: ServiceMaker, settings: Settings) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    caller, other = service("api.use"), service("api.use", login="svc-other")
    assert [caller.get("/municipality").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = caller.get("/municipality")
    problem(refused, 429, "api.too_many")
    assert refused.headers["Retry-After"] == "60"
    assert other.get("/municipality").status_code == 200
    CallCount.objects.update(minute=1)
    assert caller.get("/municipality").status_code == 200
    assert not CallCount.objects.filter(minute=1).exists(), "old counts are swept"


def test_counts_outlive_no_crash_and_need_no_log(ward: None) -> None:
    assert row("SELECT relpersistence FROM pg_class WHERE relname = 'api_callcount'") == ("u",)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused(service: ServiceMaker, method: str) -> None:
    response = service(*VIEW).ask(method, f"/addressees/{TARO.number}")
    problem(response, 405, "api.method")
    assert response.headers["Allow"] == "GET"


def test_other_addresses_are_not_found(ward: None) -> None:
    for path in ("/nothing", "/addressees/", "/addressees/1/2"):
        problem(Client().get(API + path), 404, "api.unknown")


def test_defect_tells_nothing(service: ServiceMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**given: object) -> None:
        raise RuntimeError(f"{TARO.name} {NUMBER}")

    monkeypatch.setattr("daicho.web.api.addressees.find_addressee", fail)
    response = service(*VIEW).get(f"/addressees/{TARO.number}")
    problem(response, 500, "api.failed")
    text = response.content.decode()
    assert not any(word in text for word in (TARO.name, NUMBER, "RuntimeError", "Traceback"))
    assert last_entry().result == "failed"


def test_lost_database_is_told_by_health(ward: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def lost(query: str) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("daicho.web.api.system.row", lost)
    problem(Client().get(f"{API}/health"), 503, "api.database")


def test_big_bodies_are_refused_unread(service: ServiceMaker) -> None:
    caller: Caller = service(*VIEW)
    response = Client().generic(
        "POST", f"{API}/municipality", b"", CONTENT_LENGTH=str(1024 * 1024 + 1),
        headers={"Authorization": f"Bearer {caller.token}"},
    )  # fmt: skip
    told = problem(response, 413, "api.too_big")
    assert told["detail"] == "1MB までにしてください。"
