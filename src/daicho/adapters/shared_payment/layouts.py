# SPDX-License-Identifier: Apache-2.0
"""納付情報 (what was paid) and 納入内訳 (whose tax it is) of 特別徴収 by 共通納税.

The layouts of eLTAX are for its members. These are ours and unverified; items are those that the
forms of 特別徴収 hold.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from daicho.adapters.csv_reader import read_csv_file
from daicho.adapters.csv_writer import write_csv_file
from daicho.adapters.layout import Certainty, Kind, Layout, Need, build_columns
from daicho.adapters.parsed_file import ParsedFile

_SOURCE = "会員だけに渡される形式。台帳の定め（未確認）"
_PAYMENT = (
    ("納付番号", "payment_number", Kind.CODE, 20, Need.REQUIRED, "共通納税の納付1件に1つ"),
    ("指定番号", "employer_number", Kind.CODE, 12, Need.REQUIRED),
)
_MONTH = ("納入月", "month", Kind.DIGITS, 6, Need.REQUIRED, "西暦年月（税額を徴収した月）")

PAYMENTS = Layout(
    kind="employer-payments",
    name_ja="共通納税納付情報（特別徴収）",
    columns=build_columns(
        (
            *_PAYMENT,
            ("法人番号", "corporate_number", Kind.CORPORATE_NUMBER, 13),
            ("名称", "name", Kind.TEXT, 60, Need.WANTED),
            ("団体コード", "municipality_code", Kind.DIGITS, 6, Need.REQUIRED),
            _MONTH,
            ("納付額", "amount", Kind.YEN, 12, Need.REQUIRED, "月割額・退職分・延滞金の計"),
            ("月割額", "monthly_amount", Kind.YEN, 12),
            ("退職所得分", "retirement_amount", Kind.YEN, 12),
            ("延滞金", "delinquency_charge", Kind.YEN, 12),
            ("人数", "headcount", Kind.COUNT, 6),
            ("納付日", "paid_date", Kind.DATE, 8, Need.REQUIRED),
            ("収納日", "deposit_date", Kind.DATE, 8, "団体の口座に入る日"),
            (
                "納付方法", "method", Kind.CODE, 1, ("1", "2", "3"),
                "1 ダイレクト納付 2 インターネットバンキング 3 クレジット等（台帳の定め）",
            ),
        ),
        certainty=Certainty.UNVERIFIED,
    ),
    source_ja=_SOURCE,
)  # fmt: skip

BREAKDOWN = Layout(
    kind="employer-breakdown",
    name_ja="共通納税納入内訳（特別徴収）",
    columns=build_columns(
        (
            *_PAYMENT,
            _MONTH,
            ("受給者番号", "payee_number", Kind.TEXT, 25),
            ("宛名番号", "addressee_number", Kind.ADDRESSEE_NUMBER, 15, "税額通知の番号"),
            ("氏名", "name", Kind.TEXT, 60, Need.REQUIRED),
            ("フリガナ", "kana", Kind.KANA, 60),
            ("生年月日", "birth_date", Kind.DATE, 8),
            (
                "区分", "class_code", Kind.CODE, 1, Need.REQUIRED, ("1", "2"),
                "1 月割額 2 退職所得分",
            ),
            ("納入額", "amount", Kind.YEN, 10, Need.REQUIRED),
        ),
        certainty=Certainty.UNVERIFIED,
    ),
    source_ja=_SOURCE,
)  # fmt: skip

write_payments = partial(write_csv_file, PAYMENTS)
write_breakdown = partial(write_csv_file, BREAKDOWN)


def read_payments(path: Path) -> ParsedFile:
    """What employers paid; a file may hold months of several years."""
    return read_csv_file(PAYMENTS, path, fiscal_year=0)


def read_breakdown(path: Path) -> ParsedFile:
    """Whose tax is inside."""
    return read_csv_file(BREAKDOWN, path, fiscal_year=0)
