# SPDX-License-Identifier: Apache-2.0
"""延滞金 of one instalment as a JSON case: `daicho rules compute delinquency_charge`."""

from __future__ import annotations

from datetime import date
from typing import Any

from daicho.engine.fields.parameters import load_delinquency
from daicho.kernel.dates import fiscal_year_of
from daicho.kernel.findings import Finding, Severity
from daicho.rules.collection.delinquency import (
    BASE_CITATION,
    CITATION,
    ROUNDING_CITATION,
    ChargePeriod,
    DelinquencyCharge,
    Payment,
    Relief,
    ReliefKind,
    delinquency_charge,
)
from daicho.rules.collection.special_rates import CITATION as RATE_CITATION

NAME_JA = "延滞金"


def compute(case: dict[str, Any]) -> dict[str, Any]:
    """The charge, its periods and findings."""
    due, as_of = date.fromisoformat(case["due"]), date.fromisoformat(case["as_of"])
    charge = delinquency_charge(
        load_delinquency(fiscal_year_of(as_of)),
        tax=case["tax"],
        due=due,
        as_of=as_of,
        payments=[payment_of(each) for each in case.get("payments", [])],
        reliefs=[_relief(each) for each in case.get("reliefs", [])],
    )
    return {
        "charge": charge.amount,
        "total": charge.total,
        "unpaid": charge.unpaid,
        "ends_on": charge.ends_on.isoformat(),
        "periods": [_period(each) for each in charge.periods],
        "findings": [finding.as_dict() for finding in findings_of(charge)],
    }


def faults(case: dict[str, Any]) -> list[str]:
    """What the schema cannot say: days in the right order."""
    return [
        f"reliefs[{index}]: 終わりの日が始めの日より前です"
        for index, relief in enumerate(case.get("reliefs", []))
        if relief["last"] < relief["first"]
    ]


def payment_of(data: dict[str, Any]) -> Payment:
    """A payment as JSON."""
    return Payment(date.fromisoformat(data["day"]), data["amount"])


def findings_of(charge: DelinquencyCharge) -> list[Finding]:
    """What to know of the figure."""
    if not charge.is_assumed:
        return []
    return [
        Finding(
            "collection.rate_not_announced",
            Severity.WARNING,
            "まだ告示されていない年の割合は、最後に分かっている年の割合で計算しました。",
            citation=str(RATE_CITATION),
        )
    ]


def explain(result: dict[str, Any]) -> list[str]:
    """The calculation in words, a line a period."""
    lines = [
        f"{p['first']}〜{p['last']} {p['base']:,}円 × {p['percent']}% × {p['days']}日 ÷ 365"
        f" = {p['amount']:,}円{('(' + p['relief_ja'] + ')') if p['relief_ja'] else ''} [{CITATION}]"
        for p in result["periods"]
    ]
    return [
        *lines,
        f"もとになる税額は1,000円未満切捨て、2,000円未満は計算しない [{BASE_CITATION}]",
        f"合計 {result['total']:,}円 → 延滞金 {result['charge']:,}円"
        f" (100円未満切捨て、1,000円未満は徴収しない) [{ROUNDING_CITATION}]",
    ]


def percent(rate_per_mille: int) -> str:
    """24 thousandths as 2.4."""
    return f"{rate_per_mille // 10}.{rate_per_mille % 10}"


def _relief(data: dict[str, Any]) -> Relief:
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    return Relief(first, last, ReliefKind(data["kind"]))


def _period(period: ChargePeriod) -> dict[str, Any]:
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "days": period.days,
        "base": period.base,
        "percent": percent(period.rate.numerator * 1000 // period.rate.denominator),
        "amount": period.amount,
        "relief_ja": period.relief.label_ja if period.relief else "",
        "citation": str(period.relief.citation if period.relief else CITATION),
    }
