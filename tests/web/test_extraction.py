# SPDX-License-Identifier: Apache-2.0
"""The wizard: look, keep, open again, take the file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.domains.register.people import settle
from tests.staff_room import StaffRoom

from daicho.domains.extraction.models import SavedExtraction
from daicho.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
URL = "/extraction/residents/"


@pytest.fixture
def clerk(staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Client:
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)
    client = Client()
    client.force_login(
        staff_room.hire("c1", "desk.home", "register.extract"),
        backend="daicho.foundation.identity.sessions.StaffSessions",
    )
    session = client.session
    session["purpose"] = "statistics"
    session.save()
    settle()
    return client


ASKED: dict[str, Any] = {
    "columns": ["name", "age"], "column": ["relationship", "", ""],
    "operator": ["等しい", "等しい", "等しい"], "value": ["子", "", ""], "day": "R8.6.1",
    "name": "子ども",
}  # fmt: skip


def test_look_keep_and_take(clerk: Client) -> None:
    looked = clerk.post(URL, {**ASKED, "step": "look"}).content.decode()
    assert "2件" in looked
    assert "<td>試作　一郎</td><td>18</td>" in looked
    assert Entry.objects.latest("id").detail["件数"] == 2
    clerk.post(URL, {**ASKED, "step": "save"})
    kept = SavedExtraction.objects.get()
    assert "子ども" in clerk.get("/extraction/").content.decode()
    again = clerk.get(f"{URL}?kept={kept.pk}").content.decode()
    assert 'value="age" checked' in again
    made = clerk.post(URL, {**ASKED, "step": "csv"})
    assert made["Content-Disposition"] == 'attachment; filename="extraction.csv"'
    assert made.content.decode("utf-8-sig").splitlines()[0] == "氏名,年齢(基準日)"
    clerk.post(f"/extraction/kept/{kept.pk}/remove/")
    assert "保存した抽出条件はありません" in clerk.get("/extraction/").content.decode()


def test_faults_are_shown_and_nothing_is_taken(clerk: Client) -> None:
    answer = clerk.post(
        URL, {"step": "csv", "column": ["age"], "operator": ["含む"], "value": ["1"]}
    )
    assert answer.status_code == 422
    assert "出力する項目を1つ以上選んでください" in answer.content.decode()
    assert clerk.get("/extraction/everything/").status_code == 404
