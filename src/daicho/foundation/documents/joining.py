# SPDX-License-Identifier: Apache-2.0
"""Several finished papers as one file for the printer, page by page as they are."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium

from daicho.foundation.documents.pdf_text import ONE_AT_A_TIME


def join_pdfs(pdfs: Sequence[bytes]) -> bytes:
    """One PDF with the pages of all, in order."""
    if len(pdfs) == 1:
        return pdfs[0]
    out = io.BytesIO()
    with ONE_AT_A_TIME:
        joined = pdfium.PdfDocument.new()
        try:
            for pdf in pdfs:
                document = pdfium.PdfDocument(pdf)
                joined.import_pages(document)
                document.close()
            joined.save(out)
        finally:
            joined.close()
    return out.getvalue()
