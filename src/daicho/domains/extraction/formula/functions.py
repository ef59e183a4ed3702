# SPDX-License-Identifier: Apache-2.0
"""The functions of formulas: their Japanese and their spreadsheet name, what they take and give.

`takes` has a letter an argument: T text, N number, D date, F flag, S the same kind as the other S
(and as what is given), A anything, W one of the words of `units`. After `?` arguments may be left
out; `*` repeats the last one. `sql` gets the arguments in SQL; a percent sign in it is doubled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from daicho.domains.extraction.formula.kinds import Kind
from daicho.kernel.dates import ERAS

LONGEST_TEXT = 10_000
Sql = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Function:
    """One function; `gives` None: the kind of its S arguments."""

    names: tuple[str, ...]
    takes: str
    gives: Kind | None
    sql: Sql
    said: str

    @property
    def least(self) -> int:
        """The fewest arguments."""
        return len(self.takes.split("?")[0].rstrip("*"))

    @property
    def most(self) -> int:
        """The most arguments."""
        return 30 if self.takes.endswith("*") else len(self.takes.replace("?", ""))

    def letter(self, place: int) -> str:
        """What the argument at this place must be."""
        letters = self.takes.replace("?", "").rstrip("*")
        return letters[min(place, len(letters) - 1)]


def wareki(day: str) -> str:
    """A date in 和暦, in SQL, as kernel.dates.format_japanese writes it."""
    month = f"date_part('month', {day})::text || '月' || date_part('day', {day})::text || '日'"
    cases = " ".join(
        f"WHEN {day} >= DATE '{era.first.isoformat()}' THEN '{era.name}' ||"
        f" CASE date_part('year', {day}) WHEN {era.first.year} THEN '元'"
        f" ELSE (date_part('year', {day}) - {era.first.year - 1})::text END || '年' || {month}"
        for era in reversed(ERAS)
    )
    return f"(CASE {cases} ELSE '' END)"


def _rounded(how: str) -> Sql:
    """Rounding of the amount without its sign, as a spreadsheet does it."""

    def sql(value: str, places: str = "0") -> str:
        digits = f"least(greatest(({places})::int, -15), 15)"
        if how == "ceil":
            power = f"power(10::numeric, {digits})"
            return f"(sign({value}) * ceil(abs({value}) * {power}) / {power})"
        return f"{how}({value}, {digits})"

    return sql


def _span(first: str, last: str, unit: str) -> str:
    age = f"age({last}, {first})"
    return {
        "年": f"date_part('year', {age})::numeric",
        "月": f"(date_part('year', {age}) * 12 + date_part('month', {age}))::numeric",
        "日": f"({last} - {first})::numeric",
    }[unit]


def _is_empty(value: str) -> str:
    return f"(coalesce(({value})::text, '') = '')"


def _if_empty(value: str, other: str) -> str:
    return f"(CASE WHEN {_is_empty(value)} THEN {other} ELSE {value} END)"


def _number(text: str) -> str:
    return f"(CASE WHEN {text} ~ '^-?[0-9]{{1,20}}([.][0-9]{{1,10}})?$' THEN ({text})::numeric END)"


def _joined(*parts: str) -> str:
    return f"({' || '.join(parts)})"


def _part(name: str) -> Sql:
    return lambda day: f"date_part('{name}', {day})::numeric"


def _whole(value: str) -> str:
    return f"least(greatest(trunc({value}), 0), {LONGEST_TEXT})::int"


T, N, D, F = Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.FLAG
_EVERY = (
    Function(("もし", "IF"), "FSS", None,
             lambda a, b, c: f"(CASE WHEN {a} THEN {b} ELSE {c} END)", "もし(条件, 値, 他の値)"),
    Function(("かつ", "AND"), "F*", F, lambda *a: f"({' AND '.join(a)})", "かつ(条件, …)"),
    Function(("または", "OR"), "F*", F, lambda *a: f"({' OR '.join(a)})", "または(条件, …)"),
    Function(("でない", "NOT"), "F", F, lambda a: f"(NOT {a})", "でない(条件)"),
    Function(("空", "ISBLANK"), "A", F, _is_empty, "空(値)"),
    Function(("空なら", "IFBLANK"), "SS", None, _if_empty, "空なら(値, 空のときの値)"),
    Function(("連結", "CONCAT", "CONCATENATE"), "A*", T, _joined, "連結(値, …)"),
    Function(("文字数", "LEN"), "T", N, lambda a: f"length({a})::numeric", "文字数(文字)"),
    Function(("左", "LEFT"), "TN", T, lambda a, n: f"left({a}, {_whole(n)})", "左(文字, 数)"),
    Function(("右", "RIGHT"), "TN", T, lambda a, n: f"right({a}, {_whole(n)})", "右(文字, 数)"),
    Function(("中", "MID"), "TNN", T,
             lambda a, b, n: f"substr({a}, greatest({_whole(b)}, 1), {_whole(n)})",
             "中(文字, 何文字目から, 数)"),
    Function(("置換", "SUBSTITUTE"), "TTT", T,
             lambda a, b, c: f"left(replace({a}, {b}, {c}), {LONGEST_TEXT})",
             "置換(文字, 探す文字, 置き換える文字)"),
    Function(("空白除去", "TRIM"), "T", T, lambda a: f"btrim({a}, E' \\u3000\\t')",
             "空白除去(文字)"),
    Function(("桁そろえ", "LPAD"), "TNT", T,
             lambda a, n, c: f"lpad({a}, least({_whole(n)}, 100), {c})",
             "桁そろえ(文字, 桁数, 埋める文字)"),
    Function(("大文字", "UPPER"), "T", T, lambda a: f"upper({a})", "大文字(文字)"),
    Function(("小文字", "LOWER"), "T", T, lambda a: f"lower({a})", "小文字(文字)"),
    Function(("含む", "CONTAINS"), "TT", F, lambda a, b: f"(strpos({a}, {b}) > 0)",
             "含む(文字, 探す文字)"),
    Function(("始まる", "STARTS"), "TT", F, lambda a, b: f"starts_with({a}, {b})",
             "始まる(文字, 探す文字)"),
    Function(("位置", "FIND"), "TT", N, lambda a, b: f"strpos({a}, {b})::numeric",
             "位置(文字, 探す文字)"),
    Function(("数値", "VALUE"), "T", N, _number, "数値(文字)"),
    Function(("文字", "TEXT"), "A", T, lambda a: a, "文字(値)"),
    Function(("四捨五入", "ROUND"), "N?N", N, _rounded("round"), "四捨五入(数, 小数点以下の桁)"),
    Function(("切捨て", "切り捨て", "ROUNDDOWN"), "N?N", N, _rounded("trunc"), "切捨て(数, 桁)"),
    Function(("切上げ", "切り上げ", "ROUNDUP"), "N?N", N, _rounded("ceil"), "切上げ(数, 桁)"),
    Function(("余り", "MOD"), "NN", N,
             lambda a, b: f"({a} - {b} * floor({a} / nullif({b}, 0)))", "余り(数, 割る数)"),
    Function(("絶対値", "ABS"), "N", N, lambda a: f"abs({a})", "絶対値(数)"),
    Function(("最大", "MAX"), "SS*", None, lambda *a: f"greatest({', '.join(a)})", "最大(値, …)"),
    Function(("最小", "MIN"), "SS*", None, lambda *a: f"least({', '.join(a)})", "最小(値, …)"),
    Function(("年", "YEAR"), "D", N, _part("year"), "年(日付)"),
    Function(("月", "MONTH"), "D", N, _part("month"), "月(日付)"),
    Function(("日", "DAY"), "D", N, _part("day"), "日(日付)"),
    Function(("年度", "FISCALYEAR"), "D", N,
             lambda a: f"date_part('year', {a} - interval '3 months')::numeric", "年度(日付)"),
    Function(("曜日", "WEEKDAY"), "D", T,
             lambda a: f"coalesce(substr('日月火水木金土', date_part('dow', {a})::int + 1, 1), '')",
             "曜日(日付)"),
    Function(("日付", "DATE"), "NNN", D,
             lambda y, m, d: f"make_date(({y})::int, ({m})::int, ({d})::int)", "日付(年, 月, 日)"),
    Function(("日数", "DAYS"), "DD", N, lambda a, b: f"({b} - {a})::numeric", "日数(開始, 終了)"),
    Function(("期間", "DATEDIF"), "DDW", N, _span, "期間(開始, 終了, 「年」か「月」か「日」)"),
    Function(("満年齢", "AGE"), "DD", N,
             lambda a, b: f"date_part('year', age({b}, {a}))::numeric", "満年齢(生年月日, 日付)"),
    Function(("月加算", "EDATE"), "DN", D,
             lambda a, n: f"({a} + make_interval(months => ({n})::int))::date",
             "月加算(日付, 月数)"),
    Function(("月末", "EOMONTH"), "D", D,
             lambda a: f"(date_trunc('month', {a}) + interval '1 month - 1 day')::date",
             "月末(日付)"),
    Function(("和暦", "WAREKI"), "D", T, lambda a: f"coalesce({wareki(a)}, '')", "和暦(日付)"),
    Function(("基準日", "TODAY"), "", D, lambda: "%(day)s::date", "基準日()"),
)  # fmt: skip
UNITS = {"年": "年", "月": "月", "日": "日", "Y": "年", "M": "月", "D": "日"}
FUNCTIONS: dict[str, Function] = {name: one for one in _EVERY for name in one.names}
EXPLAINED: tuple[tuple[str, str], ...] = tuple((one.said, "・".join(one.names)) for one in _EVERY)
