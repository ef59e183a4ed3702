# SPDX-License-Identifier: Apache-2.0
"""特別徴収義務者 (employers who withhold) with their 指定番号: our own layout."""

from __future__ import annotations

from functools import partial

from daicho.adapters.csv_reader import read_csv_file
from daicho.adapters.csv_writer import write_csv_file
from daicho.adapters.layout import Certainty, Kind, Layout, Need, build_columns

LAYOUT = Layout(
    kind="employers",
    name_ja="特別徴収義務者",
    columns=build_columns(
        (
            ("年度", "fiscal_year", Kind.DIGITS, 4, Need.REQUIRED),
            ("指定番号", "employer_number", Kind.CODE, 12, Need.REQUIRED),
            ("法人番号", "corporate_number", Kind.CORPORATE_NUMBER, 13),
            ("名称", "name", Kind.TEXT, 60, Need.REQUIRED),
            ("フリガナ", "kana", Kind.KANA, 90),
            ("郵便番号", "postcode", Kind.DIGITS, 7),
            ("所在地", "address", Kind.TEXT, 100, Need.REQUIRED),
            ("方書", "address_detail", Kind.TEXT, 60),
            ("電話番号", "phone", Kind.TEXT, 15),
            ("納期の特例", "half_year_payment", Kind.FLAG, 1),
            ("特別徴収税額通知の受取方法", "notice_by", Kind.CODE, 1, ("1", "2"), "1 電子 2 書面"),
            ("個人事業主", "is_sole_proprietor", Kind.FLAG, 1),
            ("年金保険者", "is_pension_insurer", Kind.FLAG, 1),
        ),
        certainty=Certainty.OURS,
    ),
    year_column="fiscal_year",
    source_ja="台帳の定め",
)

read = partial(read_csv_file, LAYOUT)
write = partial(write_csv_file, LAYOUT)
