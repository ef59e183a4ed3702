# SPDX-License-Identifier: Apache-2.0
"""Residents and non-residents (住登外) as of January 1, with their households: our own layout."""

from __future__ import annotations

from functools import partial

from daicho.adapters.csv_reader import read_csv_file
from daicho.adapters.csv_writer import write_csv_file
from daicho.adapters.layout import Certainty, Kind, Layout, Need, build_columns

LAYOUT = Layout(
    kind="residents",
    name_ja="住民・住登外者",
    columns=build_columns(
        (
            ("基準日", "as_of", Kind.DIGITS, 8, Need.REQUIRED, "賦課期日（1月1日）西暦8桁"),
            ("宛名番号", "addressee_number", Kind.ADDRESSEE_NUMBER, 15, Need.REQUIRED),
            ("世帯番号", "household_number", Kind.ADDRESSEE_NUMBER, 15, "住登外者は空欄"),
            ("住民区分", "resident_class", Kind.COUNT, 1, Need.REQUIRED, ("1", "2", "3"),
             "1 日本人住民 2 外国人住民 3 住登外者"),
            ("氏名", "name", Kind.TEXT, 100, Need.REQUIRED),
            ("氏名フリガナ", "kana", Kind.KANA, 150, Need.WANTED),
            ("通称", "alias", Kind.TEXT, 100),
            ("通称フリガナ", "alias_kana", Kind.KANA, 150),
            ("生年月日", "birth_date", Kind.DATE, 8, Need.REQUIRED),
            ("性別", "sex", Kind.COUNT, 1, Need.REQUIRED, ("0", "1", "2"), "1 女 2 男 0 不明"),
            ("続柄", "relationship_to_householder", Kind.TEXT, 20, "世帯主・妻・子・子の子など"),
            ("郵便番号", "postcode", Kind.DIGITS, 7),
            ("住所", "address", Kind.TEXT, 150, Need.REQUIRED),
            ("方書", "address_detail", Kind.TEXT, 100),
            ("住民となった日", "became_resident_on", Kind.DATE, 8),
            ("住民となった事由", "became_resident_by", Kind.TEXT, 20),
            ("住所を定めた日", "address_since_date", Kind.DATE, 8),
            ("前住所", "previous_address", Kind.TEXT, 150),
            ("消除日", "removed_on", Kind.DATE, 8, "基準日より後の転出・死亡など"),
            ("消除事由", "removed_by", Kind.TEXT, 20),
            ("登録市区町村コード", "registered_municipality", Kind.DIGITS, 6, "住登外者の住所地"),
            ("国籍・地域", "nationality", Kind.TEXT, 30, "外国人住民のみ"),
            ("在留資格", "residence_status", Kind.TEXT, 30, "外国人住民のみ"),
            ("個人番号", "individual_number", Kind.INDIVIDUAL_NUMBER, 12, Need.WANTED),
            ("生活扶助", "public_assistance", Kind.FLAG, 1, "基準日に生活扶助を受けている"),
            ("支援措置", "is_protected", Kind.FLAG, 1, "DV等支援措置の対象者"),
            ("障害区分", "disability", Kind.COUNT, 1, ("0", "1", "2"), "1 普通 2 特別"),
        ),
        certainty=Certainty.OURS,
    ),
    year_column="as_of",
    year_text=lambda fiscal_year: f"{fiscal_year}0101",
    source_ja="台帳の定め（標準仕様書の基本項目による）",
)  # fmt: skip

read = partial(read_csv_file, LAYOUT)
write = partial(write_csv_file, LAYOUT)
