# SPDX-License-Identifier: Apache-2.0
"""Every function that can be granted, every purpose of use, and the roles of the demo.

A page or action names its function by code; an invariant test finds codes missing here.
"""

from __future__ import annotations

from daicho.foundation.access.catalogue import Function, Purpose, Role

FUNCTIONS: tuple[Function, ...] = (
    Function("desk.home", "業務メニュー", needs_purpose=False),
    Function("tax.taxpayer.view", "納税義務者照会"),
    Function("tax.taxpayer.find_by_number", "個人番号による検索", needs_number_use=True),
    Function("tax.assessment.run", "当初賦課の実行"),
    Function("tax.assessment.view", "賦課処理状況照会"),
    Function("tax.assessment.reassess", "賦課更正"),
    Function("tax.join.decide", "課税資料の名寄せ"),
    Function("tax.release.accept", "当初賦課の承認"),
    Function("tax.notice.issue", "納税通知書の発行"),
    Function("tax.certificate.issue", "課税・非課税証明書の発行"),
    Function("documents.import", "課税資料の取込"),
    Function("documents.withdraw", "課税資料の取込取消"),
    Function("documents.view", "課税資料照会"),
    Function("register.view", "住民記録照会"),
    Function("register.change", "住民記録異動"),
    Function("protected.view", "支援措置対象者の住所照会"),
    Function("protected.manage", "支援措置対象者の管理"),
    Function("vault.store", "個人番号の登録", needs_number_use=True),
    Function("vault.reveal", "個人番号の表示", needs_number_use=True),
    Function("audit.view", "操作ログ照会"),
    Function("staff.manage", "職員・権限の管理"),
)

PURPOSES: tuple[Purpose, ...] = (
    Purpose("assessment", "個人住民税の賦課", is_number_use=True),
    Purpose("correction", "賦課の更正・調査", is_number_use=True),
    Purpose("counter", "窓口・電話での照会"),
    Purpose("certificate", "証明書の発行"),
    Purpose("collection", "収納・滞納整理", is_number_use=True),
    Purpose("register", "住民記録の異動"),
    Purpose("review", "操作ログの点検・監査"),
    Purpose("upkeep", "システムの管理"),
)

_VIEW = ("desk.home", "tax.taxpayer.view", "tax.assessment.view", "documents.view")
_OFFICER = (
    *_VIEW, "tax.taxpayer.find_by_number", "tax.assessment.run", "tax.assessment.reassess",
    "tax.join.decide", "tax.notice.issue", "tax.certificate.issue", "documents.import",
    "documents.withdraw", "register.view", "vault.store", "vault.reveal",
)  # fmt: skip

ROLES: tuple[Role, ...] = (
    Role("clerk", "窓口担当", (*_VIEW, "tax.certificate.issue")),
    Role("tax_officer", "課税担当", _OFFICER),
    Role("section_head", "課税係長", (*_OFFICER, "tax.release.accept", "protected.view")),
    Role("auditor", "監査担当", ("desk.home", "audit.view")),
    Role(
        "administrator", "システム管理者",
        ("desk.home", "audit.view", "staff.manage", "protected.manage"),
    ),
)  # fmt: skip
