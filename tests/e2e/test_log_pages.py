# SPDX-License-Identifier: Apache-2.0
"""The log's pages in a real browser: axe, phone width, by keyboard."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page
from tests.e2e.conftest import enter
from tests.e2e.test_accessibility import check
from tests.ward_fixture import TARO

from daicho.foundation.audit.entries import NewEntry, Who
from daicho.foundation.audit.log import append_many
from daicho.foundation.audit.models import Kind, Result
from daicho.foundation.identity.models import Staff

pytestmark = pytest.mark.e2e
PERIOD = "first=R8.5.1&last=R8.5.31"
CODES = ("off-hours", "failed-sign-ins", "per-person", "mass-searches", "by-subject")


@pytest.fixture
def busy_may(server: str) -> str:
    """A month with something in each of the analyses; the section whose month it is."""
    section = Staff.objects.get(login="section_head").section
    tokyo = ZoneInfo("Asia/Tokyo")
    append_many(
        NewEntry(
            at=datetime(2026, 5, 1 + n % 31, n % 24, n % 60, tzinfo=tokyo),
            kind=Kind.AUTHENTICATION if n % 40 == 0 else Kind.INQUIRY,
            who=Who("nagai", "とても長い名前の職員" * 4, section), terminal="10.0.0.66",
            function="tax.taxpayer.view", screen="納税義務者照会", purpose="窓口・電話での照会",
            subjects=() if n % 40 == 0 else (TARO.number, *range(1, 12)),
            result=Result.REFUSED if n % 40 == 0 else Result.DONE,
            detail={"条件": {"氏名カナ": "ヤマダ"}},
        )
        for n in range(900)
    )  # fmt: skip
    return section


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return tmp_path


def test_pages_of_the_log(page: Page, pictures: Path, busy_may: str) -> None:
    enter(page, "auditor", purpose="review")
    addresses = {"log": f"/log/?{PERIOD}"} | {
        code: f"/log/analyses/{code}/?{PERIOD}&subject={TARO.number}" for code in CODES
    }
    wrong = []
    for name, address in addresses.items():
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        wrong += check(page, name, pictures)
    assert wrong == []


def test_head_checks_a_month_by_keyboard(page: Page, pictures: Path, busy_may: str) -> None:
    enter(page, "section_head")
    page.goto("/log/reviews/")
    wrong = check(page, "reviews", pictures)
    page.get_by_role("link", name=f"2026年5月 {busy_may}を点検").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/log/reviews/202605/**")
    wrong += check(page, "review", pictures)
    page.get_by_label("異常なし").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("超過勤務の命令を確認した")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log/reviews/")
    assert page.get_by_text("点検の結果を記録しました。").is_visible()
    assert wrong == []
