# SPDX-License-Identifier: Apache-2.0
"""A security key in a real browser: enrolled at the first sign-in, asked at every later one.

The key is Chromium's virtual authenticator; everything else is as at a desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect
from pytest_django import Settings
from tests.e2e.conftest import enter
from tests.e2e.test_accessibility import check
from tests.ward_fixture import PASSWORD

pytestmark = pytest.mark.e2e


@pytest.fixture
def demanded(settings: Settings) -> None:
    """Nobody gets past the password alone."""
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def key(visitor: BrowserContext, page: Page) -> Iterator[CDPSession]:
    """A USB key that is touched at once, with its owner verified."""
    session = visitor.new_cdp_session(page)
    session.send("WebAuthn.enable")
    yield session
    session.detach()


def plug_in(key: CDPSession) -> str:
    options = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": False,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    added = key.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return str(added["authenticatorId"])


def name_the_key(page: Page, name: str) -> None:
    """Type the name of the key and press Enter, once the form listens."""
    page.get_by_label("キーの名前").fill(name)
    expect(page.get_by_role("button", name="セキュリティキーを登録")).to_be_enabled()
    page.keyboard.press("Enter")


def password(page: Page, login: str) -> None:
    page.goto("/account/")
    page.get_by_label("職員番号").fill(login)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_key_is_enrolled_first_and_asked_afterwards(
    page: Page, key: CDPSession, demanded: None, tmp_path: Path
) -> None:
    authenticator = plug_in(key)
    password(page, "clerk")
    page.wait_for_url("**/sign-in/enrol/")
    assert check(page, "enrolment", tmp_path) == []
    name_the_key(page, "庁舎のICカード")
    expect(page.get_by_role("heading", name="回復コード")).to_be_visible()
    assert check(page, "recovery_codes", tmp_path) == []
    kept = key.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})
    assert len(kept["credentials"]) == 1
    page.get_by_role("link", name="続ける").click()
    expect(page.get_by_text("庁舎のICカード").first).to_be_visible()
    assert check(page, "account", tmp_path) == []

    page.get_by_role("button", name="サインアウト").click()
    password(page, "clerk")
    page.wait_for_url("**/sign-in/second/")
    assert check(page, "second_factor", tmp_path) == []
    expect(page.get_by_role("button", name="セキュリティキーで確認")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")
    expect(page.get_by_text("パスワード・セキュリティキー").first).to_be_visible()


def test_another_key_is_refused(page: Page, key: CDPSession, demanded: None) -> None:
    first = plug_in(key)
    password(page, "auditor")
    name_the_key(page, "鍵")
    page.get_by_role("link", name="続ける").click()
    page.get_by_role("button", name="サインアウト").click()
    key.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    plug_in(key)
    password(page, "auditor")
    page.get_by_role("button", name="セキュリティキーで確認").click()
    expect(page.get_by_role("status").filter(has_text="使えませんでした")).to_be_visible()
    page.goto("/account/")
    assert "/sign-in/" in page.url


def test_copied_key_is_refused(page: Page, key: CDPSession, demanded: None) -> None:
    """The counter of a copy lags behind: the key that signs then is not taken any more."""
    authenticator = plug_in(key)
    password(page, "tax_officer")
    name_the_key(page, "鍵")
    page.get_by_role("link", name="続ける").click()
    page.get_by_role("button", name="サインアウト").click()
    kept = key.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    password(page, "tax_officer")
    page.get_by_role("button", name="セキュリティキーで確認").click()
    page.wait_for_url("**/account/")
    page.get_by_role("button", name="サインアウト").click()
    key.send("WebAuthn.clearCredentials", {"authenticatorId": authenticator})
    key.send(
        "WebAuthn.addCredential",
        {"authenticatorId": authenticator, "credential": {**kept[0], "signCount": 0}},
    )
    password(page, "tax_officer")
    page.get_by_role("button", name="セキュリティキーで確認").click()
    expect(page.get_by_role("alert")).to_contain_text("複製のおそれ")


def test_pages_of_the_administrator_are_clean(page: Page, tmp_path: Path) -> None:
    enter(page, "administrator", purpose="upkeep")
    wrong = []
    for name, address in {
        "staff": "/staff/", "staff_none": "/staff/?q=nobody", "staff_one": "/staff/of/auditor/",
        "staff_self": "/staff/of/administrator/", "staff_new": "/staff/new/",
        "staff_change": "/staff/of/auditor/change/", "services": "/staff/services/",
        "service_new": "/staff/services/new/", "account": "/account/",
        "password": "/account/password/", "add_factor": "/account/factors/",
    }.items():  # fmt: skip
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        wrong += check(page, name, tmp_path)
    page.goto("/staff/services/new/")
    for label, value in (
        ("クライアントID", "svc-a"), ("システムの名称", "国保システム"), ("所管", "国保年金課"),
        ("接続元ネットワーク", "10.0.0.0/8"), ("開始日", "R8.6.1"), ("終了日", "R9.5.31"),
    ):  # fmt: skip
        page.get_by_label(label).fill(value)
    page.keyboard.press("Enter")
    page.wait_for_url("**/of/svc-a/")
    page.get_by_label("期限").fill("R8.12.31")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="いま一度だけ")).to_be_visible()
    wrong += check(page, "service_one", tmp_path)
    assert wrong == []
