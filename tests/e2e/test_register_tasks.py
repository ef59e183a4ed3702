# SPDX-License-Identifier: Apache-2.0
"""The register's lists and batches, and the jobs, in a browser: axe, phone, keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.e2e.conftest import enter
from tests.e2e.test_accessibility import check, complaints, pictures

__all__ = ["complaints", "pictures"]
pytestmark = pytest.mark.e2e
TASKS = ("", "awaiting/", "headless/", "stays/", "transitional/", "certificates/", "codes/",
         "places/?town=芝", "places/countries/", "places/lots/", "bulk/", "bulk/new/",
         "immigration/")  # fmt: skip
HEAD = "宛名番号,変更前振り仮名,変更後振り仮名\n"


def test_tasks_are_clean(page: Page, pictures: Path, complaints: list[str]) -> None:
    enter(page, "register_chief", purpose="register")
    wrong = []
    for number, path in enumerate(TASKS):
        page.goto(f"/register/tasks/{path}")
        wrong += check(page, f"tasks_{number}", pictures)
    assert wrong == []


def test_a_bulk_change_is_tried_by_keyboard(
    page: Page, pictures: Path, complaints: list[str]
) -> None:
    enter(page, "register_chief", purpose="register")
    page.goto("/register/tasks/bulk/new/")
    page.get_by_label("変更するもの").select_option("kana")
    page.get_by_label("件名").focus()
    page.keyboard.type("振り仮名の訂正")
    content = f"{HEAD}1,ア,イ\n".encode("utf-8-sig")
    page.get_by_label("ファイル", exact=True).set_input_files(
        {"name": "kana.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="仮処理する").press("Enter")
    page.wait_for_url("**/register/tasks/bulk/*/")
    assert "住民がいません" in page.content()
    assert check(page, "tasks_bulk_change", pictures) == []


def test_jobs_are_clean(page: Page, pictures: Path, complaints: list[str]) -> None:
    enter(page, "administrator", purpose="upkeep")
    page.goto("/jobs/of/register.put_away/")
    wrong = check(page, "job", pictures)
    page.get_by_label("間隔").select_option("month_end")
    page.get_by_label("時刻").fill("02:30")
    page.get_by_role("button", name="この条件で予定に登録する").press("Enter")
    page.wait_for_url("**/jobs/")
    assert "毎月末 02:30" in page.content()
    page.goto("/jobs/of/register.put_away/")
    page.get_by_role("button", name="いま起動する").press("Enter")
    page.wait_for_url("**/jobs/")
    wrong += check(page, "jobs", pictures)
    assert wrong == []
