# SPDX-License-Identifier: Apache-2.0
"""The explanation is what a clerk would say: Japanese words, figures with units and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import yaml

from daicho.engine.compute import compute_case
from daicho.engine.explanation import lines_of
from daicho.engine.explanation_source import fields_read, figures_read, told_by_calls
from daicho.engine.explanation_words import KINDS, OCCURRENCES, RETURNS
from daicho.engine.wording import percent, word_of
from daicho.kernel.explain import RULES
from daicho.kernel.yen import Rate
from daicho.rules.inhabitants_tax.collection import changes  # registers its rules
from daicho.rules.inhabitants_tax.facts import Parts
from daicho.rules.inhabitants_tax.parameters import InhabitantsTaxParameters

Step = dict[str, Any]
CASES = Path(__file__).parent.parent / "cases" / "inhabitants_tax"
RAW = re.compile(r"[A-Za-z_]{2,}|\{|(?<!\d)-1(?![\d,])|None")
SALARY: dict[str, Any] = {
    "id": "salary",
    "fiscal_year": 2026,
    "person": {"birth_date": "1980-03-01"},
    "income": {"salary_revenue": 5_000_000, "listed_shares": 100_000},
    "deductions": {"donations": [{"kind": "furusato", "amount": 30_000}]},
}


@pytest.fixture(scope="module")
def published() -> list[list[Step]]:
    """The explanation of every published case."""
    return [
        compute_case(entry["case"], explain=True)["explanation"]
        for path in sorted(CASES.glob("*.yaml"))
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    ]


def explain(**more: Any) -> list[Step]:
    steps: list[Step] = compute_case(SALARY | more, explain=True)["explanation"]
    return steps


def every(steps: list[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from every(step.get("steps", []))


def named(steps: list[Step], name: str) -> Step:
    return next(step for step in every(steps) if step["name_ja"] == name)


def text_of(steps: list[Step]) -> str:
    return "\n".join(lines_of(steps))


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_argument_and_field_of_a_rule_has_a_word(name: str) -> None:
    plain = RULES[name].plain
    hints = {key: kind for key, kind in get_type_hints(plain).items() if key not in ("p", "return")}
    by_field = {read.owner for read in fields_read(name)}
    for argument, kind in hints.items():
        if not hasattr(kind, "_fields") or kind in (Parts, Rate):
            assert word_of(plain.__name__, argument)
        elif argument not in by_field:
            continue  # handed on whole: the rule that reads it tells it
    for argument, field in fields_read(name):
        if hints[argument].__name__ not in ("Parts", "Rate", "SplitRate", "SharesAfterLoss"):
            assert word_of(hints[argument].__name__, field)


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_returned_field_has_a_word(name: str) -> None:
    kind = get_type_hints(RULES[name].plain)["return"]
    if kind in (Parts, Rate) or kind.__name__ == "Assessment":
        return
    for field in (
        getattr(kind, "_fields", ()) if kind.__name__ not in ("Levy", "Deductions") else ()
    ):
        assert word_of(kind.__name__, field)


@pytest.mark.parametrize("name", sorted(RULES))
def test_figures_read_are_those_of_the_parameters(name: str) -> None:
    groups = get_type_hints(InhabitantsTaxParameters)
    for group, field in figures_read(name):
        assert field in groups[group]._fields


def test_words_belong_to_rules_that_exist() -> None:
    functions = {name.rpartition(".")[2] for name in RULES}
    assert changes.redistribute_salary.__name__ in functions
    assert set(RETURNS) <= functions
    assert {part for name in OCCURRENCES for part in name.split(".")} <= functions
    qualified = {name.partition(".")[0] for name in KINDS if "." in name}
    assert {name for name in qualified if name[0].islower()} <= functions


def test_nothing_raw_is_told_in_any_published_case(published: list[list[Step]]) -> None:
    raw = set()
    for steps in published:
        for step in every(steps):
            told = (step["name_ja"], step["value_ja"], step["formula_ja"], *step["inputs_ja"])
            raw |= {text for text in told if RAW.search(text)}
    assert raw == set()


def test_steps_side_by_side_have_different_names(published: list[list[Step]]) -> None:
    doubled = set()
    for steps in published:
        for below in (steps, *(step.get("steps", []) for step in every(steps))):
            names = [step["name_ja"] for step in below]
            doubled |= {name for name in names if names.count(name) > 1}
    assert doubled == set()


def test_figures_of_law_and_ordinance_are_told_with_their_source() -> None:
    rate = named(explain(municipality="143014"), "均等割の税率")
    assert rate["value_ja"] == "市町村民税 3,000円、道府県民税 1,300円"
    assert rate["inputs_ja"] == [
        "市町村民税均等割の標準税率 3,000円 (地方税法310条)",
        "道府県民税均等割の標準税率 1,000円 (地方税法38条)",
        "道府県民税均等割の条例による上乗せ 300円 (条例)",
    ]
    assert rate["inputs"]["per_capita.municipal"] == 3_000
    general = named(explain(municipality="143014"), "総合課税分の算出所得割額")
    assert "道府県民税所得割の税率 4.025% (条例)" in general["inputs_ja"]


def test_taxes_are_named_by_the_kind_of_municipality() -> None:
    assert named(explain(), "均等割額")["value_ja"] == "特別区民税 3,000円、都民税 1,000円"
    split = named(explain(municipality="341002"), "調整控除")["inputs_ja"]
    assert any(text.startswith("調整控除の率 市町村 4%・都道府県 1%") for text in split)


def test_credit_is_named_where_it_is_taken() -> None:
    steps = explain()
    taken = named(steps, "実際に引く額 — 寄附金税額控除 (基本分)")
    assert taken["value"] == {"municipal": 1_680, "prefectural": 1_120}
    assert named(steps, "控除後の所得割額 — 寄附金税額控除 (基本分) の後")
    names = {step["name_ja"] for step in every(steps)}
    assert "控除後の所得割額 — 配当控除 の後" not in names


def test_nobody_is_made_up() -> None:
    names = {step["name_ja"] for step in every(explain(deductions={}))}
    assert "配偶者の区分" not in names
    assert "特例控除の割合" not in names
    children = [{"birth_date": "2008-01-01"}, {"birth_date": "2012-01-01", "overseas": True}]
    first, second, *_ = explain(dependants=children)
    assert [first["name_ja"], second["name_ja"]] == [
        "扶養親族の区分 (1人目)",
        "扶養親族の区分 (2人目)",
    ]
    assert [len(step["steps"]) for step in (first, second)] == [1, 2]
    assert first["inputs_ja"][0] == "生年月日 平成20年1月1日"
    assert "16歳未満の扶養親族 1人" in second["value_ja"]


def test_text_leaves_out_what_came_to_nothing() -> None:
    text = text_of(explain())
    assert "給与所得: 3,560,000円" in text
    assert "← 給与収入 5,000,000円" in text
    assert "生命保険料控除" not in text
    assert "給与特別徴収の月割" not in text
    assert text_of(explain(income={})).startswith("個人住民税の賦課: 年税額 0円")


def test_calls_are_told_by_the_field_they_are_given() -> None:
    base = next(name for name in RULES if name.endswith(".compute_tax_base"))
    fields = [read.field for read in told_by_calls(base, "base_of_kind") if read]
    assert fields[:2] == ["aggregate_after_loss", "separate_land_short"]
    assert len(fields) == 11


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        (Rate(6, 100), "6%"),
        (Rate(2025, 100_000), "2.025%"),
        (Rate(1, 3), "1/3"),
        (Rate(1, 2), "50%"),
        (Rate(-1, 200), "-0.5%"),
        (Rate(0, 1), "0%"),
    ],
)
def test_rates_are_told_exactly(rate: Rate, told: str) -> None:
    assert percent(rate) == told
