# SPDX-License-Identifier: Apache-2.0
"""Statutes as typed parameters: one NamedTuple group a topic, one TOML file a field.

A group names its folder in the unannotated class attribute `STATUTE` ("<law>/<topic>"); field `x`
is read from `statutes/<law>/<topic>/x.toml`. The annotation decides how the text is read: int,
Rate, tuple[T, ...] or a NamedTuple row of a table, whose fields are the file's `columns`. The
group with `STATUTE = "municipal"` is read from `statutes/municipal/<code>/inhabitants_tax.toml`,
where a field is a table; fields that the municipality leaves out stand in the files of its kind,
its prefecture or the standard (see daicho.engine.municipalities).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, get_args, get_origin, get_type_hints

from daicho.engine.municipalities import FILE, MUNICIPAL, layers_of, refusal_of
from daicho.engine.statute_files import (
    STATUTES,
    Statute,
    StatuteError,
    check_statute,
    read_statute,
    read_toml,
    shown,
)
from daicho.kernel.yen import Rate
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

DEFAULT_MUNICIPALITY = "131032"
_TEXT_KEYS = frozenset({"name_ja", "note", "codes"})  # of a municipality's file, beside its tables
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_RATE = re.compile(r"(-?\d+)/([1-9]\d*)")
_INT = re.compile(r"-?\d+")


@cache
def load_parameters(
    fiscal_year: int, municipality: str = DEFAULT_MUNICIPALITY
) -> InhabitantsTaxParameters:
    """Every figure of the tax for one fiscal year (年度) and one municipality (団体コード)."""
    refusal = refusal_of(municipality)
    if refusal:
        raise StatuteError(refusal)
    found = {
        name: _national_group(group, fiscal_year)
        if group.STATUTE != MUNICIPAL
        else load_group(group, fiscal_year, partial(find_statute, municipality, group))
        for name, group in groups_of(InhabitantsTaxParameters)
    }
    return InhabitantsTaxParameters(fiscal_year=fiscal_year, **found)


@cache
def _national_group(group: Any, fiscal_year: int) -> Any:
    """A group that is the same in the whole country, read once a year's rules."""
    return load_group(group, fiscal_year, partial(find_statute, "", group))


def groups_of(parameters: type) -> Iterator[tuple[str, Any]]:
    """The groups of a parameters class, by field name."""
    for name, annotation in get_type_hints(parameters).items():
        if hasattr(annotation, "STATUTE"):
            yield name, annotation
        elif annotation is not int:
            raise StatuteError(f"{parameters.__name__}.{name}: STATUTE がありません")


def load_group(group: Any, fiscal_year: int, find: Callable[[str], Statute]) -> Any:
    """One group for one year; `find` gives the statute of a field."""
    values = {}
    for field, annotation in get_type_hints(group).items():
        statute = find(field)
        values[field] = parse(annotation, statute.value_of(fiscal_year), statute)
    return group(**values)


def find_statute(municipality: str, group: Any, field: str) -> Statute:
    """The statute behind a field: its file, or its table in the nearest municipal file."""
    if group.STATUTE != MUNICIPAL:
        return read_statute(STATUTES / group.STATUTE / f"{field}.toml")
    return municipal_statute(municipality, field)


def municipal_statute(code: str, field: str) -> Statute:
    """What the nearest layer says on a field: own ordinance, kind, prefecture, standard."""
    for layer in layers_of(code):
        if field in municipal_tables(layer):
            return municipal_tables(layer)[field]
    raise StatuteError(f"{MUNICIPAL}: {field} がありません")


@cache
def municipal_tables(layer: str) -> Mapping[str, Statute]:
    """The figures of one municipal file by field."""
    path = STATUTES / MUNICIPAL / layer / FILE
    tables = {key: table for key, table in read_toml(path).items() if key not in _TEXT_KEYS}
    return {key: check_statute(table, f"{shown(path)} [{key}]") for key, table in tables.items()}


def parse(annotation: Any, raw: Any, statute: Statute) -> Any:
    """The text of a statute as the type its field declares."""
    if annotation is int:
        return _parse_int(raw, statute)
    if annotation is Rate:
        return _parse_rate(raw, statute)
    if get_origin(annotation) is tuple:
        item, *rest = get_args(annotation)
        if rest != [Ellipsis] or not isinstance(raw, list) or not raw:
            raise StatuteError(f"{statute.place}: 表の値が {annotation} として読めません")
        if statute.columns and isinstance(raw[0], str) and len(raw) != len(statute.columns):
            raise StatuteError(f"{statute.place}: 行の列数が columns と違います: {raw!r}")
        return tuple(parse(item, cell, statute) for cell in raw)
    return _parse_row(annotation, raw, statute)


def _parse_int(raw: Any, statute: Statute) -> int:
    text = raw if isinstance(raw, str) else ""
    day = _DATE.fullmatch(text)
    if day:
        return int("".join(day.groups()))
    if not _INT.fullmatch(text) or (statute.unit == "flag" and text not in ("0", "1")):
        raise StatuteError(f"{statute.place}: 整数 (flag は 0 か 1) ではありません: {raw!r}")
    return int(text)


def _parse_rate(raw: Any, statute: Statute) -> Rate:
    found = _RATE.fullmatch(raw) if isinstance(raw, str) else None
    if not found:
        raise StatuteError(f"{statute.place}: 分数 (例 6/100) ではありません: {raw!r}")
    return Rate(int(found[1]), int(found[2]))


def _parse_row(annotation: Any, raw: Any, statute: Statute) -> Any:
    hints = get_type_hints(annotation)
    if statute.columns != tuple(hints):
        raise StatuteError(f"{statute.place}: columns は {list(hints)} でなければなりません")
    if not isinstance(raw, list) or len(raw) != len(hints):
        raise StatuteError(f"{statute.place}: 行の列数が {len(hints)} ではありません: {raw!r}")
    cells = zip(hints.values(), raw, strict=True)
    return annotation(*(parse(kind, cell, statute) for kind, cell in cells))
