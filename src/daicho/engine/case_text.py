# SPDX-License-Identifier: Apache-2.0
"""Cases out of a text: one JSON object, an array, or JSON Lines; each with its place in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple


class CaseText(NamedTuple):
    """One case as read: its place, its data, or why it is no JSON."""

    place: str
    data: Any
    unreadable: str = ""


def read_cases(text: str) -> Iterator[CaseText]:
    """Every case of a text; what cannot be read is told, never raised."""
    try:
        whole = _loads(text)
    except ValueError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or text.lstrip().startswith("["):
            yield CaseText("入力", None, _reason(error))
        else:
            yield from (_line(number, line) for number, line in lines)
    else:
        cases = whole if isinstance(whole, list) else [whole]
        for number, data in enumerate(cases, 1):
            yield CaseText(f"{number}件目", data)


def _line(number: int, line: str) -> CaseText:
    try:
        return CaseText(f"{number}行", _loads(line))
    except ValueError as error:
        return CaseText(f"{number}行", None, _reason(error))


def _loads(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = sorted({name[:40] for name in names if names.count(name) > 1})
        raise ValueError(f"同じ項目が二度あります: {', '.join(doubled)}")
    return found


def _refuse_constant(text: str) -> Any:
    raise ValueError(f"{text} は数ではありません")


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"JSONとして読めません ({error.lineno}行{error.colno}桁: {error.msg})"
    return str(error)
