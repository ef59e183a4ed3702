# SPDX-License-Identifier: Apache-2.0
"""Each kind of paper says what it must, also with the longest names and addresses."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from tests.domains.certificates.desk import CertificateDesk, issues_of, pdf_of, text_of
from tests.domains.register.people import DESK, HEAD, SON, WIFE, Family, new_event, settle
from tests.staff_room import StaffRoom

from daicho.domains.certificates.models import CashEntry, CertificateIssue
from daicho.domains.register.history import PersonChange, write_event
from daicho.domains.register.hooks import tell_followers
from daicho.foundation.database.checks import INVARIANTS
from daicho.foundation.vault.numbers import store_many
from daicho.kernel.numbers import individual_number_check_digit
from daicho.rules.resident_register.reasons import Reason

pytestmark = pytest.mark.django_db
NUMBERS = ("123456789018", f"98765432101{individual_number_check_digit('98765432101')}")
FOREIGN: dict[str, Any] = {
    "kind": "foreign", "nationality": "フィリピン共和国",
    "alias": "見本　真理", "alias_kana": "ミホン　マリ",
    "foreign_resident_on": date(2020, 4, 1), "article_30_45": "中長期在留者",
    "residence_status": "永住者", "residence_period": "無期限",
    "residence_until": date(2027, 7, 1), "residence_card_no": "AB12345678CD",
    "registered_domicile": "", "registry_head": "",
}  # fmt: skip


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    return CertificateDesk.open(staff_room)


def change(family: Family, number: int, at: datetime, reason: Reason, **values: Any) -> None:
    """An event of one person, as a slip would make it."""
    on = values.pop("on", at.date())
    event = new_event(reason=reason, happened_on=on, at=at)
    changes = [PersonChange(addressee_no=number, first_day=on, values=values)]
    tell_followers(changes=write_event(event=event, changes=changes), context=replace(DESK, at=at))


def leave(family: Family, number: int, at: datetime, **values: Any) -> None:
    """転出 of one person."""
    change(
        family, number, at, Reason.DOMESTIC_MOVE_OUT, status="moved_out", ceased_on=at.date(),
        cease_reason="転出", moved_to_planned="大阪府大阪市北区中之島１丁目３番２０号", **values,
    )  # fmt: skip


def test_removed_record_tells_why_and_where(desk: CertificateDesk, now: datetime) -> None:
    family = settle()
    leave(family, family.numbers[2], now - timedelta(days=3), on=date(2026, 6, 7))
    text = desk.paper("removed_copy", family.numbers[2])
    for word in (
        "住民票の除票の写し",
        "転出先(予定)",
        "大阪府大阪市北区中之島",
        "除票の原本と相違ない",
    ):
        assert word in text
    assert desk.refusals("resident_copy", family.numbers[2]) == ["not_resident"]


def test_moving_out_has_numbers_and_a_code_that_is_read_back(
    desk: CertificateDesk, now: datetime
) -> None:
    family = settle([HEAD, WIFE])
    for number in family.numbers:
        leave(family, number, now - timedelta(hours=1), on=date(2026, 6, 20))
    assert desk.refusals("move_out", *family.numbers) == ["no_number"]
    store_many(numbers=list(zip(family.numbers, NUMBERS, strict=True)), at=now)
    outcome = desk.issue("move_out", *family.numbers)
    text = text_of(outcome.value or 0)
    assert all(number in text for number in NUMBERS)
    page = pdfium.PdfDocument(pdf_of(outcome.value or 0))[0]
    codes = zxingcpp.read_barcodes(page.render(scale=4).to_pil())
    told = [json.loads(one.text) for one in codes if one.text.startswith("{")]
    assert sorted(one["number"] for one in told) == sorted(NUMBERS)
    assert {one["v"] for one in told} == {"DAICHO-MOVEOUT/1"}
    checks = [one.text for one in codes if one.text.startswith("DAICHO-CERT/1")]
    issue = CertificateIssue.objects.get(state="issued")
    assert checks == [f"DAICHO-CERT/1 {issue.number} {issue.content_hash}"]


def test_a_reissue_shows_the_state_of_the_first_issue(desk: CertificateDesk, now: datetime) -> None:
    family = settle([HEAD])
    leave(family, family.head, now - timedelta(hours=1))
    store_many(numbers=[(family.head, NUMBERS[0])], at=now)
    (first,) = issues_of(desk.issue("move_out", family.head).value or 0)
    moved = desk.context.at
    change(family, family.head, moved, Reason.CORRECT_BY_AUTHORITY, name="改名　後子")
    text = desk.paper("move_out", family.head, reissue_of=first.pk)
    assert "再交付" in text
    assert "試作　太郎" in text
    assert "改名　後子" not in text
    assert desk.refusals("move_out", 5, reissue_of=first.pk) == ["reissue_other"]
    assert desk.refusals("move_out", family.head, reissue_of=999) == ["reissue_unknown"]


def test_special_case_and_equivalent_are_said(desk: CertificateDesk, now: datetime) -> None:
    family = settle([HEAD])
    leave(family, family.head, now - timedelta(hours=1))
    store_many(numbers=[(family.head, NUMBERS[0])], at=now)
    special = desk.paper("move_out", family.head, options={"special_case": True})
    assert "特例による転出処理済" in special
    assert "転入届に添付すべき書類" in desk.paper("move_out_equivalent", family.head)


def test_foreign_residents_items_are_left_out_one_by_one(desk: CertificateDesk) -> None:
    foreigner = replace(HEAD, name="REYES MARIA SANTOS", kana="レイエス　マリア", items=FOREIGN)
    family = settle([foreigner])
    text = desk.paper("resident_copy", family.head, shown=("nationality", "residence_until"))
    assert "フィリピン共和国" in text
    assert "2027年7月1日" in text  # 西暦 only
    assert "1980年3月1日" in text
    assert "永住者" not in text
    assert "AB12345678CD" not in text
    assert "見本　真理" in text
    assert "本籍" not in text


def test_a_birth_day_not_known_is_written_in_western_years_for_foreign_residents(
    desk: CertificateDesk,
) -> None:
    born = {**FOREIGN, "birth_date_text": "昭和55年3月頃"}
    family = settle([replace(HEAD, name="REYES MARIA SANTOS", kana="レイエス　マリア", items=born)])
    text = desk.paper("resident_copy", family.head, shown=("nationality",))
    assert "1980年3月頃" in text
    assert "昭和" not in text


def test_an_applicants_own_form_gets_values_of_the_register_only(desk: CertificateDesk) -> None:
    family = settle()
    text = desk.paper(
        "entries", family.head, options={"items": "name=フルネーム birth address=現住所"}
    )
    assert "フルネーム 試作　太郎" in text
    assert "現住所" in text
    assert "上記の事項は、住民票に記載があることを証明する。" in text
    assert desk.refusals("entries", family.head, options={"items": "income"}) == ["entries_unknown"]


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("code_notice", {}, ["住民票コード通知票", "様"]),
        ("code_change", {}, ["住民票コード変更通知票"]),
        ("code_correction", {}, ["住民票コード修正通知票"]),
    ],
)
def test_letters_cost_nothing(
    desk: CertificateDesk, kind: str, options: dict[str, Any], words: list[str]
) -> None:
    family = settle()
    text = desk.paper(kind, family.head, options=options)
    assert all(word in text for word in ["〒108-0014", "試作　太郎", *words])


def test_the_longest_names_and_addresses_stand_whole(desk: CertificateDesk) -> None:
    items = {"address": "東京都港区" + "長い住所" * 74, "building": "方書"}
    long = replace(SON, name="長" * 100, relationship="世帯主", items=items)
    family = settle([long])
    text = desk.paper("resident_copy", family.head)
    assert text.count("長") >= 100 + 74
    (issue,) = CertificateIssue.objects.all()
    assert (issue.overflow, issue.unknown_shapes, issue.pages) == ([], [], 1)


def test_a_shape_that_no_font_has_is_put_on_the_list(desk: CertificateDesk) -> None:
    family = settle([replace(HEAD, name="\U000f0001田　太郎")])  # 外字 of a private plane
    outcome = desk.issue("resident_copy", family.head)
    assert [one.code for one in outcome.findings] == ["certificate.overflow"]
    assert CertificateIssue.objects.get().unknown_shapes == ["\U000f0001"]


def test_everything_holds_in_the_database(desk: CertificateDesk) -> None:
    from daicho.domains.certificates import checks

    family = settle()
    desk.paper("resident_copy", family.head, copies=2)
    desk.refusals("removed_copy", family.head)
    own = [one for one in INVARIANTS if one.check.__module__ == checks.__name__]
    assert len(own) == 5
    assert [finding for one in own for finding in one.check()] == []
    CertificateIssue.objects.filter(state="void").update(disposal="")
    CertificateIssue.objects.filter(state="issued").update(content_hash="")
    CashEntry.objects.all().delete()
    broken = sorted(finding.code for one in own for finding in one.check())
    assert broken == [
        "certificates.fee", "certificates.paper", "certificates.paper", "certificates.void"
    ]  # fmt: skip
