# SPDX-License-Identifier: Apache-2.0
"""口座振替 (種別 91): the request that a ward sends to its banks and the result they send back.

Both have one layout; the request holds zeros where the bank writes its result.
"""

from __future__ import annotations

from daicho.adapters.record_files.characters import PARTY_NAME
from daicho.adapters.record_files.layout import (
    Condition,
    FieldKind,
    RecordFileLayout,
    RecordLayout,
    Total,
    build_fields,
)
from daicho.adapters.zengin.shared_fields import END, RECORD_BYTES, SEEN, account_rows, header

COLLECTED = "0"
# 振替結果コード; why a debit failed.
RESULTS = {
    COLLECTED: "振替済", "1": "資金不足", "2": "取引なし", "3": "預金者の都合による振替停止",
    "4": "預金口座振替依頼書なし", "8": "委託者の都合による振替停止", "9": "その他",
}  # fmt: skip
_SOURCE = "全銀協制定の120バイト（第三者の整理による。specs.md §2.1）"
_HEADER = header("91", date_ja="引落日", bank_ja="取引銀行", client_ja="委託者")


def _data(*, is_request: bool) -> RecordLayout:
    result = (f"={COLLECTED}",) if is_request else (True, tuple(RESULTS))
    rows = (
        *account_rows("引落", ("1", "2", "3", "9"), ("ダミー1", "filler_1", FieldKind.FILLER, 4)),
        ("預金者名", "name", FieldKind.TEXT, 30, True, PARTY_NAME),
        ("引落金額", "amount", FieldKind.NUMBER, 10, True),
        ("新規コード", "new_code", FieldKind.CODE, 1, ("0", "1", "2")),
        ("顧客番号", "customer_number", FieldKind.CODE, 20, True, "納付書の番号など自治体の番号"),
        ("振替結果コード", "result", FieldKind.CODE, 1, *result),
        ("ダミー2", "filler_2", FieldKind.FILLER, 8),
    )
    return RecordLayout("2", "データレコード", build_fields(rows, certainty=SEEN))


def _trailer(*, is_request: bool) -> RecordLayout:
    zero = ("=0",) if is_request else ()
    rows = (
        ("データ区分", "record_class", FieldKind.CODE, 1, "=8"),
        ("合計件数", "count", FieldKind.NUMBER, 6),
        ("合計金額", "amount", FieldKind.NUMBER, 12),
        ("振替済件数", "collected_count", FieldKind.NUMBER, 6, *zero),
        ("振替済金額", "collected_amount", FieldKind.NUMBER, 12, *zero),
        ("振替不能件数", "failed_count", FieldKind.NUMBER, 6, *zero),
        ("振替不能金額", "failed_amount", FieldKind.NUMBER, 12, *zero),
        ("ダミー", "filler", FieldKind.FILLER, 65),
    )
    return RecordLayout("8", "トレーラレコード", build_fields(rows, certainty=SEEN))


_ALL = (Total("count"), Total("amount", "amount"))
_COLLECTED = Condition("result", (COLLECTED,))
_FAILED = Condition("result", (COLLECTED,), negated=True)
_BY_RESULT = (
    Total("collected_count", where=_COLLECTED),
    Total("collected_amount", "amount", _COLLECTED),
    Total("failed_count", where=_FAILED),
    Total("failed_amount", "amount", _FAILED),
)

DEBIT_REQUEST = RecordFileLayout(
    kind="debit-request",
    name_ja="口座振替依頼",
    record_bytes=RECORD_BYTES,
    header=_HEADER,
    data=_data(is_request=True),
    trailer=_trailer(is_request=True),
    end=END,
    totals=_ALL,
    has_many_batches=True,
    code_field="code_class",
    source_ja=_SOURCE,
)
DEBIT_RESULT = RecordFileLayout(
    kind="debit-result",
    name_ja="口座振替結果",
    record_bytes=RECORD_BYTES,
    header=_HEADER,
    data=_data(is_request=False),
    trailer=_trailer(is_request=False),
    end=END,
    totals=(*_ALL, *_BY_RESULT),
    has_many_batches=True,
    code_field="code_class",
    source_ja=_SOURCE,
)
