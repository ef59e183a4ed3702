# SPDX-License-Identifier: Apache-2.0
"""A collecting agency: knows slips by their 44 digits, has a share of them paid, tells so.

Each slip that is paid is paid on one day within `window`. The 速報 is ready the next day, the 確報
some business days later; of a small share the 速報 is taken back on the day after it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pyarrow as pa

from daicho.adapters.convenience_store.notices import CONVENIENCE_NOTICES, NoticeKind
from daicho.adapters.convenience_store.slip_code import split_slips
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.counterparts.file_exchange.draws import draw, happens
from daicho.counterparts.file_exchange.party import Answer, Party, add_business_days, to_number

_ROW = dict[str, str | int]


@dataclass
class ConvenienceAgency(Party):
    """One agency for one biller."""

    biller: str = "000000"
    paid: int = 6_000  # of the slips, in ten thousand
    paid_twice: int = 5
    cancelled: int = 10
    window: int = 30  # days after a slip is known in which it may be paid
    final_days: int = 3  # business days from payment to 確報
    due: dict[dt.date, list[tuple[NoticeKind, _ROW]]] = field(default_factory=dict)
    files: int = 0

    def take(self, name: str, data: bytes) -> Answer:
        """A list of slips, 44 digits a line."""
        codes = data.decode("ascii", errors="replace").split()
        slips = split_slips(pa.array(codes, pa.string()))
        wrong = [
            f"{name} {line}行: {fault}"
            for line, fault in enumerate(slips.faults.to_pylist(), 1)
            if fault
        ]
        if wrong:
            return Answer(422, tuple(wrong))
        for code, amount in zip(codes, slips.amount.to_pylist(), strict=True):
            self._plan(code, amount)
        return Answer(201, (f"{len(codes):,}件の納付書を登録しました",))

    def _plan(self, code: str, amount: int) -> None:
        if happens(self.paid, self.seed, "paid", code):
            self._pay(code, amount, "first")
            if happens(self.paid_twice, self.seed, "twice", code):
                self._pay(code, amount, "second")

    def _pay(self, code: str, amount: int, which: str) -> None:
        later = draw(self.seed, which, "day", code, below=self.window)
        paid_on = self.today + dt.timedelta(days=later)
        minutes = draw(self.seed, which, "time", code, below=24 * 60)
        row: _ROW = {
            "slip_code": code, "paid_on": to_number(paid_on),
            "paid_at": f"{minutes // 60:02d}{minutes % 60:02d}",
            "chain_code": f"{draw(self.seed, which, 'chain', code, below=9) + 1:05d}",
            "store_code": f"{draw(self.seed, which, 'store', code, below=899_999) + 1:06d}",
            "receipt_number": f"{draw(self.seed, which, 'no', code, below=10**12 - 1) + 1:012d}",
            "amount": amount, "deposit_on": 0,
        }  # fmt: skip
        self._when(paid_on, NoticeKind.EARLY, row)
        if happens(self.cancelled, self.seed, which, "cancelled", code):
            self._when(paid_on + dt.timedelta(days=1), NoticeKind.EARLY_CANCELLED, row)
            return
        final_on = add_business_days(paid_on, self.final_days)
        deposit = to_number(add_business_days(final_on, 2))
        self._when(final_on, NoticeKind.FINAL, {**row, "deposit_on": deposit})

    def _when(self, day: dt.date, kind: NoticeKind, row: _ROW) -> None:
        self.due.setdefault(day, []).append((kind, {**row, "notice_kind": kind.value}))

    def pass_day(self) -> None:
        """The day's notices become a file that is ready tomorrow."""
        rows = [row for _, row in self.due.pop(self.today, [])]
        if not rows:
            return
        self.files += 1
        tomorrow = self.today + dt.timedelta(days=1)
        header: _ROW = {
            "agency_code": "0000001", "biller": self.biller, "made_on": to_number(tomorrow),
            "file_number": str(self.files),
        }  # fmt: skip
        name = f"cvs-{to_number(tomorrow)}-{self.files:06d}.dat"
        batch = OutgoingBatch(header, pa.Table.from_pylist(rows))
        self.deliver_records(CONVENIENCE_NOTICES, name, tomorrow, [batch], key="receipt_number")
