# SPDX-License-Identifier: Apache-2.0
"""A real browser against a live server on the small ward; skipped, with a word, without one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer
from tests import ward_fixture
from tests.ward_fixture import ward_database

__all__ = ["ward_database"]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync", "--disable-default-apps"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, where there is one."""
    if not Path(CHROMIUM).exists():
        pytest.skip("ブラウザー (/usr/bin/chromium) がないため画面の試験を省きます")
    # The driver runs an event loop in this thread; Django would take our calls for async ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def server(ward_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A server on a copy of the ward: what the tests of a module change stays among them."""
    name = f"{ward_database}_live"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        ward_fixture.stop_clocks(patch)
        ward_fixture.create_database(name, template=ward_database)
        with ward_fixture.database(name):
            live = LiveServer("localhost")
            yield live.url
            live.stop()
        ward_fixture.drop_database(name)


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """A browser window of its own at the size of a desk."""
    context = browser.new_context(
        base_url=server, viewport={"width": 1280, "height": 900}, locale="ja-JP"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    """One page, nobody signed in."""
    return visitor.new_page()


def enter(page: Page, role: str, purpose: str = "assessment") -> None:
    """Sign in and choose the purpose, as a person does."""
    page.goto("/")
    page.get_by_label("職員番号").fill(role)
    page.get_by_label("パスワード").fill(ward_fixture.PASSWORD)
    page.get_by_role("button", name="サインイン").click()
    page.locator(f"input[name=purpose][value={purpose}]").check()
    page.get_by_role("button", name="この目的で始める").click()
