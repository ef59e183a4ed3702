# SPDX-License-Identifier: Apache-2.0
"""What a file of records looks like: fields by byte, totals of the trailer, order of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from typing import Any

from daicho.adapters.layout import Certainty
from daicho.adapters.record_files.characters import CharacterSet


class FieldKind(StrEnum):
    """What a field holds; decides its check and its type in the table."""

    NUMBER = "数"  # digits, right with zeros; an integer
    CODE = "番号"  # digits that name something; text with its zeros
    TEXT = "文字"  # single-byte characters, left with spaces
    WIDE = "漢字等"  # Shift_JIS, left with spaces
    DATE = "年月日8桁"
    MONTH_DAY = "月日4桁"
    TIME = "時分4桁"
    FILLER = "空き"


NUMERIC = frozenset((FieldKind.NUMBER, FieldKind.DATE, FieldKind.MONTH_DAY))


class LineEnd(StrEnum):
    """What stands between two records."""

    NONE = ""
    CRLF = "\r\n"
    LF = "\n"
    CR = "\r"


@dataclass(frozen=True, slots=True)
class Field:
    """Some bytes of a record."""

    name_ja: str
    name: str
    kind: FieldKind
    length: int
    required: bool = False  # a number above zero, a text that is not blank
    fixed: str = ""  # the only cell it may hold
    allowed: tuple[str, ...] = ()
    characters: CharacterSet | None = None  # of a TEXT
    certainty: Certainty = Certainty.SECOND_HAND
    note: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Rows whose field holds one of some values, or none of them."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A figure of the trailer: rows counted (`of` empty) or a field of theirs added up."""

    field: str
    of: str = ""
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """One kind of record: its class byte and its fields, the class itself being the first."""

    class_byte: str
    name_ja: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of an English name."""
        return next(field for field in self.fields if field.name == name)

    def places(self) -> list[tuple[Field, int, int]]:
        """Every field with its first byte (from 0) and the byte after its last."""
        ends = list(accumulate(field.length for field in self.fields))
        return list(zip(self.fields, [0, *ends[:-1]], ends, strict=True))


@dataclass(frozen=True, slots=True)
class RecordFileLayout:
    """A whole file: batches of header, data and trailer, then an end record where there is one."""

    kind: str
    name_ja: str
    record_bytes: int
    header: RecordLayout
    data: RecordLayout
    trailer: RecordLayout
    end: RecordLayout | None = None
    totals: tuple[Total, ...] = ()
    has_many_batches: bool = False
    line_ends: tuple[LineEnd, ...] = (LineEnd.NONE, LineEnd.CRLF)
    code_field: str = ""  # field of the header that says JIS ("0") or EBCDIC ("1")
    source_ja: str = ""

    def __post_init__(self) -> None:
        """A layout whose lengths do not make the record is a defect."""
        for record in self.records:
            length = sum(field.length for field in record.fields)
            if length != self.record_bytes:
                raise ValueError(f"{self.kind} {record.name_ja}: {length} bytes")
            names = [field.name for field in record.fields]
            if len(set(names)) != len(names):
                raise ValueError(f"{self.kind} {record.name_ja}: a name twice")
        for total in self.totals:
            self.trailer.field(total.field)

    @property
    def records(self) -> tuple[RecordLayout, ...]:
        """All kinds of record, in order."""
        ending = (self.end,) if self.end else ()
        return (self.header, self.data, self.trailer, *ending)

    def with_characters(self, choices: Mapping[CharacterSet, CharacterSet]) -> RecordFileLayout:
        """The same layout with other character sets, e.g. with ヲ where a bank takes it."""

        def chosen(record: RecordLayout) -> RecordLayout:
            fields = (
                replace(f, characters=choices.get(f.characters, f.characters))
                if f.characters
                else f
                for f in record.fields
            )
            return replace(record, fields=tuple(fields))

        return replace(
            self, header=chosen(self.header), data=chosen(self.data), trailer=chosen(self.trailer)
        )


def build_fields(rows: tuple[tuple[Any, ...], ...], *, certainty: Certainty) -> tuple[Field, ...]:
    """Fields from tuples (Japanese name, English name, kind, length, options…).

    An option is True (required), a character set, a Certainty, a tuple of allowed cells, a string
    that begins with "=" (the fixed cell) or a note.
    """
    fields = []
    for name_ja, name, kind, length, *options in rows:
        values: dict[str, Any] = {"certainty": certainty}
        for option in options:
            match option:
                case True:
                    values["required"] = True
                case CharacterSet():
                    values["characters"] = option
                case Certainty():
                    values["certainty"] = option
                case tuple():
                    values["allowed"] = option
                case str() if option.startswith("="):
                    values["fixed"] = option[1:]
                case _:
                    values["note"] = option
        fields.append(Field(name_ja, name, kind, length, **values))
    return tuple(fields)
