# SPDX-License-Identifier: Apache-2.0
"""Which tables make up the register, and what their columns are called in CSV.

The list stands in config/register_hooks.py (EXPORTED), so that later domains (支援措置, 抑止) can
put theirs on it. A period becomes two columns, its first day and the first day after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import connection
from django.db.models import AutoField, CharField, Field, ForeignKey, Model
from django.utils.module_loading import import_string

from daicho.rules.resident_register.reasons import Reason

ENDS = (("lower", "from"), ("upper", "to"))
# Choices that a model leaves to the rules.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "register_event.reason": tuple(reason.value for reason in Reason),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file."""

    name: str
    label: str
    type: str
    is_nullable: bool
    choices: tuple[str, ...] = ()
    points_to: type[Model] | None = None
    may_be_blank: bool = False

    @property
    def is_text(self) -> bool:
        """Whether every text is a value of it."""
        return self.type == "text"


@dataclass(frozen=True)
class Table:
    """One file: `<file>.csv` holds every row of `model` in the order of `key`.

    `series` names the numbers that are given out in a column of it, by the code of their series.
    """

    file: str
    model_name: str
    key: tuple[str, ...] = ("id",)
    series: tuple[tuple[str, str], ...] = ()

    @property
    def file_name(self) -> str:
        """The file's name."""
        return f"{self.file}.csv"

    @property
    def model(self) -> type[Model]:
        """The model of its rows."""
        return apps.get_model(self.model_name)

    @property
    def relation(self) -> str:
        """The table in the database."""
        return str(self.model._meta.db_table)

    @property
    def staged(self) -> str:
        """Where the file's texts stand while they are checked."""
        return f"staged_{self.file}"

    @property
    def as_typed(self) -> str:
        """A view of the same as values."""
        return f"typed_{self.file}"

    @property
    def fields(self) -> list[Field[Any, Any]]:
        """What is carried; a number of the row that nothing refers to is not."""
        every = self.model._meta.concrete_fields
        return [one for one in every if not isinstance(one, AutoField) or one.column in self.key]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the file, in order."""
        return tuple(column for field in self.fields for column in _columns(self.relation, field))


def is_range(field: Field[Any, Any]) -> bool:
    """Whether a field is a period."""
    return isinstance(field, DateRangeField | DateTimeRangeField)


def _columns(relation: str, field: Field[Any, Any]) -> list[Column]:
    label = str(field.verbose_name)
    if is_range(field):
        kind = "date" if isinstance(field, DateRangeField) else "timestamptz"
        return [
            Column(f"{field.column}_{word}", f"{label}の{said}", kind, is_nullable=True)
            for word, said in (("from", "始め"), ("to", "終わりの翌"))
        ]
    declared = tuple(str(value) for value, _ in field.flatchoices or ())
    return [
        Column(
            field.column, label, str(field.db_type(connection)), is_nullable=field.null,
            may_be_blank=field.blank and isinstance(field, CharField) and not field.null,
            choices=CHOICES.get(f"{relation}.{field.column}", declared),
            points_to=field.related_model if isinstance(field, ForeignKey) else None,  # type: ignore[arg-type]
        )
    ]  # fmt: skip


def exported_tables() -> list[Table]:
    """The tables in the order in which they can be put back."""
    listed: tuple[Table, ...] = import_string(f"{settings.REGISTER_HOOKS}.EXPORTED")
    return list(listed)


def text_of(field: Field[Any, Any]) -> list[str]:
    """What a field's columns hold, in SQL."""
    if is_range(field):
        return [f'{end}("{field.column}") AS "{field.column}_{word}"' for end, word in ENDS]
    return [f'"{field.column}"']


def value_of(field: Field[Any, Any]) -> str:
    """A field's value made of the typed columns, in SQL."""
    if isinstance(field, DateRangeField):
        return f'daterange("{field.column}_from", "{field.column}_to")'
    if isinstance(field, DateTimeRangeField):
        return f'tstzrange("{field.column}_from", "{field.column}_to")'
    return f'"{field.column}"'
