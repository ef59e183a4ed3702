# SPDX-License-Identifier: Apache-2.0
"""Read a finished PDF back and compare what it says with what it must say, page by page.

A paper with another person's data on it (a mix-up in the engine, a wrong file) must never leave:
every expected line has to be found, and nothing else may stand there.
"""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter
from collections.abc import Sequence

import pypdfium2 as pdfium

# PDFium crashes the process when two threads are in it.
ONE_AT_A_TIME = threading.Lock()
# A hyphen at the end of a line comes back as U+FFFE: the reader takes it for one that is soft.
_HYPHENS = str.maketrans({"\ufffe": "-", "\u2010": "-", "\u00ad": "-"})


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page as a reader gets it."""
    with ONE_AT_A_TIME:
        document = pdfium.PdfDocument(pdf)
        try:
            return [_text_of(document, number) for number in range(len(document))]
        finally:
            document.close()


def differences(pdf: bytes, *, expected: Sequence[Sequence[str]]) -> list[str]:
    """What is wrong with the PDF, in codes without the texts; nothing when it says exactly this.

    `expected`: the lines of each page. White space does not count.
    """
    texts = [squeeze(text) for text in page_texts(pdf)]
    if len(texts) != len(expected):
        return [f"pages {len(texts)} not {len(expected)}"]
    wrong = []
    for number, (text, lines) in enumerate(zip(texts, expected, strict=True), start=1):
        wanted = [squeeze(line) for line in lines]
        missing = sum(1 for line in wanted if line not in text)
        if missing:
            wrong.append(f"page {number}: {missing} lines missing")
        if Counter(text) != Counter("".join(wanted)):
            wrong.append(f"page {number}: other text")
    return wrong


def _text_of(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        reader = page.get_textpage()
        try:
            return str(reader.get_text_range())
        finally:
            reader.close()
    finally:
        page.close()


def squeeze(text: str) -> str:
    """A text as it is compared: no white space, no control characters, composed (NFC)."""
    hyphened = text.translate(_HYPHENS)
    kept = "".join(char for char in hyphened if not char.isspace() and char.isprintable())
    return unicodedata.normalize("NFC", kept)
