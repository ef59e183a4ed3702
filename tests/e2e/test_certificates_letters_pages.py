# SPDX-License-Identifier: Apache-2.0
"""Papers that come by themselves, in a browser: clean for axe, by keyboard, phone width."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Page
from tests.domains.register.people import HEAD, SON, WIFE, Counter, Family, settle
from tests.e2e.test_certificates_pages import faults, page
from tests.staff_room import StaffRoom

from daicho.domains.register.models import Event

__all__ = ["page"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LONG = "長い名前の" * 12


@pytest.fixture
def family() -> Family:
    with transaction.atomic():
        return settle([HEAD, WIFE, SON], building="試作荘１０１")


@pytest.fixture
def event(staff_room: StaffRoom, family: Family) -> Event:
    counter = Counter.open(staff_room)
    return counter.carry("register.move_out", {
        "happened_on": "R8.6.10", "notified_on": "R8.6.10", "members": [family.head],
        "moved_to": "大阪府大阪市北区", "notifier": LONG,
    })  # fmt: skip


def test_papers_stand_ready_and_are_issued_by_keyboard(
    page: Page, event: Event, family: Family, tmp_path: Path
) -> None:
    page.goto(f"/certificates/due/?event={event.pk}")
    wrong = faults(page, "due", tmp_path)
    page.get_by_label("転出証明書", exact=True).press("Space")  # without a number: not today
    page.get_by_label("請求者の氏名").fill("代理")
    page.get_by_label("本人確認").fill("旅券")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="まとめて発行した書類").wait_for()
    wrong += faults(page, "together", tmp_path)
    assert page.get_by_role("link", name="2件をまとめて印刷する").is_visible()
    for name in ("letters/inquiries/", "letters/wards/", f"people/{family.head}/former/"):
        page.goto(f"/certificates/{name}")
        wrong += faults(page, name.replace("/", "-"), tmp_path)
    assert wrong == []
