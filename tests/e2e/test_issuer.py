# SPDX-License-Identifier: Apache-2.0
"""Sign-in through an issuer on another site, in a real browser with its rules for cookies."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.ward_fixture import NOW

from daicho.config.environment import OidcClient
from daicho.counterparts.oidc.server import Issuer, IssuerServer

pytestmark = pytest.mark.e2e


def test_person_comes_back_signed_in_to_the_page_asked_for(page: Page, settings: Settings) -> None:
    secret = "x" * 32
    with IssuerServer(Issuer("desk", secret, login="clerk", now=NOW.timestamp())) as issuer:
        settings.OIDC = OidcClient(issuer.address, "desk", secret, "preferred_username", False)
        page.goto("/account/")
        page.get_by_role("link", name="庁内の認証基盤でサインイン").click()
        page.wait_for_url("**/account/")
        expect(page.get_by_role("heading", name="アカウント")).to_be_visible()
        expect(page.get_by_text("認証: 認証基盤").first).to_be_visible()
