# SPDX-License-Identifier: Apache-2.0
"""Papers from the page: PDFs of the decided tax, each issue logged once, refusals with reasons."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest
from django.test import Client
from tests.ward_fixture import HANAKO, HIDDEN, TARO

from daicho.foundation.audit.models import Entry

SignIn = Callable[[str], Client]


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def paper(client: Client, number: int, name: str, year: int = 2025) -> bytes:
    response = client.post(f"/tax/taxpayers/{number}/{year}/papers/{name}.pdf")
    assert response.status_code == 200, response.content.decode()
    assert response.headers["Content-Type"] == "application/pdf"
    return bytes(response.content)


def test_certificate_has_the_decided_tax_and_a_number(sign_in: SignIn) -> None:
    words = words_of(paper(sign_in("clerk"), TARO.number, "certificate"))
    assert "課税証明書" in words
    assert "291,500" in words
    assert "2026-000001" in words
    entry = Entry.objects.filter(function="tax.certificate.issue").get()
    assert (entry.subjects, entry.kind) == ([TARO.number], "document")


def test_employee_notice(sign_in: SignIn) -> None:
    words = words_of(paper(sign_in("tax_officer"), TARO.number, "employee"))
    assert "株式会社見本1号" in words


def test_protected_address_is_on_no_paper_without_the_right(sign_in: SignIn) -> None:
    assert "六本木" not in words_of(paper(sign_in("tax_officer"), HIDDEN.number, "certificate"))
    assert "六本木" in words_of(paper(sign_in("section_head"), HIDDEN.number, "certificate"))


def test_no_slips_for_who_pays_from_the_salary(sign_in: SignIn) -> None:
    path = f"/tax/taxpayers/{TARO.number}/2025/papers/notice.pdf"
    response = sign_in("tax_officer").post(path)
    assert response.status_code == 422
    assert "この方法で徴収する税額がない" in response.content.decode()


def test_nothing_is_issued_before_the_release(sign_in: SignIn) -> None:
    path = f"/tax/taxpayers/{HANAKO.number}/2026/papers/certificate.pdf"
    response = sign_in("clerk").post(path)
    assert response.status_code == 422
    assert "確定していない" in response.content.decode()


@pytest.mark.parametrize("name", ["notice", "employee"])
def test_clerk_issues_no_notices(sign_in: SignIn, name: str) -> None:
    path = f"/tax/taxpayers/{TARO.number}/2025/papers/{name}.pdf"
    assert sign_in("clerk").post(path).status_code == 403


def test_calculation_sheet(sign_in: SignIn) -> None:
    response = sign_in("clerk").get(f"/tax/taxpayers/{TARO.number}/2025/papers/calculation.pdf")
    words = words_of(response.content)
    assert "所得税法28条第4項" in words
    assert "291,500" in words
