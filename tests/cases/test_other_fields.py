# SPDX-License-Identifier: Apache-2.0
"""Published examples of 延滞金 and 軽自動車税 come out to the yen.

The files are copies of the published cases; names of inputs and figures are those of the sources.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from daicho.engine.fields.delinquency_charge import percent
from daicho.engine.fields.parameters import load_delinquency
from daicho.engine.fields.registry import compute_field
from daicho.rules.collection.special_rates import charge_rates

FOLDER = Path(__file__).parent


def entries(name: str) -> dict[str, Any]:
    read = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert all(entry["verified"] for entry in read)
    return {entry["id"]: entry for entry in read}


CHARGES = entries("delinquency_charge")


def test_example_of_toyohashi() -> None:
    entry = CHARGES["toyohashi-entaikin"]
    given, expected = entry["inputs"], entry["expected"]
    case = {
        "id": entry["id"],
        "tax": given["税額"],
        "due": given["納期限"],
        "as_of": given["納付日"],
    }
    found = compute_field("delinquency_charge", case)
    assert [period["amount"] for period in found["periods"]] == [
        expected["期間1"],
        expected["期間2"],
        expected["期間3"],
    ]
    assert (found["total"], found["charge"]) == (expected["合計"], expected["延滞金"])


@pytest.mark.parametrize(
    ("label", "year"), [("R3", 2021), ("R4", 2022), ("R7", 2025), ("R8", 2026)]
)
def test_rates_follow_from_the_lending_rate(label: str, year: int) -> None:
    entry = CHARGES["entaikin-rate-derivation"]
    rules = load_delinquency(2026)
    rates = charge_rates(rules, year)
    shown = [percent(rate.numerator) for rate in (rates.first, rates.later)]
    assert shown == entry["expected"][label]
    known = {row.year: percent(row.rate.numerator) for row in rules.base_rates}
    printed = entry["inputs"]["平均貸付割合"]
    assert {each: known[each] for each in printed} == printed


VEHICLES = entries("light_vehicle_tax")
PLAIN_KINDS = {
    "lv-01": "moped_50",
    "lv-03": "moped_125",
    "lv-05": "light_motorcycle",
    "lv-07": "small_special_farm",
    "lv-09": "small_motorcycle",
}
WHEELED_KINDS = {
    "三輪": "three_wheeled",
    "四輪乗用自家用": "passenger_private",
    "四輪乗用営業用": "passenger_business",
    "四輪貨物自家用": "cargo_private",
    "四輪貨物営業用": "cargo_business",
}


def year_tax(**case: Any) -> int | None:
    found: int | None = compute_field("light_vehicle_tax", {"id": "case", **case})["tax"]
    return found


@pytest.mark.parametrize(("case_id", "kind"), PLAIN_KINDS.items())
def test_kinds_with_one_rate(case_id: str, kind: str) -> None:
    entry = VEHICLES[case_id]
    assert year_tax(fiscal_year=entry["fiscal_year"], kind=kind) == entry["expected"]["税額"]


@pytest.mark.parametrize("name", ["三輪", "四輪乗用自家用", "四輪貨物営業用"])
def test_old_new_and_aged_rates(name: str) -> None:
    entry = VEHICLES[f"lv-table-{name}"]
    months = {"旧税率": 201503, "新税率": 201504, "重課": 201303}
    ours = {
        label: year_tax(fiscal_year=2026, kind=WHEELED_KINDS[name], first_inspection=month)
        for label, month in months.items()
    }
    assert ours == entry["expected"]


def test_reduced_rates_of_clean_vehicles() -> None:
    expected = VEHICLES["lv-green-75"]["expected"]
    ours = {
        name: year_tax(
            fiscal_year=2026,
            kind=WHEELED_KINDS[name],
            first_inspection=202507,
            fuel="electric",
            green_percent=75,
        )
        for name in expected
    }
    assert ours == expected


def test_first_year_of_the_surcharge() -> None:
    entry = VEHICLES["lv-juka-start"]
    for label, printed in entry["expected"].items():
        began = 1988 + int(label[1:])
        first = 2018 + int(printed.removeprefix("令和"))
        for month in (began * 100 + 4, (began + 1) * 100 + 3):
            if first <= 2027:
                case = {"kind": "passenger_private", "first_inspection": month}
                assert year_tax(fiscal_year=first - 1, **case) == 7_200
                assert year_tax(fiscal_year=first, **case) == 12_900


def test_every_published_case_is_asked() -> None:
    tables = {f"lv-table-{name}" for name in ("三輪", "四輪乗用自家用", "四輪貨物営業用")}
    assert set(VEHICLES) == {*PLAIN_KINDS, *tables, "lv-green-75", "lv-juka-start"}
    assert set(CHARGES) == {"toyohashi-entaikin", "entaikin-rate-derivation"}


OWN = yaml.load((FOLDER / "own_other_fields.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize("entry", OWN, ids=lambda entry: entry["id"])
def test_own_cases_computed_apart(entry: dict[str, Any]) -> None:
    result = compute_field(entry["field"], entry["case"])
    assert {path: at(result, path) for path in entry["expected"]} == entry["expected"]


def test_own_cases_have_names_and_sources() -> None:
    assert len({entry["id"] for entry in OWN}) == len(OWN) >= 40
    assert all(entry["source"]["address"].startswith("地方税法") for entry in OWN)


def at(result: Any, path: str) -> Any:
    for key in path.split("."):
        result = result[int(key)] if isinstance(result, list) else result[key]
    return result
