# SPDX-License-Identifier: Apache-2.0
"""The main way through the desk, in a real browser, by keyboard where people use it all day."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import enter
from tests.ward_fixture import TARO

pytestmark = pytest.mark.e2e


def test_from_sign_in_to_the_article_and_the_pdf(page: Page, tmp_path: Path) -> None:
    enter(page, "tax_officer")
    expect(page.get_by_role("heading", level=1)).to_have_text("業務メニュー")
    page.keyboard.press("/")
    page.keyboard.type("やまだ s55.3.1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/addressees/?s=*")
    assert "やまだ" not in page.url
    page.get_by_role("link", name="山田　太郎").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("山田　太郎")
    page.get_by_role("link", name="税額計算").click()
    income = page.locator("summary", has_text="所得金額").first
    income.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("所得税法28条第4項").first).to_be_hidden()
    page.get_by_role("button", name="すべて開く・閉じる").click()
    expect(page.get_by_text("所得税法28条第4項").first).to_be_visible()
    page.screenshot(path=tmp_path / "calculation.png", full_page=True)
    address = page.get_by_role("link", name="印刷用PDF").get_attribute("href")
    paper = page.context.request.get(address or "")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")


def test_doubtful_join_is_decided_by_keyboard_alone(page: Page) -> None:
    enter(page, "tax_officer")
    page.goto("/tax/documents/joins/")
    page.get_by_role("link", name="渡邊　一郎").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("氏名等がよく似た人がいます。")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="候補1")).to_be_checked()
    reason = page.get_by_label("理由")
    for _ in range(12):
        page.keyboard.press("Tab")
        if reason.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.type("支払者に電話で確認した")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("決定しました。次の資料です。")
    expect(page.get_by_role("heading", level=1)).to_contain_text("佐藤　まもる")
    expect(page.locator("main")).not_to_contain_text("六本木")


def test_second_person_accepts_the_run_and_it_is_released(page: Page) -> None:
    enter(page, "section_head")
    page.goto("/tax/runs/")
    page.get_by_role("link", name="令和8年度").click()
    expect(page.locator(".notice.bad")).to_contain_text("定めた幅を超える違い")
    expect(page.locator("svg.plot rect.this")).to_have_count(10)
    page.get_by_label("確認の理由").fill("賃上げによる増と確認した")
    page.get_by_role("button", name="確認する").click()
    expect(page.get_by_role("status")).to_contain_text("前年比較を確認しました。")
    page.get_by_role("button", name="確定して調定する").click()
    expect(page.get_by_role("status")).to_contain_text("確定し、調定しました。")
    page.goto(f"/tax/taxpayers/{TARO.number}/2026/instalments/")
    expect(page.get_by_role("heading", name="給与特別徴収")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("未調定")


def test_the_way_works_without_a_script(browser: Browser, server: str) -> None:
    plain = browser.new_context(base_url=server, java_script_enabled=False)
    page = plain.new_page()
    enter(page, "clerk", purpose="counter")
    page.get_by_label("納税義務者を探す").fill("山田 花子")
    page.get_by_role("button", name="検索").click()
    page.get_by_role("link", name="山田　花子").click()
    page.get_by_role("link", name="税額計算").click()
    summary = page.locator("summary", has_text="所得金額").first
    summary.click()
    expect(page.locator(".tree details[open]").nth(1)).to_be_visible()
    plain.close()
