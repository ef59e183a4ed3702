# SPDX-License-Identifier: Apache-2.0
"""Issuing: what is on the paper, what is refused, what is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.domains.certificates.desk import CertificateDesk, issues_of, text_of
from tests.domains.register.people import HEAD, settle
from tests.staff_room import StaffRoom

from daicho.domains.certificates.actions.issue import IssueRequest
from daicho.domains.certificates.actions.receive import CloseInterrupted, ReceiveRequest
from daicho.domains.certificates.desk import receive_and_issue
from daicho.domains.certificates.models import (
    CashEntry,
    CertificateIssue,
    IssuedDocument,
    IssueState,
    Request,
)
from daicho.foundation.access import protection
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.vault.numbers import store_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    return CertificateDesk.open(staff_room)


def test_a_copy_tells_the_person_and_leaves_out_what_nobody_asked_for(
    desk: CertificateDesk,
) -> None:
    family = settle()
    text = desk.paper("resident_copy", family.head)
    for word in (
        "住民票の写し",
        "試作　太郎",
        "昭和55年3月1日",
        "東京都港区芝五丁目１番１号　試作荘１０１",
        "この写しは、住民票の原本と相違ないことを証明する。",
        "東京都港区長",
    ):
        assert word in text
    assert "試作　花子" not in text
    assert text.count("省略") == 7  # 公印, 世帯主, 続柄, 本籍, 筆頭者, 個人番号, 住民票コード
    assert "発行番号　20260610 港区 10.0.0.7 001 1/1" in text


def test_items_stand_on_the_paper_when_they_are_asked_for(desk: CertificateDesk) -> None:
    family = settle()
    store_many(numbers=[(family.head, "123456789018")], at=desk.context.at)
    shown = ("householder", "registry", "individual_number", "history", "kana")
    text = desk.paper("resident_copy", family.head, shown=shown)
    assert "123456789018" in text
    assert "東京都港区芝五丁目１番" in text
    assert "シサク　タロウ" in text
    assert "国内転入" in text
    assert text.count("省略") == 2  # 公印, 住民票コード
    opened = Entry.objects.filter(function="vault.reveal").latest("id")
    assert opened.individual_number_shown
    assert opened.subjects == [family.head]


def test_a_household_stands_four_to_a_page_with_one_sentence(desk: CertificateDesk) -> None:
    people = [HEAD, *(replace(HEAD, name=f"試作　子{n}", relationship="子") for n in range(9))]
    family = settle(people)
    text = desk.paper("household_copy", *family.numbers, shown=("householder",))
    assert text.count("この写しは、住民票の原本と相違ない") == 1
    (issue,) = issues_of(Request.objects.get().pk)
    assert issue.pages == 3
    assert [f"{n}/3" in text for n in (1, 2, 3)] == [True] * 3


def test_the_same_key_is_one_certificate(desk: CertificateDesk) -> None:
    family = settle()
    asked = desk.ask("resident_copy", family.head)
    first = receive_and_issue(receive=asked, context=desk.tick())
    second = receive_and_issue(receive=asked, context=desk.tick())
    assert first.value == second.value
    assert CertificateIssue.objects.count() == 1
    assert CashEntry.objects.count() == 1


def test_each_copy_has_a_number_of_its_own_and_the_fee_is_for_all(desk: CertificateDesk) -> None:
    family = settle()
    outcome = desk.issue("resident_copy", family.head, copies=3)
    issues = issues_of(outcome.value or 0)
    assert [one.serial for one in issues] == [1, 2, 3]
    assert {one.state for one in issues} == {IssueState.ISSUED}
    assert CashEntry.objects.get().amount == 900
    assert len({one.content_hash for one in issues}) == 3


def test_history_names_all_that_the_standard_asks_for(desk: CertificateDesk) -> None:
    family = settle()
    desk.issue("resident_copy", family.head, shown=("householder",))
    issue = CertificateIssue.objects.get()
    assert issue.issued_at == desk.context.at
    assert (issue.place, issue.subject_nos, issue.kind) == (
        "税務課",
        [family.head],
        "resident_copy",
    )
    assert (issue.shown, issue.pages) == (["householder"], 1)
    assert (issue.terminal, issue.issued_by) == ("10.0.0.7", "issuer")
    entry = Entry.objects.filter(screen="証明書の発行").latest("id")
    assert entry.detail["発行番号"] == [issue.number]
    assert entry.subjects == [family.head]


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [
        ("resident_copy", {"identity": ""}, ["no_identity"]),
        ("resident_copy", {"door": "third_party", "relation": "other"},
         ["no_address", "no_purpose"]),
        ("removed_copy", {}, ["not_removed"]),
        ("move_out", {}, ["not_leaving"]),
        ("nothing", {}, ["unknown_kind"]),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_no_paper(
    desk: CertificateDesk, kind: str, told: dict[str, str], expected: list[str]
) -> None:
    family = settle()
    assert desk.refusals(kind, family.head, **told) == expected
    assert CashEntry.objects.count() == 0


def test_a_refused_request_keeps_its_number_with_the_reason(desk: CertificateDesk) -> None:
    family = settle()
    assert desk.refusals("removed_copy", family.head) == ["not_removed"]
    request = Request.objects.get()
    assert request.state == "refused"
    issue = CertificateIssue.objects.get()
    assert issue.state == IssueState.VOID
    assert issue.disposal == "現在の住民が含まれています。住民票の証明書を選んでください。"


def test_people_of_two_households_are_not_put_on_one_paper(desk: CertificateDesk) -> None:
    one, other = settle(), settle()
    assert desk.refusals("household_copy", one.head, other.head) == ["two_households"]
    assert desk.refusals("resident_copy", 999) == ["unknown_person"]
    assert desk.refusals("resident_copy", *one.numbers[:2]) == ["one_person"]


def test_an_item_needs_the_right_on_it(staff_room: StaffRoom) -> None:
    family = settle()
    desk = CertificateDesk.open(staff_room, without=["item.registry"])
    assert desk.refusals("resident_copy", family.head, shown=("registry",)) == ["item_masked"]
    assert "省略" in desk.paper("resident_copy", family.head)


def test_free_for_authorities_and_waived_with_a_reason(
    desk: CertificateDesk, staff_room: StaffRoom
) -> None:
    family = settle()
    official = {"door": "official", "relation": "other", "legal_ground": "地方税法20条の11",
                "purpose_text": "調査", "is_marked_official": True}  # fmt: skip
    assert "公用" in desk.paper("resident_copy", family.head, **official)
    desk.paper("resident_copy", family.head, waiver="生活保護")
    kinds = list(CashEntry.objects.order_by("pk").values_list("kind", "amount", "reason"))
    assert kinds == [("free", 0, ""), ("waiver", 0, "生活保護")]
    plain = CertificateDesk.open(staff_room, without=["certificate.waive"], login="plain")
    assert plain.refusals("resident_copy", family.head, key="w", waiver="友人") == ["waiver"]


def test_of_the_protected_nothing_is_issued_without_review(
    desk: CertificateDesk, now: datetime
) -> None:
    family = settle()
    protection.protect(addressee_nos=[family.numbers[1]], first=date(2026, 6, 1), at=now, by="x")
    for number in family.numbers:  # whoever lives with her has the same address
        assert desk.refusals("resident_copy", number) == ["protected"]
    assert {one.state for one in Request.objects.all()} == {"waiting"}
    assert "芝五丁目" not in str(list(Request.objects.values()))
    assert "芝五丁目" not in str(list(Entry.objects.values_list("detail")))


def test_what_a_killed_process_left_is_closed_as_interrupted(desk: CertificateDesk) -> None:
    family = settle()
    received = perform(desk.ask("resident_copy", family.head), context=desk.tick())
    assert perform(CloseInterrupted(), context=desk.tick()).value == 0  # may still be at work
    for _ in range(11):
        desk.tick()
    assert perform(CloseInterrupted(), context=desk.context).value == 1
    issue = CertificateIssue.objects.get()
    assert (issue.state, issue.disposal) == (IssueState.VOID, "中断")
    outcome = perform(IssueRequest(request_no=received.value or 0), context=desk.tick())
    assert [one.code for one in outcome.findings] == ["certificate.closed"]
    assert IssuedDocument.objects.count() == 0


def test_a_paper_of_somebody_else_is_never_released(
    desk: CertificateDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from daicho.domains.certificates.papers import printing

    family, other = settle(), settle([replace(HEAD, name="別人　次郎")])
    wrong = text_bytes(desk, other.head)
    press = printing.press_for()
    monkeypatch.setattr(type(press), "set_document", lambda *a, **k: wrong)
    assert set(desk.refusals("resident_copy", family.head)) == {"incident"}
    request = Request.objects.latest("pk")
    assert (request.state, request.issues.get().state) == ("refused", "void")
    refused = Entry.objects.filter(screen="証明書の発行").latest("id")
    assert set(refused.detail["指摘"]) == {"certificate.incident"}


def text_bytes(desk: CertificateDesk, number: int) -> bytes:
    from tests.domains.certificates.desk import pdf_of

    outcome = desk.issue("resident_copy", number)
    assert "別人　次郎" in text_of(outcome.value or 0)
    return pdf_of(outcome.value or 0)


def test_a_key_of_another_request_opens_nothing(desk: CertificateDesk) -> None:
    family = settle()
    desk.issue("resident_copy", family.head, key="same")
    asked: ReceiveRequest = desk.ask("resident_copy", family.numbers[1], key="same")
    outcome = receive_and_issue(receive=asked, context=desk.tick())
    assert [one.code for one in outcome.findings] == ["certificate.key_used"]
