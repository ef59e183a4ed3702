# SPDX-License-Identifier: Apache-2.0
"""寄附金税額控除に係る申告特例通知書 (one-stop): what the municipalities that took gifts notify.

The layout that eLTAX delivers is not public. These columns are our own, after the items of
施行規則 様式第55号の7 (unverified); a converter for the delivered file puts it into them.
"""

from __future__ import annotations

from functools import partial

from daicho.adapters.csv_reader import read_csv_file
from daicho.adapters.csv_writer import write_csv_file
from daicho.adapters.layout import Certainty, Kind, Layout, Need, build_columns

LAYOUT = Layout(
    kind="one-stop-notice",
    name_ja="申告特例通知書",
    columns=build_columns(
        (
            ("寄附年", "gift_year", Kind.DIGITS, 4, Need.REQUIRED, "西暦4桁"),
            ("通知団体コード", "recipient_code", Kind.DIGITS, 6, Need.REQUIRED),
            ("通知団体名", "recipient_name", Kind.TEXT, 40, Need.REQUIRED),
            ("整理番号", "reference", Kind.CODE, 20, Need.REQUIRED),
            ("送付先市区町村コード", "municipality_code", Kind.DIGITS, 6, Need.REQUIRED),
            ("氏名", "name", Kind.TEXT, 60, Need.REQUIRED),
            ("フリガナ", "kana", Kind.KANA, 60, Need.WANTED),
            ("生年月日", "birth_date", Kind.DATE, 8, Need.REQUIRED),
            ("性別", "sex", Kind.COUNT, 1, ("0", "1", "2"), "1 女 2 男 0 不明"),
            ("郵便番号", "postcode", Kind.DIGITS, 7),
            ("住所", "address", Kind.TEXT, 100, Need.REQUIRED),
            ("個人番号", "individual_number", Kind.INDIVIDUAL_NUMBER, 12, Need.WANTED),
            ("寄附年月日", "gift_date", Kind.DATE, 8),
            ("寄附金額", "donation_one_stop", Kind.YEN, 10, Need.REQUIRED),
        ),
        certainty=Certainty.OURS,
    ),
    year_column="gift_year",
    year_text=lambda fiscal_year: str(fiscal_year - 1),
    source_ja="eLTAXの仕様は公開されていない。様式第55号の7の項目による台帳の定め",
)

read = partial(read_csv_file, LAYOUT)
write = partial(write_csv_file, LAYOUT)
