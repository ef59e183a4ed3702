# SPDX-License-Identifier: Apache-2.0
"""The items of an application in words, for who may read them."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from pydantic import BaseModel

from daicho.domains.support.facts import SupportItems
from daicho.kernel.dates import format_japanese

Lines = list[tuple[str, str]]


def tell_items(items: SupportItems) -> Lines:
    """Every item that says something, rows numbered."""
    told: Lines = []
    for name, field in type(items).model_fields.items():
        value = getattr(items, name)
        label = field.title or name
        if isinstance(value, tuple):
            told += [(f"{label} {place}", _row(one)) for place, one in enumerate(value, 1)]
        elif text := _text(value):
            told.append((label, text))
    return told


def _row(row: BaseModel) -> str:
    fields = type(row).model_fields
    parts = [(fields[name].title or name, _text(getattr(row, name))) for name in fields]
    return "、".join(f"{label}: {text}" for label, text in parts if text)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    return format_japanese(value) if isinstance(value, dt.date) else str(value)
