# SPDX-License-Identifier: Apache-2.0
"""The press of this process, and a certificate as PDF/A in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from daicho.domains.certificates.papers.content import Content
from daicho.domains.certificates.papers.drawing import draw
from daicho.domains.certificates.papers.fitting import OVERFLOW, Fitting, Missing
from daicho.domains.certificates.papers.head import Head
from daicho.foundation.documents.pdf_text import differences
from daicho.foundation.documents.press import Press
from daicho.foundation.documents.sheet import TEMPLATE


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished paper, and whether it says exactly what it must; `faults` tells no content."""

    pdf: bytes
    pages: int
    faults: tuple[str, ...]
    overflow: tuple[str, ...]
    unknown_shapes: tuple[str, ...]
    missing: tuple[Missing, ...] = ()
    has_seal: bool = False


@cache
def press_for() -> Press:
    """The press of this process: starting one costs more than a certificate."""
    return Press(Path(__file__).parent)


def print_certificate(
    content: Content, head: Head, *, made_at: datetime, mark: str = ""
) -> Printed:
    """Lay out, set, and read back: the text of the PDF is compared with what was laid out.

    `mark` stands in the place of a text that has no room; without one it is set very small.
    """
    press = press_for()
    fitting = Fitting(fonts=press.fonts, mark=mark)
    sheet = draw(content, head, fitting)
    labels = [one.label for one in fitting.missing if one.why == OVERFLOW]
    pdf = press.set_document(
        template=TEMPLATE, data=sheet.as_data(), made_at=made_at, standard="a-2b"
    )
    return Printed(
        pdf=pdf, pages=len(sheet.pages),
        faults=tuple(differences(pdf, expected=sheet.texts())),
        overflow=tuple(dict.fromkeys([*labels, *sheet.overflow])),
        unknown_shapes=tuple(dict.fromkeys(sheet.unknown_shapes)),
        missing=tuple(fitting.missing), has_seal=head.seal is not None,
    )  # fmt: skip
