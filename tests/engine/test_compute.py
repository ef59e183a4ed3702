# SPDX-License-Identifier: Apache-2.0
"""`daicho tax compute`: results, explanation, findings, refusals and exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from daicho.config.cli import main
from daicho.engine.compute import compute_case
from daicho.engine.contract import case_schema
from daicho.engine.explanation import lines_of

CASE: dict[str, Any] = {
    "id": "salary",
    "fiscal_year": 2025,
    "person": {"birth_date": "1980-03-01"},
    "income": {"salary_revenue": 5_000_000},
    "deductions": {"social_insurance": 720_000},
    "spouse": {"birth_date": "1982-05-05", "total_income": 1_500_000},
    "dependants": [{"birth_date": "2008-01-01", "total_income": 480_001}],
    "collection": {"salary_special_collection": True},
}
RESULT_SCHEMA = json.loads(
    (Path(compute_case.__code__.co_filename).parent / "schema" / "tax-case.schema.json").read_text()
)["result"]


def run(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> int:
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    return main(["tax", "compute", "--input", "-", *arguments])


def test_result_keeps_the_contract() -> None:
    result = compute_case(CASE, explain=True)
    jsonschema.validate(CASE, case_schema())
    jsonschema.validate(result, RESULT_SCHEMA)
    assert result["income"]["salary_income"] == 3_560_000
    assert result["deductions_total"] == 1_150_000
    assert result["tax_base"]["general"] == 2_410_000
    assert result["income_levy"] == {"municipal": 143_100, "prefectural": 95_400, "total": 238_500}
    assert result["annual_tax"] == 243_500
    assert result["instalments"]["salary"] == [21_300, *[20_200] * 11]


def test_relatives_that_do_not_count_are_told() -> None:
    codes = {finding["code"] for finding in compute_case(CASE)["findings"]}
    assert codes == {"tax.spouse_income_over_limit", "tax.dependant_income_over_limit"}


def test_explanation_is_a_tree_down_to_the_article() -> None:
    steps = compute_case(CASE, explain=True)["explanation"]
    assert [step["name_ja"] for step in steps] == [
        "配偶者の区分",
        "扶養親族の区分",
        "個人住民税の賦課",
    ]
    stages = {step["name_ja"]: step for step in steps[-1]["steps"]}
    salary = next(s for s in stages["所得金額"]["steps"] if s["name_ja"] == "給与所得")
    assert salary["value"] == 3_560_000
    assert salary["inputs"]["revenue"] == 5_000_000
    assert salary["citation"].startswith("所得税法28条第2項")
    assert salary["steps"][0]["name_ja"] == "給与所得控除後の金額"
    text = "\n".join(lines_of(steps))
    assert "給与所得: 3,560,000" in text
    assert "= 所得控除の合計と人的控除額の差 [地方税法34条、地方税法314条の2]" in text


def test_inputs_of_one_name_are_told_apart_by_their_argument() -> None:
    levy = compute_case(CASE, explain=True)["explanation"][-1]["steps"]
    step = next(s for s in levy if s["name_ja"] == "住民税額")["steps"]
    left = next(s for s in step if s["name_ja"] == "控除後の所得割額 — 調整控除 の後")
    assert left["inputs"] == {
        "levy.municipal": 144_600,
        "credit.municipal": 1_500,
        "levy.prefectural": 96_400,
        "credit.prefectural": 1_000,
    }


def test_one_result_a_line_in_the_same_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [CASE | {"id": str(number)} for number in range(3)]
    assert run(monkeypatch, "\n".join(map(json.dumps, cases))) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["0", "1", "2"]


def test_array_in_array_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "結果.json"
    assert run(monkeypatch, json.dumps([CASE, CASE]), "--output", str(target)) == 0
    assert [result["annual_tax"] for result in json.loads(target.read_text())] == [243_500] * 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "入力: JSONとして読めません"),
        ("{", "入力: JSONとして読めません"),
        ("[{}", "入力: JSONとして読めません"),
        ('{"id": "a", "id": "b"}', "入力: 同じ項目が二度あります: id"),
        ('{"id": NaN}', "入力: NaN は数ではありません"),
        ('"text"', "1件目: (全体): オブジェクトでなければなりません"),
        ('{"id": "x", "fiscal_year": 2025}', "1件目 (id x): person: 必要な項目がありません"),
        ('{"id": "x"}\n{broken\n', "2行: JSONとして読めません"),
    ],
)
def test_refused_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    assert run(monkeypatch, text) == 1
    captured = capsys.readouterr()
    assert told in captured.err
    assert captured.out == ""


def test_good_cases_are_computed_beside_refused_ones(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(CASE), json.dumps(CASE | {"fiscal_year": 1999}), json.dumps(CASE)]
    assert run(monkeypatch, "\n".join(lines)) == 1
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 2
    assert captured.err.startswith("2行 (id salary): fiscal_year: ")


def test_missing_or_unreadable_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["tax", "compute", "--input", str(tmp_path / "none.json")]) == 1
    (tmp_path / "cp932.json").write_bytes("事例".encode("cp932"))
    assert main(["tax", "compute", "--input", str(tmp_path / "cp932.json")]) == 1
    assert capsys.readouterr().err.count("読めません") == 2


def test_wrong_usage_is_2() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["tax", "compute"])
    assert stop.value.code == 2
