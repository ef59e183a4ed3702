# SPDX-License-Identifier: Apache-2.0
"""A form field that takes a date in any way it is written here: S55.3.1, 昭和55年…, 1980/3/1."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from daicho.kernel.dates import parse_date


class JapaneseDateField(forms.CharField):
    """A date; what cannot be read is refused with the reason."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 30)
        options.setdefault("help_text", "例: S55.3.1 昭和55年3月1日 1980/3/1")
        super().__init__(**options)

    def clean(self, value: Any) -> dt.date | None:
        """The date, None when left out."""
        text = super().clean(value)
        if not text:
            return None
        parsed = parse_date(text)
        if parsed.value is None:
            raise ValidationError(parsed.reason)
        return parsed.value
