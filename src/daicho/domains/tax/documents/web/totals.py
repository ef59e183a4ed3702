# SPDX-License-Identifier: Apache-2.0
"""Control totals of a file in words."""

from __future__ import annotations

from collections.abc import Mapping

WORDS = {
    "rows": "件数",
    "salary_revenue": "給与収入の計",
    "pension_revenue": "公的年金等収入の計",
    "business": "事業所得の計",
    "real_estate": "不動産所得の計",
    "total_income_stated": "合計所得金額(記載)の計",
    "income_tax_withheld": "源泉徴収税額の計",
    "social_insurance": "社会保険料の計",
    "medical_paid": "医療費の計",
    "donation_furusato": "都道府県・市区町村への寄附の計",
    "donation_one_stop": "申告特例の寄附金の計",
    "pension_amount": "年金額の計",
}


def lines_of_totals(totals: Mapping[str, int]) -> list[tuple[str, int]]:
    """The totals a clerk compares with the sender's; the import checks all the others as well."""
    return [(word, totals[name]) for name, word in WORDS.items() if name in totals]
