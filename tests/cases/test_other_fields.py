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
