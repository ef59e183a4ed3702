# SPDX-License-Identifier: Apache-2.0
"""Columns that 給与支払報告書 (315) and 公的年金等支払報告書 (331) share."""

from __future__ import annotations

from typing import Any

from daicho.adapters.layout import Kind, Need
from daicho.kernel.dates import format_income_year

ColumnRow = tuple[Any, ...]


def income_year_cell(fiscal_year: int) -> str:
    """The cell 年分 of the reports for a fiscal year: the 和暦 income year, two digits."""
    text = format_income_year(fiscal_year - 1).replace("元", "1")
    return f"{int(''.join(char for char in text if char.isdigit())):02d}"


def head_rows(form: str) -> tuple[ColumnRow, ...]:
    """Columns 1 to 14: the form, the payer, who submits, the year, the payee."""
    return (
        ("法定資料の種類", "form", Kind.CODE, 3, Need.REQUIRED, (form,)),
        ("整理番号1", "reference_1", Kind.CODE, 10),
        ("本支店等区分番号", "branch_number", Kind.CODE, 5),
        ("提出義務者の住所又は所在地", "payer_address", Kind.TEXT, 60, Need.REQUIRED),
        ("提出義務者の氏名又は名称", "payer_name", Kind.TEXT, 30, Need.REQUIRED),
        ("提出義務者の電話番号", "payer_phone", Kind.TEXT, 15),
        ("整理番号2", "reference_2", Kind.CODE, 13),
        ("提出者の住所", "submitter_address", Kind.TEXT, 60),
        ("提出者の氏名", "submitter_name", Kind.TEXT, 30),
        (
            "提出区分", "submission", Kind.CODE, 1, Need.REQUIRED, ("0", "1", "2", "3"),
            "0 新規 1 追加 2 訂正 3 取消",
        ),
        ("年分", "income_year", Kind.DIGITS, 2, Need.REQUIRED, "和暦の年"),
        ("受給者の住所", "address", Kind.TEXT, 60, Need.REQUIRED),
        ("受給者の国外住所表示", "is_address_abroad", Kind.FLAG, 1),
        ("受給者の氏名", "name", Kind.TEXT, 30, Need.REQUIRED),
    )  # fmt: skip


def birth_rows() -> tuple[ColumnRow, ...]:
    """元号, 年, 月, 日 of the payee's birth."""
    return (
        ("生年月日 元号", "birth_era", Kind.COUNT, 1, ("1", "2", "3", "4", "5"),
         "1 昭和 2 大正 3 明治 4 平成 5 令和"),
        ("生年月日 年", "birth_year", Kind.COUNT, 2),
        ("生年月日 月", "birth_month", Kind.COUNT, 2),
        ("生年月日 日", "birth_day", Kind.COUNT, 2),
    )  # fmt: skip


def person_rows(label: str, name: str) -> tuple[ColumnRow, ...]:
    """カナ, 氏名, 区分, 個人番号 of one relative."""
    return (
        (f"{label} フリガナ", f"{name}_kana", Kind.KANA, 60),
        (f"{label} 氏名", f"{name}_name", Kind.TEXT, 30),
        (f"{label} 区分", f"{name}_residence_class", Kind.CODE, 2, "00・空欄 居住者 01〜 非居住者"),
        (f"{label} 個人番号", f"{name}_individual_number", Kind.INDIVIDUAL_NUMBER, 12),
    )


def tail_rows() -> tuple[ColumnRow, ...]:
    """フリガナ, 受給者番号, 提出先, 指定番号."""
    return (
        ("受給者のフリガナ", "kana", Kind.KANA, 60, Need.WANTED, "半角カナ"),
        ("受給者番号", "payee_number", Kind.TEXT, 25),
        ("提出先市町村コード", "municipality_code", Kind.DIGITS, 6, Need.REQUIRED, "5桁か6桁"),
        ("指定番号", "employer_number", Kind.CODE, 12),
    )
