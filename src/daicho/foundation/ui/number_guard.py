# SPDX-License-Identifier: Apache-2.0
"""Keeps an 個人番号 typed into a wrong field out of the session, the log and the database."""

from __future__ import annotations

from typing import Any

from django import forms

from daicho.kernel.numbers import holds_individual_number

MESSAGE = "個人番号は「個人番号で探す」の欄にだけ入力できます。"


class GuardedForm(forms.Form):
    """Looks at what was typed, before a number loses its leading zeros; repeats nothing of it."""

    def clean(self) -> dict[str, Any]:
        """Refuse each field in which an 個人番号 stands."""
        given = super().clean() or {}
        for name in self.fields:
            if holds_individual_number(str(self.data.get(name, ""))):
                self.add_error(name, MESSAGE)
        return given
