# SPDX-License-Identifier: Apache-2.0
"""Every page is clean for axe, fits a phone, obeys its own content policy, and is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.e2e.conftest import enter
from tests.ward_fixture import HIDDEN, LONG, SILENT, TARO

pytestmark = pytest.mark.e2e

PERSON = f"/tax/taxpayers/{TARO.number}"
PAGES = {
    "home": "/",
    "purpose": "/purpose/",
    "search": "/addressees/",
    "taxpayer": f"{PERSON}/",
    "long": f"/tax/taxpayers/{LONG.number}/",
    "protected": f"/tax/taxpayers/{HIDDEN.number}/",
    "undeclared_person": f"/tax/taxpayers/{SILENT.number}/",
    "basis": f"{PERSON}/2026/basis/",
    "calculation": f"{PERSON}/2026/calculation/?all=1",
    "instalments": f"{PERSON}/2025/instalments/",
    "history": f"{PERSON}/2025/history/",
    "papers": f"{PERSON}/2025/papers/",
    "reassess": f"{PERSON}/2025/reassess/",
    "joins": "/tax/documents/joins/",
    "join": "/tax/documents/joins/253/",
    "forwards": "/tax/documents/forwards/",
    "imports": "/tax/documents/imports/",
    "import": "/tax/documents/imports/3/",
    "runs": "/tax/runs/",
    "run": "/tax/runs/2/",
    "findings": "/tax/runs/2/findings/",
    "undeclared": "/tax/runs/2/undeclared/",
}
AUDIT = {"log": "/log/", "log_none": "/log/?login=nobody"}
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go; they are for looking at, not for comparing."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: scripts that fail, content that the policy refuses."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert heard == []


def check(page: Page, name: str, pictures: Path) -> list[str]:
    """What is wrong with the page that is open."""
    wrong = [
        f"{name}: {violation['id']} {node['html'][:200]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    page.screenshot(path=pictures / f"{name}.png", full_page=True)
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        wrong.append(f"{name}: {width} px on a phone")
    page.screenshot(path=pictures / f"{name}_phone.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def test_pages_of_the_officer(page: Page, pictures: Path, complaints: list[str]) -> None:
    page.goto("/sign-in/")
    wrong = check(page, "sign_in", pictures)
    enter(page, "section_head")
    for name, address in PAGES.items():
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        wrong += check(page, name, pictures)
    assert wrong == []


def test_search_results(page: Page, pictures: Path, complaints: list[str]) -> None:
    enter(page, "section_head")
    wrong = []
    for name, typed in (("found", "すずき"), ("nobody", "いない 人")):
        page.goto("/addressees/")
        page.get_by_label("納税義務者を探す").fill(typed)
        page.keyboard.press("Enter")
        page.wait_for_url("**/addressees/?s=*")
        wrong += check(page, name, pictures)
    assert wrong == []


def test_pages_of_the_auditor(page: Page, pictures: Path, complaints: list[str]) -> None:
    enter(page, "auditor", purpose="review")
    wrong = []
    for name, address in AUDIT.items():
        page.goto(address)
        wrong += check(page, name, pictures)
    assert wrong == []
