# SPDX-License-Identifier: Apache-2.0
"""Seal registration in a browser: by keyboard alone, clean for axe, on a phone, long names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.domains.seals.desk import SealDesk, scan_of
from tests.domains.seals.imprints import as_file, draw
from tests.e2e.conftest import enter
from tests.ward_fixture import LONG, TARO, WATANABE, context_of

from daicho.domains.seals.actions.office import ReceiveSealCards
from daicho.foundation.actions.action import perform

pytestmark = pytest.mark.e2e
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go; they are for looking at, not for comparing."""
    return tmp_path_factory.mktemp("pictures")


def counter() -> SealDesk:
    """Two people of the ward at the counter."""
    clerk, chief = (
        replace(context_of(role), purpose="register")
        for role in ("register_clerk", "register_chief")
    )
    return SealDesk(clerk, chief, cards=701)


def look(page: Page, name: str, pictures: Path) -> None:
    """Clean for axe, not wider than a phone, and a picture of either."""
    page.screenshot(path=str(pictures / f"{name}.png"), full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    page.screenshot(path=str(pictures / f"{name}_phone.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_from_the_scan_to_the_slip_by_keyboard(
    page: Page, server: str, pictures: Path, tmp_path: Path
) -> None:
    perform(ReceiveSealCards(first=701, count=9), context=counter().clerk)
    scan = tmp_path / "scan.png"
    scan.write_bytes(as_file(draw(mm=13.5, dpi=300, shape="square", tilt=4.0), dpi=300))
    enter(page, "register_clerk", "register")
    page.goto(f"/seals/people/{TARO.number}/")
    look(page, "empty", pictures)
    page.get_by_label("読み取った画像").set_input_files(str(scan))
    press(page, "読み取る")
    assert "横 13.5mm" in page.inner_text("main")
    look(page, "image", pictures)
    page.get_by_role("link", name="この印影で登録を申請する").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/slips/new/**")
    page.get_by_label("申請日").fill("R8.6.10")
    page.get_by_label("本人確認の方法").select_option("document")
    page.get_by_label("印鑑の文字").fill("鈴木")
    press(page, "仮登録する")
    assert "次の誤りを直してください" in page.inner_text("main")
    look(page, "refused", pictures)
    page.get_by_label("印鑑の文字").fill("山田")
    page.get_by_label("本人確認書類").fill("個人番号カード")
    page.get_by_label("本人の意思を確認した").focus()
    page.keyboard.press("Space")
    page.get_by_label("交付する印鑑登録証の番号").fill("705")
    press(page, "仮登録する")
    page.wait_for_url("**/slips/*/")
    look(page, "slip", pictures)


def press(page: Page, name: str) -> None:
    """Press a button without a mouse."""
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_registered_seal_and_its_comparison(
    page: Page, server: str, pictures: Path, tmp_path: Path
) -> None:
    desk = counter()
    perform(ReceiveSealCards(first=801, count=9), context=desk.clerk)
    desk.cards = 801
    desk.register(LONG.number, text="アレクサンドリア", applied_on="R8.6.10")
    desk.inquire(WATANABE.number, text="渡邊", applied_on="R8.6.10")
    scan = tmp_path / "again.png"
    scan.write_bytes(scan_of(15.0))
    enter(page, "register_chief", "register")
    page.goto(f"/seals/people/{LONG.number}/")
    look(page, "person", pictures)
    page.goto(f"/seals/people/{LONG.number}/compare/")
    look(page, "compare_before", pictures)
    page.get_by_label("読み取った画像").set_input_files(str(scan))
    press(page, "読み取って重ねる")
    made = page.locator(".layer.made")
    assert made.evaluate("one => one.style.opacity") == "0.5"
    page.get_by_label("左右").focus()
    page.keyboard.press("ArrowRight")
    assert "translate(1px, 0px)" in made.evaluate("one => one.style.transform")
    look(page, "compare", pictures)
    page.goto("/seals/")
    look(page, "office", pictures)
