# SPDX-License-Identifier: Apache-2.0
"""What stands around each kind (標準 5.6), seals for cards, printers and what the log says."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from tests.domains.certificates.desk import CertificateDesk, pdf_of
from tests.domains.certificates.test_counter import SVG, codes
from tests.domains.register.people import HEAD, settle
from tests.staff_room import StaffRoom

from daicho.domains.certificates.actions.authority import (
    DecideOfficialSeal,
    EnterCertifier,
    EnterOfficialSeal,
    EnterTerminal,
)
from daicho.domains.certificates.actions.kind_settings import (
    DecideKindSetting,
    EnterKindSetting,
    SetPrinter,
)
from daicho.domains.certificates.certifying import card_seal_on, setting_of
from daicho.domains.certificates.models import CertificateIssue
from daicho.domains.certificates.printers import list_printers
from daicho.domains.certificates.seal_images import PNG_SIGNATURE, in_colour
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.foundation.documents.joining import join_pdfs
from daicho.foundation.documents.pdf_text import page_texts
from daicho.foundation.documents.spooling import send_to_printer

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
WORDS = EnterKindSetting(
    certificate="resident_copy", signer="head", seal="none", first=JUNE,
    omitted_words="公印を省略します", fixed_words="手数料は窓口でお支払いください",
)  # fmt: skip


@pytest.fixture
def two(staff_room: StaffRoom) -> tuple[CertificateDesk, CertificateDesk]:
    desks = [
        CertificateDesk.open(staff_room, "system.settings", login=login)
        for login in ("first", "second")
    ]
    for one in desks:
        one.context = replace(one.context, purpose="upkeep")
    return desks[0], desks[1]


def settle_kind(two: tuple[CertificateDesk, CertificateDesk], action: EnterKindSetting) -> int:
    made = perform(action, context=two[0].tick()).value or 0
    assert codes(two[1], DecideKindSetting(setting_no=made, is_approved=True)) == []
    return made


def test_the_words_of_a_kind_need_two_people_and_keep_their_history(
    two: tuple[CertificateDesk, CertificateDesk],
) -> None:
    first, second = two
    assert codes(first, replace(WORDS, certificate="none")) == ["unknown_kind"]
    assert codes(first, replace(WORDS, seal="x", fixed_words="長" * 61)) == [
        "kind_setting", "kind_words",
    ]  # fmt: skip
    made = perform(WORDS, context=first.tick()).value or 0
    approve = DecideKindSetting(setting_no=made, is_approved=True)
    assert codes(first, approve) == ["setting_same_person"]
    assert setting_of("resident_copy", JUNE) is None
    assert codes(second, approve) == []
    assert codes(second, approve) == ["setting_state"]
    settle_kind(two, replace(WORDS, seal="auto", first=date(2026, 7, 1)))
    found = [setting_of("resident_copy", date(2026, month, 30)) for month in (6, 7)]
    assert [one.seal if one else None for one in found] == ["none", "auto"]
    assert setting_of("resident_copy", date(2026, 5, 31)) is None
    rejected = perform(replace(WORDS, first=JUNE), context=first.tick()).value or 0
    assert codes(second, DecideKindSetting(setting_no=rejected, is_approved=False)) == []
    kept = setting_of("resident_copy", JUNE)
    assert kept is not None
    assert kept.pk == made


def test_seal_and_words_stand_on_that_kind_only(
    two: tuple[CertificateDesk, CertificateDesk], staff_room: StaffRoom
) -> None:
    family = settle([HEAD])
    first, second = two
    enter = EnterOfficialSeal(seal="certificate", image=SVG, side_tenths=200, first=JUNE)
    seal = perform(enter, context=first.tick()).value or 0
    perform(DecideOfficialSeal(seal_no=seal, is_approved=True), context=second.tick())
    head = EnterCertifier(role="head", title="東京都港区長", name="見本　市子", first=JUNE)
    deputy = EnterCertifier(role="deputy", title="東京都港区長職務代理者", name="副　区長",
                            first=JUNE, last=date(2026, 6, 30))  # fmt: skip
    assert codes(first, head) == codes(first, deputy) == []
    settle_kind(two, WORDS)
    plain = CertificateDesk.open(staff_room, login="plain")
    text = plain.paper("resident_copy", family.head)
    for word in ("公印を省略します", "手数料は窓口でお支払いください", "見本　市子"):
        assert word in text
    assert "この印は黒色です" not in text
    other = plain.paper("household_copy", family.head)
    assert "この印は黒色です" in other
    assert "副　区長" in other
    assert "手数料は窓口で" not in other
    issues = CertificateIssue.objects.order_by("pk")
    assert [(one.kind, one.has_seal) for one in issues] == [
        ("resident_copy", False), ("household_copy", True),
    ]  # fmt: skip
    told = [one.detail for one in Entry.objects.filter(screen="証明書の発行").order_by("pk")]
    assert [(one["公印"], one["枚数"], one["個人番号の出力"]) for one in told] == [
        (False, 1, False), (True, 1, False),
    ]  # fmt: skip


def png(levels: int = 8) -> bytes:
    """A grey image of 200 × 200 with 8 bits: white with a black middle line."""
    rows = b"".join(b"\0" + (b"\0" if y == 100 else b"\xff") * 200 for y in range(200))

    def chunk(tag: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))

    header = struct.pack(">IIBBBBB", 200, 200, levels, 0, 0, 0, 0)
    return (
        PNG_SIGNATURE
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_a_seal_for_cards_is_black_or_red(two: tuple[CertificateDesk, CertificateDesk]) -> None:
    first, second = two
    red = EnterOfficialSeal(seal="card", image=SVG, side_tenths=90, first=JUNE, colour="red")
    assert codes(first, replace(red, seal="head")) == ["seal_colour"]
    assert codes(first, replace(red, colour="blue")) == ["seal_colour"]
    assert card_seal_on(JUNE) is None
    for image, colour in ((SVG, "red"), (png(), "red"), (SVG, "black")):
        made = perform(replace(red, image=image, colour=colour), context=first.tick()).value or 0
        assert codes(second, DecideOfficialSeal(seal_no=made, is_approved=True)) == []
        found = card_seal_on(JUNE)
        assert found is not None
        assert (found[0].side_mm, found[1]) == (9.0, colour)
        assert found[0].data == in_colour(found[0].media, image, colour)
    assert in_colour("svg", SVG, "red") == SVG.replace(b"<svg", b'<svg fill="#c8102e"')
    painted = in_colour("png", png(), "red")
    assert painted[25] == 3  # by palette
    palette = painted[painted.index(b"PLTE") + 4 :][:768]
    assert (tuple(palette[:3]), tuple(palette[-3:])) == ((200, 16, 46), (255, 255, 255))
    assert in_colour("png", png(), "black") == png()


def test_a_terminal_has_a_printer_and_tray_for_each_kind(
    two: tuple[CertificateDesk, CertificateDesk],
) -> None:
    first, _ = two
    every = SetPrinter(address="10.0.0.7", printer="本庁1号機")
    assert codes(first, every) == ["printer_terminal"]
    perform(EnterTerminal(address="10.0.0.7", counter="芝", label="本庁1"), context=first.tick())
    assert codes(first, replace(every, certificate="x", printer=" ")) == [
        "unknown_kind", "printer",
    ]  # fmt: skip
    assert codes(first, every) == []
    seals = replace(every, certificate="seal", tray="2", output="pdf")
    assert codes(first, seals) == []
    words = [
        [one.words for one in list_printers(terminal="10.0.0.7", kind=kind)]
        for kind in ("seal", "resident_copy")
    ]
    assert words == [["本庁1号機(トレー 2)", "本庁1号機"], ["本庁1号機", "本庁1号機(トレー 2)"]]
    assert list_printers(terminal="10.0.0.8", kind="seal") == []
    assert codes(first, replace(every, printer="本庁2号機")) == []
    assert list_printers(terminal="10.0.0.7", kind="x")[0].words == "本庁2号機"


def test_a_paper_goes_to_the_spooler_through_a_pipe(tmp_path: Path) -> None:
    spooler = tmp_path / "lp"
    spooler.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/said\ncat > {tmp_path}/came\n')
    spooler.chmod(0o755)
    told = {"command": spooler, "printer": "本庁1号機", "tray": "2", "title": "20260610 港区 001"}
    assert send_to_printer(b"%PDF-1.7", **told) == ""  # type: ignore[arg-type]
    assert (tmp_path / "came").read_bytes() == b"%PDF-1.7"
    assert (tmp_path / "said").read_text() == (
        "-d 本庁1号機 -n 1 -t 20260610 港区 001 -o media-source=2 -\n"
    )
    spooler.write_text("#!/bin/sh\necho no such printer >&2\nexit 1\n")
    assert send_to_printer(b"x", **told) == "no such printer"  # type: ignore[arg-type]
    told["command"] = tmp_path / "none"
    assert send_to_printer(b"x", **told) == "FileNotFoundError"  # type: ignore[arg-type]


def test_several_papers_become_one_file(staff_room: StaffRoom) -> None:
    family = settle([HEAD])
    desk = CertificateDesk.open(staff_room)
    papers = [pdf_of(desk.issue("resident_copy", family.head).value or 0) for _ in range(2)]
    joined = join_pdfs(papers)
    assert page_texts(joined) == [page_texts(one)[0] for one in papers]
    assert join_pdfs(papers[:1]) == papers[0]
    assert len(pdfium.PdfDocument(joined)) == 2
