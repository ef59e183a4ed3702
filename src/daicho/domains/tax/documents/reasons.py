# SPDX-License-Identifier: Apache-2.0
"""Why a document was joined to a person, or could not be: codes and what they tell the clerk."""

from __future__ import annotations

JOIN_RULES = {
    "number": "個人番号が一致し、氏名・生年月日等も一致",
    "addressee_no": "資料の宛名番号が一致し、氏名・生年月日等も一致",
    "items": "氏名・振り仮名・生年月日・性別・住所が一致",
    "decided": "職員の決定",
}
DOUBTS = {
    "number_items_differ": "個人番号の人と氏名・生年月日等が異なります。",
    "number_differs": "氏名等が一致する人の個人番号が資料と異なります。",
    "addressee_no_items_differ": "資料の宛名番号の人と氏名・生年月日等が異なります。",
    "several_match": "氏名等が一致する人が2人以上います。",
    "items_partly": "氏名等の一部だけが一致する人がいます。",
    "near": "氏名等がよく似た人がいます。",
    "not_resident": "一致する人は賦課期日に住民ではありません。",
    "reopened": "名寄せの見直しのため確認待ちです。",
}
OTHER_ENDS = {
    "other_municipality": "住所がほかの市区町村です。",
    "other_submission": "提出先がほかの市区町村です。",
    "unknown": "該当する人が宛名にいません。",
    "rejected": "課税に用いません。",
}
REASONS = {"": "", **DOUBTS, **OTHER_ENDS}
