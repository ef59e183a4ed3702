# SPDX-License-Identifier: Apache-2.0
"""The manual: opened from each page, read safely, found by its words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from tests.staff_room import StaffRoom

from daicho.foundation.access import granting
from daicho.web.help import texts

BACKEND = "daicho.foundation.identity.sessions.StaffSessions"
pytestmark = pytest.mark.django_db


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_every_text_opens_and_leads_on() -> None:
    client = Client()
    for chapter in texts.chapters():
        assert chapter.title in body(client, f"/help/{chapter.slug}/")
        for section in chapter.sections:
            for route in section.routes:
                page = body(client, f"/help/screen/{route}/")
                assert f"<h1>{section.title}</h1>" in page
                assert "<strong>目的</strong>" in page
                assert "screen:" not in page


def test_a_page_leads_to_its_own_text(
    staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)
    client = Client()
    assert 'href="/help/screen/desk:sign-in/"' in body(client, "/sign-in/")
    staff = staff_room.hire("z1")
    granting.grant_role(
        staff=staff, role="clerk", first=date(2026, 4, 1), last=date(2027, 3, 31), by="setup",
        at=staff_room.at,
    )  # fmt: skip
    client.force_login(staff, backend=BACKEND)
    page = body(client, "/account/")
    assert 'href="/help/screen/desk:account/"' in page
    assert 'aria-keyshortcuts="F1"' in page


def test_words_are_found_titles_first_and_stay_out_of_the_address() -> None:
    client = Client()
    page = client.post("/help/", {"words": "抑止 一時解除"}).content.decode()
    assert page.index("抑止の一時解除</a>") < page.index("住民照会</a>（")
    assert "見つかりません" in client.post("/help/", {"words": "無い言葉"}).content.decode()
    assert "結果" not in body(client, "/help/?words=抑止")


def test_html_in_a_text_is_shown_not_obeyed() -> None:
    html = texts.as_html("<script>alert(1)</script>\n\n[a](javascript:alert) [b](screen:desk:home)")
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert '<a href="/help/screen/desk:home/">b</a>' in html


def test_what_is_not_there_is_not_found() -> None:
    assert Client().get("/help/screen/register:none/").status_code == 404
    assert Client().get("/help/none/").status_code == 404


def test_a_section_without_its_routes_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="次の行は"):
        texts._section("x", "題\n**目的** …")
