# SPDX-License-Identifier: Apache-2.0
"""印鑑登録証明書 and restraints: what holds at this moment, asked under the lock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pypdfium2 as pdfium
import pytest
from django.apps import apps
from tests.domains.certificates.desk import CertificateDesk, pdf_of, text_of
from tests.domains.register.people import Family, settle
from tests.domains.seals.imprints import as_file, draw
from tests.staff_room import StaffRoom

from daicho.domains.certificates import gathering
from daicho.foundation.vault.blobs import seal
from daicho.kernel.findings import Finding, Severity

pytestmark = pytest.mark.django_db
CARD = 700001


@pytest.fixture
def desk(staff_room: StaffRoom) -> CertificateDesk:
    return CertificateDesk.open(staff_room, "seal.certify")


def register_seal(family: Family, now: datetime, **state: object) -> None:
    """A registered seal of the householder, written straight into the tables."""
    image = apps.get_model("seals", "SealImage").objects.create(
        addressee_no=family.head, png=seal(as_file(draw(mm=13.5))), original=seal(b"x"),
        media="PNG",
        sha256="0" * 64, width=135, height=135, paper_width=200, paper_height=200, dpi=600,
        scanned_by="clerk", scanned_at=now, terminal="10.0.0.7",
    )  # fmt: skip
    apps.get_model("seals", "SealRegistration").objects.create(
        **{
            "number": 1, "addressee_no": family.head, "status": "registered", "route": "document",
            "image": image, "text": "試作", "card_no": CARD, "applied_on": date(2026, 4, 1),
            "registered_on": date(2026, 4, 1),
        } | state
    )  # fmt: skip


def test_the_imprint_is_certified_against_the_card(desk: CertificateDesk, now: datetime) -> None:
    family = settle()
    register_seal(family, now - timedelta(days=9))
    assert desk.refusals("seal", family.head, options={"card_no": "1"}) == ["seal_card"]
    outcome = desk.issue("seal", family.head, options={"card_no": str(CARD)})
    assert "登録された印影と相違ない" in text_of(outcome.value or 0)
    page = pdfium.PdfDocument(pdf_of(outcome.value or 0))[0]
    images = [one for one in page.get_objects() if one.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE]
    left, bottom, right, top = images[0].get_bounds()
    assert round((right - left) / 72 * 25.4, 1) == 20.0  # true size
    assert round((top - bottom) / 72 * 25.4, 1) == 20.0


ENDED = {"ended_on": date(2026, 6, 9), "end_reason": "届出"}


@pytest.mark.parametrize(
    "state", [{"status": "abolished"} | ENDED, {"is_held": True}, {"status": "lost"} | ENDED]
)
def test_a_seal_that_no_longer_holds_is_not_certified(
    desk: CertificateDesk, now: datetime, state: dict[str, object]
) -> None:
    family = settle()
    register_seal(family, now - timedelta(days=9), **state)
    assert desk.refusals("seal", family.head, options={"card_no": str(CARD)}) == ["no_seal"]


def test_a_guard_stops_the_issue(desk: CertificateDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    family = settle()
    asked: list[object] = []

    def guards(**told: object) -> list[Finding]:
        asked.append(told["addressee_nos"])
        return [Finding("support.restrained", Severity.ERROR, "発行が抑止されています。")]

    monkeypatch.setattr(gathering, "ask_guards", guards)
    assert desk.refusals("resident_copy", family.head) == ["support.restrained"]
    assert asked == [(family.head,)] * 2  # as it is received, and under the locks
