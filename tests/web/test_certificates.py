# SPDX-License-Identifier: Apache-2.0
"""The pages of certificates, from the person to the paper and the close of the drawer."""

from __future__ import annotations

import html
import re
from datetime import date, datetime

import pytest
from django.test import Client
from tests.domains.register.people import Counter, Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.certificates.models import (
    CashDay,
    CertificateIssue,
    OfficialSeal,
    PaperLot,
    Request,
)
from daicho.domains.support.actions.restraints import SetRestraint
from daicho.foundation.access import protection
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.pages import PURPOSE_KEY
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.documents.pdf_text import page_texts

pytestmark = pytest.mark.django_db
BACKEND = "daicho.foundation.identity.sessions.StaffSessions"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> datetime:
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)
    return now


def enter(
    staff_room: StaffRoom, role: str, purpose: str = "certificate", login: str = ""
) -> Client:
    """A signed-in person of a role, with a purpose of use."""
    staff = staff_room.hire(login or role, *catalogue().roles[role].functions)
    client = Client()
    client.force_login(staff, backend=BACKEND)
    session = client.session
    session[PURPOSE_KEY] = purpose
    session.save()
    return client


def form_of(client: Client, family: Family, **more: object) -> dict[str, object]:
    """What the page sends for the householder, with the key that it gave."""
    page = client.get(f"/certificates/people/{family.head}/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    return {
        "certificate": "resident_copy", "people": [family.head], "copies": 1, "door": "self",
        "relation": "own", "asker": "試作　太郎", "identity": "旅券", "bearer": "asker",
        "key": key[1], "step": "issue",
    } | more  # fmt: skip


def test_from_the_person_to_the_paper(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk")
    path = f"/certificates/people/{family.head}/"
    sent = form_of(client, family, shown=["householder", "registry"])
    issued = client.post(path, sent)
    request = Request.objects.get()
    assert issued.headers["Location"] == f"/certificates/requests/{request.pk}/"
    again = client.post(path, sent)  # the button pressed twice
    assert again.headers["Location"] == issued.headers["Location"]
    issue = CertificateIssue.objects.get()
    page = client.get(issued.headers["Location"]).content.decode()
    assert issue.number in page
    assert "300円" in page
    pdf = client.get(f"/certificates/issues/{issue.pk}/paper.pdf")
    assert pdf.headers["Cache-Control"] == "no-store"
    assert "東京都港区芝五丁目１番" in page_texts(pdf.content)[0]
    client.post(f"/certificates/issues/{issue.pk}/hand-over/")
    history = client.get(f"/certificates/history/?addressee_no={family.head}").content.decode()
    assert "交付" in history
    assert issue.number in history
    entry = Entry.objects.filter(screen="証明書の印刷").latest("id")
    assert (entry.kind, entry.subjects) == ("document", [family.head])


def test_a_sample_has_no_number_and_leaves_nothing(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk")
    sent = form_of(client, family, step="sample", shown=["individual_number"])
    pdf = client.post(f"/certificates/people/{family.head}/", sent)
    text = page_texts(pdf.content)[0]
    assert "見本" in text
    assert "＊＊＊＊＊＊＊＊＊＊＊＊" in text
    assert "発行番号" not in text
    assert Request.objects.count() == 0


def test_every_fault_is_told_at_once(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk")
    sent = form_of(client, family, door="third_party", relation="other", identity="",
                   shown=["resident_code"])  # fmt: skip
    response = client.post(f"/certificates/people/{family.head}/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    for text in (
        "本人確認の方法を入力",
        "正当な理由",
        "請求者の住所",
        "住民票コードを記載できません",
    ):
        assert text in page


def test_an_alert_is_seen_once_and_then_acknowledged(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk")
    sent = form_of(client, family, shown=["resident_code"], bearer="agent", bearer_name="代理",
                   mandate="委任状")  # fmt: skip
    first = client.post(f"/certificates/people/{family.head}/", sent)
    assert first.status_code == 422
    assert "本人へ郵送" in first.content.decode()
    sent |= {"acknowledged": "certificate.number_to_agent", "key": "another"}
    assert client.post(f"/certificates/people/{family.head}/", sent).status_code == 302


def test_an_alert_of_a_restraint_is_ticked_before_the_issue(
    staff_room: StaffRoom, at: datetime
) -> None:
    family = settle()
    chief = staff_room.context("register.restrain", purpose="register", login="restrainer")
    restrain = SetRestraint(addressee_no=family.head, kind="other", issue_level=1,
                            first=date(2026, 6, 1), reason="調査中")  # fmt: skip
    assert perform(restrain, context=chief).value is not None
    client = enter(staff_room, "register_clerk")
    path = f"/certificates/people/{family.head}/"
    sent = form_of(client, family)
    first = client.post(path, sent)
    page = first.content.decode()
    assert first.status_code == 422
    assert 'name="acknowledged"' in page
    assert 'value="register.A-023" required' in page
    assert Request.objects.count() == 0  # no number is spent
    issued = client.post(path, sent | {"acknowledged": "register.A-023"})
    assert issued.status_code == 302
    assert Request.objects.get().acknowledged == ["register.A-023"]


def test_the_officer_who_releases_sees_the_alert_too(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    protection.protect(addressee_nos=[family.head], first=date(2026, 6, 1), at=at, by="x")
    clerk = enter(staff_room, "register_clerk")
    clerk.post(f"/certificates/people/{family.head}/", form_of(clerk, family))
    chief = staff_room.context("register.restrain", purpose="register", login="restrainer")
    restrain = SetRestraint(household_no=family.household_no, kind="other", issue_level=1,
                            first=date(2026, 6, 1), reason="調査中")  # fmt: skip
    perform(restrain, context=chief)
    detail = f"/certificates/requests/{Request.objects.get().pk}/"
    officer = enter(staff_room, "register_chief")
    assert 'value="register.A-023"' in officer.get(detail).content.decode()
    verdict = {"verdict": "release", "comment": "本人と確認"}
    officer.post(f"{detail}review/", verdict)
    assert Request.objects.get().state == "waiting"
    officer.post(f"{detail}review/", verdict | {"acknowledged": "register.A-023"})
    assert Request.objects.get().state == "issued"


def test_the_registered_slip_leads_to_its_papers(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    counter = Counter.open(staff_room)
    slip = {"happened_on": "R8.6.30", "notified_on": "R8.6.10", "members": list(family.numbers),
            "moved_to": "大阪府大阪市", "notifier": "代理　人"}  # fmt: skip
    event = counter.carry("register.move_out", slip)
    chief = enter(staff_room, "register_chief", purpose="register")
    page = chief.get(f"/register/slips/{event.entry_no}/").content.decode()
    links = re.findall(r'href="(/certificates/people/[^"]+)">([^<]+)<', page)
    assert [label for _, label in links] == ["転出証明書", "住民異動届受理通知"]
    address = html.unescape(links[0][0])
    form = chief.get(address).content.decode()
    assert '<option value="move_out" selected>' in form
    for number in family.numbers:
        assert re.search(rf'name="people" value="{number}"[^>]* checked', form)
    form = chief.get(html.unescape(links[1][0])).content.decode()
    assert f'<option value="{event.pk}" selected>2026-06-30 国内転出' in form


def test_the_protected_go_before_the_responsible_officer(
    staff_room: StaffRoom, at: datetime
) -> None:
    family = settle()
    protection.protect(addressee_nos=[family.head], first=date(2026, 6, 1), at=at, by="x")
    clerk = enter(staff_room, "register_clerk")
    path = f"/certificates/people/{family.numbers[1]}/"
    assert "芝五丁目" not in clerk.get(path).content.decode()
    for step in ("issue", "sample"):
        sent = form_of(clerk, family, people=[family.numbers[1]], step=step)
        refused = clerk.post(path, sent)
        assert refused.status_code == 422
        assert "芝五丁目" not in refused.content.decode()
    request = Request.objects.get()
    detail = f"/certificates/requests/{request.pk}/"
    assert "審査を待っています" in clerk.get(detail).content.decode()
    assert clerk.post(f"{detail}review/", {"verdict": "release"}).status_code == 403
    chief = enter(staff_room, "register_chief")
    assert detail in chief.get("/certificates/waiting/").content.decode()
    chief.post(f"{detail}review/", {"verdict": "release", "comment": "本人と確認"})
    issue = CertificateIssue.objects.get(state="issued")
    paper = f"/certificates/issues/{issue.pk}/paper.pdf"
    assert "芝五丁目" in page_texts(chief.get(paper).content)[0]
    assert clerk.get(paper).status_code == 403
    assert "芝五丁目" not in clerk.get(detail).content.decode()


def test_drawer_paper_and_settings(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk")
    client.post("/certificates/cash/", {"change_fund": 5000})
    client.post("/certificates/stock/", {"prefix": "A", "first_no": 1, "last_no": 50})
    client.post(f"/certificates/people/{family.head}/", form_of(client, family))
    drawer = CashDay.objects.get()
    page = client.get(f"/certificates/cash/{drawer.pk}/").content.decode()
    assert "5,300円" in page
    client.post(f"/certificates/cash/{drawer.pk}/", {"counted": 5300})
    assert "締切済み" in client.get("/certificates/cash/").content.decode()
    lot = PaperLot.objects.get()
    client.post(f"/certificates/stock/{lot.pk}/", {"sheets": 1, "reason": "破れ", "step": "spoil"})
    client.post(f"/certificates/stock/{lot.pk}/", {"sheets": 48, "step": "count"})
    assert "帳簿48枚" in client.get("/certificates/stock/").content.decode()


def test_settings_of_certificates(staff_room: StaffRoom, at: datetime) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    first = enter(staff_room, "administrator", "upkeep")
    second = enter(staff_room, "administrator", "upkeep", login="second")
    image = SimpleUploadedFile("seal.svg", SVG)
    first.post("/certificates/settings/seal/",
               {"seal": "head", "image": image, "side": "21.0", "first_day": "R8.6.1"})  # fmt: skip
    seal = OfficialSeal.objects.get()
    decide = f"/certificates/settings/seal/{seal.pk}/"
    first.post(decide, {"verdict": "approve"})
    assert OfficialSeal.objects.get().state == "entered"
    second.post(decide, {"verdict": "approve"})
    assert OfficialSeal.objects.get().state == "approved"
    head = {"role": "head", "title": "東京都港区長", "name": "見本　市子", "first": "R8.4.1"}
    first.post("/certificates/settings/certifier/", head)
    place = {"address": "127.0.0.1", "counter": "芝", "label": "本庁1"}
    first.post("/certificates/settings/terminal/", place)
    page = first.get("/certificates/settings/").content.decode()
    assert all(word in page for word in ("見本　市子", "承認済み", "本庁1"))
    picture = first.get(f"{decide}image/")
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_absence_has_a_form_of_its_own(staff_room: StaffRoom, at: datetime) -> None:
    settle()
    client = enter(staff_room, "register_clerk")
    page = client.get("/certificates/absence/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    sent = {
        "certificate": "absence", "copies": 1, "door": "self", "relation": "own",
        "asker": "誰か", "identity": "旅券", "bearer": "asker", "key": key[1],
        "option_name": "存在　しない", "option_address": "東京都港区芝五丁目１番１号",
    }  # fmt: skip
    assert client.post("/certificates/absence/", sent).status_code == 302
    sent |= {"option_name": "試作　太郎", "key": "two"}
    refused = client.post("/certificates/absence/", sent)
    assert refused.status_code == 422
    assert "この内容では不在住を証明できません" in refused.content.decode()
