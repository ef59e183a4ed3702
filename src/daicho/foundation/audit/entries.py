# SPDX-License-Identifier: Apache-2.0
"""An entry of the log before it is written, and the digest that fixes its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from daicho.foundation.audit.models import Kind, Result
from daicho.kernel.numbers import holds_individual_number

Detail = Mapping[str, object]


class AuditError(Exception):
    """A defect: an entry that must not or cannot be logged as it is."""


@dataclass(frozen=True, slots=True)
class Who:
    """The person (or the batch) that acts, as the log remembers it when the account is gone."""

    login: str
    name: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What happened. `detail` holds JSON values without fractions, never an 個人番号."""

    at: datetime
    kind: Kind
    who: Who
    terminal: str
    function: str
    screen: str
    purpose: str
    subjects: tuple[int, ...] = ()
    individual_number_shown: bool = False
    result: Result = Result.DONE
    detail: Detail = field(default_factory=dict)


Row = tuple[
    datetime, str, str, str, str, str, str, str, str, list[int], bool, str, str, bytes
]  # fmt: skip


def row_of(entry: NewEntry) -> Row:
    """The columns of `entry` in the order of the table, its digest last."""
    if entry.at.tzinfo is None:
        raise AuditError("an entry needs an aware time")
    detail = canonical(entry.detail)
    _refuse_individual_numbers([entry.screen, entry.purpose, entry.detail])
    columns = (
        entry.at,
        str(entry.kind),
        entry.who.login,
        entry.who.name,
        entry.who.section,
        entry.terminal,
        entry.function,
        entry.screen,
        entry.purpose,
        list(entry.subjects),
        entry.individual_number_shown,
        str(entry.result),
    )
    return (*columns, detail, digest(*columns, detail))


def digest(at: datetime, *columns: object) -> bytes:
    """SHA-256 of all columns as canonical JSON; the time counts in UTC to the microsecond."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical([moment, *columns]).encode()).digest()


def canonical(value: object) -> str:
    """The one JSON text of a value. Fractions have several spellings, so they are refused."""
    _refuse_fractions(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise AuditError("an entry must not hold a fraction")
    children: object = value.values() if isinstance(value, Mapping) else value
    if isinstance(children, str | bytes) or not hasattr(children, "__iter__"):
        return
    for child in children:
        _refuse_fractions(child)


def _refuse_individual_numbers(value: object) -> None:
    """In every text; a number is an amount or a key of ours. The message does not repeat it."""
    if isinstance(value, str):
        if holds_individual_number(value):
            raise AuditError("an entry must not hold an individual number")
    elif isinstance(value, Mapping):
        for item in value.items():
            _refuse_individual_numbers(item)
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for child in value:
            _refuse_individual_numbers(child)
