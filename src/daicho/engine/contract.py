# SPDX-License-Identifier: Apache-2.0
"""Checks JSON against the shipped contract (tax-case.schema.json) and tells every error at once.

Only the words of JSON Schema that the contract uses are known; the schema stays the one source.
An error names the path in the JSON and the reason, in Japanese.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LARGEST_AMOUNT = 9_999_999_999  # yen: rates on it still fit 64 bits
_SCHEMA = Path(__file__).parent / "schema" / "tax-case.schema.json"
_KNOWN_WORDS = frozenset(
    (
        *("$schema", "title", "description", "type", "required", "additionalProperties"),
        *("properties", "items", "enum", "format", "minimum"),
    )
)
_TYPE_JA = {
    "object": "オブジェクト",
    "array": "配列",
    "string": "文字列",
    "integer": "整数 (円未満や引用符のない数)",
    "boolean": "true か false",
}
_TYPES: dict[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}


class Fault(NamedTuple):
    """One error of the input: where in the JSON, and why."""

    path: str
    reason_ja: str

    def __str__(self) -> str:
        return f"{self.path or '(全体)'}: {self.reason_ja}"


@cache
def case_schema() -> Mapping[str, Any]:
    """The contract of a case; a word of the schema that this module does not know is a defect."""
    schema: Mapping[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))["case"]
    _refuse_unknown_words(schema)
    return schema


def _refuse_unknown_words(schema: Mapping[str, Any]) -> None:
    unknown = set(schema) - _KNOWN_WORDS
    if unknown:
        raise ValueError(f"unknown words in the contract: {sorted(unknown)}")
    for below in (*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])):
        _refuse_unknown_words(below)


def faults_of(value: Any, schema: Mapping[str, Any], path: str = "") -> Iterator[Fault]:
    """Every way in which a value breaks the schema."""
    if "enum" in schema:
        if not any(_same(value, allowed) for allowed in schema["enum"]):
            shown = " / ".join(str(allowed) for allowed in schema["enum"])
            yield Fault(path, f"{_short(value)} は使えません。使える値: {shown}")
        return
    kind = schema["type"]
    if type(value) is not _TYPES[kind]:
        yield Fault(path, f"{_TYPE_JA[kind]}でなければなりません ({_short(value)})")
    else:
        yield from _FAULTS_BY_TYPE.get(kind, _no_faults)(value, schema, path)


def _no_faults(value: Any, schema: Mapping[str, Any], path: str) -> Iterator[Fault]:
    return iter(())


def _faults_of_array(value: list[Any], schema: Mapping[str, Any], path: str) -> Iterator[Fault]:
    for index, item in enumerate(value):
        yield from faults_of(item, schema["items"], f"{path}[{index}]")


def _faults_of_string(value: str, schema: Mapping[str, Any], path: str) -> Iterator[Fault]:
    if schema.get("format") == "date" and not is_date(value):
        yield Fault(path, f"暦にある日付 (YYYY-MM-DD) ではありません ({_short(value)})")


def _faults_of_object(
    value: Mapping[str, Any], schema: Mapping[str, Any], path: str
) -> Iterator[Fault]:
    known = schema["properties"]
    prefix = f"{path}." if path else ""
    for key in schema.get("required", ()):
        if key not in value:
            yield Fault(f"{prefix}{key}", "必要な項目がありません")
    for key, item in value.items():
        if key in known:
            yield from faults_of(item, known[key], f"{prefix}{key}")
        else:
            yield Fault(f"{prefix}{_short_key(key)}", "知らない項目です")


def _faults_of_integer(value: int, schema: Mapping[str, Any], path: str) -> Iterator[Fault]:
    if value < schema.get("minimum", -LARGEST_AMOUNT):
        yield Fault(path, f"{schema.get('minimum', -LARGEST_AMOUNT)} より小さい値は使えません")
    if value > LARGEST_AMOUNT:
        yield Fault(path, f"{LARGEST_AMOUNT} より大きい値は使えません")


_FAULTS_BY_TYPE: dict[str, Callable[[Any, Mapping[str, Any], str], Iterator[Fault]]] = {
    "object": _faults_of_object,
    "array": _faults_of_array,
    "integer": _faults_of_integer,
    "string": _faults_of_string,
}


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar written YYYY-MM-DD."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _same(value: Any, allowed: Any) -> bool:
    return type(value) is type(allowed) and bool(value == allowed)


def _short(value: Any) -> str:
    """The value as told in an error; a long number is not repeated: it may be a 個人番号."""
    if isinstance(value, (dict, list)):
        return "オブジェクト" if isinstance(value, dict) else "配列"
    text = json.dumps(value, ensure_ascii=False)
    if re.search(r"\d{12}", text):
        return "12桁以上の数字"
    return text if len(text) <= 40 else f"{text[:40]}…"


def _short_key(key: str) -> str:
    return "(12桁以上の数字)" if re.search(r"\d{12}", key) else key[:60]
