# SPDX-License-Identifier: Apache-2.0
"""Taking a file in from the desk: a trial changes nothing, a wrong file is told why."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daicho.domains.tax.documents.models import ImportFile

SignIn = Callable[[str], Client]
PAGE = "/tax/documents/imports/new/"


def send(client: Client, content: bytes, **more: str) -> object:
    file = SimpleUploadedFile("給報.csv", content)
    sent = {"kind": "salary-report", "fiscal_year": "2026", "file": file, **more}
    return client.post(PAGE, sent)


def test_form_offers_kinds_and_years(sign_in: SignIn) -> None:
    page = sign_in("tax_officer").get(PAGE).content.decode()
    for expected in ("給与支払報告書", "公的年金等支払報告書", "令和8年度", "令和元年度"):
        assert expected in page


def test_unusable_file_is_refused_with_the_reason_and_nothing_is_stored(sign_in: SignIn) -> None:
    before = ImportFile.objects.count()
    for content in (b"", b"a,b,c\r\n", bytes(range(256)), "給与".encode("utf-16")):
        response = send(sign_in("tax_officer"), content)
        assert response.status_code == 422  # type: ignore[attr-defined]
        page = response.content.decode()  # type: ignore[attr-defined]
        assert "取り込めませんでした。何も変更していません。" in page
    assert ImportFile.objects.count() == before


def test_kind_must_be_chosen(sign_in: SignIn) -> None:
    response = send(sign_in("tax_officer"), b"", kind="")
    assert response.status_code == 422  # type: ignore[attr-defined]


def test_clerk_may_not(sign_in: SignIn) -> None:
    assert sign_in("clerk").get(PAGE).status_code == 403
