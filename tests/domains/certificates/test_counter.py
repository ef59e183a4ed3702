# SPDX-License-Identifier: Apache-2.0
"""Handing over, spoiling, reissue, review, the drawer, paper, certifiers and seals."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.domains.certificates.desk import CertificateDesk, issues_of, text_of
from tests.domains.register.people import settle
from tests.staff_room import StaffRoom

from daicho.domains.certificates.actions.after import HandOver, ReviewRequest, SpoilIssue
from daicho.domains.certificates.actions.authority import (
    DecideOfficialSeal,
    EnterCertifier,
    EnterOfficialSeal,
    EnterTerminal,
)
from daicho.domains.certificates.actions.cash import CloseDrawer, OpenDrawer, count_by_kind
from daicho.domains.certificates.actions.paper import CountPaper, ReceivePaper, SpoilSheets
from daicho.domains.certificates.certifying import certifier_on, seal_on
from daicho.domains.certificates.desk import issue
from daicho.domains.certificates.models import (
    CashDay,
    CashEntry,
    PaperLot,
    PaperSheet,
    Request,
    SupportReview,
)
from daicho.domains.certificates.seal_images import SealImageData, read_seal_image
from daicho.foundation.access import protection
from daicho.foundation.actions.action import Action, perform

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    return CertificateDesk.open(staff_room)


def codes(desk: CertificateDesk, action: Action[int]) -> list[str]:
    outcome = perform(action, context=desk.tick())
    return [one.code.removeprefix("certificate.") for one in outcome.findings]


def test_handed_over_once(desk: CertificateDesk) -> None:
    family = settle()
    (one,) = issues_of(desk.issue("resident_copy", family.head).value or 0)
    assert codes(desk, HandOver(issue_no=one.pk)) == []
    assert codes(desk, HandOver(issue_no=one.pk)) == ["not_issued"]
    one.refresh_from_db()
    assert (one.state, one.handed_by) == ("handed_over", "issuer")


def test_spoilt_with_the_fee_given_back_and_the_sheet_noted(desk: CertificateDesk) -> None:
    family = settle()
    assert codes(desk, ReceivePaper(counter="税務課", prefix="A", first_no=101, last_no=103)) == []
    first, second = issues_of(desk.issue("resident_copy", family.head, copies=2).value or 0)
    assert codes(desk, SpoilIssue(issue_no=first.pk, reason="")) == ["no_reason"]
    assert codes(desk, SpoilIssue(issue_no=first.pk, reason="紙詰まり", refunds=True)) == []
    assert list(CashEntry.objects.order_by("pk").values_list("amount", flat=True)) == [600, -300]
    sheets = PaperSheet.objects.order_by("number").values_list("number", "issue_id", "spoilt")
    assert list(sheets) == [(101, first.pk, "紙詰まり"), (102, second.pk, "")]


def test_no_certificate_without_paper_where_paper_is_numbered(desk: CertificateDesk) -> None:
    family = settle()
    perform(ReceivePaper(counter="税務課", prefix="A", first_no=1, last_no=2),
            context=desk.tick())  # fmt: skip
    assert desk.refusals("resident_copy", family.head, copies=3) == ["no_paper"]
    assert (PaperSheet.objects.count(), PaperLot.objects.get().left) == (0, 2)
    assert desk.issue("resident_copy", family.head, copies=2).value
    assert desk.refusals("resident_copy", family.head) == ["no_paper"]


def test_paper_is_counted_and_spoilt_with_reasons(desk: CertificateDesk) -> None:
    perform(ReceivePaper(counter="税務課", prefix="A", first_no=1, last_no=100),
            context=desk.tick())  # fmt: skip
    lot = PaperLot.objects.get().pk
    again = ReceivePaper(counter="別", prefix="A", first_no=100, last_no=120)
    assert codes(desk, again) == ["paper_known"]
    assert codes(desk, SpoilSheets(lot_no=lot, sheets=3, reason="試し刷り")) == []
    assert codes(desk, CountPaper(lot_no=lot, counted=96)) == ["paper_difference"]
    assert codes(desk, CountPaper(lot_no=lot, counted=97)) == []


def test_the_drawer_closes_when_everything_agrees(desk: CertificateDesk) -> None:
    family = settle()
    assert codes(desk, OpenDrawer(counter="税務課", change_fund=10_000)) == []
    desk.issue("resident_copy", family.head, copies=2)
    desk.issue("household_copy", *family.numbers)
    desk.issue("entries", family.head, waiver="学生")
    drawer = CashDay.objects.get()
    assert count_by_kind(drawer) == {"entries": 1, "household_copy": 1, "resident_copy": 2}
    assert codes(desk, CloseDrawer(drawer_no=drawer.pk, counted=10_000)) == ["cash_difference"]
    assert codes(desk, CloseDrawer(drawer_no=drawer.pk, counted=10_900)) == []
    assert desk.refusals("resident_copy", family.head) == ["cash_closed"]
    assert codes(desk, CloseDrawer(drawer_no=drawer.pk, counted=10_900)) == ["cash_closed"]


def test_the_drawer_stays_open_when_a_copy_is_missing_from_the_history(
    desk: CertificateDesk,
) -> None:
    family = settle()
    issued = desk.issue("resident_copy", family.head).value or 0
    (one,) = issues_of(issued)
    type(one).objects.filter(pk=one.pk).update(state="void")  # as a defect would
    drawer = CashDay.objects.get()
    assert codes(desk, CloseDrawer(drawer_no=drawer.pk, counted=300)) == ["cash_counts"]


def test_the_responsible_officer_reviews_and_issues(
    desk: CertificateDesk, staff_room: StaffRoom, now: datetime
) -> None:
    family = settle()
    protection.protect(addressee_nos=[family.head], first=date(2026, 6, 1), at=now, by="x")
    assert desk.refusals("resident_copy", family.head) == ["protected"]
    waiting = Request.objects.get()
    officer = CertificateDesk.open(staff_room, "protected.view", login="officer")
    verdict = ReviewRequest(request_no=waiting.pk, is_released=True, comment="")
    assert codes(desk, replace(verdict, comment="本人")) == ["access.not_granted"]
    assert codes(officer, verdict) == ["no_comment"]
    assert codes(officer, replace(verdict, comment="本人の来庁を確認")) == []
    released = issue(request_no=waiting.pk, context=officer.tick())
    assert "東京都港区芝五丁目" in text_of(released.value or 0)
    assert [one.state for one in issues_of(waiting.pk)] == ["void", "issued"]
    assert SupportReview.objects.get().reviewed_by == "officer"


def test_a_released_request_is_not_issued_by_anybody_else(
    desk: CertificateDesk, staff_room: StaffRoom, now: datetime
) -> None:
    family = settle()
    protection.protect(addressee_nos=[family.head], first=date(2026, 6, 1), at=now, by="x")
    desk.refusals("resident_copy", family.head)
    waiting = Request.objects.get()
    officer = CertificateDesk.open(staff_room, "protected.view", login="officer")
    perform(ReviewRequest(request_no=waiting.pk, is_released=True, comment="本人"),
            context=officer.tick())  # fmt: skip
    outcome = issue(request_no=waiting.pk, context=desk.tick())
    assert [one.code for one in outcome.findings] == ["certificate.not_responsible"]


def test_the_deputy_certifies_while_in_office(staff_room: StaffRoom) -> None:
    desk = CertificateDesk.open(staff_room, "system.settings")
    desk.context = replace(desk.context, purpose="upkeep")
    head = EnterCertifier(role="head", title="東京都港区長", name="見本　市子",
                          first=date(2026, 1, 1))  # fmt: skip
    deputy = EnterCertifier(role="deputy", title="東京都港区長職務代理者", name="副　区長",
                            first=date(2026, 6, 10), last=date(2026, 6, 12))  # fmt: skip
    assert codes(desk, head) == []
    assert codes(desk, replace(deputy, last=None)) == ["certifier_term"]
    assert codes(desk, deputy) == []
    assert codes(desk, replace(deputy, name="別")) == ["certifier_overlap"]
    names = [certifier_on(date(2026, 6, day))[2] for day in (9, 10, 12, 13)]
    assert names == ["見本　市子", "副　区長", "副　区長", "見本　市子"]
    assert codes(desk, replace(head, name="新　市長", first=date(2026, 7, 1))) == []
    assert certifier_on(date(2026, 7, 1))[2] == "新　市長"
    assert certifier_on(date(2026, 6, 30))[2] == "見本　市子"


def test_a_seal_of_office_needs_two_people(staff_room: StaffRoom) -> None:
    family = settle()
    desk = CertificateDesk.open(staff_room, "system.settings")
    other = CertificateDesk.open(staff_room, "system.settings", login="other")
    for one in (desk, other):
        one.context = replace(one.context, purpose="upkeep")
    enter = EnterOfficialSeal(seal="head", image=SVG, side_tenths=210, first=date(2026, 6, 1))
    assert codes(desk, replace(enter, side_tenths=251)) == ["seal_side"]
    made = perform(enter, context=desk.tick()).value or 0
    approve = DecideOfficialSeal(seal_no=made, is_approved=True)
    assert codes(desk, approve) == ["seal_same_person"]
    assert seal_on(date(2026, 6, 10), role="head") is None
    assert codes(other, approve) == []
    seal = seal_on(date(2026, 6, 10), role="head")
    assert seal is not None
    assert (seal.side_mm, seal.data) == (21.0, SVG)
    plain = CertificateDesk.open(staff_room, login="plain")
    assert "この印は黒色です" in plain.paper("resident_copy", family.head)


def test_a_terminal_gives_the_number_its_words(staff_room: StaffRoom) -> None:
    family = settle()
    desk = CertificateDesk.open(staff_room, "system.settings")
    desk.context = replace(desk.context, purpose="upkeep")
    perform(EnterTerminal(address="10.0.0.7", counter="芝地区総合支所", label="本庁1",
                          printer="プリンタ001"), context=desk.tick())  # fmt: skip
    plain = CertificateDesk.open(staff_room, login="plain")
    text = plain.paper("resident_copy", family.head)
    assert "20260610 港区 本庁1 プリンタ001 001 1/1" in text
    assert CashDay.objects.get().counter == "芝地区総合支所"


def png(colour: int, side: int = 300) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", side, side, 8, colour,
                                              0, 0, 0)  # fmt: skip


@pytest.mark.parametrize(
    ("image", "is_taken"),
    [
        (SVG, True),
        (png(0), True),
        (png(2), False),  # colours
        (png(0, side=5000), False),
        (b"", False),
        (b"GIF89a", False),
        (b"\x89PNG\r\n\x1a\n", False),
        (SVG.replace(b"<path", b"<script>x</script><path"), False),
        (SVG.replace(b"<path", b'<path fill="red"'), False),
        (SVG.replace(b"<path", b'<path onclick="x"'), False),
        (SVG.replace(b"<svg", b'<!DOCTYPE x [<!ENTITY a "b">]><svg'), False),
        (SVG.replace(b"<path", b'<image href="http://example.com/x.png"/><path'), False),
        (SVG.replace(b"<path", b'<path style="fill:url(#x)"'), False),
    ],
)
def test_a_seal_image_is_black_shapes_and_nothing_else(image: bytes, is_taken: bool) -> None:
    assert isinstance(read_seal_image(image), SealImageData) == is_taken
