# SPDX-License-Identifier: Apache-2.0
"""What a domain declares to have its slips entered and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from daicho.foundation.access.actor import Context
from daicho.foundation.entries.models import Entry
from daicho.kernel.findings import Finding, Severity


class Form(BaseModel):
    """The content of a slip. Field titles are the Japanese labels that errors name."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _lock_nothing(form: Form, context: Context) -> None:
    """Of a kind whose registration stands alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKind:
    """One kind of slip.

    `subjects` names the persons (宛名番号) a slip is about; `check` gives every finding against it:
    an ERROR stops, a WARNING (アラート) must be acknowledged; `carry_out` makes it true in the
    registers and returns what the slip remembers of it. All are asked again at registration, after
    `lock` has taken hold of everything that the check reads and the carrying out changes.
    """

    code: str
    label: str
    form: type[Form]
    subjects: Callable[[Any], Sequence[int]]
    check: Callable[[Any, Context], Sequence[Finding]]
    carry_out: Callable[[Any, Context, Entry], Mapping[str, object]]
    lock: Callable[[Any, Context], None] = _lock_nothing


@dataclass(frozen=True, slots=True)
class Read:
    """A form, or why it cannot be read."""

    form: Form | None
    findings: tuple[Finding, ...]


def read_form(kind: EntryKind, data: Mapping[str, Any]) -> Read:
    """Read what was typed; every fault at once, each with its place. No typed text is repeated."""
    try:
        return Read(kind.form.model_validate(dict(data)), ())
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        return Read(
            None,
            tuple(
                Finding(
                    "entry.unreadable", Severity.ERROR, _say(fault), subject=_place(kind, fault)
                )
                for fault in faults
            ),
        )


_WORDS = {
    "missing": "入力してください。",
    "string_too_short": "入力してください。",
    "string_too_long": "長すぎます。",
    "extra_forbidden": "この項目はありません。",
    "int_parsing": "数字で入力してください。",
    "int_type": "数字で入力してください。",
    "bool_parsing": "はい・いいえのどちらかを選んでください。",
    "enum": "選択肢から選んでください。",
    "literal_error": "選択肢から選んでください。",
    "too_short": "1件以上入力してください。",
}


def _say(fault: Mapping[str, Any]) -> str:
    """Our own words; a validator's ValueError carries Japanese already."""
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return _WORDS.get(str(fault["type"]), "入力の形が正しくありません。")


def _place(kind: EntryKind, fault: Mapping[str, Any]) -> str:
    """新しい世帯員 2件目 振り仮名: the path in the words of the form."""
    model: Any = kind.form
    words: list[str] = []
    for part in fault["loc"]:
        if isinstance(part, int):
            words.append(f"{part + 1}件目")
            continue
        fields = getattr(model, "model_fields", {})
        if part not in fields:
            continue
        words.append(fields[part].title or part)
        model = _inner(fields[part].annotation)
    return " ".join(words)


def _inner(annotation: Any) -> Any:
    """The form inside tuple[Form, ...] or Form | None."""
    for argument in getattr(annotation, "__args__", ()):
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            return argument
    return annotation
