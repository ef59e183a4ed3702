# SPDX-License-Identifier: Apache-2.0
"""One counterpart: what it took in, what it has ready on its day, what it will do wrong next."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from daicho.adapters.record_files.layout import RecordFileLayout
from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records
from daicho.counterparts.file_exchange.faults import (
    OF_ANSWERS,
    Fault,
    spoil_bytes,
    spoil_rows,
)
from daicho.kernel.dates import is_due_day_closed

LATE_DAYS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a counterpart says to a file: an HTTP status and lines in Japanese."""

    status: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that can be fetched from a day on."""

    name: str
    data: bytes
    ready_on: dt.date


@dataclass
class Party:
    """A counterpart. Tests and the demo set its day and its faults; files come over HTTP."""

    today: dt.date
    seed: int = 1
    faults: deque[Fault] = field(default_factory=deque)
    outbox: dict[str, Delivery] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)  # SHA-256 → name
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def receive(self, name: str, data: bytes) -> Answer:
        """Take a file in; the same bytes are taken once."""
        with self.lock:
            digest = hashlib.sha256(data).hexdigest()
            if digest in self.seen:
                return Answer(
                    409, (f"同じ内容のファイルを受け取っています（{self.seen[digest]}）",)
                )
            answer = self.take(name, data)
            if answer.status < 300:
                self.seen[digest] = name
            return answer

    def take(self, name: str, data: bytes) -> Answer:
        """What this counterpart does with a file."""
        raise NotImplementedError

    def pass_day(self) -> None:
        """What this counterpart does at the end of a day."""

    def advance_to(self, day: dt.date) -> None:
        """Let the days pass until one."""
        with self.lock:
            while self.today < day:
                self.pass_day()
                self.today += dt.timedelta(days=1)

    def ready(self) -> list[Delivery]:
        """What can be fetched today, oldest first."""
        with self.lock:
            files = [file for file in self.outbox.values() if file.ready_on <= self.today]
            return sorted(files, key=lambda file: (file.ready_on, file.name))

    def take_fault(self, *, of_answers: bool) -> Fault | None:
        """The next fault, if it is one of answers, or one of files."""
        with self.lock:
            if self.faults and (self.faults[0] in OF_ANSWERS) == of_answers:
                return self.faults.popleft()
            return None

    def deliver_records(
        self, layout: RecordFileLayout, name: str, ready_on: dt.date,
        batches: Sequence[OutgoingBatch], *, key: str, amount: str = "amount",
    ) -> None:  # fmt: skip
        """Put a file of records out, with the next fault in it."""
        fault = self.take_fault(of_answers=False)
        spoiled = [
            OutgoingBatch(
                batch.header,
                spoil_rows(batch.rows, fault if not at else None, key=key, amount=amount),
            )
            for at, batch in enumerate(batches)
        ]
        composed = compose_records(layout, spoiled, name=name)
        if not composed.data:
            raise ValueError(str(composed.problems[0]))
        self.put_out(name, spoil_bytes(composed.data, fault, layout), ready_on, fault)

    def put_out(
        self, name: str, data: bytes, ready_on: dt.date, fault: Fault | None = None
    ) -> None:
        """Put bytes out, later or twice when the fault says so."""
        if fault is Fault.LATE:
            ready_on = add_business_days(ready_on, LATE_DAYS)
        self.outbox[name] = Delivery(name, data, ready_on)
        if fault is Fault.SAME_TWICE:
            again = f"again-{name}"
            self.outbox[again] = Delivery(again, data, ready_on)


def add_business_days(day: dt.date, count: int) -> dt.date:
    """The day that lies a count of the banks' business days after one."""
    while count:
        day += dt.timedelta(days=1)
        count -= not is_due_day_closed(day)
    return day


def next_day_of(month_day: int, after: dt.date) -> dt.date:
    """The first day of a month and day (MMDD) that is not before another."""
    month, day = divmod(month_day, 100)
    for year in range(after.year, after.year + 9):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found >= after:
            return found
    raise ValueError(f"no day {month_day}")


def to_number(day: dt.date) -> int:
    """A day as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day
