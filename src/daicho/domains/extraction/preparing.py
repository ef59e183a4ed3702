# SPDX-License-Identifier: Apache-2.0
"""A definition made ready for the query: computed columns in SQL, and everything wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from daicho.domains.extraction.definition import (
    COMPUTED,
    COUNT,
    Aggregate,
    Condition,
    Definition,
    Operator,
    columns_for,
)
from daicho.domains.extraction.formula.compiling import (
    Compiled,
    Named,
    Value,
    compile_formula,
    name_key,
)
from daicho.domains.extraction.formula.functions import wareki
from daicho.domains.extraction.formula.kinds import Kind
from daicho.domains.extraction.sources import Column
from daicho.foundation.access.actor import Actor
from daicho.kernel.dates import parse_date
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.numbers import holds_individual_number

MOST_DRAWN = 1_000_000
_OF_KIND = {
    Kind.TEXT: (Operator.EQUAL, Operator.DIFFERENT, Operator.CONTAINS, Operator.BEGINS,
                Operator.EMPTY, Operator.FILLED),
    Kind.NUMBER: (Operator.EQUAL, Operator.DIFFERENT, Operator.AT_LEAST, Operator.AT_MOST,
                  Operator.EMPTY, Operator.FILLED),
    Kind.DATE: (Operator.EQUAL, Operator.DIFFERENT, Operator.AT_LEAST, Operator.AT_MOST,
                Operator.EMPTY, Operator.FILLED),
    Kind.FLAG: (Operator.EQUAL,),
}  # fmt: skip
WITHOUT_VALUE = frozenset({Operator.EMPTY, Operator.FILLED})
YES = frozenset({"はい", "有", "1", "true"})
_ORDERED = (Kind.NUMBER, Kind.DATE)


@dataclass
class Prepared:
    """Every column by code, the computed ones too; the filter; parameters; faults."""

    columns: dict[str, Column]
    filter: Column | None = None
    parameters: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def prepare(definition: Definition, actor: Actor | None = None) -> Prepared:
    """Compile the formulas over the columns that the actor may see (None: over all of them)."""
    source = definition.of
    shown = list(source.columns.values()) if actor is None else columns_for(source, actor)
    made = Prepared(columns={one.code: one for one in shown})
    names: dict[str, Named] = {}
    for number, column in enumerate(shown):
        _name(names, column, _value_of(column, f"n{number}", made))
    for number, one in enumerate(definition.computed, 1):
        code, name = f"{COMPUTED}{number}", one.name.strip() or f"計算{number}"
        compiled = compile_formula(one.formula, names=names, prefix=code)
        computed = _computed(code, name, compiled, made, where=f"「{name}」の式")
        if computed is not None:
            made.columns[code] = computed
            _name(names, computed, Value(compiled.sql, compiled.kind))
        made.findings += _numbers_in(one.name, one.formula)
    if definition.filter.strip():
        compiled = compile_formula(definition.filter, names=names, prefix="filter")
        made.filter = _computed("filter", "条件式", compiled, made, where="条件式")
        if made.filter is not None and made.filter.kind is not Kind.FLAG:
            made.findings.append(_error("filter", "条件式は、はい・いいえになる式にしてください。"))
        made.findings += _numbers_in(definition.filter)
    return made


def _numbers_in(*texts: str) -> Iterable[Finding]:
    if any(holds_individual_number(text) for text in texts):
        yield _error("individual_number", "式に個人番号は使えません。")


def _name(names: dict[str, Named], column: Column, value: Value) -> None:
    """By our name, by the layout's name and by code; what was there first keeps its name."""
    for name in (column.label, column.layout_name, column.code):
        names.setdefault(name_key(name), Named(column.code, value))


def _value_of(column: Column, prefix: str, made: Prepared) -> Value:
    """A column as formulas see it: codes in words, blank texts empty, numbers as numbers."""
    if column.kind is Kind.NUMBER:
        return Value(f"({column.sql})::numeric", column.kind)
    if column.kind is Kind.FLAG:
        return Value(f"coalesce({column.sql}, FALSE)", column.kind)
    if column.kind is Kind.DATE:
        return Value(column.sql, column.kind, text=_written_day(column))
    text = f"coalesce(({column.sql})::text, '')"
    if not column.choices:
        return Value(text, column.kind)
    cases = ""
    for number, (value, label) in enumerate(column.choices):
        made.parameters |= {f"{prefix}_{number}v": value, f"{prefix}_{number}l": label}
        cases += f" WHEN %({prefix}_{number}v)s THEN %({prefix}_{number}l)s"
    return Value(f"(CASE {text}{cases} ELSE {text} END)", column.kind)


def _written_day(column: Column) -> str:
    """A day in words: 不詳日 as it is worded, a foreign resident's birth with the western year."""
    if not column.wording:
        return ""
    words = f"coalesce(nullif({column.wording}, ''), {wareki(column.sql)}, '')"
    if not column.is_western:
        return words
    western = f"to_char({column.sql}, 'FMYYYY年FMMM月FMDD日')"
    return f"(CASE WHEN r.kind = 'foreign' THEN coalesce({western}, '') ELSE {words} END)"


def _computed(
    code: str, label: str, compiled: Compiled, made: Prepared, *, where: str
) -> Column | None:
    made.parameters |= compiled.parameters
    made.findings += [_error("formula", f"{where} {fault}") for fault in compiled.faults]
    if compiled.faults or compiled.kind is None:
        return None
    used = [made.columns[one] for one in sorted(compiled.uses) if one in made.columns]
    return Column(
        code=code, label=label, sql=compiled.sql, kind=compiled.kind,
        is_place=any(one.is_place for one in used), uses=tuple(one.code for one in used),
    )  # fmt: skip


def check(definition: Definition, actor: Actor) -> list[Finding]:
    """Every fault at once."""
    source = definition.of
    if source.function and source.function not in actor.functions:
        return [_error("source", f"「{source.label}」を抽出する権限がありません。")]
    made = prepare(definition, actor)
    found = [] if definition.columns else [
        _error("no_column", "出力する項目を1つ以上選んでください。")
    ]  # fmt: skip
    asked = {
        *definition.columns, *(one.column for one in definition.conditions),
        *(one.column for one in definition.totals),
        *(one.column for one in definition.sorts if one.column != COUNT),
    }  # fmt: skip
    if any(code not in made.columns and code in source.columns for code in asked):
        found.append(_error("column", "選べない項目が含まれています（表示権限がありません）。"))
    if any(code not in made.columns and code not in source.columns for code in asked):
        found.append(_error("computed", "式のない計算項目が選ばれています。"))
    for one in definition.conditions:
        found += _check_condition(made.columns.get(one.column), one)
    return [*found, *made.findings, *_check_totals(definition, made), *_check_lot(definition)]


def _check_condition(column: Column | None, one: Condition) -> Iterable[Finding]:
    if column is None:
        return
    if one.operator not in _OF_KIND[column.kind]:
        message = f"「{column.label}」では「{one.operator.value}」を使えません。"
        yield _error("operator", message)
    elif holds_individual_number(one.value):
        yield _error("individual_number", "条件に個人番号は使えません。")
    elif one.operator not in WITHOUT_VALUE and value_of(column, one.value) is None:
        yield _error(
            "value", f"「{column.label}」の条件の値が{column.kind.value}として読めません。"
        )


def _check_totals(definition: Definition, made: Prepared) -> Iterable[Finding]:
    if definition.totals and not definition.is_counted:
        yield _error("totals", "合計・平均などは、組合せごとに数えるときに使えます。")
    for one in definition.totals:
        column = made.columns.get(one.column)
        is_sum = one.aggregate in (Aggregate.SUM, Aggregate.AVERAGE)
        if column is not None and column.kind not in (_ORDERED[:1] if is_sum else _ORDERED):
            yield _error("totals", f"「{column.label}」の{one.aggregate.value}は出せません。")
    sortable = {*definition.columns, COUNT}
    if definition.is_counted and any(one.column not in sortable for one in definition.sorts):
        yield _error("sort", "数えるときは、選んだ項目か件数で並べ替えてください。")
    if not definition.is_counted and any(one.column == COUNT for one in definition.sorts):
        yield _error("sort", "件数で並べ替えるのは、組合せごとに数えるときだけです。")


def _check_lot(definition: Definition) -> Iterable[Finding]:
    if definition.sample is None:
        return
    if not definition.of.is_of_people:
        yield _error("sample", "無作為抽出は、住民または除票から行ってください。")
    if not 1 <= definition.sample <= MOST_DRAWN:
        yield _error("sample", f"抽出人数は1〜{MOST_DRAWN:,}人にしてください。")


def value_of(column: Column, text: str) -> object | None:
    """The typed value as the column compares it; None when it cannot be read."""
    text = text.strip()
    if column.kind is Kind.DATE:
        return parse_date(text).value
    if column.kind is Kind.NUMBER:
        return int(text) if text.lstrip("-").isdigit() and len(text) <= 18 else None
    if column.kind is Kind.FLAG:
        return text in YES
    labels = {label: value for value, label in column.choices}
    return labels.get(text, text) if text else None


def _error(code: str, message: str) -> Finding:
    return Finding(f"extraction.{code}", Severity.ERROR, message)
