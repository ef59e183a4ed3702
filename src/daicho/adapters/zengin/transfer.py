# SPDX-License-Identifier: Apache-2.0
"""総合振込 (種別 21): refunds sent to accounts, and the list of those that could not be paid.

The return (振込不能) has no public layout: banks give it on paper, on a page or in a file of
their own. Ours repeats the request's record with a reason where the request has its dummy, and is
unverified; a bank's own layout is another table.
"""

from __future__ import annotations

from daicho.adapters.layout import Certainty
from daicho.adapters.record_files.characters import EDI_TEXT, PARTY_NAME
from daicho.adapters.record_files.layout import (
    FieldKind,
    RecordFileLayout,
    RecordLayout,
    Total,
    build_fields,
)
from daicho.adapters.zengin.shared_fields import END, RECORD_BYTES, SEEN, account_rows, header

# Why a transfer came back; codes are ours (unverified).
RETURN_REASONS = {
    "1": "該当口座なし", "2": "名義相違", "3": "口座解約", "4": "入金停止", "9": "その他",
}  # fmt: skip
_HEADER = header("21", date_ja="振込指定日", bank_ja="仕向銀行", client_ja="振込依頼人")
_ROWS = (
    *account_rows(
        "被仕向",
        ("1", "2", "4", "9"),
        ("手形交換所番号", "clearing_house", FieldKind.CODE, 4, "使わない"),
    ),
    ("受取人名", "name", FieldKind.TEXT, 30, True, PARTY_NAME),
    ("振込金額", "amount", FieldKind.NUMBER, 10, True),
    ("新規コード", "new_code", FieldKind.CODE, 1, ("0", "1", "2")),
    (
        "顧客コード・EDI情報", "reference", FieldKind.TEXT, 20, EDI_TEXT,
        "顧客コード1・2（各10）。識別表示がYのときEDI情報",
    ),
    ("振込指定区分", "transfer_class", FieldKind.CODE, 1, ("7", "8"), "7 テレ振込 8 文書振込"),
    ("識別表示", "edi_mark", FieldKind.TEXT, 1, ("Y", " ")),
)  # fmt: skip


def _trailer() -> RecordLayout:
    rows = (
        ("データ区分", "record_class", FieldKind.CODE, 1, "=8"),
        ("合計件数", "count", FieldKind.NUMBER, 6),
        ("合計金額", "amount", FieldKind.NUMBER, 12),
        ("ダミー", "filler", FieldKind.FILLER, 101),
    )
    return RecordLayout("8", "トレーラレコード", build_fields(rows, certainty=SEEN))


_RETURN_ROWS = (
    *_ROWS,
    (
        "不能理由", "reason", FieldKind.CODE, 1, True, tuple(RETURN_REASONS), Certainty.UNVERIFIED,
    ),
    ("不能処理日", "returned_on", FieldKind.MONTH_DAY, 4, True, Certainty.UNVERIFIED),
    ("ダミー", "filler", FieldKind.FILLER, 2),
)  # fmt: skip


def _layout(kind: str, name_ja: str, data: RecordLayout, source_ja: str) -> RecordFileLayout:
    return RecordFileLayout(
        kind=kind,
        name_ja=name_ja,
        record_bytes=RECORD_BYTES,
        header=_HEADER,
        data=data,
        trailer=_trailer(),
        end=END,
        totals=(Total("count"), Total("amount", "amount")),
        has_many_batches=True,
        code_field="code_class",
        source_ja=source_ja,
    )


TRANSFER_REQUEST = _layout(
    "transfer-request",
    "総合振込依頼",
    RecordLayout(
        "2",
        "データレコード",
        build_fields((*_ROWS, ("ダミー", "filler", FieldKind.FILLER, 7)), certainty=SEEN),
    ),
    "全銀協制定の120バイト（第三者の整理による。specs.md §2.1）",
)
TRANSFER_RETURN = _layout(
    "transfer-return",
    "総合振込不能",
    RecordLayout("2", "データレコード", build_fields(_RETURN_ROWS, certainty=SEEN)),
    "公開された形式はない。依頼のレコードのダミーに不能理由を置いた台帳の定め（未確認）",
)
