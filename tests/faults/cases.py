# SPDX-License-Identifier: Apache-2.0
"""The acts that are killed in the middle. One line each; see harness.Case."""

from __future__ import annotations

from tests.faults.harness import Case
from tests.ward_fixture import CROWD, TARO

from daicho.foundation.access.catalogue import catalogue


def _taxpayer(number: int, rest: str = "") -> str:
    return f"/tax/taxpayers/{CROWD[number % len(CROWD)].number}/{rest}"


def _reassessment(number: int) -> dict[str, str]:
    return {
        "fact-social_insurance": str(100_000 + number * 7_000), "reason_code": "late_document",
        "reason": "控除証明書が届いた", "step": "decide",
    }  # fmt: skip


CASES: tuple[Case, ...] = (
    Case(name="look", entries="納税義務者照会", role="clerk",
         path=lambda n: f"/tax/taxpayers/{TARO.number}/"),
    Case(name="reassess", entries="賦課更正", role="tax_officer", method="POST",
         rows="SELECT count(*) FROM tax_inhabitants_assessment WHERE sequence > 0",
         path=lambda n: _taxpayer(n, "2025/reassess/"), form=_reassessment),
    Case(name="certificate", entries="課税・非課税証明書の発行", role="tax_officer", method="POST",
         path=lambda n: _taxpayer(n, "2025/papers/certificate.pdf"), form=lambda n: {"n": "1"}),
    Case(name="grant", entries="権限の付与", act="grant",
         rows="SELECT count(*) FROM access_grant WHERE granted_by = 'administrator'",
         rows_each=len(catalogue().roles["auditor"].functions)),
    Case(name="protect", entries="支援措置の登録", act="protect",
         rows="SELECT count(*) FROM access_protectedperson"),
    Case(name="issue", entries="証明書の発行", act="issue",
         rows="SELECT count(*) FROM certificates_certificateissue WHERE state = 'issued'"),
    Case(name="register", entries="住民異動の本登録", act="register",
         rows="SELECT count(*) FROM register_event"),
    Case(name="import", entries="課税資料等の取込", act="take-in",
         rows="SELECT count(*) FROM tax_documents_importfile"),
)  # fmt: skip
