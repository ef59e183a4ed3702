# SPDX-License-Identifier: Apache-2.0
"""From a formula to SQL, checked kind by kind; every fault at once, each with its place.

What the user typed becomes a parameter or picks an entry of a table; no text of theirs is ever
part of the SQL. Blank texts are empty, a comparison with a blank is いいえ, a division by 0 blank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from daicho.domains.extraction.formula.functions import FUNCTIONS, UNITS, Function, wareki
from daicho.domains.extraction.formula.kinds import Fault, Kind
from daicho.domains.extraction.formula.reading import COMPARED, read
from daicho.domains.extraction.formula.tree import (
    Call,
    Flag,
    Item,
    Minus,
    Node,
    Number,
    Pair,
    Text,
)
from daicho.kernel.dates import parse_date

LONGEST_SQL = 60_000
_LETTERS = {"T": Kind.TEXT, "N": Kind.NUMBER, "D": Kind.DATE, "F": Kind.FLAG}
_UNKNOWN = "NULL"


@dataclass(frozen=True, slots=True)
class Value:
    """A part in SQL. `kind` None: wrong already, say no more of it. `text`: how it is written."""

    sql: str
    kind: Kind | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A column as formulas see it."""

    code: str
    value: Value


@dataclass
class Compiled:
    """A formula in SQL with its parameters, the columns it reads, and what is wrong with it."""

    sql: str = _UNKNOWN
    kind: Kind | None = None
    parameters: dict[str, object] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def name_key(name: str) -> str:
    """Names are alike whatever their width."""
    return unicodedata.normalize("NFKC", name).replace(" ", "").casefold()


def compile_formula(formula: str, *, names: Mapping[str, Named], prefix: str) -> Compiled:
    """Check and translate; `names` by `name_key`, `prefix` keeps the parameters apart."""
    tree, faults = read(formula)
    made = Compiled(faults=faults)
    if tree is None:
        return made
    value = _Compiler(made, names, prefix).value_of(tree)
    made.sql, made.kind = value.sql, value.kind
    if not made.faults and len(value.sql) > LONGEST_SQL:
        made.faults.append(Fault(1, "式が大きすぎます。"))
    made.faults.sort(key=lambda one: one.at)
    return made


def written(value: Value) -> str:
    """A value as text: dates in 和暦, はい or いいえ."""
    if value.text:
        return value.text
    if value.kind is Kind.NUMBER:
        return f"coalesce(trim_scale({value.sql})::text, '')"
    if value.kind is Kind.DATE:
        return f"coalesce({wareki(value.sql)}, '')"
    if value.kind is Kind.FLAG:
        return f"(CASE WHEN {value.sql} THEN 'はい' ELSE 'いいえ' END)"
    return value.sql


class _Compiler:
    """Translates one tree; the kinds of nodes are few, so each has its method."""

    def __init__(self, made: Compiled, names: Mapping[str, Named], prefix: str) -> None:
        self._made, self._names, self._prefix = made, names, prefix

    def value_of(self, node: Node) -> Value:
        """The node in SQL."""
        by_type: dict[type, Callable[..., Value]] = {
            Number: self._number, Text: self._text, Flag: self._flag, Item: self._item,
            Minus: self._minus, Pair: self._pair, Call: self._call,
        }  # fmt: skip
        return by_type[type(node)](node)

    def _keep(self, value: object) -> str:
        name = f"{self._prefix}_{len(self._made.parameters)}"
        self._made.parameters[name] = value
        return f"%({name})s"

    def _fault(self, at: int, message: str) -> Value:
        self._made.faults.append(Fault(at, message))
        return Value(_UNKNOWN, None)

    def _number(self, node: Number) -> Value:
        return Value(f"{self._keep(Decimal(node.text))}::numeric", Kind.NUMBER)

    def _text(self, node: Text) -> Value:
        return Value(f"{self._keep(node.text)}::text", Kind.TEXT)

    def _flag(self, node: Flag) -> Value:
        return Value("TRUE" if node.is_true else "FALSE", Kind.FLAG)

    def _item(self, node: Item) -> Value:
        found = self._names.get(name_key(node.name))
        if found is None:
            return self._fault(node.at, f"項目「{node.name}」はありません。")
        self._made.uses.add(found.code)
        return found.value

    def _minus(self, node: Minus) -> Value:
        inner = self.value_of(node.inner)
        if inner.kind is Kind.NUMBER:
            return Value(f"(- {inner.sql})", Kind.NUMBER)
        return self._wrong(node.at, "-", inner)

    def _wrong(self, at: int, sign: str, *parts: Value) -> Value:
        """Kinds that do not go together; silent where a part is wrong already."""
        if any(one.kind is None for one in parts):
            return Value(_UNKNOWN, None)
        kinds = "と".join(f"「{one.kind.value}」" for one in parts if one.kind)
        return self._fault(at, f"{kinds}に「{sign}」は使えません。")

    def _pair(self, node: Pair) -> Value:
        left, right = self.value_of(node.left), self.value_of(node.right)
        if node.sign == "&":
            is_known = left.kind is not None and right.kind is not None
            joined = f"({written(left)} || {written(right)})"
            return Value(joined, Kind.TEXT) if is_known else Value(_UNKNOWN, None)
        if node.sign in COMPARED:
            return self._compared(node, left, right)
        return self._reckoned(node, left, right)

    def _compared(self, node: Pair, left: Value, right: Value) -> Value:
        left, right = self._as_date(node.left, left, right), self._as_date(node.right, right, left)
        ordered = node.sign not in ("=", "<>")
        if left.kind is not right.kind or (ordered and left.kind is Kind.FLAG):
            return self._wrong(node.at, node.sign, left, right)
        if node.sign == "<>":
            return Value(f"({left.sql} IS DISTINCT FROM {right.sql})", Kind.FLAG)
        return Value(f"coalesce({left.sql} {node.sign} {right.sql}, FALSE)", Kind.FLAG)

    def _reckoned(self, node: Pair, left: Value, right: Value) -> Value:
        kinds, sign = (left.kind, right.kind), node.sign
        if kinds == (Kind.NUMBER, Kind.NUMBER):
            divided = f"nullif({right.sql}, 0)" if sign == "/" else right.sql
            return Value(f"({left.sql} {sign} {divided})", Kind.NUMBER)
        if kinds == (Kind.DATE, Kind.NUMBER) and sign in "+-":
            return Value(f"({left.sql} {sign} trunc({right.sql})::int)", Kind.DATE)
        if kinds == (Kind.DATE, Kind.DATE) and sign == "-":
            return Value(f"({left.sql} - {right.sql})::numeric", Kind.NUMBER)
        return self._wrong(node.at, sign, left, right)

    def _as_date(self, node: Node, value: Value, other: Value) -> Value:
        """A text that stands where a date belongs is read as one: 「R8.6.1」."""
        if not (isinstance(node, Text) and other.kind is Kind.DATE):
            return value
        day = parse_date(node.text).value
        if day is None:
            return self._fault(node.at, f"「{node.text}」を日付として読めません。")
        return Value(f"{self._keep(day)}::date", Kind.DATE)

    def _call(self, node: Call) -> Value:
        function = FUNCTIONS.get(node.name.upper())
        if function is None:
            return self._fault(node.at, f"関数「{node.name}」はありません。")
        if not function.least <= len(node.arguments) <= function.most:
            message = f"関数「{node.name}」の書き方は {function.said} です。"
            return self._fault(node.at, message)
        values = self._arguments(function, node)
        if any(value.kind is None for value in values):
            return Value(_UNKNOWN, None)
        sql = function.sql(*(one.sql for one in values))
        kind = function.gives or self._shared(function, values)
        return Value(f"coalesce({sql}, '')" if kind is Kind.TEXT else sql, kind)

    def _shared(self, function: Function, values: list[Value]) -> Kind | None:
        same = (one for place, one in enumerate(values) if function.letter(place) == "S")
        return next(same).kind

    def _arguments(self, function: Function, node: Call) -> list[Value]:
        found: list[Value] = []
        same: Value | None = None
        for place, part in enumerate(node.arguments):
            letter = function.letter(place)
            if letter == "W":
                found.append(self._unit(part))
                continue
            value = self.value_of(part)
            if letter == "A":
                is_flag = function.gives is Kind.FLAG
                shown = value.sql if is_flag or value.kind is None else written(value)
                found.append(Value(shown, value.kind))
                continue
            wanted = _LETTERS.get(letter) or (same.kind if same else value.kind)
            if wanted is Kind.DATE:
                value = self._as_date(part, value, Value("", Kind.DATE))
            if letter == "S" and same is None:
                same = value
            found.append(self._fitting(part, value, wanted, node.name, place))
        return found

    def _unit(self, part: Node) -> Value:
        unit = UNITS.get(part.text.upper()) if isinstance(part, Text) else None
        if unit is None:
            return self._fault(part.at, "単位は「年」「月」「日」のどれかを書いてください。")
        return Value(unit, Kind.TEXT)

    def _fitting(
        self, part: Node, value: Value, wanted: Kind | None, name: str, place: int
    ) -> Value:
        if value.kind is None or wanted is None or value.kind is wanted:
            return value
        message = f"「{name}」の{place + 1}番目は「{wanted.value}」です"
        return self._fault(part.at, f"{message}(「{value.kind.value}」があります)。")
