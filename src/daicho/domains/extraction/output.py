# SPDX-License-Identifier: Apache-2.0
"""What was extracted as a file: CSV, XML, a printed list, address labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from daicho.foundation.documents.press import Press
from daicho.foundation.ui.csv_download import csv_lines

MOST_PRINTED = 3_000  # rows on paper; more goes into a file
LABEL_COLUMNS = ("郵便番号", "住所", "方書", "氏名")


class Form(StrEnum):
    """How it comes out."""

    CSV = "csv"
    XML = "xml"
    LIST = "list"
    LABELS = "labels"


CONTENT_TYPES = {
    Form.CSV: "text/csv; charset=utf-8", Form.XML: "application/xml",
    Form.LIST: "application/pdf", Form.LABELS: "application/pdf",
}  # fmt: skip
ENDINGS = {Form.CSV: "csv", Form.XML: "xml", Form.LIST: "pdf", Form.LABELS: "pdf"}


def write(
    form: Form, *, title: str, head: Sequence[str], rows: Iterable[Sequence[str]], at: dt.datetime
) -> bytes:
    """The whole file."""
    if form is Form.CSV:
        return "".join(csv_lines(head, rows)).encode()
    if form is Form.XML:
        return _xml(title, head, rows)
    data = {"title": title, "head": list(head), "rows": [list(row) for row in rows],
            "made": at.strftime("%Y-%m-%d %H:%M")}  # fmt: skip
    template = "labels.typ" if form is Form.LABELS else "list.typ"
    return _press().set_document(template=template, data=data, made_at=at)


def _xml(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Plain elements with the label as an attribute: labels are no legal names of elements."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<extraction title={quoteattr(title)}>"]
    for row in rows:
        cells = "".join(
            f"<item name={quoteattr(label)}>{escape(text)}</item>"
            for label, text in zip(head, row, strict=True)
        )
        lines.append(f"<row>{cells}</row>")
    return "\n".join([*lines, "</extraction>\n"]).encode()


@cache
def _press() -> Press:
    return Press(Path(__file__).with_name("papers"))
