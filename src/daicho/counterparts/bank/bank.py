# SPDX-License-Identifier: Apache-2.0
"""A bank: takes requests of 口座振替 and 総合振込, gives results some business days later.

A told share of the debits fails, of the transfers comes back; which ones is decided by the seed,
the customer and the day, so that a second try may go well.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.record_files.received_file import OutgoingBatch, ReceivedFile
from daicho.adapters.zengin.direct_debit import COLLECTED, DEBIT_REQUEST, DEBIT_RESULT
from daicho.adapters.zengin.transfer import TRANSFER_REQUEST, TRANSFER_RETURN
from daicho.counterparts.file_exchange.draws import choose, happens
from daicho.counterparts.file_exchange.party import (
    Answer,
    Party,
    add_business_days,
    next_day_of,
)
from daicho.counterparts.file_exchange.reading import read_bytes, refusal_of

# Why debits fail, the common reason more often.
_FAILURES = ("1", "1", "1", "1", "2", "3", "4", "8", "9")
_RETURNS = ("1", "2", "3")
_NOT_ROWS = ["batch_number", "record_number", "record_class"]


@dataclass
class Bank(Party):
    """One bank, standing for all that the ward's bank passes requests on to."""

    debit_failures: int = 500  # in ten thousand
    transfer_returns: int = 100
    result_days: int = 2  # business days after the debit

    def take(self, name: str, data: bytes) -> Answer:
        """A request of either kind, told apart by its 種別コード."""
        layout = TRANSFER_REQUEST if data[1:3] == b"21" else DEBIT_REQUEST
        received = read_bytes(layout, name, data)
        if refusal := refusal_of(received):
            return refusal
        answers = self._transfers if layout is TRANSFER_REQUEST else self._debits
        answers(name, received)
        total = received.sums["amount"]
        return Answer(201, (f"{received.accepted_count:,}件 {total:,}円を受け付けました",))

    def _debits(self, name: str, received: ReceivedFile) -> None:
        last = self.today
        batches = []
        for batch in received.batches:
            day = next_day_of(int(batch.header["effective_on"]), self.today)
            last = max(last, day)
            rows = self._rows(received, batch.number)
            results = [
                choose(_FAILURES, self.seed, "why", number, day)
                if happens(self.debit_failures, self.seed, "debit", number, day)
                else COLLECTED
                for number in rows["customer_number"].to_pylist()
            ]
            at = rows.column_names.index("result")
            rows = rows.set_column(at, "result", [results])
            batches.append(OutgoingBatch(batch.header, rows))
        ready_on = add_business_days(last, self.result_days)
        self.deliver_records(
            DEBIT_RESULT, f"result-{name}", ready_on, batches, key="customer_number"
        )

    def _transfers(self, name: str, received: ReceivedFile) -> None:
        for batch in received.batches:
            day = next_day_of(int(batch.header["effective_on"]), self.today)
            returned_on = add_business_days(day, 1)
            rows = [
                {
                    **row,
                    "reason": choose(_RETURNS, self.seed, "why", row["account_number"]),
                    "returned_on": returned_on.month * 100 + returned_on.day,
                }
                for row in self._rows(received, batch.number).to_pylist()
                if happens(self.transfer_returns, self.seed, "transfer", row["account_number"], day)
            ]
            if rows:
                table = pa.Table.from_pylist(rows)
                self.deliver_records(
                    TRANSFER_RETURN, f"return-{batch.number}-{name}", returned_on,
                    [OutgoingBatch(batch.header, table)], key="account_number",
                )  # fmt: skip

    def _rows(self, received: ReceivedFile, batch: int) -> pa.Table:
        mask = pc.equal(received.table["batch_number"], batch)
        return received.table.filter(mask).drop_columns(_NOT_ROWS)
