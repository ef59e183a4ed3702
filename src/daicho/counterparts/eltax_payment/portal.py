# SPDX-License-Identifier: Apache-2.0
"""The portal of 共通納税: knows what employers must pay in a month and has them pay it.

Most pay to the yen; told shares pay a thousand over or short, send no list, or do not pay.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from daicho.adapters.shared_payment.layouts import (
    read_breakdown,
    write_breakdown,
    write_payments,
)
from daicho.counterparts.file_exchange.draws import draw, happens
from daicho.counterparts.file_exchange.faults import Fault, spoil_bytes, spoil_rows
from daicho.counterparts.file_exchange.party import Answer, Party, to_number

_ROW = dict[str, str | int]
_OFF = 1_000  # yen over or short


@dataclass
class SharedPaymentPortal(Party):
    """The portal, seen by one municipality."""

    municipality_code: str = "131032"
    unpaid: int = 100  # in ten thousand
    over: int = 50
    short: int = 50
    without_list: int = 1_000
    deposit_days: int = 4

    def take(self, name: str, data: bytes) -> Answer:
        """What is due, as a 納入内訳 of every employer; 納付番号 is any word."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / (Path(name).name or "file")
            path.write_bytes(data)
            due = read_breakdown(path)
        if due.errors:
            return Answer(422, tuple(str(problem) for problem in due.errors))
        employers: dict[tuple[str, str], list[_ROW]] = {}
        for row in due.table.drop_columns(["line_number"]).to_pylist():
            employers.setdefault((row["employer_number"], row["month"]), []).append(row)
        payments: list[_ROW] = []
        people: list[_ROW] = []
        for (employer, month), rows in employers.items():
            self._pay(employer, month, rows, payments, people)
        self._deliver(name, payments, people, due.table.drop_columns(["line_number"]).schema)
        return Answer(201, (f"{len(employers):,}件の納入を登録しました",))

    def _pay(
        self, employer: str, month: str, rows: list[_ROW], payments: list[_ROW], people: list[_ROW]
    ) -> None:
        key = (employer, month)
        if happens(self.unpaid, self.seed, "unpaid", *key):
            return
        number = f"E{draw(self.seed, 'number', *key, below=10**15):015d}"
        monthly = sum(int(row["amount"]) for row in rows if row["class_code"] == "1")
        retirement = sum(int(row["amount"]) for row in rows if row["class_code"] == "2")
        if happens(self.over, self.seed, "over", *key):
            monthly += _OFF
        elif happens(self.short, self.seed, "short", *key):
            monthly = max(monthly - _OFF, 0)
        heads = {
            row["addressee_number"] or row["payee_number"] or (row["name"], row["birth_date"])
            for row in rows
            if row["class_code"] == "1"
        }
        payments.append(
            {
                "payment_number": number, "employer_number": employer, "name": "特別徴収義務者",
                "municipality_code": self.municipality_code, "month": month,
                "amount": monthly + retirement, "monthly_amount": monthly,
                "retirement_amount": retirement, "delinquency_charge": 0,
                "headcount": len(heads), "paid_date": to_number(self.today), "method": "1",
                "deposit_date": to_number(self.today + dt.timedelta(days=self.deposit_days)),
            }
        )  # fmt: skip
        if not happens(self.without_list, self.seed, "list", *key):
            people += [{**row, "payment_number": number} for row in rows]

    def _deliver(
        self, name: str, payments: list[_ROW], people: list[_ROW], schema: pa.Schema
    ) -> None:
        if not payments:
            return
        ready_on = self.today + dt.timedelta(days=self.deposit_days)
        fault = self.take_fault(of_answers=False)
        paid = pa.Table.from_pylist(payments)
        inside = pa.Table.from_pylist(people, schema=schema)
        inside = spoil_rows(inside, fault, key="payment_number", amount="amount")
        if fault is Fault.WRONG_TOTALS:
            paid = spoil_rows(paid, Fault.CHANGED_AMOUNT, key="payment_number", amount="amount")
        for kind, table, write in (
            ("payments", paid, write_payments),
            ("breakdown", inside, write_breakdown),
        ):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "file.csv"
                write(table, path)
                data = path.read_bytes()
            if kind == "payments":
                data = spoil_bytes(data, fault, None)
            self.put_out(f"{kind}-{name}", data, ready_on, fault)
