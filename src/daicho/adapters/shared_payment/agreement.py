# SPDX-License-Identifier: Apache-2.0
"""The sum an employer paid held against the list of who is inside, payment by payment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

_MONTHLY, _RETIREMENT = "1", "2"


class PaymentDifference(NamedTuple):
    """Why a payment and its list do not agree; every reason is one row."""

    payment_number: str
    employer_number: str
    paid: int
    listed: int
    reason: str


class Agreement(NamedTuple):
    """Payments that agree with their list to the yen and the person, and the others."""

    agreed: tuple[str, ...]
    without_list: tuple[str, ...]  # paid by amount alone: shared out by what was levied
    differences: tuple[PaymentDifference, ...]


@dataclass(slots=True)
class _Listed:
    """What a list says of one payment."""

    employer_numbers: set[str]
    months: set[str]
    people: list[tuple[str, ...]]
    sums: dict[str, int]


def check_parts(payments: pa.Table) -> tuple[PaymentDifference, ...]:
    """Payments whose parts do not make the amount, whose month is none, or that come twice."""
    found = []
    seen: set[str] = set()
    for row in payments.to_pylist():
        parts = row["monthly_amount"] + row["retirement_amount"] + row["delinquency_charge"]
        if parts != row["amount"]:
            found.append(_difference(row, parts, "納付額が月割額・退職分・延滞金の計と違います"))
        if not _is_month(row["month"]):
            found.append(_difference(row, parts, f"納入月が暦にない月です: {row['month']}"))
        if row["payment_number"] in seen:
            found.append(_difference(row, parts, "同じ納付番号が重なっています"))
        seen.add(row["payment_number"])
    return tuple(found)


def agree(payments: pa.Table, breakdown: pa.Table) -> Agreement:
    """Every payment with its list; a list without a payment is a difference, too."""
    lists = _collect(breakdown)
    agreed, without, differences = [], [], []
    for row in payments.to_pylist():
        listed = lists.pop(row["payment_number"], None)
        if listed is None:
            without.append(row["payment_number"])
            continue
        found = _compare(row, listed)
        differences += found
        if not found:
            agreed.append(row["payment_number"])
    for number, listed in lists.items():
        employers = "・".join(sorted(listed.employer_numbers))
        total = sum(listed.sums.values())
        reason = "内訳だけがあり、納付がありません"
        differences.append(PaymentDifference(number, employers, 0, total, reason))
    return Agreement(tuple(agreed), tuple(without), tuple(differences))


def _collect(breakdown: pa.Table) -> dict[str, _Listed]:
    lists: dict[str, _Listed] = {}
    for row in breakdown.to_pylist():
        listed = lists.setdefault(
            row["payment_number"], _Listed(set(), set(), [], defaultdict(int))
        )
        listed.employer_numbers.add(row["employer_number"])
        listed.months.add(row["month"])
        listed.people.append(_person(row))
        listed.sums[row["class_code"]] += row["amount"]
    return lists


def _person(row: dict[str, Any]) -> tuple[str, ...]:
    """What tells one person of a list from another, as far as the list says it."""
    named = row["addressee_number"] or row["payee_number"]
    who = (named,) if named else (row["name"], str(row["birth_date"]))
    return (*who, row["class_code"])


def _compare(row: dict[str, Any], listed: _Listed) -> list[PaymentDifference]:
    found = []

    def tell(listed_amount: int, reason: str) -> None:
        found.append(_difference(row, listed_amount, reason))

    for class_code, name, name_ja in (
        (_MONTHLY, "monthly_amount", "月割額"),
        (_RETIREMENT, "retirement_amount", "退職所得分"),
    ):
        total = listed.sums.get(class_code, 0)
        if total != row[name]:
            over = row[name] - total
            word = "多く" if over > 0 else "少なく"
            tell(total, f"{name_ja}が内訳の計より{abs(over):,}円{word}納められています")
    everything = sum(listed.sums.values())
    monthly = [person for person in listed.people if person[-1] == _MONTHLY]
    if row["headcount"] and row["headcount"] != len(set(monthly)):
        tell(
            everything, f"人数が違います（納付: {row['headcount']}人、内訳: {len(set(monthly))}人）"
        )
    if len(set(listed.people)) != len(listed.people):
        tell(everything, "内訳に同じ人が重なっています")
    if listed.employer_numbers != {row["employer_number"]}:
        tell(everything, "内訳の指定番号が違います")
    if listed.months != {row["month"]}:
        tell(everything, "内訳の納入月が違います")
    return found


def _difference(row: dict[str, Any], listed: int, reason: str) -> PaymentDifference:
    return PaymentDifference(
        row["payment_number"], row["employer_number"], row["amount"], listed, reason
    )


def _is_month(text: str) -> bool:
    return len(text) == 6 and "01" <= text[4:] <= "12"
