# SPDX-License-Identifier: Apache-2.0
"""Typing into the register with the keyboard alone: characters enlarged, places that fill."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import enter
from tests.e2e.test_accessibility import check, complaints, pictures

from daicho.domains.register.countries import load_countries, read_countries
from daicho.domains.register.towns import load_towns, read_towns

__all__ = ["complaints", "pictures"]
pytestmark = pytest.mark.e2e


def test_a_character_is_enlarged_and_replaced_by_keyboard(
    page: Page, pictures: Path, complaints: list[str]
) -> None:
    enter(page, "register_chief", purpose="register")
    page.goto("/register/")
    page.locator("[name=everything]").fill("渡辺 太郎")
    page.keyboard.press("F2")
    text = page.locator("#pick-text")
    expect(text).to_have_value("渡辺 太郎")
    expect(page.get_by_text("U+8FBA")).to_be_visible()
    page.get_by_role("button", name="辺を邉に替える").press("Enter")
    expect(text).to_have_value("渡邉 太郎")
    assert check(page, "typing_characters", pictures) == []
    page.get_by_label("部首").select_option("46")
    page.get_by_role("button", name="﨑", exact=True).or_(
        page.get_by_role("button", name="崎", exact=True)
    ).first.press("Enter")
    expect(text).to_have_value("渡邉 太郎崎")
    assert check(page, "typing_radical", pictures) == []
    text.press("Enter")
    expect(page.locator("[name=everything]")).to_have_value("渡邉 太郎崎")
    expect(page.locator("[name=everything]")).to_be_focused()


def choose(page: Page, role: Literal["link", "button"], name: str) -> None:
    """Press Enter on a choice, once the list is there and its first one has the focus."""
    one = page.get_by_role(role, name=name, exact=True)
    one.wait_for()
    expect(page.locator("#choose ul a, #choose ul button").first).to_be_focused()
    one.press("Enter")


def test_places_fill_what_belongs_to_them(
    page: Page, pictures: Path, complaints: list[str]
) -> None:
    load_towns(read_towns(municipality="13103"))
    load_countries(read_countries())
    enter(page, "register_chief", purpose="register")
    page.goto("/register/slips/new/register.move_in/")
    address = page.locator("#f-address")
    address.focus()
    page.get_by_role("button", name="住所を一覧から選ぶ").press("Enter")
    choose(page, "link", "東京都")
    choose(page, "link", "港区")
    assert check(page, "typing_places", pictures) == []
    choose(page, "link", "芝")
    choose(page, "button", "東京都港区芝五丁目")
    expect(address).to_have_value("東京都港区芝五丁目")
    expect(page.locator("#f-postcode")).to_have_value("1080014")
    expect(page.locator("#f-address_code")).to_have_value(re.compile(r"^13103\d{6}$"))
    expect(page.locator("#f-town")).to_have_value("芝五丁目")
    expect(address).to_be_focused()

    before = page.locator("#f-previous_address")
    before.press_sequentially("トミミタ".replace("トミ", "ト ミ "), delay=20)
    page.wait_for_selector("#f-previous_address-list option", state="attached")
    before.fill("東京都港区三田")
    expect(page.locator("#f-previous_postcode")).to_have_value("1080073")
    expect(page.locator("#f-previous_address_code")).not_to_have_value("")

    page.locator("#f-members-0-nationality").press_sequentially("ベト", delay=20)
    page.wait_for_selector("#f-members-0-nationality-list option", state="attached")


def test_a_postcode_fills_the_address(page: Page, complaints: list[str]) -> None:
    load_towns(read_towns(municipality="13103"))
    enter(page, "register_chief", purpose="register")
    page.goto("/register/slips/new/register.move_in/")
    page.locator("#f-postcode").press_sequentially("1080014", delay=10)
    expect(page.locator("#f-address")).to_have_value("東京都港区芝")
    expect(page.locator("#f-address")).to_be_focused()
