# SPDX-License-Identifier: Apache-2.0
"""The network: knows what can be paid by its numbers, has a share paid, gives a file a day."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field

import pyarrow as pa

from daicho.adapters.payment_network.clearing import clearing_layout
from daicho.adapters.payment_network.numbers import PayEasyNumbers, check_numbers
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.counterparts.file_exchange.draws import choose, draw, happens
from daicho.counterparts.file_exchange.party import Answer, Party, add_business_days, to_number

_ROW = dict[str, str | int]
_ITEMS = {"payment_number", "confirmation_number", "payment_class", "amount"}


@dataclass
class PaymentNetwork(Party):
    """One institution's payments through one bank."""

    institution: str = "00000"
    bank_code: str = "00001"
    paid: int = 3_000  # in ten thousand
    window: int = 30
    due: dict[dt.date, list[_ROW]] = field(default_factory=dict)

    def take(self, name: str, data: bytes) -> Answer:
        """Slips, one JSON object a line: their numbers and amount."""
        rows: list[_ROW] = []
        wrong: list[str] = []
        for line, text in enumerate(data.decode("utf-8", errors="replace").splitlines(), 1):
            row, reasons = self._read(text)
            wrong += [f"{name} {line}行: {reason}" for reason in reasons]
            rows.append(row)
        if wrong:
            return Answer(422, tuple(wrong))
        for row in rows:
            self._plan(row)
        return Answer(201, (f"{len(rows):,}件の納付書を登録しました",))

    def _read(self, text: str) -> tuple[_ROW, tuple[str, ...]]:
        try:
            row = json.loads(text)
        except ValueError:
            return {}, ("JSONとして読めません",)
        if not isinstance(row, dict) or set(row) != _ITEMS or not isinstance(row["amount"], int):
            return {}, ("項目が違います",)
        numbers = PayEasyNumbers(
            self.institution,
            str(row["payment_number"]),
            str(row["confirmation_number"]),
            str(row["payment_class"]),
        )
        reasons = check_numbers(numbers)
        return row, reasons if row["amount"] > 0 else (*reasons, "金額が0以下です")

    def _plan(self, row: _ROW) -> None:
        number = row["payment_number"]
        if not happens(self.paid, self.seed, "paid", number):
            return
        later = draw(self.seed, "day", number, below=self.window)
        paid_on = self.today + dt.timedelta(days=later)
        minutes = draw(self.seed, "time", number, below=24 * 60)
        self.due.setdefault(paid_on, []).append(
            {
                **row, "paid_on": to_number(paid_on), "cancelled": "0",
                "paid_at": f"{minutes // 60:02d}{minutes % 60:02d}", "paying_bank": "0001",
                "channel": choose(("01", "02", "03"), self.seed, "channel", number),
                "transaction": f"{draw(self.seed, 'no', number, below=10**17) + 1:018d}",
            }
        )  # fmt: skip

    def pass_day(self) -> None:
        """The day's payments become a file that is ready tomorrow."""
        rows = self.due.pop(self.today, [])
        if not rows:
            return
        tomorrow = self.today + dt.timedelta(days=1)
        header: _ROW = {
            "bank_code": self.bank_code, "institution": self.institution,
            "made_on": to_number(tomorrow),
            "deposit_on": to_number(add_business_days(tomorrow, 2)),
        }  # fmt: skip
        day = f"{tomorrow.month:02d}{tomorrow.day:02d}"
        name = f"01_{self.bank_code}_{self.institution}_{day}_001"
        batch = OutgoingBatch(header, pa.Table.from_pylist(rows))
        self.deliver_records(clearing_layout(), name, tomorrow, [batch], key="payment_number")
