# SPDX-License-Identifier: Apache-2.0
"""Why a document or a figure was adopted or rejected: the precedence of documents as a table.

The trace of a basis holds the codes; pages and letters show `text_ja` with the article.
"""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """One rule of precedence, read from top to bottom."""

    code: str
    text_ja: str
    citation: str
    unverified: bool = False  # the article was not checked at the official text


PRECEDENCE = (
    Reason("cancelled", "支払者が報告を取り消したため除く", "地方税法317条の6", True),
    Reason("corrected", "同じ支払者の訂正報告に差し替えた", "地方税法317条の6", True),
    Reason("duplicate", "同じ支払者から同じ内容の報告が重ねて出ている", "地方税法317条の6", True),
    Reason(
        "tax_return_first",
        "確定申告書は住民税申告書とみなされるため確定申告書による",
        "地方税法317条の3",
        True,
    ),
    Reason("later_return", "後から提出された申告書による", "地方税法317条の3", True),
    Reason(
        "in_return",
        "申告書の額に含まれるため、支払報告書の額は加えない",
        "地方税法315条",
        True,
    ),
    Reason(
        "one_stop_void",
        "申告書が提出されたため申告特例は無効(申告書の寄附金による)",
        "地方税法附則7条",
        True,
    ),
    Reason("one_stop_too_many", "申告特例の通知が5団体を超えるため無効", "地方税法附則7条", True),
    Reason(
        "previous_job",
        "年末調整をした支払者の報告に前職分として含まれる",
        "所得税法190条",
        True,
    ),
    Reason("not_main", "主たる給与(年末調整)の報告の記載による", "所得税法190条", True),
    Reason("repeated", "他の資料に同じ記載がある", "地方税法315条", True),
)
BY_CODE = {reason.code: reason for reason in PRECEDENCE}

# How the whole of a person's documents was put together; stored in Basis.rule.
RULES_JA = {
    "tax_return": "確定申告書による",
    "resident_return": "住民税申告書による",
    "reports": "支払報告書の合算による",
    "report": "一枚の支払報告書による",
    "others": "通知のみ(所得の資料なし)",
}
