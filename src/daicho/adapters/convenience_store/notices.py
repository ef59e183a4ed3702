# SPDX-License-Identifier: Apache-2.0
"""速報 (paid, not yet certain), 確報 (certain, with the day of the deposit) and 速報取消 in files.

Each collecting agency (収納代行) has a layout of its own, given with the contract; none is public.
This one is ours and unverified: 120 bytes, items that all of them are said to have. An agency's
own is another table (record_files/layout_file.py); the checks below read names, not bytes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.convenience_store.slip_code import split_slips
from daicho.adapters.layout import Certainty
from daicho.adapters.record_files.layout import (
    Condition,
    FieldKind,
    RecordFileLayout,
    RecordLayout,
    Total,
    build_fields,
)
from daicho.adapters.record_files.received_file import ReceivedFile, RecordProblem
from daicho.kernel.findings import Severity


class NoticeKind(StrEnum):
    """データ種別."""

    EARLY = "01"  # 速報
    FINAL = "02"  # 確報
    EARLY_CANCELLED = "03"  # 速報取消


NOTICE_JA = {
    NoticeKind.EARLY: "速報", NoticeKind.FINAL: "確報", NoticeKind.EARLY_CANCELLED: "速報取消",
}  # fmt: skip
_TOTAL_NAMES = {"early": "01", "final": "02", "cancelled": "03"}


def _record(class_byte: str, name_ja: str, rows: tuple[tuple[object, ...], ...]) -> RecordLayout:
    first = ("データ区分", "record_class", FieldKind.CODE, 1, f"={class_byte}")
    fields = build_fields((first, *rows), certainty=Certainty.UNVERIFIED)
    return RecordLayout(class_byte, name_ja, fields)


def _trailer_rows() -> tuple[tuple[object, ...], ...]:
    rows: list[tuple[object, ...]] = [
        ("合計件数", "count", FieldKind.NUMBER, 8),
        ("合計金額", "amount", FieldKind.NUMBER, 14),
    ]
    for name, kind in _TOTAL_NAMES.items():
        label = NOTICE_JA[NoticeKind(kind)]
        rows.append((f"{label}件数", f"{name}_count", FieldKind.NUMBER, 8))
        rows.append((f"{label}金額", f"{name}_amount", FieldKind.NUMBER, 14))
    return (*rows, ("空き", "filler", FieldKind.FILLER, 31))


def _totals() -> tuple[Total, ...]:
    totals = [Total("count"), Total("amount", "amount")]
    for name, kind in _TOTAL_NAMES.items():
        where = Condition("notice_kind", (kind,))
        totals += [
            Total(f"{name}_count", where=where),
            Total(f"{name}_amount", "amount", where),
        ]
    return tuple(totals)


CONVENIENCE_NOTICES = RecordFileLayout(
    kind="convenience-notices",
    name_ja="コンビニ収納速報・確報",
    record_bytes=120,
    header=_record(
        "1",
        "ヘッダレコード",
        (
            ("収納代行会社コード", "agency_code", FieldKind.CODE, 7, True),
            ("請求書発行企業コード", "biller", FieldKind.CODE, 6, True),
            ("作成日", "made_on", FieldKind.DATE, 8, True),
            ("ファイル通番", "file_number", FieldKind.CODE, 6, True, "1日の中の番号"),
            ("空き", "filler", FieldKind.FILLER, 92),
        ),
    ),
    data=_record(
        "2",
        "データレコード",
        (
            (
                "データ種別", "notice_kind", FieldKind.CODE, 2, True,
                tuple(NoticeKind), "01 速報 02 確報 03 速報取消",
            ),
            ("バーコード情報", "slip_code", FieldKind.CODE, 44, True, "GS1-128の44桁"),
            ("収納日", "paid_on", FieldKind.DATE, 8, True),
            ("収納時刻", "paid_at", FieldKind.TIME, 4),
            ("コンビニ本部コード", "chain_code", FieldKind.CODE, 5, True),
            ("店舗コード", "store_code", FieldKind.CODE, 6, True),
            ("受付通番", "receipt_number", FieldKind.CODE, 12, True),
            ("収納金額", "amount", FieldKind.NUMBER, 10, True),
            ("振込予定日", "deposit_on", FieldKind.DATE, 8, "確報では必須"),
            ("空き", "filler", FieldKind.FILLER, 20),
        ),
    ),
    trailer=_record("8", "トレーラレコード", _trailer_rows()),
    end=_record("9", "エンドレコード", (("空き", "filler", FieldKind.FILLER, 119),)),
    totals=_totals(),
    has_many_batches=True,
    source_ja="公開された形式はない（収納代行会社ごと）。台帳の定め（未確認）",
)  # fmt: skip


class CheckedNotices(NamedTuple):
    """Notices whose bars say what their record says, with the bars' items beside, and the rest."""

    rows: pa.Table
    refused: pa.Table
    problems: tuple[RecordProblem, ...]


def check_notices(received: ReceivedFile, *, biller: str) -> CheckedNotices:
    """Hold every notice against its own bars: check digit, amount, biller, last day."""
    table = received.table
    slips = split_slips(table["slip_code"])
    good = _array(slips.faults) == ""
    amount, paid_on = _array(table["amount"]), _array(table["paid_on"])
    kinds, deposit = _array(table["notice_kind"]), _array(table["deposit_on"])
    last_day = _array(slips.last_day)
    errors = [
        ("slip_code", "収納金額", good & (amount != _array(slips.amount)),
         "バーコードの金額と違います"),
        ("slip_code", "バーコード情報", good & (_array(slips.biller) != biller),
         f"請求書発行企業コードが{biller}ではありません"),
        ("deposit_on", "振込予定日", (kinds == NoticeKind.FINAL) & (deposit == 0),
         "確報に振込予定日がありません"),
        ("deposit_on", "振込予定日", (deposit != 0) & (deposit < paid_on),
         "収納日より前です"),
    ]  # fmt: skip
    records = _array(table["record_number"])
    name = received.name
    problems = [
        RecordProblem(name, int(records[row]), 0, 0, "バーコード情報", slips.faults[row].as_py())
        for row in np.flatnonzero(~good).tolist()
    ]
    bad = ~good
    for _, name_ja, wrong, reason in errors:
        bad = bad | wrong
        problems += _told(name, records, wrong, name_ja, reason, Severity.ERROR)
    late = good & (last_day != 0) & (paid_on > last_day)
    problems += _told(
        name, records, late, "収納日", "支払期限を過ぎて収納されています", Severity.WARNING
    )
    for item in ("key", "reissued", "last_day"):
        table = table.append_column(item, getattr(slips, item))
    mask = pa.array(bad)
    return CheckedNotices(
        table.filter(pc.invert(mask)), table.filter(mask), tuple(sorted(problems))
    )


def _array(values: pa.Array | pa.ChunkedArray) -> np.ndarray:
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return np.asarray(values.to_numpy(zero_copy_only=False))


def _told(
    name: str, records: np.ndarray, wrong: np.ndarray, name_ja: str, reason: str, severity: Severity
) -> list[RecordProblem]:
    return [
        RecordProblem(name, int(records[row]), 0, 0, name_ja, reason, severity)
        for row in np.flatnonzero(wrong).tolist()
    ]
