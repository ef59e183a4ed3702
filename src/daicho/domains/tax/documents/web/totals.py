# SPDX-License-Identifier: Apache-2.0
"""Control totals of a file in words."""

from __future__ import annotations

from collections.abc import Mapping

WORDS = {
    "rows": "件数",
    "salary_revenue": "給与支払金額の計",
    "pension_revenue": "年金支払金額の計",
    "income_tax_withheld": "源泉徴収税額の計",
    "social_insurance": "社会保険料の計",
    "donation_one_stop": "申告特例の寄附金の計",
}


def lines_of_totals(totals: Mapping[str, int]) -> list[tuple[str, int]]:
    """The totals that have a Japanese word, then the number of the others, which must agree too."""
    return [(word, totals[name]) for name, word in WORDS.items() if name in totals]
