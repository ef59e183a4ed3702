# SPDX-License-Identifier: Apache-2.0
"""The program's own log: no 個人番号 of an address or exception, and no row of the database."""

from __future__ import annotations

import logging
import re

from daicho.kernel.numbers import mask_individual_numbers

# What PostgreSQL adds to an error: "Failing row contains (…)", "COPY …, line 3, column name: …".
_OF_A_ROW = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


class MaskingFormatter(logging.Formatter):
    """Masks the finished text, so that the traceback is covered, too."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return mask_individual_numbers(_OF_A_ROW.sub(r"\1: (略)", super().format(record)))
