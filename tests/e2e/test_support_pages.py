# SPDX-License-Identifier: Apache-2.0
"""Measures and restraints in a browser: clean for axe, on a phone, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.e2e.conftest import enter
from tests.e2e.test_accessibility import check, complaints, pictures
from tests.ward_fixture import LONG, WATANABE

__all__ = ["complaints", "pictures"]
pytestmark = pytest.mark.e2e
APPLY = "/support/measures/apply/"


def test_application_is_typed_by_keyboard_and_every_page_is_clean(
    page: Page, pictures: Path, complaints: list[str]
) -> None:
    enter(page, "register_chief", purpose="protection")
    page.goto(f"{APPLY}?person={LONG.number}")
    wrong = check(page, "support_apply", pictures)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("支援措置の事由").press("ArrowDown")
    page.get_by_label("加害者の氏名").focus()
    page.keyboard.type("加害　太郎")
    page.get_by_role("button", name="受け付ける").press("Enter")
    page.wait_for_url("**/support/measures/*/")
    wrong += check(page, "support_measure", pictures)
    here = page.url
    for name in ("confirm", "extend", "end", "dismiss", "send", "correct"):
        page.goto(f"{here}{name}/")
        wrong += check(page, f"support_{name}", pictures)
    for name, path in (
        ("measures", "/support/measures/"), ("ending", "/support/measures/ending/"),
        ("notices", "/support/measures/notices/"), ("receive", "/support/measures/receive/"),
    ):  # fmt: skip
        page.goto(path)
        wrong += check(page, f"support_{name}", pictures)
    assert wrong == []


def test_restraint_is_set_and_released(page: Page, pictures: Path, complaints: list[str]) -> None:
    enter(page, "register_chief", purpose="protection")
    page.goto(f"/support/restraints/person/{WATANABE.number}/")
    wrong = check(page, "restraints_empty", pictures)
    page.get_by_label("発行").select_option("2")
    page.get_by_label("理由").fill("本人の申出")
    page.get_by_role("button", name="設定する").press("Enter")
    page.get_by_role("link", name="変更・解除").wait_for()
    wrong += check(page, "restraints", pictures)
    page.get_by_role("link", name="変更・解除").press("Enter")
    wrong += check(page, "restraint", pictures)
    for name, path in (
        ("restraint_list", "/support/restraints/"),
        ("release", f"/support/releases/person/{WATANABE.number}/"),
    ):
        page.goto(path)
        wrong += check(page, name, pictures)
    assert wrong == []
