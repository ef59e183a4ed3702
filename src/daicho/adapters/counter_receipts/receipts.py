# SPDX-License-Identifier: Apache-2.0
"""領収済通知 of banks' counters, in batches as the designated bank delivers them.

Each municipality agrees the form with its bank; no national layout is known. This one is ours
(unverified): one batch a bank and day, with count and sums. `check_entry` holds a batch typed by
clerks against the totals on its cover (束の合計票).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.layout import Certainty
from daicho.adapters.payment_slip.digit_line import DigitLine
from daicho.adapters.record_files.layout import (
    FieldKind,
    RecordFileLayout,
    RecordLayout,
    Total,
    build_fields,
)
from daicho.adapters.record_files.received_file import ReceivedFile, RecordProblem

_PARTS = ("tax_amount", "delinquency_charge", "demand_fee")


def _record(class_byte: str, name_ja: str, rows: tuple[tuple[object, ...], ...]) -> RecordLayout:
    first = ("データ区分", "record_class", FieldKind.CODE, 1, f"={class_byte}")
    fields = build_fields((first, *rows), certainty=Certainty.UNVERIFIED)
    return RecordLayout(class_byte, name_ja, fields)


COUNTER_RECEIPTS = RecordFileLayout(
    kind="counter-receipts",
    name_ja="領収済通知",
    record_bytes=160,
    header=_record(
        "1",
        "ヘッダレコード",
        (
            ("団体コード", "municipality_code", FieldKind.CODE, 6, True),
            ("指定金融機関コード", "bank_code", FieldKind.CODE, 4, True),
            ("収入日", "received_on", FieldKind.DATE, 8, True),
            ("束番号", "bundle_number", FieldKind.CODE, 6, True),
            ("作成日", "made_on", FieldKind.DATE, 8, True),
            ("空き", "filler", FieldKind.FILLER, 127),
        ),
    ),
    data=_record(
        "2",
        "データレコード",
        (
            ("通番", "receipt_number", FieldKind.CODE, 8, True),
            ("OCR行", "ocr_line", FieldKind.CODE, 60, True, "自治体の決めた桁。短いものは左に0"),
            ("領収店銀行コード", "paying_bank", FieldKind.CODE, 4, True),
            ("領収店支店コード", "paying_branch", FieldKind.CODE, 3),
            ("領収日", "paid_on", FieldKind.DATE, 8, True),
            ("本税", "tax_amount", FieldKind.NUMBER, 11),
            ("延滞金", "delinquency_charge", FieldKind.NUMBER, 11),
            ("督促手数料", "demand_fee", FieldKind.NUMBER, 7),
            ("合計額", "amount", FieldKind.NUMBER, 12, True),
            ("入力区分", "entered_by", FieldKind.CODE, 1, True, ("1", "2"), "1 OCR 2 手入力"),
            ("空き", "filler", FieldKind.FILLER, 34),
        ),
    ),
    trailer=_record(
        "8",
        "トレーラレコード",
        (
            ("合計件数", "count", FieldKind.NUMBER, 8),
            ("本税計", "tax_amount", FieldKind.NUMBER, 14),
            ("延滞金計", "delinquency_charge", FieldKind.NUMBER, 14),
            ("督促手数料計", "demand_fee", FieldKind.NUMBER, 14),
            ("合計額計", "amount", FieldKind.NUMBER, 14),
            ("空き", "filler", FieldKind.FILLER, 95),
        ),
    ),
    end=_record("9", "エンドレコード", (("空き", "filler", FieldKind.FILLER, 159),)),
    totals=(
        Total("count"),
        *(Total(name, name) for name in _PARTS),
        Total("amount", "amount"),
    ),
    has_many_batches=True,
    source_ja="公開された形式はない（指定金融機関ごと）。台帳の定め（未確認）",
)


class CheckedReceipts(NamedTuple):
    """Receipts that hold together, those that do not, and why; OCR items beside when known."""

    rows: pa.Table
    refused: pa.Table
    problems: tuple[RecordProblem, ...]


def check_receipts(received: ReceivedFile, *, line: DigitLine | None) -> CheckedReceipts:
    """Parts make the sum, nobody pays after the day of deposit, and the OCR line reads."""
    table = received.table
    records = table["record_number"].to_pylist()
    problems: list[RecordProblem] = []
    bad = np.zeros(table.num_rows, dtype=bool)

    def refuse(row: int, name_ja: str, reason: str) -> None:
        bad[row] = True
        problems.append(RecordProblem(received.name, records[row], 0, 0, name_ja, reason))

    parts = sum(_numbers(table, name) for name in _PARTS)
    for row in np.flatnonzero(parts != _numbers(table, "amount")).tolist():
        refuse(row, "合計額", f"本税・延滞金・督促手数料の計（{int(parts[row]):,}円）と違います")
    deposit = np.array(
        [0, *(int(batch.header["received_on"]) for batch in received.batches)], dtype=np.int64
    )
    late = _numbers(table, "paid_on") > deposit[_numbers(table, "batch_number")]
    for row in np.flatnonzero(late).tolist():
        refuse(row, "領収日", "収入日より後です")
    if line is not None:
        table = _with_items(table, line, refuse)
    mask = pa.array(bad)
    return CheckedReceipts(
        table.filter(pc.invert(mask)), table.filter(mask), tuple(sorted(problems))
    )


def _with_items(
    table: pa.Table, line: DigitLine, refuse: Callable[[int, str, str], None]
) -> pa.Table:
    items: dict[str, list[str]] = {part.name: [] for part in line.values}
    for row, cell in enumerate(table["ocr_line"].to_pylist()):
        extra, digits = cell[: -line.length], cell[-line.length :]
        values, reasons = line.parse(digits)
        if extra.strip("0"):
            values, reasons = {}, (f"{line.name_ja}は{line.length}桁の数字です",)
        for reason in reasons:
            refuse(row, "OCR行", reason)
        for name, column in items.items():
            column.append(values.get(name, ""))
    for name, column in items.items():
        table = table.append_column(f"ocr_{name}", pa.array(column, pa.string()))
    return table


def check_entry(rows: pa.Table, *, name: str, count: int, amount: int) -> tuple[RecordProblem, ...]:
    """Whether what was typed makes the totals on the cover of the bundle."""
    found = []
    if rows.num_rows != count:
        found.append(f"件数が合いません（合計票: {count:,}件、入力: {rows.num_rows:,}件）")
    typed = int(_numbers(rows, "amount").sum())
    if typed != amount:
        found.append(
            f"金額が合いません（合計票: {amount:,}円、入力: {typed:,}円、"
            f"差: {typed - amount:+,}円）"
        )
    return tuple(RecordProblem(name, 0, 0, 0, "合計", reason) for reason in found)


def _numbers(table: pa.Table, name: str) -> np.ndarray:
    return np.asarray(table[name].combine_chunks()).astype(np.int64)
