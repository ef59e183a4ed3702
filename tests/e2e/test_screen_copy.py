# SPDX-License-Identifier: Apache-2.0
"""A page prints as a logged copy only (画面の写し): its number stands on it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import enter
from tests.ward_fixture import WATANABE

from daicho.foundation.audit.models import Entry, Kind

pytestmark = pytest.mark.e2e


def test_a_page_prints_as_a_numbered_copy_only(page: Page, server: str) -> None:
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    enter(page, "register_clerk", "register")
    page.goto(f"/register/people/{WATANABE.number}/")
    heading = page.get_by_role("heading", level=1)
    page.emulate_media(media="print")
    expect(heading).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="画面の写し").click()
    expect(page.locator("#screen-copy")).to_contain_text("写2")
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(heading).to_be_visible()
    expect(page.locator("#screen-copy")).to_be_visible()
    entry = Entry.objects.filter(kind=Kind.SCREEN_COPY).latest("pk")
    assert (entry.subjects, entry.function) == ([WATANABE.number], "desk.home")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(heading).to_be_hidden()
