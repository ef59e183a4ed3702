# SPDX-License-Identifier: Apache-2.0
"""Papers that come by themselves: the page after a registration, and the lists of letters."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.domains.register.people import HEAD, SON, WIFE, Counter, settle
from tests.staff_room import StaffRoom
from tests.web.test_certificates import enter

from daicho.domains.certificates.due import page_of_papers
from daicho.domains.certificates.models import CertificateIssue, Request
from daicho.domains.register.actions.slips import EnterEvent
from daicho.domains.register.models import Event
from daicho.foundation.access import protection
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.documents.pdf_text import page_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> datetime:
    """The afternoon of a day on whose morning the counter worked."""
    later = now + timedelta(hours=5)
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: later)
    return later


@pytest.fixture
def counter(staff_room: StaffRoom) -> Counter:
    return Counter.open(staff_room, "certificate.issue")


def leaving(*numbers: int) -> dict[str, object]:
    return {
        "happened_on": "R8.6.10", "notified_on": "R8.6.10", "members": list(numbers),
        "moved_to": "大阪府大阪市北区", "notifier": "代理　人",
    }  # fmt: skip


def ready(client: Client, path: str) -> dict[str, object]:
    """What the page sends when nothing is unticked."""
    text = client.get(path).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', text)
    assert key is not None, text
    papers = re.findall(r'name="paper" id="paper-\d+" value="([^"]+)" checked', text)
    return {"key": key[1], "paper": papers}


def test_registered_a_slip_leads_to_its_papers(
    staff_room: StaffRoom, counter: Counter, at: datetime
) -> None:
    family = settle([HEAD, WIFE, SON])
    action = EnterEvent(
        entry_kind="register.move_out", data=leaving(family.head), acknowledged=("register.A-001",)
    )
    entered = perform(action, context=counter.clerk)
    assert entered.value is not None, entered.findings
    chief = enter(staff_room, "register_chief", purpose="register", login="boss")
    answer = chief.post(f"/register/slips/{entered.value}/decide/", {"step": "register"})
    event = Event.objects.get(entry_no=entered.value)
    assert answer.headers["Location"] == f"/certificates/due/?event={event.pk}"
    text = chief.get(answer.headers["Location"]).content.decode()
    for word in ("国内転出の書類", "転出証明書", "世帯主変更依頼通知書(試作　花子)",
                 "住民異動届受理通知", 'value="代理　人"'):  # fmt: skip
        assert word in text


def test_all_papers_of_an_event_in_one_step(
    staff_room: StaffRoom, counter: Counter, at: datetime
) -> None:
    family = settle([HEAD, WIFE, SON])
    event = counter.carry("register.move_out", leaving(family.head))
    path = page_of_papers(events=[event], context=counter.chief)
    client = enter(staff_room, "register_clerk", purpose="register")
    sent = ready(client, path)
    assert len(sent["paper"]) == 3  # type: ignore[arg-type]
    assert client.post(path, sent).status_code == 422  # nobody asks for the certificate
    told = {"asker": "代理　人", "identity": "運転免許証", "relation": "own",
            "papers": sent["paper"]}  # fmt: skip
    answer = client.post(path, sent | told | {"paper": sent["paper"]})
    assert answer.status_code == 302, answer.content.decode()
    again = client.post(path, sent | told)  # the button pressed twice
    assert again.headers["Location"] == answer.headers["Location"]
    assert Request.objects.count() == 3
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "不交付" in shown  # no 個人番号 for the moving-out certificate
    assert "2件をまとめて印刷する" in shown
    query = answer.headers["Location"].split("?")[1]
    pdf = client.get(f"/certificates/together/papers.pdf?{query}")
    assert pdf.headers["Cache-Control"] == "no-store"
    pages = page_texts(pdf.content)
    assert [("受理しました" in one, "世帯主変更依頼" in one) for one in pages] == [
        (True, False), (False, True),
    ]  # fmt: skip
    entry = Entry.objects.order_by("-pk")[0]
    issued = CertificateIssue.objects.filter(state="issued").order_by("request")
    assert entry.detail["発行番号"] == "、".join(one.number for one in issued)
    assert (entry.detail["部数"], entry.detail["枚数"]) == (2, 2)
    later = ready(client, path)
    assert [str(one).split(":")[0] for one in later["paper"]] == ["move_out"]  # type: ignore[attr-defined]


def test_lists_lead_to_their_letters(staff_room: StaffRoom, counter: Counter, at: datetime) -> None:
    family = settle([HEAD, WIFE, SON])
    counter.carry("register.move_out", leaving(family.head))
    client = enter(staff_room, "register_clerk", purpose="register")
    for tasks, letters in (
        ("/register/tasks/headless/", "/certificates/letters/householders/"),
        ("/register/tasks/awaiting/", "/certificates/letters/inquiries/"),
    ):
        assert f'href="{letters}"' in client.get(tasks).content.decode()
        answer = client.post(letters, ready(client, letters))
        assert answer.status_code == 302
        assert "発行" in client.get(answer.headers["Location"]).content.decode()
    assert sorted(CertificateIssue.objects.values_list("kind", flat=True)) == [
        "householder_request", "move_in_inquiry",
    ]  # fmt: skip
    empty = client.get("/certificates/letters/wards/").content.decode()
    assert "発行する書類はありません。" in empty
    assert client.post("/certificates/letters/wards/", {"key": "x"}).status_code == 422
    assert client.get("/certificates/letters/support-ends/").status_code == 403
    assert client.get("/certificates/letters/bulk/1/").status_code == 404
    assert client.get("/certificates/due/?event=0").status_code == 404


def test_a_list_keeps_the_place_of_a_protected_person(
    staff_room: StaffRoom, counter: Counter, at: datetime
) -> None:
    family = settle([HEAD])
    counter.carry("register.move_out", leaving(family.head))
    protection.protect(addressee_nos=[family.head], first=date(2026, 6, 1), at=counter.at, by="x")
    client = enter(staff_room, "register_clerk", purpose="register")
    path = "/certificates/letters/inquiries/"
    text = client.get(path).content.decode()
    assert "大阪" not in text
    assert "芝五丁目" not in text
    refused = client.post(path, ready(client, path))
    assert refused.status_code == 422  # the place moved to is a protected person's
    assert 'name="acknowledged"' in refused.content.decode()
    assert "大阪" not in refused.content.decode()
    sent = ready(client, path) | {"acknowledged": "support.place_elsewhere"}
    answer = client.post(path, sent)
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "審査待ち" in shown
    assert "まとめて印刷" not in shown
    assert CertificateIssue.objects.filter(state="issued").count() == 0
