# SPDX-License-Identifier: Apache-2.0
"""Rights, organisation and emergency access in a browser: axe, phone width, no mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.e2e.conftest import enter
from tests.organisation import build_units, post

from daicho.foundation.access.models import Unit
from daicho.foundation.identity.models import Staff

pytestmark = pytest.mark.e2e

PAGES = {
    "mine": "/rights/",
    "request": "/rights/request/",
    "approvals": "/rights/approvals/",
    "table": "/rights/table/",
    "organisation": "/organisation/",
    "emergency": "/emergency/",
    "reviews": "/emergency/reviews/",
}
ADMINISTRATION = {
    "upkeep": "/rights/upkeep/",
    "unit": "/organisation/units/",
    "personnel": "/organisation/personnel/",
    "whole_table": "/rights/table/",
}
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def organisation(server: str) -> None:
    """The ward's people in an organisation."""
    if Unit.objects.exists():
        return
    build_units()
    for role, unit, title in (
        ("section_head", "S1", "課長"), ("tax_officer", "S11", "主任"), ("clerk", "S2", "主事"),
    ):  # fmt: skip
        post(Staff.objects.get(login=role), unit, title)


@pytest.fixture
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go; they are for looking at, not for comparing."""
    return tmp_path_factory.mktemp("pictures")


def look(page: Page, name: str, pictures: Path) -> None:
    """Clean for axe, not wider than a phone, and a picture."""
    page.screenshot(path=str(pictures / f"{name}.png"), full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], name
    page.screenshot(path=str(pictures / f"{name}-phone.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize(
    ("role", "pages"), [("section_head", PAGES), ("administrator", ADMINISTRATION)]
)
def test_every_page(
    page: Page, organisation: None, pictures: Path, role: str, pages: dict[str, str]
) -> None:
    enter(page, role, "upkeep")
    for name, path in pages.items():
        page.goto(path)
        look(page, name, pictures)


def test_clerk_asks_and_head_approves_by_keyboard(
    page: Page, organisation: None, pictures: Path
) -> None:
    enter(page, "tax_officer")
    page.goto("/rights/request/")
    page.get_by_label("開始日").fill("R8.7.1")
    page.get_by_label("終了日").fill("R9.6.30")
    page.get_by_label("理由").fill("監査対応のため、操作ログを照会する")
    page.get_by_label("操作ログ照会").focus()
    page.keyboard.press("Space")
    page.get_by_label("理由").focus()
    page.get_by_role("button", name="申請する").focus()
    page.keyboard.press("Enter")
    page.get_by_text("申請しました。").wait_for()
    look(page, "asked", pictures)
    page.get_by_role("button", name="サインアウト").click()
    enter(page, "section_head")
    page.get_by_role("link", name="権限の申請の承認").click()
    look(page, "to_approve", pictures)
    page.get_by_role("button", name="承認する").focus()
    page.keyboard.press("Enter")
    page.get_by_text("承認し、権限を付与しました。").wait_for()


def test_emergency_is_seen_on_every_page_and_reviewed(
    page: Page, organisation: None, pictures: Path
) -> None:
    enter(page, "tax_officer", "counter")
    page.goto("/emergency/")
    page.get_by_label("住民票等の交付").check()
    page.get_by_label("理由").fill("庁舎の停電で担当課が使えず、至急の交付が必要")
    page.get_by_role("button", name="緊急アクセスを開始する").click()
    page.get_by_text("緊急アクセス中").wait_for()
    look(page, "home_in_emergency", pictures)
    page.get_by_role("link", name="終了する・内容を見る").click()
    page.get_by_role("button", name="いま終了する").click()
    page.get_by_text("緊急アクセスを終了しました。").wait_for()
    page.get_by_role("button", name="サインアウト").click()
    enter(page, "section_head", "review")
    look(page, "home_of_reviewer", pictures)
    page.get_by_role("link", name="緊急アクセスの点検", exact=True).click()
    page.get_by_role("link", name="を点検").click()
    look(page, "review", pictures)
    page.get_by_label("正当", exact=True).check()
    page.get_by_label("所見").fill("停電時の交付であり正当")
    page.get_by_role("button", name="点検の結果を記録する").click()
    page.get_by_text("点検の結果を記録しました。").wait_for()
    look(page, "reviewed", pictures)
