# SPDX-License-Identifier: Apache-2.0
"""The page of a slip, made from its form: inputs with labels, groups, rows that repeat.

A form (pydantic) says what there is; this says how it is typed and puts what was typed back where
it belongs. Names of inputs are paths: `members.0.name`. What was typed stays as it was typed.

A field without `repr` (個人番号) is never shown again: the page carries it sealed, and says only
that it was typed.
"""

from __future__ import annotations

import base64
import enum
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from daicho.foundation.vault.keys import VaultError, decrypt, encrypt
from daicho.kernel.findings import Finding

LONG_TEXT = 500  # from this length on a text is typed into an area of several lines
MOST_ROWS = 50
USE = "entry field"
PERSON = "addressee_no"  # an input of this name takes a person of the register
HOUSEHOLD = "household_no"  # and of this one a household
OF_SLIP = frozenset({"domiciles", "names"})  # suggestions made of the slip and its persons
TYPED_HINT = "入力済みです。変えるときだけ入力してください。"
DATE_HINT = "例: R8.11.1 令和8年11月1日 2026/11/1"


@dataclass(slots=True)
class Input:
    """One input, or a group (`children`), or rows that repeat (`rows`)."""

    path: str
    label: str
    kind: str  # text, area, date, number, check, choice, person, people, household, secret, …
    value: Any = ""
    is_required: bool = False
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    errors: list[str] = field(default_factory=list)
    children: list[Input] = field(default_factory=list)
    rows: list[list[Input]] = field(default_factory=list)
    suggest: str = ""  # name of the source of suggestions
    is_copied: bool = False  # rows of which something can be taken over from the row before
    is_folded: bool = False  # a group that is closed until something in it is typed

    @property
    def element_id(self) -> str:
        """The id of the input in the page."""
        return "f-" + self.path.replace(".", "-")

    @property
    def suggests_from_slip(self) -> bool:
        """Whether the suggestions ask for what else is typed."""
        return self.suggest in OF_SLIP

    @property
    def can_copy(self) -> bool:
        """Whether a row of these can take over what the row before it says."""
        return self.kind == "rows" and self.is_copied

    @property
    def is_open(self) -> bool:
        """Whether a folded group has something to show: a value or a refusal."""
        own = self.errors or (self.kind not in ("group", "rows") and self.value not in ("", False))
        return bool(own) or any(one.is_open for one in self.children)

    @property
    def chosen(self) -> set[str]:
        """The chosen ones of several."""
        return {str(one) for one in self.value} if isinstance(self.value, list | tuple) else set()


def inputs_of(
    form: type[BaseModel],
    typed: Mapping[str, Any],
    *,
    findings: Sequence[Finding] = (),
    more_rows: str = "",
) -> list[Input]:
    """The inputs of a form with what was typed; `more_rows` names a field to get one more row."""
    made = [
        _input(name, info, typed.get(name), name, more_rows)
        for name, info in form.model_fields.items()
        if _is_typed(info)
    ]
    _place_errors(made, findings, "")
    return made


def typed_of(form: type[BaseModel], sent: QueryDict) -> dict[str, Any]:
    """What was typed, in the shape of the form; empty rows and empty inputs are left out."""
    return _typed(form, sent, "")


def rows_about_people(form: type[BaseModel]) -> dict[str, set[str]]:
    """The fields that take rows about persons of the register, with the columns of each."""
    shapes = {name: _shape(info) for name, info in form.model_fields.items()}
    return {
        name: set(inner.model_fields)
        for name, (inner, is_many) in shapes.items()
        if is_many and _is_form(inner) and PERSON in inner.model_fields
        and inner.model_fields[PERSON].is_required()
    }  # fmt: skip


def form_of(form: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The form of the rows of a field; None for any other field."""
    if name not in form.model_fields:
        return None
    inner, is_many = _shape(form.model_fields[name])
    return inner if is_many and _is_form(inner) else None


def _extra(info: FieldInfo) -> Mapping[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}


def _typed(form: type[BaseModel], sent: QueryDict, prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, info in form.model_fields.items():
        if not _is_typed(info):
            continue
        path = f"{prefix}{name}"
        value = _value(info, sent, path)
        if value not in ("", None, [], {}):
            found[name] = value
    return found


def _value(info: FieldInfo, sent: QueryDict, path: str) -> Any:
    inner, is_many = _shape(info)
    if _is_form(inner):
        if not is_many:
            return _typed(inner, sent, f"{path}.")
        rows = [
            _typed(inner, sent, f"{path}.{number}.")
            for number in range(MOST_ROWS)
            if any(key.startswith(f"{path}.{number}.") for key in sent)
        ]
        return [row for row in rows if row and not _is_left_out(inner, row)]
    if is_many:
        return [one for one in sent.getlist(path) if one.strip()]
    if not info.repr:
        return sent.get(path, "").strip() or _unsealed(sent.get(f"{path}.sealed", ""))
    if inner is bool:
        return True if sent.get(path) else None
    return sent.get(path, "").strip()


def _input(name: str, info: FieldInfo, value: Any, path: str, more_rows: str) -> Input:
    inner, is_many = _shape(info)
    extra = _extra(info)
    made = Input(
        path=path, label=info.title or name, kind=_kind(name, inner, is_many, info),
        value="" if value is None else value, is_required=info.is_required(),
        hint=info.description or "", suggest=str(extra.get("suggest", "")),
        is_folded=bool(extra.get("folded")),
    )  # fmt: skip
    if made.kind == "group":
        given = value if isinstance(value, Mapping) else {}
        made.children = _children(inner, given, path, more_rows)
    elif made.kind == "rows":
        given_rows = list(value) if isinstance(value, list) else []
        count = max(len(given_rows) + (path == more_rows), 1)
        made.is_copied = any(_extra(one).get("copied") for one in inner.model_fields.values())
        blank: list[Any] = [{}] * (count - len(given_rows))
        made.rows = [
            _children(inner, row, f"{path}.{number}", more_rows)
            for number, row in enumerate(given_rows + blank)
        ]
    elif made.kind == "choice":
        made.choices = _choices(inner, extra, is_required=made.is_required)
        if value is None and not info.is_required():
            made.value = _plain(info.default)
    elif made.kind == "date":
        made.hint = made.hint or DATE_HINT
    elif made.kind == "secret" and made.value:
        made.value, made.hint = _sealed(str(made.value)), TYPED_HINT
    return made


def _children(form: Any, typed: Mapping[str, Any], path: str, more_rows: str) -> list[Input]:
    return [
        _input(name, info, typed.get(name), f"{path}.{name}", more_rows)
        for name, info in form.model_fields.items()
        if _is_typed(info)
    ]


def _kind(name: str, inner: Any, is_many: bool, info: FieldInfo) -> str:
    if _is_form(inner):
        return "rows" if is_many else "group"
    if is_many:
        return "people" if inner is int else "texts"
    return "secret" if not info.repr else _single_kind(name, inner, info)


def _single_kind(name: str, inner: Any, info: FieldInfo) -> str:
    if inner is bool:
        return "check"
    if "choices" in _extra(info):
        return "choice"
    if inner is int:
        return {PERSON: "person", HOUSEHOLD: "household"}.get(name, "number")
    if typing.get_origin(inner) is typing.Literal or _is_enum(inner):
        return "choice"
    if getattr(inner, "__name__", "") in ("date", "UncertainDate"):
        return "date"
    longest = max((getattr(one, "max_length", 0) or 0 for one in info.metadata), default=0)
    return "area" if longest >= LONG_TEXT else "text"


def _shape(info: FieldInfo) -> tuple[Any, bool]:
    """The type inside Optional, Annotated and tuple[…, ...]; whether there may be many."""
    inner: Any = info.annotation
    is_many = False
    while True:
        origin = typing.get_origin(inner)
        if origin in (typing.Union, types.UnionType):
            inner = next(one for one in typing.get_args(inner) if one is not type(None))
        elif origin is typing.Annotated:
            inner = typing.get_args(inner)[0]
        elif origin in (tuple, list):
            inner, is_many = typing.get_args(inner)[0], True
        else:
            return inner, is_many


def _is_left_out(form: type[BaseModel], row: dict[str, Any]) -> bool:
    """A row about a person, of whom nobody was chosen."""
    info = form.model_fields.get(PERSON)
    return info is not None and info.is_required() and PERSON not in row


def _is_typed(info: FieldInfo) -> bool:
    """Free tables come from imports and links; nobody types them."""
    return typing.get_origin(_shape(info)[0]) is not dict


def _sealed(text: str) -> str:
    return base64.urlsafe_b64encode(encrypt(text.encode(), use=USE)).decode()


def _unsealed(text: str) -> str:
    """What the page carried; nothing where it was tampered with."""
    if not text:
        return ""
    try:
        return decrypt(base64.urlsafe_b64decode(text), use=USE).decode()
    except (VaultError, ValueError):
        return ""


def _is_form(inner: Any) -> bool:
    return isinstance(inner, type) and issubclass(inner, BaseModel)


def _is_enum(inner: Any) -> bool:
    return isinstance(inner, type) and issubclass(inner, enum.Enum)


def _choices(inner: Any, extra: Mapping[str, Any], *, is_required: bool) -> list[tuple[str, str]]:
    if "choices" in extra:
        found = list(extra["choices"].items())
    elif _is_enum(inner):
        found = [(str(one.value), str(getattr(one, "label_ja", one.value))) for one in inner]
        labels = dict(getattr(inner, "choices", ()))
        found = [(value, str(labels.get(_plain_key(inner, value), text))) for value, text in found]
    else:
        found = [(str(one), str(one)) for one in typing.get_args(inner)]
    return [("", "選択してください"), *found] if is_required else found


def _plain_key(inner: Any, value: str) -> Any:
    return int(value) if issubclass(inner, int) else value


def _plain(default: Any) -> str:
    if isinstance(default, enum.Enum):
        return str(default.value)
    return "" if default is None else str(default)


def _place_errors(made: list[Input], findings: Sequence[Finding], prefix: str) -> None:
    """Put each refusal beside the input whose labels its subject spells (世帯員 2件目 氏名)."""
    for one in made:
        label = f"{prefix}{one.label}"
        one.errors = [item.message_ja for item in findings if item.subject == label]
        _place_errors(one.children, findings, f"{label} ")
        for number, row in enumerate(one.rows, start=1):
            _place_errors(row, findings, f"{label} {number}件目 ")
