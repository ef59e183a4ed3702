# SPDX-License-Identifier: Apache-2.0
"""Fields and codes that the 120-byte files of banks share (specs.md §2.1)."""

from __future__ import annotations

from typing import Any

from daicho.adapters.layout import Certainty
from daicho.adapters.record_files.characters import BANK_NAME, PARTY_NAME
from daicho.adapters.record_files.layout import FieldKind, RecordLayout, build_fields

RECORD_BYTES = 120
SEEN = Certainty.SECOND_HAND
# 預金種目 (全銀協 付録3); what a business takes of them stands at its field.
ACCOUNT_KINDS = {
    "1": "普通", "2": "当座", "3": "納税準備", "4": "貯蓄", "5": "通知", "6": "定期",
    "7": "積立定期", "8": "定期積金", "9": "その他",
}  # fmt: skip
NEW_CODES = {"0": "その他", "1": "第1回", "2": "変更"}


def header(kind_code: str, *, date_ja: str, bank_ja: str, client_ja: str) -> RecordLayout:
    """The header, the same for all businesses but for the words."""
    rows: tuple[tuple[Any, ...], ...] = (
        ("データ区分", "record_class", FieldKind.CODE, 1, "=1"),
        ("種別コード", "business", FieldKind.CODE, 2, f"={kind_code}"),
        ("コード区分", "code_class", FieldKind.CODE, 1, True, ("0", "1"), "0 JIS 1 EBCDIC"),
        (f"{client_ja}コード", "client_code", FieldKind.CODE, 10, True),
        (f"{client_ja}名", "client_name", FieldKind.TEXT, 40, True, PARTY_NAME),
        (date_ja, "effective_on", FieldKind.MONTH_DAY, 4, True),
        (f"{bank_ja}番号", "bank_code", FieldKind.CODE, 4, True),
        (f"{bank_ja}名", "bank_name", FieldKind.TEXT, 15, BANK_NAME),
        ("支店番号", "branch_code", FieldKind.CODE, 3, True),
        ("支店名", "branch_name", FieldKind.TEXT, 15, BANK_NAME),
        ("預金種目", "account_kind", FieldKind.CODE, 1, ("1", "2", "9")),
        ("口座番号", "account_number", FieldKind.CODE, 7),
        ("ダミー", "filler", FieldKind.FILLER, 17),
    )
    return RecordLayout("1", "ヘッダレコード", build_fields(rows, certainty=SEEN))


def account_rows(label: str, kinds: tuple[str, ...], middle: tuple[Any, ...]) -> tuple[Any, ...]:
    """The first fields of a data record: whose account at which bank."""
    return (
        ("データ区分", "record_class", FieldKind.CODE, 1, "=2"),
        (f"{label}銀行番号", "bank_code", FieldKind.CODE, 4, True),
        (f"{label}銀行名", "bank_name", FieldKind.TEXT, 15, BANK_NAME),
        (f"{label}支店番号", "branch_code", FieldKind.CODE, 3, True),
        (f"{label}支店名", "branch_name", FieldKind.TEXT, 15, BANK_NAME),
        middle,
        ("預金種目", "account_kind", FieldKind.CODE, 1, True, kinds),
        ("口座番号", "account_number", FieldKind.CODE, 7, True),
    )


END = RecordLayout(
    "9",
    "エンドレコード",
    build_fields(
        (
            ("データ区分", "record_class", FieldKind.CODE, 1, "=9"),
            ("ダミー", "filler", FieldKind.FILLER, 119),
        ),
        certainty=SEEN,
    ),
)
