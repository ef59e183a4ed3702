# SPDX-License-Identifier: Apache-2.0
"""A layout kept as a TOML table, so that a bank's or an agency's own layout needs no program.

Tables `header`, `data`, `trailer` and (where there is one) `end` list their fields; `total` says
what the trailer adds up. The reader refuses keys that it does not know.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from daicho.adapters.layout import Certainty
from daicho.adapters.record_files.characters import CHARACTER_SETS
from daicho.adapters.record_files.layout import (
    Condition,
    Field,
    FieldKind,
    LineEnd,
    RecordFileLayout,
    RecordLayout,
    Total,
)

_KINDS = {kind.name.lower(): kind for kind in FieldKind}
_LINE_ENDS = {"none": LineEnd.NONE, "crlf": LineEnd.CRLF, "lf": LineEnd.LF, "cr": LineEnd.CR}
_CERTAINTIES = {kind.name.lower(): kind for kind in Certainty}
_FILE_KEYS = {
    "kind", "name_ja", "record_bytes", "has_many_batches", "line_ends", "code_field", "source_ja",
    "certainty", "header", "data", "trailer", "end", "total",
}  # fmt: skip
_RECORD_KEYS = {"class_byte", "name_ja", "field"}
_FIELD_KEYS = {
    "name_ja", "name", "kind", "length", "required", "fixed", "allowed", "characters", "certainty",
    "note",
}  # fmt: skip
_TOTAL_KEYS = {"field", "of", "where", "values", "negated"}


class LayoutFileError(ValueError):
    """A layout file that cannot be used: a defect of the installation, not of what was received."""


def load_layout(path: Path) -> RecordFileLayout:
    """The layout that a TOML file describes."""
    return parse_layout(path.read_text(encoding="utf-8"))


def parse_layout(text: str) -> RecordFileLayout:
    """The layout that a TOML text describes."""
    try:
        table = tomllib.loads(text)
        return _build(table)
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise LayoutFileError(f"レイアウトの定義が使えません: {error}") from error


def _build(table: dict[str, Any]) -> RecordFileLayout:
    _check_keys(table, _FILE_KEYS, "file")
    certainty = _CERTAINTIES[table.get("certainty", "unverified")]
    end = _record(table["end"], certainty) if "end" in table else None
    return RecordFileLayout(
        kind=table["kind"],
        name_ja=table["name_ja"],
        record_bytes=table["record_bytes"],
        header=_record(table["header"], certainty),
        data=_record(table["data"], certainty),
        trailer=_record(table["trailer"], certainty),
        end=end,
        totals=tuple(_total(row) for row in table.get("total", ())),
        has_many_batches=table.get("has_many_batches", False),
        line_ends=tuple(_LINE_ENDS[name] for name in table.get("line_ends", ("none", "crlf"))),
        code_field=table.get("code_field", ""),
        source_ja=table["source_ja"],
    )


def _record(table: dict[str, Any], certainty: Certainty) -> RecordLayout:
    _check_keys(table, _RECORD_KEYS, "record")
    fields = tuple(_field(row, certainty) for row in table["field"])
    return RecordLayout(table["class_byte"], table["name_ja"], fields)


def _field(row: dict[str, Any], certainty: Certainty) -> Field:
    _check_keys(row, _FIELD_KEYS, "field")
    return Field(
        name_ja=row["name_ja"],
        name=row["name"],
        kind=_KINDS[row["kind"]],
        length=row["length"],
        required=row.get("required", False),
        fixed=row.get("fixed", ""),
        allowed=tuple(row.get("allowed", ())),
        characters=CHARACTER_SETS[row["characters"]] if "characters" in row else None,
        certainty=_CERTAINTIES[row["certainty"]] if "certainty" in row else certainty,
        note=row.get("note", ""),
    )


def _total(row: dict[str, Any]) -> Total:
    _check_keys(row, _TOTAL_KEYS, "total")
    where = None
    if "where" in row:
        where = Condition(row["where"], tuple(row["values"]), row.get("negated", False))
    return Total(row["field"], row.get("of", ""), where)


def _check_keys(table: dict[str, Any], known: set[str], what: str) -> None:
    if unknown := sorted(set(table) - known):
        raise ValueError(f"{what}: unknown {', '.join(unknown)}")
