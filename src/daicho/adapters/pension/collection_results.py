# SPDX-License-Identifier: Apache-2.0
"""年金特別徴収: what the ward asks to be withheld (依頼) and what was withheld month by month.

500-byte records with the frame of special_collection.py. Which fields carry which amount, and the
codes of the results, are ours and unverified: the official layout is for members.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from daicho.adapters.layout import Certainty, Column, Kind, Need
from daicho.adapters.pension.special_collection import HEADER, LAYOUT, RECORD_BYTES, TRAILER
from daicho.adapters.record_files.layout import (
    Field,
    FieldKind,
    LineEnd,
    RecordFileLayout,
    RecordLayout,
    Total,
)
from daicho.adapters.record_files.matching import MatchRules, ResultMatch, match_rows
from daicho.adapters.record_files.received_file import ReceivedFile, RecordProblem
from daicho.kernel.findings import Severity

REQUEST_CODE, RESULT_CODES = "01", ("61", "62", "63")  # 通知内容コード (unverified)
WITHHELD = "00"
# 処理結果; codes are ours (unverified).
RESULTS = {
    WITHHELD: "徴収済", "01": "死亡", "02": "受給権の消滅", "03": "支給停止",
    "04": "年金額の不足", "05": "差止め", "06": "該当者なし", "07": "他の徴収の優先",
    "99": "その他",
}  # fmt: skip
_KINDS = {
    Kind.CODE: FieldKind.CODE, Kind.DIGITS: FieldKind.CODE, Kind.DATE: FieldKind.DATE,
    Kind.YEN: FieldKind.NUMBER, Kind.COUNT: FieldKind.NUMBER, Kind.KANA: FieldKind.TEXT,
    Kind.TEXT: FieldKind.WIDE, Kind.UNUSED: FieldKind.FILLER,
}  # fmt: skip
# What the amounts mean here, beside the names that all notices share.
ASKED, TAKEN, LEFT = "pension_amount", "amount_2", "amount_3"
_AMOUNTS = (ASKED, TAKEN, LEFT)
_AMOUNT_NAMES = {ASKED: "徴収依頼額", TAKEN: "徴収額", LEFT: "徴収不能額"}
_MATCH = MatchRules(
    key=("basic_pension_number", "pension_code"),
    key_ja="基礎年金番号・年金コード",
    amount=ASKED,
    items={
        ASKED: ("徴収依頼額", Severity.ERROR),
        "birth_date": ("生年月日", Severity.ERROR),
        "kana": ("カナ氏名", Severity.WARNING),
    },
)


def _field(column: Column, *, notice: tuple[str, ...], is_result: bool) -> Field:
    is_figure = column.kind in (Kind.YEN, Kind.COUNT)  # may be 0
    required = column.need is Need.REQUIRED and not is_figure
    allowed: tuple[str, ...] = column.allowed
    if column.name == "notice_code":
        allowed = notice
    if column.name == "result_code" and is_result:
        required, allowed = True, tuple(RESULTS)
    return Field(
        _AMOUNT_NAMES.get(column.name, column.name_ja), column.name, _KINDS[column.kind],
        column.length, required=required, allowed=allowed, certainty=Certainty.UNVERIFIED,
        note=column.note,
    )  # fmt: skip


def _record(
    class_byte: str, name_ja: str, columns: tuple[Column, ...], notice: tuple[str, ...],
    *, is_result: bool,
) -> RecordLayout:  # fmt: skip
    first = Field("レコード区分", "record_class", FieldKind.CODE, 1, fixed=class_byte)
    rest = (_field(c, notice=notice, is_result=is_result) for c in columns[1:])
    return RecordLayout(class_byte, name_ja, (first, *rest))


def _layout(kind: str, name_ja: str, notice: tuple[str, ...], *, is_result: bool) -> (
    RecordFileLayout
):  # fmt: skip
    return RecordFileLayout(
        kind=kind,
        name_ja=name_ja,
        record_bytes=RECORD_BYTES,
        header=_record("1", "ヘッダレコード", HEADER, notice, is_result=False),
        data=_record("2", "データレコード", LAYOUT.columns, notice, is_result=is_result),
        trailer=_record("3", "トレーラレコード", TRAILER, notice, is_result=False),
        totals=(Total("count"), *(Total(name, name) for name in _AMOUNTS)),
        line_ends=(LineEnd.NONE, LineEnd.CRLF, LineEnd.LF),
        source_ja="500バイトの枠とトレーラは公開資料、データの位置と符号は台帳の定め（未確認）",
    )


PENSION_REQUEST = _layout("pension-request", "年金特別徴収依頼", (REQUEST_CODE,), is_result=False)
PENSION_RESULT = _layout("pension-result", "年金特別徴収結果", RESULT_CODES, is_result=True)


class CheckedResults(NamedTuple):
    """Results that hold together, those that do not, and why."""

    rows: pa.Table
    refused: pa.Table
    problems: tuple[RecordProblem, ...]


def check_results(received: ReceivedFile) -> CheckedResults:
    """What was asked is what was taken and what was left, and the code says which."""
    table = received.table
    asked, taken, left = (np.asarray(table[name].combine_chunks()) for name in _AMOUNTS)
    done = np.asarray(pc.equal(table["result_code"], WITHHELD).combine_chunks().to_pylist(), bool)
    checks = [
        (asked != taken + left, "徴収額", "徴収額と徴収不能額の計が徴収依頼額と違います"),
        (done & (left != 0), "処理結果", "徴収済ですが徴収不能額があります"),
        (~done & (left == 0) & (asked != 0), "処理結果", "徴収不能ですが徴収不能額が0です"),
    ]
    records = table["record_number"].to_pylist()
    problems = [
        RecordProblem(received.name, records[row], 0, 0, name_ja, reason)
        for wrong, name_ja, reason in checks
        for row in np.flatnonzero(wrong).tolist()
    ]
    bad = pa.array(np.logical_or.reduce([wrong for wrong, _, _ in checks]))
    return CheckedResults(table.filter(pc.invert(bad)), table.filter(bad), tuple(sorted(problems)))


def match_results(request: pa.Table, result: ReceivedFile) -> ResultMatch:
    """The result's rows against those that were asked for."""
    return match_rows(request, result, _MATCH)
