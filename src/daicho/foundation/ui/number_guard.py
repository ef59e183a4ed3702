# SPDX-License-Identifier: Apache-2.0
"""Keeps an 個人番号 typed into a wrong field out of the session, the log and the database."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from daicho.kernel.numbers import holds_individual_number

MESSAGE = "個人番号は「個人番号で探す」の欄にだけ入力できます。"


def refuse_individual_number(value: object) -> None:
    """A validator for forms; the message does not repeat the number."""
    text = str(value).zfill(12) if isinstance(value, int) and value >= 10**10 else str(value)
    if holds_individual_number(text):
        raise ValidationError(MESSAGE)
