# SPDX-License-Identifier: Apache-2.0
"""What has no room is set small or left out, as the setting says, and stands on the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.domains.certificates.desk import CertificateDesk, text_of
from tests.domains.register.people import HEAD, settle
from tests.staff_room import StaffRoom
from tests.web.test_certificates import at, enter

from daicho.domains.certificates.models import CertificateIssue, MissingText
from daicho.domains.certificates.office import Office, office_of
from daicho.foundation.access import protection
from daicho.foundation.documents.pdf_text import squeeze

__all__ = ["at"]
pytestmark = pytest.mark.django_db
LONG = "東京都港区" + "果てしなく長い所" * 400
MARK = "（文字数超過のため記載省略）"
COPY = "resident_copy"


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    return CertificateDesk.open(staff_room)


def settle_far_away() -> int:
    return settle([replace(HEAD, items={"address": LONG, "building": ""})]).head


def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    office = replace(office_of("131032"), overflow="blank")

    def blank_office(_: str) -> Office:
        return office

    monkeypatch.setattr("daicho.domains.certificates.actions.issue.office_of", blank_office)


def test_set_as_small_as_it_must_be(desk: CertificateDesk) -> None:
    person = settle_far_away()
    outcome = desk.issue(COPY, person)
    assert [one.code for one in outcome.findings] == ["certificate.overflow"]
    assert squeeze(text_of(outcome.value or 0)).count("果てしなく") == 400
    (one,) = MissingText.objects.all()
    assert (one.why, one.label, one.text) == ("overflow", "住所", LONG)
    assert (one.person, one.is_blank) == (person, False)
    assert CertificateIssue.objects.get().overflow == ["住所"]


def test_left_out_with_a_mark(desk: CertificateDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    blank(monkeypatch)
    person = settle_far_away()
    text = desk.paper(COPY, person)
    assert MARK in text
    assert "果てしなく" not in text
    (one,) = MissingText.objects.all()
    assert (one.label, one.text, one.is_blank) == ("住所", LONG, True)


def test_a_shape_that_no_font_has_stands_on_the_list(desk: CertificateDesk) -> None:
    family = settle([replace(HEAD, name="\U000f0001田　太郎")])
    desk.paper(COPY, family.head)
    (one,) = MissingText.objects.all()
    assert (one.why, one.label, one.text) == ("shape", "氏名", "\U000f0001")


def test_the_list_as_page_and_csv(
    desk: CertificateDesk, staff_room: StaffRoom, at: datetime
) -> None:
    person = settle_far_away()
    desk.paper(COPY, person)
    issue = CertificateIssue.objects.get()
    clerk = enter(staff_room, "register_clerk")
    page = clerk.get("/certificates/overflow/", {"number": issue.number}).content.decode()
    assert LONG in page
    lines = clerk.get("/certificates/overflow/list.csv").content.decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"{issue.number},2026-06-10 ")
    assert lines[1].endswith(f",住民票の写し(個人票),{person},文字溢れ,住所,{LONG},限界まで印字")
    none = clerk.get("/certificates/overflow/", {"addressee_no": 5}).content.decode()
    assert "該当する文字超過はありません" in none


def test_the_list_keeps_a_hidden_address(
    desk: CertificateDesk, staff_room: StaffRoom, at: datetime
) -> None:
    person = settle_far_away()
    desk.paper(COPY, person)
    protection.protect(addressee_nos=[person], first=date(2026, 6, 1), at=at, by="x")
    clerk = enter(staff_room, "register_clerk")
    for path in ("/certificates/overflow/", "/certificates/overflow/list.csv"):
        assert "果てしなく" not in clerk.get(path).content.decode()
    chief = enter(staff_room, "register_chief")
    assert LONG in chief.get("/certificates/overflow/").content.decode()
