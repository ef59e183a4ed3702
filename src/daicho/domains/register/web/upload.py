# SPDX-License-Identifier: Apache-2.0
"""What comes with an uploaded file."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from daicho.foundation.access.table_file import ENCODINGS


def text_of(file: UploadedFile) -> str | None:
    """The file as text in either of the usual encodings; None when it is neither."""
    content: bytes = file.read()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
