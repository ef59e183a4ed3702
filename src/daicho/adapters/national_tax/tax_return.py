# SPDX-License-Identifier: Apache-2.0
"""確定申告: a CSV projection of the return (e-Tax form KOA020), one line a return.

What 国税連携 delivers (XML and figures of paper returns) is a members' specification. These columns
are our own; the shaping system in front (課税支援) or a converter writes them.
"""

from __future__ import annotations

from functools import partial

from daicho.adapters.csv_reader import read_csv_file
from daicho.adapters.csv_writer import write_csv_file
from daicho.adapters.layout import Certainty, Kind, Layout, Need, build_columns
from daicho.adapters.return_columns import (
    DONATIONS,
    INCOME,
    PAID,
    PERSON,
    RELATIVES,
    SEPARATE_INCOME,
    STATUS,
)

_HEAD = (
    ("年分", "income_year", Kind.DIGITS, 4, Need.REQUIRED, "西暦4桁"),
    ("局署番号", "tax_office", Kind.DIGITS, 5, Need.REQUIRED),
    ("整理番号", "reference", Kind.CODE, 10, Need.REQUIRED),
    ("申告区分", "return_class", Kind.CODE, 1, Need.REQUIRED, ("1", "2", "3"),
     "1 期限内・期限後 2 修正 3 更正・決定"),
    ("提出日", "filed_on", Kind.DATE, 8, Need.REQUIRED),
    ("青色", "is_blue", Kind.FLAG, 1),
    ("提出先市区町村コード", "municipality_code", Kind.DIGITS, 6, Need.REQUIRED),
)  # fmt: skip
_CREDITS = (
    ("住宅借入金等特別控除額", "housing_credit_stated", Kind.YEN, 10),
    ("住宅 居住開始日", "housing_move_in_date", Kind.DATE, 8),
    ("住宅 控除可能額", "housing_credit_available", Kind.YEN, 10),
    ("住宅 特定取得", "housing_specified", Kind.FLAG, 1),
    ("課税される所得金額", "income_tax_base_stated", Kind.YEN, 10),
    ("所得税額（税額控除前）", "housing_income_tax", Kind.YEN, 10),
    ("配当控除の対象 区分", "dividend_kind", Kind.COUNT, 1, ("0", "1", "2"),
     "0 普通 1 証券投資信託 2 外貨建等証券投資信託"),
    ("外国税額控除 住民税分", "foreign_tax", Kind.YEN, 10),
    ("源泉徴収税額", "income_tax_withheld", Kind.YEN, 10),
    ("配当割額控除額", "dividend_levy_withheld", Kind.YEN, 10),
    ("株式等譲渡所得割額控除額", "share_levy_withheld", Kind.YEN, 10),
    ("給与・公的年金等以外の徴収方法", "other_income_collection", Kind.CODE, 1, ("1", "2"),
     "1 特別徴収 2 自分で納付"),
)  # fmt: skip

LAYOUT = Layout(
    kind="tax-return",
    name_ja="確定申告",
    columns=build_columns(
        (
            *_HEAD, *PERSON, *INCOME, *SEPARATE_INCOME, *PAID, *STATUS, *DONATIONS, *RELATIVES,
            *_CREDITS,
        ),
        certainty=Certainty.OURS,
    ),
    year_column="income_year",
    year_text=lambda fiscal_year: str(fiscal_year - 1),
    source_ja="国税連携の仕様は公開されていない。申告書（KOA020）の項目による台帳の定め",
)  # fmt: skip

read = partial(read_csv_file, LAYOUT)
write = partial(write_csv_file, LAYOUT)
