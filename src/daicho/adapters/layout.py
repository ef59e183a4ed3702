# SPDX-License-Identifier: Apache-2.0
"""What a file layout is: columns as data, with where our knowledge of each comes from.

Readers, writers and the reference page (docs/reference/file-formats.md) use the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any

import numpy as np

YEN_DIGITS = 10
# Free text by its form, a code by its use: compared with the row's 個人番号, never masked.
FREE_CODES = frozenset({"payee_number"})


class Kind(StrEnum):
    """What a cell holds; decides the check, the type in the table and the words of the refusal."""

    TEXT = "文字"
    KANA = "カナ"
    CODE = "コード"
    DIGITS = "数字列"
    YEN = "金額"
    SIGNED_YEN = "金額(負数可)"
    COUNT = "数"
    FLAG = "有無(0・1)"
    DATE = "年月日(西暦8桁)"
    INDIVIDUAL_NUMBER = "個人番号"
    CORPORATE_NUMBER = "法人番号"
    ADDRESSEE_NUMBER = "宛名番号"
    UNUSED = "空欄"


class Need(Enum):
    """Whether a cell may be empty. A WANTED one that is empty is remarked, not refused."""

    REQUIRED = "必須"
    WANTED = "原則必須"
    OPTIONAL = "任意"


class Certainty(StrEnum):
    """Where our knowledge of a column comes from; the reference page explains the marks."""

    SECOND_HAND = "第三者の実装で確認"
    UNVERIFIED = "未確認"
    OURS = "台帳の定め"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `length` counts characters, in fixed records bytes."""

    number: int
    name_ja: str
    name: str
    kind: Kind = Kind.TEXT
    length: int = 0
    need: Need = Need.OPTIONAL
    allowed: tuple[str, ...] = ()
    certainty: Certainty = Certainty.SECOND_HAND
    note: str = ""


@dataclass(frozen=True, slots=True)
class CompositeDate:
    """A date spread over columns: era digit (or none), year of the era, month, day.

    It becomes one yyyymmdd integer. Without an era column a year above 12 is of 平成, a lower
    one of 令和.
    """

    name: str
    name_ja: str
    era: str
    year: str
    month: str
    day: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure made of others of the same row."""

    name: str
    name_ja: str
    parts: tuple[str, ...]
    combine: Callable[..., np.ndarray]


@dataclass(frozen=True, slots=True)
class Layout:
    """One file layout."""

    kind: str  # word of `daicho import`
    name_ja: str
    columns: tuple[Column, ...]
    encoding: str = "utf-8"
    header: bool = True
    composite_dates: tuple[CompositeDate, ...] = ()
    derived: tuple[Derived, ...] = ()
    # column that tells the year, and what a cell of it must say for a fiscal year
    year_column: str = ""
    year_text: Callable[[int], str] = str
    fixed_cells: Mapping[str, str] = field(default_factory=dict)  # column → what is written
    source_ja: str = ""

    def column(self, name: str) -> Column:
        """The column of an English name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def number_columns(self) -> tuple[Column, ...]:
        """The columns that hold an 個人番号."""
        return tuple(c for c in self.columns if c.kind is Kind.INDIVIDUAL_NUMBER)


def build_columns(
    rows: tuple[tuple[Any, ...], ...], *, certainty: Certainty, first: int = 1
) -> tuple[Column, ...]:
    """Columns from tuples (Japanese name, English name, kind, length, options…), numbered in order.

    An option is a Need, a Certainty, a tuple of allowed cells or a note.
    """
    columns = []
    for number, (name_ja, name, kind, length, *options) in enumerate(rows, first):
        values: dict[str, Any] = {"certainty": certainty}
        for option in options:
            match option:
                case Need():
                    values["need"] = option
                case Certainty():
                    values["certainty"] = option
                case tuple():
                    values["allowed"] = option
                case _:
                    values["note"] = option
        columns.append(Column(number, name_ja, name, kind, length, **values))
    return tuple(columns)
