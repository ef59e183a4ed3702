# SPDX-License-Identifier: Apache-2.0
"""Reading what was typed of an application: every fault at once, nothing typed repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from daicho.foundation.actions.action import NUMBER_IN_TEXT
from daicho.foundation.entries.kinds import EntryKind, read_form
from daicho.kernel.findings import Finding
from daicho.kernel.numbers import holds_individual_number

Typed = TypeVar("Typed", bound=BaseModel)


def read_items(form: type[Typed], data: Mapping[str, Any]) -> Typed | tuple[Finding, ...]:
    """The form, or every reason why it cannot be read."""
    if any(holds_individual_number(text) for text in _texts(data)):
        return (NUMBER_IN_TEXT,)
    read = read_form(_as_kind(form), data)
    return cast(Typed, read.form) if read.form is not None else read.findings


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _as_kind(form: type[BaseModel]) -> EntryKind:
    """Forms are read as slips are; nothing else of a slip is used here."""
    return EntryKind(
        code="support", label="支援措置", form=cast(Any, form), subjects=lambda typed: (),
        check=lambda typed, context: (), carry_out=lambda typed, context, entry: {},
    )  # fmt: skip
