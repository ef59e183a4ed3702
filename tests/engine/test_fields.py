# SPDX-License-Identifier: Apache-2.0
"""`daicho rules compute` and `schema`: cases in, results out, every fault at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from daicho.config.cli import main
from daicho.engine.case import CaseRefused
from daicho.engine.fields.parameters import GROUPS, unverified_statutes
from daicho.engine.fields.registry import FIELDS, compute_field, schema_of

CHARGE = {"id": "a", "tax": 65_000, "due": "2021-05-31", "as_of": "2022-01-31"}
REFUND = {
    "id": "b",
    "cause": "reassessment",
    "overpaid": 500_000,
    "payments": [{"day": "2025-06-30", "amount": 500_000}],
    "refund_decided_on": "2026-03-31",
}
VEHICLE = {"id": "c", "fiscal_year": 2026, "kind": "passenger_private", "first_inspection": 201204}


def faults_of(field: str, case: dict[str, Any]) -> list[str]:
    with pytest.raises(CaseRefused) as refused:
        compute_field(field, case)
    return [str(fault) for fault in refused.value.faults]


def test_every_field_computes_and_explains_with_its_articles() -> None:
    for field, case, articles in (
        ("delinquency_charge", CHARGE, ("地方税法326条", "地方税法20条の4の2")),
        ("refund_interest", REFUND, ("地方税法17条の4", "地方税法20条の4の2")),
        ("light_vehicle_tax", VEHICLE, ("地方税法附則30条", "地方税法463条の16")),
    ):
        result = compute_field(field, case, explain=True)
        text = "\n".join(result["explanation"])
        assert (result["id"], result["field"]) == (case["id"], field)
        assert all(article in text for article in articles)
    assert set(FIELDS) == {"delinquency_charge", "refund_interest", "light_vehicle_tax"}


def test_a_refund_with_a_late_claim_counts_fewer_days() -> None:
    late = {**REFUND, "overpayment_told_on": "2025-10-01", "claimed_on": "2025-12-01"}
    assert compute_field("refund_interest", REFUND)["interest"] == 3_800
    assert compute_field("refund_interest", late)["interest"] == 3_400


def test_a_year_whose_rate_is_not_announced_is_told() -> None:
    case = {"id": "d", "tax": 100_000, "due": "2026-10-31", "as_of": "2027-02-28"}
    codes = [each["code"] for each in compute_field("delinquency_charge", case)["findings"]]
    assert codes == ["collection.rate_not_announced"]


def test_every_fault_of_a_case_is_told_at_once() -> None:
    found = faults_of("delinquency_charge", {"id": "x", "tax": -1, "due": "2021-02-30", "more": 1})
    assert sorted(found) == [
        "as_of: 必要な項目がありません",
        'due: 暦にある日付 (YYYY-MM-DD) ではありません ("2021-02-30")',
        "more: 知らない項目です",
        "tax: 0 より小さい値は使えません",
    ]


@pytest.mark.parametrize(
    ("field", "case", "fault"),
    [
        ("delinquency_charge", {**CHARGE, "as_of": "9999-12-31"}, "1950年から2100年"),
        (
            "delinquency_charge",
            {
                **CHARGE,
                "reliefs": [{"first": "2021-08-01", "last": "2021-07-01", "kind": "full"}],
            },
            "終わりの日が始めの日より前",
        ),
        ("refund_interest", {**REFUND, "overpaid": 500_001}, "納付の合計より多い"),
        ("refund_interest", {**REFUND, "cause": "request"}, "requested: 更正の請求"),
        ("light_vehicle_tax", {**VEHICLE, "fiscal_year": 2013}, "2014から2027"),
        ("light_vehicle_tax", {**VEHICLE, "first_inspection": 201213}, "yyyymm"),
        ("light_vehicle_tax", {**VEHICLE, "disposed": "2026-04-02"}, "acquired"),
        ("light_vehicle_tax", {**VEHICLE, "excess_percent": 0}, "1以上"),
        ("light_vehicle_tax", {**VEHICLE, "kind": "truck"}, "使えません"),
    ],
)
def test_what_cannot_be_is_refused(field: str, case: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults_of(field, case))


def test_before_the_due_day_nothing_is_charged() -> None:
    result = compute_field("delinquency_charge", {**CHARGE, "as_of": "2021-05-01"})
    assert (result["charge"], result["periods"]) == (0, [])


def test_the_commands_print_results_faults_and_schemas(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    lines = [json.dumps(CHARGE), json.dumps({**CHARGE, "id": "bad", "tax": "1"}), "{"]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["rules", "compute", "delinquency_charge", "--input", str(path)]) == 1
    shown = capsys.readouterr()
    assert [json.loads(line)["charge"] for line in shown.out.splitlines()] == [3_400]
    assert len(shown.err.splitlines()) == 2
    assert main(["rules", "schema", "refund_interest"]) == 0
    assert json.loads(capsys.readouterr().out) == schema_of("refund_interest")


@pytest.mark.parametrize("words", [["compute", "no", "--input", "-"], ["schema", "no"]])
def test_an_unknown_field_is_named(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", *words]) == 1
    assert "light_vehicle_tax" in capsys.readouterr().err


def test_a_missing_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "compute", "light_vehicle_tax", "--input", "/no/such/file"]) == 1
    assert "読めません" in capsys.readouterr().err


def test_what_is_unverified_is_known() -> None:
    for group in GROUPS:
        assert {Path(s.place).stem for s in unverified_statutes(group)} <= set(group._fields)
