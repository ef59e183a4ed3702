# SPDX-License-Identifier: Apache-2.0
"""Typing once for several persons (一括入力): a row takes over what the row before it says.

A field says that it is taken over by `json_schema_extra={"copied": True}`, a name of which only
the surname goes over by `"surname"`. What a row has of its own stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from pydantic import BaseModel

from daicho.foundation.ui.slip_form import form_of, typed_of

KIND = "kind"  # the rows of a Japanese and of a foreign resident have little in common


def with_value(data: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """What was typed with one more value at a path of the page (households.0.household_no)."""
    name, _, rest = path.partition(".")
    if not rest:
        return {**data, name: value}
    place, _, own = rest.partition(".")
    if not own:
        return {**data, name: with_value(data.get(name, {}), rest, value)}
    rows = [dict(row) for row in data.get(name, [])]
    number = int(place) if place.isascii() and place.isdigit() else 0
    rows += [{} for _ in range(min(number, 50) + 1 - len(rows))]
    rows[number] = with_value(rows[number], own, value)
    return {**data, name: rows}


def take_from_row_before(form: type[BaseModel], sent: QueryDict, path: str) -> dict[str, Any]:
    """What was typed, the row at the path (members.1) filled from the one before it."""
    data = typed_of(form, sent)
    name, _, place = path.partition(".")
    inner = form_of(form, name)
    if inner is None or not (place.isascii() and place.isdigit()):
        return data
    kept = [int(place) > number for number in _kept_rows(form, sent, name)]
    number = sum(kept)  # rows that are empty fall out of what was typed
    rows = [dict(row) for row in data.get(name, [])]
    if not 0 < number <= len(rows):
        return data
    own = rows[number] if int(place) in _kept_rows(form, sent, name) else {}
    filled = _filled(inner, own, rows[number - 1])
    if own:
        rows[number] = filled
    else:
        rows.insert(number, filled)
    return {**data, name: rows}


def _kept_rows(form: type[BaseModel], sent: QueryDict, name: str) -> list[int]:
    numbers = {
        int(part)
        for key in sent
        if key.startswith(f"{name}.") and (part := key.split(".")[1]).isascii() and part.isdigit()
    }
    return [number for number in sorted(numbers) if _has_row(form, sent, name, number)]


def _has_row(form: type[BaseModel], sent: QueryDict, name: str, number: int) -> bool:
    only = QueryDict(mutable=True)
    for key in sent:
        if key.startswith(f"{name}.{number}."):
            only.setlist(key, sent.getlist(key))
    return bool(typed_of(form, only).get(name))


def _filled(
    inner: type[BaseModel], own: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    filled = dict(own)
    is_untouched = not any(value for name, value in own.items() if name != KIND)
    if KIND in inner.model_fields:
        if is_untouched and KIND in before:
            filled[KIND] = before[KIND]
        elif own.get(KIND, "") != before.get(KIND, ""):
            return filled
    for name, info in inner.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        how = extra.get("copied")
        if how and not filled.get(name) and before.get(name):
            filled[name] = _surname(str(before[name])) if how == "surname" else before[name]
    return filled


def _surname(name: str) -> str:
    """The part before the first space, with a space to go on from."""
    parts = name.replace("　", " ").split(" ", 1)
    return f"{parts[0]}　" if len(parts) > 1 else ""
