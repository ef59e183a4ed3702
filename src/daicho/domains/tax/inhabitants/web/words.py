# SPDX-License-Identifier: Apache-2.0
"""Japanese words of the facts of a basis, as the pages name them."""

from __future__ import annotations

from daicho.domains.tax.inhabitants.documents.words import INPUT_WORDS

_MORE = {
    "birth_date": "生年月日",
    "sex": "性別",
    "resident": "賦課期日の住所",
    "deceased_on": "死亡日",
    "public_assistance": "生活扶助",
    "minor": "未成年",
    "disability": "本人の障害",
    "widow": "寡婦",
    "single_parent": "ひとり親",
    "working_student": "勤労学生",
    "has_spouse": "配偶者",
    "spouse_birth_date": "配偶者の生年月日",
    "spouse_income": "配偶者の合計所得金額",
    "spouse_disability": "配偶者の障害",
    "spouse_cohabiting": "配偶者との同居",
    "spouse_family_employee": "配偶者の専従者区分",
    "spouse_overseas": "国外居住配偶者",
    "housing_credit_available": "住宅借入金等控除可能額",
    "housing_income_tax": "所得税額(住宅控除前)",
    "housing_taxable_income": "所得税の課税所得",
    "housing_move_in": "居住開始日",
    "housing_specified": "特定取得",
    "salary_collection": "給与特別徴収",
    "pension_collection": "年金特別徴収",
    "pension_first_year": "年金特別徴収の初年度",
    "previous_pension_part": "前年度の年金所得分",
    "other_by_ordinary": "給与等以外は自分で納付",
    "self_medication": "セルフメディケーション税制",
    "business_employees": "事業専従者",
    "dividend_levy_withheld": "配当割額",
    "share_levy_withheld": "株式等譲渡所得割額",
}
FACT_WORDS = {**INPUT_WORDS, **_MORE}
DATES = frozenset({"birth_date", "deceased_on", "spouse_birth_date", "housing_move_in"})
FLAGS = {
    "sex": {1: "女", 2: "男"},
    "disability": {1: "障害者", 2: "特別障害者"},
    "spouse_disability": {1: "障害者", 2: "特別障害者"},
    "resident": {0: "なし", 1: "あり"},
}
ONE_OR_NONE = frozenset(
    {
        *("public_assistance", "minor", "widow", "single_parent", "working_student"),
        *("has_spouse", "spouse_cohabiting", "spouse_family_employee", "spouse_overseas"),
        *("housing_specified", "salary_collection", "pension_collection", "pension_first_year"),
        *("other_by_ordinary", "self_medication"),
    }
)
# What the register says is changed there and not by a reassessment.
FROM_REGISTER = frozenset({"birth_date", "sex", "resident", "deceased_on", "public_assistance"})


def word_of(name: str) -> str:
    """The Japanese word of a fact; its own name where nobody has given it one."""
    return FACT_WORDS.get(name, name)
