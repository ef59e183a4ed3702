# SPDX-License-Identifier: Apache-2.0
"""Errors and alerts of the resident register, each with its number (標準仕様書 11.1).

An error stops the final registration until its cause is gone; an alert warns and lets it through.
The official lists (エラー項目一覧, アラート項目一覧) are not part of our reference texts, so the
numbers are our own and the list is gathered from the items themselves (unverified). A number
once given is never given to another check.
"""

from __future__ import annotations

from types import MappingProxyType

from daicho.kernel.findings import Finding
from daicho.rules.resident_register.check_alerts import ALERTS
from daicho.rules.resident_register.check_errors import ERRORS
from daicho.rules.resident_register.check_model import Check

ALL_CHECKS: tuple[Check, ...] = (*ERRORS, *ALERTS)
# Numbers that nothing gives with `finding`: where the same is said, or why it cannot be.
SAID_ELSEWHERE = MappingProxyType(
    {
        "E-070": "certificate.late",  # the request for 転出証明書 is refused
        "A-026": "overflow",  # 文字超過リスト of each paper
        "A-027": "shape",  # the same list: a character that the typeface has not
        "A-018": "異常終了しました",  # the page of jobs and the first page
        "A-016": "",  # 住基ネットCS (7章): its telegrams are not public, nothing is sent
        "A-017": "",  # 転入通知 received from it: notices are typed (4.1.3.1.3)
    }
)
CHECKS = MappingProxyType({check.number: check for check in ALL_CHECKS})


def finding(number: str, *, subject: str = "", detail: str = "") -> Finding:
    """The finding of one check: its title, what is concerned, the reason and what to do.

    `subject` names the person by 宛名番号 and the item, `detail` the values; never a 個人番号.
    """
    check = CHECKS[number]
    said = f"{check.title}（{detail}）" if detail else check.title
    return Finding(
        code=f"register.{number}",
        severity=check.severity,
        message_ja=f"{said}。{check.reason}。対応: {check.remedy}",
        subject=subject,
        citation=check.citation,
    )
