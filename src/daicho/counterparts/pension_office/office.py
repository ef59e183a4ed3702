# SPDX-License-Identifier: Apache-2.0
"""A pension insurer: takes the request (依頼) and tells by month what it withheld and why not."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from daicho.adapters.pension.collection_results import (
    ASKED,
    LEFT,
    PENSION_REQUEST,
    PENSION_RESULT,
    RESULT_CODES,
    RESULTS,
    TAKEN,
    WITHHELD,
)
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.counterparts.file_exchange.draws import choose, happens
from daicho.counterparts.file_exchange.party import Answer, Party, add_business_days, to_number
from daicho.counterparts.file_exchange.reading import read_bytes, refusal_of

_FAILURES = tuple(code for code in RESULTS if code != WITHHELD)


@dataclass
class PensionOffice(Party):
    """One insurer."""

    failures: int = 200  # in ten thousand
    result_days: int = 10

    def take(self, name: str, data: bytes) -> Answer:
        """A request; its result is ready some business days later."""
        received = read_bytes(PENSION_REQUEST, name, data)
        if refusal := refusal_of(received):
            return refusal
        ready_on = add_business_days(self.today, self.result_days)
        head = {
            **received.batches[0].header,
            "notice_code": RESULT_CODES[0],
            "made_on": to_number(ready_on),
        }
        rows = [
            self._answer(row, to_number(ready_on))
            for row in received.table.drop_columns(
                ["batch_number", "record_number", "record_class"]
            ).to_pylist()
        ]
        schema = received.table.drop_columns(
            ["batch_number", "record_number", "record_class"]
        ).schema
        table = pa.Table.from_pylist(rows, schema=schema)
        self.deliver_records(
            PENSION_RESULT, f"result-{name}", ready_on, [OutgoingBatch(head, table)],
            key="basic_pension_number", amount=TAKEN,
        )  # fmt: skip
        return Answer(201, (f"{received.accepted_count:,}件を受け付けました",))

    def _answer(self, row: dict[str, str | int], made_on: int) -> dict[str, str | int]:
        number = row["basic_pension_number"]
        fails = happens(self.failures, self.seed, "pension", number, made_on)
        code = choose(_FAILURES, self.seed, "why", number, made_on) if fails else WITHHELD
        asked = int(row[ASKED])
        if asked == 0:
            code = WITHHELD
        taken = asked if code == WITHHELD else 0
        return {
            **row, "notice_code": RESULT_CODES[0], "made_on": made_on, "result_code": code,
            TAKEN: taken, LEFT: asked - taken,
        }  # fmt: skip
