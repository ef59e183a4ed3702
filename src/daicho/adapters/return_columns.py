# SPDX-License-Identifier: Apache-2.0
"""Columns that the income tax return (確定申告) and the inhabitants tax return (住民税申告) share.

Names are those of the tax case (contracts/tax-case.schema.json) where the meaning is the same.
"""

from __future__ import annotations

from typing import Any

from daicho.adapters.layout import Kind, Need

ColumnRow = tuple[Any, ...]
_YEN, _SIGNED = Kind.YEN, Kind.SIGNED_YEN

PERSON: tuple[ColumnRow, ...] = (
    ("氏名", "name", Kind.TEXT, 60, Need.REQUIRED),
    ("フリガナ", "kana", Kind.KANA, 60, Need.WANTED),
    ("生年月日", "birth_date", Kind.DATE, 8, Need.REQUIRED),
    ("性別", "sex", Kind.COUNT, 1, ("0", "1", "2"), "1 女 2 男 0 不明"),
    ("郵便番号", "postcode", Kind.DIGITS, 7),
    ("住所", "address", Kind.TEXT, 100, Need.REQUIRED),
    ("1月1日の住所", "address_on_assessment_date", Kind.TEXT, 100, "同じときは空欄"),
    ("個人番号", "individual_number", Kind.INDIVIDUAL_NUMBER, 12, Need.WANTED),
    ("宛名番号", "addressee_number", Kind.ADDRESSEE_NUMBER, 15, "分かるとき"),
    ("職業", "occupation", Kind.TEXT, 30),
    ("電話番号", "phone", Kind.TEXT, 15),
)

INCOME: tuple[ColumnRow, ...] = (
    ("収入 事業 営業等", "business_revenue", _YEN, 10),
    ("収入 事業 農業", "agriculture_revenue", _YEN, 10),
    ("収入 不動産", "real_estate_revenue", _YEN, 10),
    ("収入 配当", "dividend_revenue", _YEN, 10),
    ("収入 給与", "salary_revenue", _YEN, 10),
    ("収入 公的年金等", "pension_revenue", _YEN, 10),
    ("所得 事業 営業等", "business", _SIGNED, 10),
    ("所得 事業 農業", "agriculture", _SIGNED, 10),
    ("所得 不動産", "real_estate", _SIGNED, 10),
    ("所得 利子", "interest", _YEN, 10),
    ("所得 配当", "dividend", _YEN, 10),
    ("所得 給与", "salary_income_stated", _YEN, 10),
    ("所得 公的年金等", "pension_income_stated", _YEN, 10),
    ("所得 雑（業務・その他）", "misc", _SIGNED, 10),
    ("所得 総合譲渡 短期", "capital_gain_short", _SIGNED, 10, "特別控除後"),
    ("所得 総合譲渡 長期", "capital_gain_long", _SIGNED, 10, "2分の1にする前"),
    ("所得 一時", "occasional", _YEN, 10, "2分の1にする前、特別控除後"),
    ("所得 合計", "total_income_stated", _SIGNED, 10),
    ("特定支出控除の対象額", "specific_expenditure", _YEN, 10),
)

SEPARATE_INCOME: tuple[ColumnRow, ...] = (
    ("分離 短期譲渡 一般", "separate_land_short", _SIGNED, 10, "特別控除後"),
    ("分離 短期譲渡 軽減", "separate_land_short_reduced", _SIGNED, 10),
    ("分離 長期譲渡 一般", "separate_land_long", _SIGNED, 10),
    ("分離 長期譲渡 特定", "separate_land_long_excellent", _SIGNED, 10),
    ("分離 長期譲渡 軽課", "separate_land_long_residence", _SIGNED, 10),
    ("分離 一般株式等の譲渡", "unlisted_shares", _SIGNED, 10),
    ("分離 上場株式等の譲渡", "listed_shares", _SIGNED, 10),
    ("分離 上場株式等の配当等", "listed_dividend_separate", _YEN, 10),
    ("分離 先物取引", "futures", _SIGNED, 10),
    ("山林所得", "forestry", _SIGNED, 10),
    ("退職所得", "retirement", _YEN, 10),
    ("繰越損失額", "loss_carried_forward", _YEN, 10),
    ("上場株式等の繰越損失額", "listed_share_loss_carried_forward", _YEN, 10),
)

PAID: tuple[ColumnRow, ...] = (
    ("社会保険料", "social_insurance", _YEN, 10),
    ("小規模企業共済等掛金", "small_enterprise_mutual_aid", _YEN, 10),
    ("新生命保険料", "life_new_general", _YEN, 10),
    ("旧生命保険料", "life_old_general", _YEN, 10),
    ("介護医療保険料", "life_care_medical", _YEN, 10),
    ("新個人年金保険料", "life_new_pension", _YEN, 10),
    ("旧個人年金保険料", "life_old_pension", _YEN, 10),
    ("地震保険料", "earthquake_insurance", _YEN, 10),
    ("旧長期損害保険料", "old_long_term_casualty", _YEN, 10),
    ("雑損 損害金額（差引）", "casualty_net_loss", _YEN, 10),
    ("雑損 災害関連支出", "casualty_disaster_expense", _YEN, 10),
    ("医療費 支払額", "medical_paid", _YEN, 10),
    ("医療費 補塡額", "medical_reimbursed", _YEN, 10),
    ("セルフメディケーション", "self_medication", _YEN, 10),
)

STATUS: tuple[ColumnRow, ...] = (
    ("本人の障害", "disability", Kind.COUNT, 1, ("0", "1", "2"), "1 普通 2 特別"),
    ("寡婦", "widow", Kind.FLAG, 1),
    ("ひとり親", "single_parent", Kind.FLAG, 1),
    ("勤労学生", "working_student", Kind.FLAG, 1),
)

DONATIONS: tuple[ColumnRow, ...] = (
    ("寄附 都道府県・市区町村（特例控除対象）", "donation_furusato", _YEN, 10),
    ("寄附 住所地の共同募金会・日赤", "donation_community_chest", _YEN, 10),
    ("寄附 条例指定 都道府県", "donation_prefecture", _YEN, 10),
    ("寄附 条例指定 市区町村", "donation_municipality", _YEN, 10),
    ("寄附 条例指定 両方", "donation_both", _YEN, 10),
)


def _spouse() -> tuple[ColumnRow, ...]:
    return (
        ("配偶者 氏名", "spouse_name", Kind.TEXT, 60),
        ("配偶者 生年月日", "spouse_birth_date", Kind.DATE, 8),
        ("配偶者 個人番号", "spouse_individual_number", Kind.INDIVIDUAL_NUMBER, 12),
        ("配偶者 合計所得", "spouse_income", _YEN, 10),
        ("配偶者 障害", "spouse_disability", Kind.COUNT, 1, ("0", "1", "2")),
        ("配偶者 国外居住", "spouse_overseas", Kind.FLAG, 1),
        ("配偶者 専従者", "spouse_family_employee", Kind.FLAG, 1),
    )


def _dependant(number: int) -> tuple[ColumnRow, ...]:
    label, name = f"扶養親族{number}", f"dependant_{number}"
    return (
        (f"{label} 氏名", f"{name}_name", Kind.TEXT, 60),
        (f"{label} 続柄", f"{name}_relation", Kind.TEXT, 10),
        (f"{label} 生年月日", f"{name}_birth_date", Kind.DATE, 8),
        (f"{label} 個人番号", f"{name}_individual_number", Kind.INDIVIDUAL_NUMBER, 12),
        (f"{label} 合計所得", f"{name}_income", _YEN, 10),
        (f"{label} 障害", f"{name}_disability", Kind.COUNT, 1, ("0", "1", "2")),
        (f"{label} 同居", f"{name}_cohabiting", Kind.FLAG, 1),
        (f"{label} 国外居住", f"{name}_overseas", Kind.FLAG, 1),
    )


DEPENDANT_COUNT = 6
RELATIVES: tuple[ColumnRow, ...] = (
    *_spouse(),
    *(row for number in range(1, DEPENDANT_COUNT + 1) for row in _dependant(number)),
    ("青色専従者給与", "blue_salary", _YEN, 10),
    ("白色専従者控除", "white_deduction", _YEN, 10),
)
