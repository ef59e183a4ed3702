# SPDX-License-Identifier: Apache-2.0
"""Short Japanese headings of the findings' codes, to choose among them."""

from __future__ import annotations

HEADINGS = {
    "claimed_twice": "重複扶養",
    "income_too_high": "扶養の所得超過",
    "relative_deceased": "扶養親族の死亡",
    "relative_born_later": "扶養親族の出生日",
    "claims_self": "本人を扶養に記載",
    "too_old_for_list": "16歳未満欄の年齢",
    "too_young_for_list": "扶養親族欄の年齢",
    "duplicate_document": "資料の重複",
    "two_returns": "申告書が二つ",
    "return_below_reports": "申告漏れの疑い",
    "same_payer_twice": "同じ支払者の報告が複数",
    "one_stop_not_in_return": "無効になった申告特例",
    "employer_unknown": "未登録の指定番号",
    "pension_collection_under_65": "65歳未満の年金特別徴収",
    "taxed_without_registration": "住登外課税の通知",
    "documents_waiting": "名寄せ待ちの資料",
    "payer_missing": "前年の支払者から報告なし",
    "documents_lost": "資料の件数・金額の不一致",
    "people_lost": "人数の不一致",
    "levels_lost": "課税区分の不一致",
    "assessments_lost": "賦課件数の不一致",
    "assessed_twice": "二重賦課",
    "tax_lost": "税額の不一致",
    "methods_differ": "徴収区分の不一致",
    "instalments_differ": "期割の不一致",
}
SEVERITIES = {"error": "誤り", "warning": "要確認", "info": "お知らせ"}


def heading_of(code: str) -> str:
    """The heading; the code itself where nobody has given it one."""
    return HEADINGS.get(code, code)
