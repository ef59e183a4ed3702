# SPDX-License-Identifier: Apache-2.0
"""The pages of certificates in a browser: clean for axe, no wider than a phone, without a mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests.domains.register.people import Family, settle

from daicho.foundation.access import granting
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.identity.models import Staff

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def family() -> Family:
    with transaction.atomic():
        return settle()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser of a clerk who also keeps the settings."""
    now = timezone.now()
    staff = Staff.objects.create(login="c", name="窓口", kana="", section="区民課",
                                 active_from=timezone.localdate(now))  # fmt: skip
    granting.grant(
        staff=staff, functions=[*catalogue().roles["register_chief"].functions, "system.settings"],
        first=timezone.localdate(now), last=timezone.localdate(now), by="setup", at=now,
    )  # fmt: skip
    client = Client()
    client.force_login(staff, backend="daicho.foundation.identity.sessions.StaffSessions")
    window = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="ja-JP"
    )
    set_purpose(client, "certificate")
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "url": live_server.url,
                         "value": client.session.session_key or ""}])  # fmt: skip
    window.set_default_timeout(10_000)
    opened = window.new_page()
    yield opened
    window.close()


def set_purpose(client: Client, purpose: str) -> None:
    session = client.session
    session[PURPOSE_KEY] = purpose
    session.save()


def faults(page: Page, name: str, pictures: Path) -> list[str]:
    """What axe finds, and whether the page is wider than a phone."""
    wrong = [
        f"{name}: {violation['id']} {node['html'][:200]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    page.screenshot(path=pictures / f"{name}.png", full_page=True)
    page.set_viewport_size(PHONE)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append(f"{name}: wider than a phone")
    page.screenshot(path=pictures / f"{name}-phone.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def test_from_person_to_paper_with_the_keyboard_alone(
    page: Page, family: Family, tmp_path: Path
) -> None:
    wrong = []
    page.goto(f"/certificates/people/{family.head}/")
    wrong += faults(page, "form", tmp_path)
    page.get_by_label("本人確認").focus()
    page.keyboard.type("旅券")
    page.keyboard.press("Enter")  # the first button of the form issues
    page.wait_for_url(re.compile("/certificates/requests/"))
    assert page.get_by_role("link", name="印刷する").is_visible()
    wrong += faults(page, "request", tmp_path)
    page.get_by_role("button", name="交付した").press("Enter")
    page.get_by_text("交付を記録しました。").wait_for()
    for name in (
        "history/",
        "overflow/",
        "absence/",
        "waiting/",
        "cash/",
        "cash/1/",
        "stock/",
        "settings/",
    ):
        answer = page.goto(f"/certificates/{name}")
        assert answer is not None
        if answer.status == 302 or "/purpose/" in page.url:
            continue
        if answer.status == 200:
            wrong += faults(page, name.replace("/", "-") or "history", tmp_path)
    assert wrong == []
