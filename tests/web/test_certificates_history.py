# SPDX-License-Identifier: Apache-2.0
"""The issue history by every item, the print page, and the settings of each kind, as pages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.domains.register.people import HEAD, Counter, settle
from tests.staff_room import StaffRoom
from tests.web.test_certificates import SVG, at, enter, form_of

from daicho.domains.certificates.models import (
    CertificateIssue,
    KindSetting,
    OfficialSeal,
    PrinterSetting,
    Request,
    RequestCorrection,
    Terminal,
)
from daicho.domains.inspection.models import Application, InspectionList, ListCopy
from daicho.domains.register.public import list_replaced
from daicho.foundation.audit.models import Entry

__all__ = ["at"]
pytestmark = pytest.mark.django_db
HISTORY = "/certificates/history/"


def a_copy_of_a_list(at: datetime, person: int) -> ListCopy:
    application = Application.objects.create(
        ground="survey", applicant="調査会社", purpose="世論調査", viewers="調査員", towns=["芝"],
        state="accepted", received_by="x", received_at=at,
    )  # fmt: skip
    made = InspectionList.objects.create(
        application=application, day=timezone.localtime(at).date(), known_at=at,
        addressee_nos=[person], left_out=0, made_by="x",
        made_at=at,
    )  # fmt: skip
    return ListCopy.objects.create(
        list=made, number="閲2026-000001", printed_at=at, place="区民課", terminal="10.0.0.9",
        printed_by="lister", addressee_nos=[person], pages=1,
    )  # fmt: skip


def test_every_item_of_the_history_is_a_condition(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk")
    client.post(f"/certificates/people/{family.head}/", form_of(client, family))
    issue = CertificateIssue.objects.get()
    a_copy_of_a_list(at, family.head)
    for condition, is_found in (
        ("kind=resident_copy", True), ("kind=household_copy", False),
        (f"place={issue.place}", True), ("place=別の窓口", False),
        ("terminal=127.0.0.1", True), ("terminal=10.0.0.9", False),
        ("issued_by=register_clerk", True), ("issued_by=lister", False),
        ("door=self", True), ("door=third_party", False),
        ("state=issued", True), ("state=spoilt", False), ("disposal=破れ", False),
        (f"addressee_no={family.head}", True), ("first=R8.6.10&last=R8.6.10", True),
        ("first=R8.6.11", False),
    ):  # fmt: skip
        text = client.get(f"{HISTORY}?{condition}").content.decode()
        assert (issue.number in text) is is_found, condition
    for condition in (
        "kind=inspection_list",
        "terminal=10.0.0.9",
        "issued_by=lister",
        "state=issued",
    ):
        assert "閲2026-000001" in client.get(f"{HISTORY}?{condition}").content.decode()
    for condition in ("kind=resident_copy", "door=self", "state=spoilt", "state=void"):
        assert "閲2026-000001" not in client.get(f"{HISTORY}?{condition}").content.decode()
    client.post(f"/certificates/issues/{issue.pk}/spoil/", {"reason": "破れ"})
    assert issue.number in client.get(f"{HISTORY}?disposal=破れ").content.decode()
    answer = client.get(f"{HISTORY}issues.csv?addressee_no={family.head}")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith(
        "交付年月日時,交付場所,交付対象者,証明書の種別,記載事項,枚数,発行番号"
    )
    assert "住民基本台帳の一部の写し(閲覧用)" in lines[1]
    assert issue.number in lines[2]
    assert lines[2].endswith("本人等,処分,破れ")
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.subjects) == ("extract", [family.head])
    assert (entry.detail["件数"], entry.detail["抽出条件"]) == (
        2,
        {"addressee_no": str(family.head)},
    )


def test_printing_is_logged_with_printer_pages_and_seal(
    staff_room: StaffRoom, at: datetime, settings: Any, tmp_path: Path
) -> None:
    family = settle()
    upkeep = enter(staff_room, "administrator", "upkeep")
    place = {"address": "127.0.0.1", "counter": "芝", "label": "本庁1"}
    upkeep.post("/certificates/settings/terminal/", place)
    told = {"terminal": Terminal.objects.get().pk, "certificate": "resident_copy",
            "printer": "一号機", "tray": "2", "output": "paper"}  # fmt: skip
    upkeep.post("/certificates/settings/printer/", told)
    assert PrinterSetting.objects.get().printer == "一号機"
    assert "一号機 トレー 2" in upkeep.get("/certificates/settings/").content.decode()
    client = enter(staff_room, "register_clerk")
    path = f"/certificates/people/{family.head}/"
    client.post(path, form_of(client, family, step="sample"))
    assert Entry.objects.latest("id").detail["出力形式"] == "プレビュー"
    client.post(path, form_of(client, family))
    issue = CertificateIssue.objects.get()
    page = f"/certificates/requests/{issue.request_id}/"
    assert "このプリンタとトレーを選んでください" in client.get(page).content.decode()
    client.get(f"/certificates/issues/{issue.pk}/paper.pdf")
    detail = Entry.objects.filter(screen="証明書の印刷").latest("id").detail
    assert detail == {
        "発行番号": issue.number, "タイトル": "住民票の写し(個人票)",
        "ファイル名": f"certificate-{issue.pk}.pdf", "プリンタ": "一号機(トレー 2)", "部数": 1,
        "枚数": 1, "公印": False, "個人番号の出力": False, "出力形式": "印刷",
    }  # fmt: skip
    saved = client.get(f"/certificates/issues/{issue.pk}/paper.pdf?output=file")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert Entry.objects.latest("id").detail["出力形式"] == "ファイル出力"
    send = f"/certificates/issues/{issue.pk}/print/"
    assert client.post(send, {"printer": "一号機(トレー 2)"}).status_code == 404
    spooler = tmp_path / "lp"
    spooler.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/said\ncat > {tmp_path}/came\n')
    spooler.chmod(0o755)
    settings.PRINT_COMMAND = spooler
    assert "プリンタに印刷する" in client.get(page).content.decode()
    assert client.post(send, {"printer": "一号機(トレー 2)"}).status_code == 302
    assert (tmp_path / "came").read_bytes().startswith(b"%PDF")
    assert "-d 一号機" in (tmp_path / "said").read_text()
    entry = Entry.objects.filter(kind="print").latest("id")
    assert (entry.detail["プリンタ"], entry.detail["出力形式"]) == ("一号機(トレー 2)", "印刷")
    assert "一号機(トレー 2)に印刷しました" in client.get(page).content.decode()


def test_words_of_a_kind_and_a_red_seal_are_settings(staff_room: StaffRoom, at: datetime) -> None:
    first = enter(staff_room, "administrator", "upkeep")
    second = enter(staff_room, "administrator", "upkeep", login="second")
    told = {"certificate": "resident_copy", "signer": "auto", "seal": "none", "begins": "R8.6.1",
            "seal_words": "", "omitted_words": "公印省略", "fixed_words": "見本の文言"}  # fmt: skip
    first.post("/certificates/settings/kind/", told)
    setting = KindSetting.objects.get()
    decide = f"/certificates/settings/kind/{setting.pk}/"
    first.post(decide, {"verdict": "approve"})
    assert KindSetting.objects.get().state == "entered"
    second.post(decide, {"verdict": "approve"})
    assert KindSetting.objects.get().state == "approved"
    assert "見本の文言" in first.get("/certificates/settings/").content.decode()
    seal = {"seal": "card", "image": SimpleUploadedFile("seal.svg", SVG), "side": "9.0",
            "colour": "red", "first_day": "R8.6.1"}  # fmt: skip
    first.post("/certificates/settings/seal/", seal)
    made = OfficialSeal.objects.get()
    picture = first.get(f"/certificates/settings/seal/{made.pk}/image/")
    assert b'fill="#c8102e"' in picture.content
    assert "カード券面用の印(赤)" in first.get("/certificates/settings/").content.decode()


def test_an_asker_is_corrected_on_the_page(staff_room: StaffRoom, at: datetime) -> None:
    family = settle()
    client = enter(staff_room, "register_clerk")
    client.post(f"/certificates/people/{family.head}/", form_of(client, family))
    page = f"/certificates/requests/{Request.objects.get().pk}/"
    told = {"door": "self", "relation": "household", "bearer": "asker"}
    client.post(f"{page}correct/", told)
    assert "訂正できません" in client.get(page).content.decode()
    client.post(f"{page}correct/", told | {"correction_reason": "選択の誤り"})
    assert RequestCorrection.objects.get().relation == "own"
    text = client.get(page).content.decode()
    assert "訂正前 本人等(本人)" in text
    assert "選択の誤り" in text


def test_a_replaced_record_is_looked_at_and_asked_for(staff_room: StaffRoom, at: datetime) -> None:
    family = settle([HEAD])
    counter = Counter.open(staff_room)
    counter.carry("register.renewal", {"happened_on": "R8.6.1", "addressee_nos": [family.head]})
    (old,) = list_replaced(addressee_no=family.head)
    client = enter(staff_room, "register_clerk", purpose="register")
    path = f"/certificates/people/{family.head}/former/"
    assert path in client.get(f"/register/people/{family.head}/").content.decode()
    text = client.get(path).content.decode()
    assert "改製 令和8年6月1日" in text
    assert f"option_record={old.pk}" in text
    form = client.get(f"/certificates/people/{family.head}/?certificate=replaced_copy"
                      f"&people={family.head}&option_record={old.pk}").content.decode()  # fmt: skip
    assert f'name="option_record" value="{old.pk}"' in form
    assert '<option value="replaced_copy" selected>' in form
    assert client.get("/certificates/people/999/former/").status_code == 404
