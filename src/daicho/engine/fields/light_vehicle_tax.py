# SPDX-License-Identifier: Apache-2.0
"""軽自動車税種別割 of one vehicle as a JSON case: `daicho rules compute light_vehicle_tax`."""

from __future__ import annotations

from datetime import date
from typing import Any

from daicho.engine.fields.parameters import load_light_vehicle
from daicho.kernel.findings import Finding
from daicho.kernel.yen import Rate
from daicho.rules.light_vehicle_tax.assess import (
    ASSESSMENT_DAY_CITATION,
    CITATION,
    RateClass,
    is_owed,
    reduce,
    vehicle_tax,
)
from daicho.rules.light_vehicle_tax.vehicle import Fuel, Vehicle, VehicleKind

NAME_JA = "軽自動車税(種別割)"
FIRST_YEAR, LAST_YEAR = 2014, 2027
_KINDS = {kind.key: kind for kind in VehicleKind}


def compute(case: dict[str, Any]) -> dict[str, Any]:
    """The year's tax, the class of its rate, and findings."""
    year, vehicle = case["fiscal_year"], vehicle_of(case)
    rules = load_light_vehicle(year)
    found = vehicle_tax(rules, vehicle, fiscal_year=year, excess=_excess(case))
    acquired, disposed = _day(case, "acquired"), _day(case, "disposed")
    owed = acquired is None or is_owed(
        rules, fiscal_year=year, acquired=acquired, disposed=disposed
    )
    due = found.amount if owed else 0
    return {
        "tax": None if due is None else reduce(due, reduction=case.get("reduction", 0)),
        "rate": found.amount,
        "standard_rate": found.standard,
        "owed": owed,
        "kind_ja": vehicle.kind.label_ja,
        "rate_class": str(found.rate_class),
        "rate_class_ja": found.rate_class.label_ja,
        "findings": [finding.as_dict() for finding in _errors_first(found.findings)],
    }


def faults(case: dict[str, Any]) -> list[str]:
    """What the schema cannot say."""
    found = []
    if not FIRST_YEAR <= case["fiscal_year"] <= LAST_YEAR:
        found.append(f"fiscal_year: {FIRST_YEAR}から{LAST_YEAR}までの年度でなければなりません")
    month = case.get("first_inspection", 0)
    if month and not (190000 <= month < 210000 and month % 100 <= 12):
        found.append("first_inspection: yyyymm (月が分からなければ yyyy00) でなければなりません")
    if case.get("excess_percent", 100) < 1:
        found.append("excess_percent: 1以上でなければなりません")
    if "disposed" in case and "acquired" not in case:
        found.append("acquired: disposed があるときは必要です")
    return found


def vehicle_of(case: dict[str, Any]) -> Vehicle:
    """The vehicle of a case."""
    return Vehicle(
        kind=_KINDS[case["kind"]],
        first_inspection=case.get("first_inspection", 0),
        fuel=Fuel(case.get("fuel", "petrol")),
        green_percent=case.get("green_percent", 0),
        is_towed=case.get("towed", False),
        is_business=case.get("business", False),
    )


def explain(result: dict[str, Any]) -> list[str]:
    """The tax in words."""
    chosen = RateClass(result["rate_class"])
    if result["rate"] is None:
        return [f"{result['kind_ja']}: この年度の税率がありません [{CITATION}]"]
    lines = [f"{result['kind_ja']} {chosen.label_ja}: {result['rate']:,}円 [{chosen.citation}]"]
    if not result["owed"]:
        lines.append(f"4月1日に所有していないので課税されない [{ASSESSMENT_DAY_CITATION}]")
    return [*lines, f"年税額 {result['tax']:,}円 (月割はない) [{ASSESSMENT_DAY_CITATION}]"]


def _excess(case: dict[str, Any]) -> Rate:
    return Rate(case.get("excess_percent", 100), 100)


def _day(case: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(case[key]) if key in case else None


def _errors_first(findings: tuple[Finding, ...]) -> list[Finding]:
    order = ("error", "warning", "info")
    return sorted(findings, key=lambda finding: order.index(str(finding.severity)))
