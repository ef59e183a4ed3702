# SPDX-License-Identifier: Apache-2.0
"""A copy of the screen is numbered and logged before it is printed (標準 10.2, 10.7)."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from tests.domains.register.people import settle
from tests.staff_room import StaffRoom
from tests.web.test_certificates import at, enter

from daicho.foundation.audit.models import Entry

__all__ = ["at"]
pytestmark = pytest.mark.django_db


def note_on(client: Client, path: str) -> str:
    found = re.search(r'name="note" value="([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return found[1]


def test_a_copy_names_number_clerk_terminal_and_whose_data(
    staff_room: StaffRoom, at: datetime
) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk", purpose="register")
    note = note_on(client, f"/register/people/{family.head}/")
    numbers = []
    for _ in range(2):
        answer = client.post("/screen-copy/", {"note": note})
        text = answer.content.decode()
        found = re.search(r"写20260610-\d{5}", text)
        assert found is not None
        numbers.append(found[0])
        for word in ("住民照会", "令和8年6月10日 09:30", "職員 register_clerk", "127.0.0.1"):
            assert word in text
    assert numbers == ["写20260610-00001", "写20260610-00002"]
    entry = Entry.objects.filter(kind="screen_copy").latest("id")
    assert (entry.screen, entry.subjects, entry.terminal) == (
        "画面の写し", [family.head], "127.0.0.1",
    )  # fmt: skip
    assert entry.detail == {
        "画面": "住民照会", "出力先": "ブラウザーの印刷", "機能": "register.view",
        "個人番号の出力": False, "写しの番号": "写20260610-00002",
    }  # fmt: skip


def test_another_persons_page_or_an_altered_note_gives_no_copy(
    staff_room: StaffRoom, at: datetime
) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk", purpose="register")
    other = enter(staff_room, "register_clerk", purpose="register", login="other")
    note = note_on(client, f"/register/people/{family.head}/")
    for sender, told in ((other, note), (client, note[:-1]), (client, "")):
        assert sender.post("/screen-copy/", {"note": told}).status_code == 403
    assert Entry.objects.filter(kind="screen_copy", result="done").count() == 0
    assert 'name="note"' not in Client().get("/sign-in/").content.decode()
