# SPDX-License-Identifier: Apache-2.0
"""The register by keyboard: from the name to the move that a second person registers."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.conftest import enter
from tests.ward_fixture import HIDDEN, LONG, NOW, WATANABE

from daicho.domains.register.search.index import rebuild

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def index(server: str) -> None:
    """The ward's people, found by search."""
    rebuild(addressee_nos=None, at=NOW)


def focus_by_tab(page: Page, name: str) -> None:
    """Press Tab until the input or button of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText"
        )
        if str(found).strip().startswith(name):
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_a_move_by_keyboard_alone(page: Page, browser: Browser, server: str) -> None:
    enter(page, "register_clerk", "register")
    page.goto("/register/")
    page.keyboard.type("わたなべ s50")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/?s=*")
    expect(page.locator("tbody a").first).to_be_focused()  # the first one found
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("渡邊　一郎")
    focus_by_tab(page, "異動を入力する")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("異動の種類")
    focus_by_tab(page, "転居")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("転居")
    for label, text in (
        ("異動日", "R8.6.1"), ("届出日", "R8.6.2"), ("届出人", "渡邊　一郎"),
        ("住所", "東京都港区三田二丁目１番１号"), ("町字", "三田二丁目"), ("郵便番号", "1080073"),
    ):  # fmt: skip
        page.get_by_label(label, exact=False).first.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    # A closed browser loses nothing: the draft was kept while typing.
    expect(page.locator("#draft")).to_contain_text("下書きを保存しました", timeout=15_000)
    address = page.url
    number = page.locator("#draft input[name=entry]").input_value()
    page.goto(f"/register/slips/{number}/edit/")
    expect(page.get_by_label("住所", exact=False).first).to_have_value(
        "東京都港区三田二丁目１番１号"
    )
    focus_by_tab(page, "内容を確認する")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="本登録するとこう変わります")).to_be_visible()
    for box in page.locator("input[name=acknowledged]").all():
        box.focus()
        page.keyboard.press("Space")
    focus_by_tab(page, "仮登録する")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("仮登録しました")
    assert address != page.url
    register_by_another(browser, server, int(number))


def register_by_another(browser: Browser, server: str, number: int) -> None:
    """The second person checks, registers, and sees it in the history."""
    context = browser.new_context(base_url=server, locale="ja-JP")
    page = context.new_page()
    enter(page, "register_chief", "register")
    page.goto(f"/register/slips/{number}/")
    expect(page.get_by_text("東京都港区三田二丁目１番１号")).to_be_visible()
    focus_by_tab(page, "本登録する")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("本登録しました")
    page.goto(f"/register/people/{WATANABE.number}/history/")
    expect(page.get_by_role("heading", name="転居")).to_be_visible()
    page.goto(f"/register/people/{WATANABE.number}/?day=R8.5.1")
    expect(page.locator("header.person")).to_contain_text("芝一丁目2番3号")
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible(visitor: BrowserContext, width: int) -> None:
    page = visitor.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, "register_clerk", "register")
    for path in (
        "/register/", f"/register/people/{LONG.number}/", f"/register/people/{HIDDEN.number}/",
        f"/register/people/{LONG.number}/household/", f"/register/people/{LONG.number}/history/",
        f"/register/people/{LONG.number}/notes/", "/register/slips/", "/register/slips/new/",
        f"/register/slips/new/register.move_within/?person={LONG.number}",
        f"/register/people/{LONG.number}/characters/",
    ):  # fmt: skip
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, path
