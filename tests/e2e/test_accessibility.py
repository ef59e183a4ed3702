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
# Pages of the register's office, by who opens them for which purpose.
OFFICE: dict[tuple[str, str], dict[str, str]] = {
    ("register_clerk", "register"): {
        "register_search": "/register/", "register_person": f"/register/people/{TARO.number}/",
        "register_household": f"/register/people/{TARO.number}/household/",
        "register_history": f"/register/people/{TARO.number}/history/",
        "register_notes": f"/register/people/{TARO.number}/notes/",
        "register_characters": f"/register/people/{TARO.number}/characters/",
        "slips": "/register/slips/", "slip_kinds": "/register/slips/new/",
        "slip_death": "/register/slips/new/register.death/",
        "tasks": "/register/tasks/", "awaiting": "/register/tasks/awaiting/",
        "headless": "/register/tasks/headless/", "stays": "/register/tasks/stays/",
        "transitional": "/register/tasks/transitional/",
        "certificates_in": "/register/tasks/certificates/",
        "immigration": "/register/tasks/immigration/",
    },
    ("register_clerk", "certificate"): {"notices": "/inspection/notices/"},
    ("register_chief", "register"): {
        "codes": "/register/tasks/codes/", "places": "/register/tasks/places/",
        "bulk": "/register/tasks/bulk/", "bulk_new": "/register/tasks/bulk/new/",
    },
    ("register_chief", "protection"): {"releases": "/inspection/releases/"},
    ("register_chief", "statistics"): {
        "statistics": "/statistics/", "extraction": "/extraction/",
        "extraction_wizard": "/extraction/residents/",
    },
}  # fmt: skip
HELP = {
    "help": "/help/", "help_chapter": "/help/register/",
    "help_screen": "/help/screen/register:search/",
}  # fmt: skip
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


@pytest.mark.parametrize(("role", "purpose"), list(OFFICE))
def test_pages_of_the_registers_office(
    page: Page, pictures: Path, complaints: list[str], role: str, purpose: str
) -> None:
    enter(page, role, purpose=purpose)
    wrong = []
    for name, address in OFFICE[role, purpose].items():
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        wrong += check(page, name, pictures)
    assert wrong == []


def test_an_inspection_from_its_application(
    page: Page, pictures: Path, complaints: list[str]
) -> None:
    enter(page, "register_clerk", purpose="inspection")
    page.goto("/inspection/")
    wrong = check(page, "inspection", pictures)
    page.get_by_label("請求・申出者(機関・法人の名称)").fill("みほん大学" * 12)
    page.get_by_role("textbox", name="利用目的").fill("統計調査")
    page.get_by_label("閲覧者の氏名").fill("調査　員子")
    page.get_by_label("閲覧する住民の範囲").fill("芝五丁目")
    page.get_by_role("button", name="受け付ける").click()
    page.wait_for_url("**/inspection/*/")
    wrong += check(page, "inspection_application", pictures)
    assert wrong == []


def test_the_manual(page: Page, pictures: Path, complaints: list[str]) -> None:
    """Also before anybody has signed in; F1 opens the text of the page in a window of its own."""
    wrong = []
    for name, address in HELP.items():
        page.goto(address)
        wrong += check(page, name, pictures)
    page.goto("/sign-in/")
    with page.expect_popup() as opened:
        page.keyboard.press("F1")
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/help/screen/desk:sign-in/")
    assert opened.value.get_by_role("heading", name="サインイン", exact=True).is_visible()
    assert wrong == []
