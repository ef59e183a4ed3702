# SPDX-License-Identifier: Apache-2.0
"""The pages of seal registration: scanned, typed by one, registered by another, compared."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.domains.register.people import Family, settle
from tests.domains.seals.desk import DAY, SealDesk, scan_of
from tests.domains.seals.imprints import as_file, blank
from tests.staff_room import StaffRoom

from daicho.domains.seals.models import SealCard, SealImage, SealRegistration
from daicho.domains.seals.public import current_seal
from daicho.foundation.access.protection import protect
from daicho.foundation.audit.models import Entry as LogEntry

pytestmark = pytest.mark.django_db
RIGHTS = ("desk.home", "register.view", "seal.register")


@pytest.fixture
def family() -> Family:
    return settle()


@pytest.fixture
def desk(staff_room: StaffRoom, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Any:
    """Opens a browser for a person with the functions given."""
    monkeypatch.setattr("daicho.foundation.access.pages.clock", lambda: now)

    def enter(login: str, *functions: str) -> Client:
        client = Client()
        client.force_login(
            staff_room.hire(login, *functions),
            backend="daicho.foundation.identity.sessions.StaffSessions",
        )
        session = client.session
        session["purpose"] = "register"
        session.save()
        return client

    return enter


def upload(data: bytes) -> dict[str, Any]:
    return {"scan": SimpleUploadedFile("scan.png", data, content_type="image/png")}


def test_the_whole_way(desk: Any, family: Family, now: datetime) -> None:
    clerk, chief = desk("c1", *RIGHTS), desk("c2", *RIGHTS)
    person = f"/seals/people/{family.head}/"
    assert "登録中の印鑑はありません" in clerk.get(person).content.decode()
    assert clerk.post("/seals/cards/", {"first": "501", "count": "3"}).status_code == 302
    scanned = clerk.post(f"{person}scan/", upload(scan_of(15.0)), follow=True).content.decode()
    assert "横 15.0mm　縦 15.0mm" in scanned
    assert "大きさは定めに合います" in scanned
    image = SealImage.objects.get()
    url = f"/seals/slips/new/seals.register/?person={family.head}&image={image.pk}"
    form = clerk.get(url).content.decode()
    assert f'value="{image.pk}"' in form
    typed = {
        "applied_on": "R8.6.10", "route": "document", "image_no": str(image.pk), "text": "鈴木",
        "identity": "旅券", "has_capacity": "1", "card_no": "501", "look.is_soft": "1",
    }  # fmt: skip
    refused = clerk.post(url, typed)
    assert refused.status_code == 422
    assert "印鑑の文字が氏名を表していません" in refused.content.decode()
    assert "ゴム印その他の変形しやすいもの" in refused.content.decode()
    del typed["look.is_soft"]
    entered = clerk.post(url, typed | {"text": "試作"}, follow=True)
    assert "自分が入力した入力票は、別の職員が審査します" in entered.content.decode()
    slip = entered.redirect_chain[-1][0]
    assert "官公署発行の顔写真付き本人確認書類" in chief.get(slip).content.decode()
    assert current_seal(addressee_no=family.head, at=now) is None
    done = chief.post(f"{slip}decide/", {"step": "register"}, follow=True).content.decode()
    assert "印鑑登録: 登録" in done
    seal = current_seal(addressee_no=family.head, at=now)
    assert seal is not None
    assert (seal.card_no, seal.text) == (501, "試作")
    assert SealCard.objects.filter(status="stock").count() == 2


def test_an_unusable_scan_says_why(desk: Any, family: Family) -> None:
    clerk = desk("c1", *RIGHTS)
    url = f"/seals/people/{family.head}/scan/"
    for data, words in (
        (as_file(blank()), "印影が見つかりません"),
        (b"text", "PNG・JPEG・TIFF・PDFの画像として読めません"),
        (b"", "画像ファイルは12MBまで"),
    ):
        answer = clerk.post(url, upload(data)) if data else clerk.post(url)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not SealImage.objects.exists()


def test_returned_and_mended(desk: Any, family: Family, staff_room: StaffRoom) -> None:
    counter = SealDesk.open(staff_room)
    counter.register(family.head)
    clerk, chief = desk("c1", *RIGHTS), desk("c2", *RIGHTS)
    url = f"/seals/slips/new/seals.correct/?person={family.head}"
    entered = clerk.post(url, {"text": "試作太郎", "reason": "読み"}, follow=True)
    slip = entered.redirect_chain[-1][0]
    refused = chief.post(f"{slip}decide/", {"step": "return", "reason": ""})
    assert "理由を入力してください" in refused.content.decode()
    chief.post(f"{slip}decide/", {"step": "return", "reason": "理由が短い"})
    form = clerk.get(f"{slip}edit/").content.decode()
    assert "差し戻されています: 理由が短い" in form
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version is not None
    told = {"text": "試作太郎", "reason": "届出書の読み違い", "version": version[1]}
    assert clerk.post(f"{slip}edit/", told).status_code == 302
    chief.post(f"{slip}decide/", {"step": "register"})
    assert SealRegistration.objects.get().text == "試作太郎"
    assert "修正" in clerk.get(f"/seals/people/{family.head}/").content.decode()


def test_compared_by_eye(desk: Any, family: Family, staff_room: StaffRoom) -> None:
    SealDesk.open(staff_room).register(family.head)
    clerk = desk("c1", *RIGHTS)
    url = f"/seals/people/{family.head}/compare/"
    assert "読み取って重ねる" in clerk.get(url).content.decode()
    page = clerk.post(url, upload(scan_of(15.0))).content.decode()
    assert page.count("data:image/png;base64,") == 2
    assert page.count('type="range"') == 4
    assert LogEntry.objects.latest("id").subjects == [family.head]


def test_the_office_lists_what_waits(desk: Any, family: Family, staff_room: StaffRoom) -> None:
    counter = SealDesk.open(staff_room)
    counter.inquire(family.head)
    counter.register(family.numbers[1])
    counter.carry("cancel", family.numbers[1], reason="虚偽の申請", needs_notice=True)
    clerk = desk("c1", *RIGHTS)
    page = clerk.get("/seals/").content.decode()
    assert "令和8年7月10日" in page
    assert "虚偽の申請" in page
    step = SealRegistration.objects.get(status="cancelled").steps.latest("pk")
    clerk.post(f"/seals/notices/{step.pk}/")
    assert "通知を待つ抹消はありません" in clerk.get("/seals/").content.decode()
    again = clerk.post(f"/seals/notices/{step.pk}/", follow=True).content.decode()
    assert "通知を待つ抹消ではありません" in again
    assert (
        "印鑑登録の照会書の回答を待っています"
        in clerk.get(f"/register/people/{family.head}/").content.decode()
    )


def test_no_page_tells_where_a_protected_person_lives(
    desk: Any, family: Family, staff_room: StaffRoom, now: datetime
) -> None:
    counter = SealDesk.open(staff_room)
    counter.register(family.head)
    protect(addressee_nos=[family.head], first=now.date(), at=now, measure="m", by="x")
    clerk = desk("c1", *RIGHTS)
    image = SealImage.objects.get()
    for path in ("", f"people/{family.head}/", f"people/{family.head}/compare/",
                 f"images/{image.pk}/",
                 f"slips/new/seals.abolish/?person={family.head}"):  # fmt: skip
        answer = clerk.get(f"/seals/{path}")
        assert answer.status_code == 200, path
        assert "芝五丁目" not in answer.content.decode()


def test_everything_needs_the_function(desk: Any, family: Family) -> None:
    reader = desk("c3", "desk.home", "register.view")
    for path in ("", f"people/{family.head}/", "slips/new/seals.register/?person=1"):
        assert reader.get(f"/seals/{path}").status_code == 403
    abolition = {"applied_on": DAY, "identity": "旅券"}
    url = f"/seals/slips/new/seals.abolish/?person={family.head}"
    assert reader.post(url, abolition).status_code == 403
    assert desk("c4", *RIGHTS).get("/seals/people/1/").status_code == 404
