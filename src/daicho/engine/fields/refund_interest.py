# SPDX-License-Identifier: Apache-2.0
"""還付加算金 of one overpayment as a JSON case: `daicho rules compute refund_interest`."""

from __future__ import annotations

from datetime import date
from typing import Any

from daicho.engine.fields.delinquency_charge import payment_of, percent
from daicho.engine.fields.parameters import load_delinquency, load_refund_interest
from daicho.kernel.dates import fiscal_year_of
from daicho.rules.collection.delinquency import ROUNDING_CITATION
from daicho.rules.collection.refund_interest import (
    RefundCause,
    RefundFacts,
    RefundPart,
    interest_end,
    refund_interest,
    unclaimed_days,
)

NAME_JA = "還付加算金"
_DAYS = ("decided", "requested", "notified", "filed")


def compute(case: dict[str, Any]) -> dict[str, Any]:
    """The interest, its parts and periods."""
    decided_on = date.fromisoformat(case["refund_decided_on"])
    year = fiscal_year_of(decided_on)
    terms, facts = load_refund_interest(year), facts_of(case)
    told, claimed = _day(case, "overpayment_told_on"), _day(case, "claimed_on")
    waited = unclaimed_days(terms, notified=told, claimed=claimed) if told and claimed else None
    found = refund_interest(
        terms,
        load_delinquency(year),
        overpaid=case["overpaid"],
        payments=[payment_of(each) for each in case["payments"]],
        facts=facts,
        last=interest_end(decided_on=decided_on, ready_on=_day(case, "ready_on")),
        excluded=[waited] if waited else [],
    )
    return {
        "interest": found.amount,
        "total": found.total,
        "cause_ja": facts.cause.label_ja,
        "citation": str(facts.cause.citation),
        "parts": [_part(each) for each in found.parts],
        "findings": [],
    }


def faults(case: dict[str, Any]) -> list[str]:
    """Days that the cause needs, and payments that cannot make the overpayment."""
    found = [
        f"{name}: {facts_of(case).cause.label_ja}では必要です" for name in facts_of(case).missing
    ]
    paid = sum(payment["amount"] for payment in case["payments"])
    if paid < case["overpaid"]:
        found.append("overpaid: 納付の合計より多い過誤納はありません")
    return found


def facts_of(case: dict[str, Any]) -> RefundFacts:
    """Cause and days of a case."""
    return RefundFacts(RefundCause(case["cause"]), **{name: _day(case, name) for name in _DAYS})


def explain(result: dict[str, Any]) -> list[str]:
    """The calculation in words, a line a period."""
    lines = [
        f"{p['first']}〜{p['last']} {part['base']:,}円 × {p['percent']}% × {p['days']}日 ÷ 365"
        f" = {p['amount']:,}円 [{result['citation']}]"
        for part in result["parts"]
        for p in part["periods"]
    ]
    return [
        f"{result['cause_ja']}: 新しい納付から順にさかのぼって過誤納とする [{result['citation']}]",
        *lines,
        f"合計 {result['total']:,}円 → 還付加算金 {result['interest']:,}円 [{ROUNDING_CITATION}]",
    ]


def _day(case: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(case[key]) if key in case else None


def _part(part: RefundPart) -> dict[str, Any]:
    return {
        "paid_on": part.paid_on.isoformat(),
        "amount": part.amount,
        "base": part.base,
        "starts_on": part.first.isoformat(),
        "ends_on": part.last.isoformat(),
        "periods": [
            {
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "days": each.days,
                "percent": percent(each.rate.numerator * 1000 // each.rate.denominator),
                "amount": each.amount,
            }
            for each in part.periods
        ],
    }
