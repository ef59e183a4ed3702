# SPDX-License-Identifier: Apache-2.0
"""The last look before release: does the finished PDF speak of exactly the persons meant?

The engine may have been given, or have given back, something else (anchors: other people's
certificates were printed under load). So the bytes themselves are read: against the layout, word
by word; and against the register, read once more, person by person.
"""

from __future__ import annotations

from collections.abc import Sequence

from daicho.domains.certificates.papers.content import Content
from daicho.domains.certificates.papers.person import address_of, birth_of
from daicho.domains.certificates.papers.printing import Printed
from daicho.domains.register.public import ResidentVersion
from daicho.foundation.documents.fonts import FontSet
from daicho.foundation.documents.pdf_text import page_texts, squeeze
from daicho.foundation.documents.sheet import drawable
from daicho.kernel.findings import Finding, Severity

INCIDENT = "certificate.incident"


def inspect(
    printed: Printed, content: Content, *, number: str, again: Sequence[ResidentVersion] | None,
    tells_everything: bool, fonts: FontSet,
) -> list[Finding]:  # fmt: skip
    """What is wrong, without repeating a word of it. `again`: the persons, read a second time."""
    pages = [squeeze(text) for text in page_texts(printed.pdf)]
    whole = "".join(pages)
    wrong = list(printed.faults)
    if any(squeeze(number) not in page for page in pages):
        wrong.append("number missing")
    if again is None:
        return [_incident(text) for text in wrong]
    meant = {row.addressee_no for row in again}
    told = {block.person for block in content.blocks if block.person is not None}
    if told - meant:
        wrong.append("somebody else")
    blank = {one.text for one in printed.missing if one.is_blank}
    for row in again:
        words = [row.name]
        if tells_everything:
            words += [birth_of(row), address_of(row)]
        expected = [word for word in words if word not in blank]
        if any(squeeze(drawable(word, fonts)) not in whole for word in expected):
            wrong.append("person missing")
    return [_incident(text) for text in wrong]


def _incident(text: str) -> Finding:
    return Finding(
        INCIDENT, Severity.ERROR,
        "出力した証明書の内容確認が一致しないため、交付を止めました。"
        "もう一度操作し、続くときはシステム管理者に連絡してください。",
        subject=text,
    )  # fmt: skip
