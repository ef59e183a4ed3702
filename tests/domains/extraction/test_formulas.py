# SPDX-License-Identifier: Apache-2.0
"""The formula language: read, every fault with its place, and the values that rows get."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domains.register.people import Family, settle
from tests.staff_room import StaffRoom

from daicho.domains.extraction.actions.extract import Extract
from daicho.domains.extraction.definition import Aggregate, Computed, Definition, Sort, Total
from daicho.domains.extraction.formula.compiling import Named, Value, compile_formula, name_key
from daicho.domains.extraction.formula.kinds import Kind
from daicho.domains.extraction.output import Form
from daicho.foundation.access.actor import Context
from daicho.foundation.access.protection import protect
from daicho.foundation.actions.action import Outcome, perform
from daicho.foundation.audit.models import Entry

DAY = dt.date(2026, 6, 1)
NAMES = {
    name_key(label): Named(label, Value(sql, kind))
    for label, sql, kind in (
        ("氏名", "r.name", Kind.TEXT), ("年齢(基準日)", "r.age", Kind.NUMBER),
        ("生年月日", "r.birth", Kind.DATE), ("世帯主", "r.head", Kind.FLAG),
    )
}  # fmt: skip


def faults(formula: str) -> list[str]:
    return [str(one) for one in compile_formula(formula, names=NAMES, prefix="p").faults]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("[氏名", ["1文字目: 項目名が「]」で閉じていません。"]),
        ("1 + ", ["5文字目: 式が途中で終わっています。"]),
        ("1 ; 2 ! 3", ["3文字目: 「;」は式に使えません。", "7文字目: 「!」は式に使えません。"]),
        ("左([氏名], 2", ["2文字目: かっこが閉じていません。"]),
        ("[氏名] [世帯主]", ["6文字目: 「世帯主」の前に演算子が必要です。"]),
        ("1 < 2 < 3", ["7文字目: 比較は続けて書けません。「かつ(…, …)」を使ってください。"]),
        (
            "[住所] & 長さ(1) & 左(1, 「あ」)",
            ["1文字目: 項目「住所」はありません。", "8文字目: 関数「長さ」はありません。",
             "18文字目: 「左」の1番目は「文字」です(「数」があります)。",
             "21文字目: 「左」の2番目は「数」です(「文字」があります)。"],
        ),
        ("[氏名] + 1", ["6文字目: 「文字」と「数」に「+」は使えません。"]),
        ("[生年月日] > 「いつか」", ["10文字目: 「いつか」を日付として読めません。"]),
        ("もし([世帯主], 1)", ["1文字目: 関数「もし」の書き方は もし(条件, 値, 他の値) です。"]),
        ("期間([生年月日], 基準日(), 「週」)",
         ["19文字目: 単位は「年」「月」「日」のどれかを書いてください。"]),
        ("1" * 21, ["1文字目: 数は20桁までです。"]),
        ("(" * 41 + "1" + ")" * 41, ["42文字目: かっこの入れ子は40段までです。"]),
    ],
)  # fmt: skip
def test_every_fault_with_its_place(formula: str, told: list[str]) -> None:
    if formula.startswith("("):
        assert faults(formula)[0].endswith(told[0].split(": ")[1])
    else:
        assert faults(formula) == told


@given(st.text(alphabet="[]()氏名左もし,&+-*/=<>\"「」 1２．%';\\世帯主年齢", max_size=40))
def test_no_text_breaks_out(formula: str) -> None:
    """Whatever is typed: faults, or SQL made of our own words and parameters only."""
    made = compile_formula(formula, names=NAMES, prefix="p")
    if made.faults:
        return
    for name in made.parameters:
        assert f"%({name})s" in made.sql
    assert "'" not in made.sql.replace("''", "")


@pytest.fixture
def family(db: None) -> Family:
    return settle()


@pytest.fixture
def clerk(staff_room: StaffRoom) -> Context:
    return staff_room.context("register.extract", purpose="statistics")


def take(context: Context, *columns: str, source: str = "residents", **more: Any) -> Outcome[bytes]:
    definition = Definition(source=source, columns=columns, day=DAY, **more)
    action = Extract(definition=definition, form=Form.CSV, title="試し", is_iso=False)
    return perform(action, context=context)


def table(outcome: Outcome[bytes]) -> list[list[str]]:
    assert outcome.value is not None, outcome.findings
    return list(csv.reader(io.StringIO(outcome.value.decode("utf-8-sig"))))[1:]


def first(context: Context, formula: str) -> str:
    """The value for the householder, 試作　太郎, born 1980-04-01."""
    found = take(
        context, "calc1", computed=(Computed("値", formula),), filter="[続柄] = 「世帯主」"
    )
    return table(found)[0][0]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * 3 - -4", "11"),
        ("（１＋２）×３÷４", "2.25"),
        ("--5", "5"),
        ("10 / 0", ""),
        ("四捨五入(2.45, 1) & 「・」 & 切捨て(-2.9) & 「・」 & 切上げ(2.01)", "2.5・-2・3"),
        ("余り(7, 3)", "1"),
        ("余り(-1, 3)", "2"),
        ("最大(1, 5, 3) - MIN(4, 2)", "3"),
        ("[続柄] & 「様」", "世帯主様"),
        (
            "左(「東京都港区」, 3) & 右(「東京都港区」, 2) & 中(「東京都港区」, 2, 2)",
            "東京都港区京都",
        ),
        ('置換("a-b-c", "-", "")', "abc"),
        ("桁そろえ(文字(7), 3, 「0」)", "007"),
        ("位置(「東京都」, 「都」)", "3"),
        ("数値(「12.5」) * 2", "25"),
        ("数値(「十二」)", ""),
        ("もし([性別] = 「男」, 「Mr.」, 「Ms.」)", "Mr."),
        ("もし(かつ(はい, でない(いいえ)), 1, 2)", "1"),
        ("空なら([通称], 「なし」)", "なし"),
        ("もし(空([通称]), 「空」, 「あり」)", "空"),
        ("年度(日付(2026, 3, 31)) & 「/」 & 年度(「R8.4.1」)", "2025/2026"),
        ("曜日(日付(2026, 6, 1))", "月"),
        ("日数(「R8.4.1」, 基準日())", "61"),
        ("期間(「H30.4.1」, 「R8.3.31」, 「年」)", "7"),
        ("期間(「R8.1.31」, 「R8.3.1」, 「月」)", "1"),
        ("満年齢(「S55.4.1」, 基準日())", "46"),
        ("月末(日付(2024, 2, 3))", "令和6年2月29日"),
        ("月加算(日付(2026, 1, 31), 1)", "令和8年2月28日"),
        ("和暦(日付(2019, 5, 1)) & 和暦(日付(1989, 1, 7))", "令和元年5月1日昭和64年1月7日"),
        ("日付(2026, 6, 1) - 日付(2026, 5, 1)", "31"),
        ("日付(2026, 6, 1) + 30", "令和8年7月1日"),
        ("日付(2026, 6, 1) >= 「R8.6.1」", "はい"),
        ("含む(「東京都」, 「京」) = 始まる(「東京都」, 「京」)", "いいえ"),
        ("LEN([続柄]) <> 3", "いいえ"),
    ],
)
def test_values(family: Family, clerk: Context, formula: str, value: str) -> None:
    assert first(clerk, formula) == value


def test_a_value_that_cannot_be_is_told(family: Family, clerk: Context) -> None:
    refused = take(clerk, "calc1", computed=(Computed("日", "日付(2026, 13, 1)"),))
    assert [one.code for one in refused.findings] == ["extraction.formula_value"]


def test_columns_build_on_another_and_sort(family: Family, clerk: Context) -> None:
    found = take(
        clerk, "calc2", "calc1",
        computed=(Computed("生まれ年", "年([生年月日])"), Computed("順", "[生まれ年] & 「年」")),
        sorts=(Sort("calc1", True),),
    )  # fmt: skip
    assert [row[1] for row in table(found)] == sorted(
        (row[1] for row in table(found)), reverse=True
    )
    assert table(found)[0][0] == f"{table(found)[0][1]}年"


def test_totals_of_each_combination(family: Family, clerk: Context) -> None:
    found = take(
        clerk, "sex", is_counted=True,
        totals=(Total(Aggregate.SUM, "age"), Total(Aggregate.MOST, "age")),
        sorts=(Sort("count", True), Sort("sex")),
    )  # fmt: skip
    rows = table(found)
    assert [(row[0], row[3]) for row in rows] == [("女", "2"), ("男", "2")]
    assert all(int(row[1]) > int(row[2]) for row in rows)


def test_all_faults_of_all_formulas_at_once(clerk: Context) -> None:
    refused = take(
        clerk, "calc1", "calc3", filter="[年齢(基準日)]",
        computed=(Computed("一", "[ない]"), Computed("二", "1 +")),
        totals=(Total(Aggregate.SUM, "name"),), sorts=(Sort("count"),),
    )  # fmt: skip
    assert [one.message_ja for one in refused.findings] == [
        "式のない計算項目が選ばれています。",
        "「一」の式 1文字目: 項目「ない」はありません。",
        "「二」の式 4文字目: 式が途中で終わっています。",
        "条件式は、はい・いいえになる式にしてください。",
        "合計・平均などは、組合せごとに数えるときに使えます。",
        "「氏名」の合計は出せません。",
        "件数で並べ替えるのは、組合せごとに数えるときだけです。",
    ]


def test_a_number_in_a_formula_is_refused_and_not_logged(clerk: Context) -> None:
    refused = take(clerk, "name", filter="[氏名] = 「983205673214」")
    assert "extraction.individual_number" in [one.code for one in refused.findings]
    assert "983205673214" not in str(Entry.objects.latest("id").detail)


def test_the_layouts_names_are_names_too(family: Family, clerk: Context) -> None:
    found = take(clerk, "calc1", computed=(Computed("番号", "[現住所_郵便番号]"),))
    ours = take(clerk, "postcode", uses_layout_names=True)
    assert {row[0] for row in table(found)} == {row[0] for row in table(ours)}
    assert ours.value is not None
    assert ours.value.decode("utf-8-sig").splitlines()[0] == "現住所_郵便番号"


def test_formulas_hide_what_they_are_made_of(
    family: Family, clerk: Context, now: dt.datetime, staff_room: StaffRoom
) -> None:
    protect(addressee_nos=[family.numbers[1]], first=DAY, at=now, by="x", measure="1")
    computed = (Computed("区", "左([住所], 3)"), Computed("長さ", "文字数([住所])"),
                Computed("両方", "[区] & [長さ]"))  # fmt: skip
    shown = table(take(clerk, "calc1", "calc2", "calc3", computed=computed))
    assert {tuple(row) for row in shown} == {
        ("(支援措置により非表示)", "", "(支援措置により非表示)")
    }
    for condition in (
        "含む([住所], 「港区」)",
        "でない(含む([住所], 「大阪」))",
        "[住所] = [住所]",
    ):
        assert table(take(clerk, "name", filter=condition)) == []
    entry = Entry.objects.latest("id")
    assert entry.detail["抽出条件"] == {"条件式": "(記録しません)"}
    officer = staff_room.context("register.extract", "protected.view", purpose="statistics",
                                 login="z3")  # fmt: skip
    assert len(table(take(officer, "name", filter="含む([住所], 「港区」)"))) == 4
    restricted = take(clerk, "calc1", computed=(Computed("籍", "[本籍]"),))
    assert [one.code for one in restricted.findings] == [
        "extraction.computed",
        "extraction.formula",
    ]
