# SPDX-License-Identifier: Apache-2.0
"""Papers whose words are known beforehand, read back, and signed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from daicho.foundation.documents.pdf_text import differences, page_texts
from daicho.foundation.documents.press import Press
from daicho.foundation.documents.sheet import TEMPLATE, Frame, Page, Pen, Picture, Sheet
from daicho.foundation.documents.signing import SigningError, load_key, sign_pdf

AT = dt.datetime(2026, 6, 10, 9, 30, tzinfo=dt.UTC)
NAMES = ("渡邊󠄀　﨑花子", "ZHANG YULIN　張　玉蓮", "が゛か\u3099 ―ｰ-", "年月日不詳 ①〜～")
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    with Press(tmp_path_factory.mktemp("papers")) as found:
        yield found


def sheet_of(press: Press, *names: str) -> Sheet:
    sheet = Sheet("試験")
    pen = Pen(sheet, press.fonts)
    for number in range(2):
        page = Page()
        sheet.pages.append(page)
        page.things.append(Frame(x=20, y=20, w=100, h=8))
        page.things.append(Picture(x=150, y=20, w=20, h=20, media="svg", data=SVG, alt="印"))
        for place, name in enumerate((*names, f"{number + 1}頁")):
            pen.write(page, name, x=20, y=20 + 10 * place, w=60, h=8, size=10)
    return sheet


def pdf_of(press: Press, sheet: Sheet) -> bytes:
    return press.set_document(template=TEMPLATE, data=sheet.as_data(), made_at=AT, standard="a-2b")


def test_what_was_laid_out_is_what_is_read_back(press: Press) -> None:
    sheet = sheet_of(press, *NAMES)
    pdf = pdf_of(press, sheet)
    assert differences(pdf, expected=sheet.texts()) == []
    assert "1頁" in page_texts(pdf)[0]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("試作　太郎",), ["page 1: 1 lines missing", "page 1: other text",
                         "page 2: 1 lines missing", "page 2: other text"]),
        ((), ["page 1: other text", "page 2: other text"]),  # somebody too many
    ],
)  # fmt: skip
def test_another_persons_paper_is_noticed(
    press: Press, other: tuple[str, ...], expected: list[str]
) -> None:
    pdf = pdf_of(press, sheet_of(press, "試作　花子"))
    assert differences(pdf, expected=sheet_of(press, *other).texts()) == expected


def test_threads_read_one_after_the_other(press: Press) -> None:
    pdf = pdf_of(press, sheet_of(press, *NAMES))
    with ThreadPoolExecutor(16) as readers:
        read = list(readers.map(page_texts, [pdf] * 200))
    assert read == [page_texts(pdf)] * 200  # and PDFium has not crashed


def test_a_page_too_few_is_noticed(press: Press) -> None:
    pdf = pdf_of(press, sheet_of(press))
    assert differences(pdf, expected=[["1頁"]]) == ["pages 2 not 1"]


def test_a_text_without_room_is_put_on_the_list(press: Press) -> None:
    sheet = Sheet("試験", pages=[Page()])
    Pen(sheet, press.fonts).write(
        sheet.pages[0], "長" * 300, x=20, y=20, w=60, h=6, size=10, label="住所"
    )
    assert sheet.overflow == ["住所"]
    assert sum(len(line) for line in sheet.texts()[0]) == 300  # smaller, but whole


def key_file(folder: Path, passphrase: bytes) -> tuple[Path, x509.Certificate]:
    """A municipality of the test signs with a key of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mihon City (test)")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "key.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"mihon", key, certificate, None, BestAvailableEncryption(passphrase)
        )
    )
    return path, certificate


def test_a_signature_covers_the_file_and_holds(press: Press, tmp_path: Path) -> None:
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding

    path, certificate = key_file(tmp_path, b"himitsu")
    pdf = pdf_of(press, sheet_of(press, *NAMES))
    signed = sign_pdf(pdf, key=load_key(path, "himitsu"), reason="交付")
    assert signed.startswith(pdf)
    root = Certificate.load(certificate.public_bytes(Encoding.DER))
    (embedded,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    with ThreadPoolExecutor(1) as own:  # a browser test before this one may leave an event loop
        context = ValidationContext(trust_roots=[root])
        assert own.submit(validate_pdf_signature, embedded, context).result().bottom_line
    assert differences(signed, expected=sheet_of(press, *NAMES).texts()) == []


def test_a_wrong_passphrase_is_told_without_it(tmp_path: Path) -> None:
    path, _ = key_file(tmp_path, b"himitsu")
    with pytest.raises(SigningError, match="パスフレーズ") as caught:
        load_key(path, "chigau")
    assert "chigau" not in str(caught.value)
    with pytest.raises(SigningError, match="読めません"):
        load_key(tmp_path / "none.p12", "")
