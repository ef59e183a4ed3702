# SPDX-License-Identifier: Apache-2.0
"""Every function that can be granted, every purpose of use, and the roles of the demo.

A page or action names its function by code; an invariant test finds codes missing here.
"""

from __future__ import annotations

from daicho.foundation.access.catalogue import Function, Purpose, Role

# A purpose outside these does not open the function (目的外利用の防止).
_COUNTER = ("counter", "certificate", "register")
_CHANGE = ("register",)
_SHIELD = ("register", "counter", "protection")
_UPKEEP = ("upkeep", "review")

FUNCTIONS: tuple[Function, ...] = (
    Function("desk.home", "業務メニュー", needs_purpose=False),
    Function("tax.taxpayer.view", "納税義務者照会", may_be_opened_in_emergency=True),
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
    Function("register.view", "住民記録照会", may_be_opened_in_emergency=True),
    Function("register.find_by_number", "個人番号による住民検索", needs_number_use=True),
    Function("register.enter", "住民異動の入力(仮登録)", purposes=_CHANGE),
    Function("register.approve", "住民異動の審査・本登録", purposes=_CHANGE),
    Function("register.bulk", "一括処理", purposes=_CHANGE),
    Function("register.code", "住民票コードの付番・変更", purposes=_CHANGE),
    Function("register.restrain", "抑止の設定", purposes=_SHIELD),
    Function("register.release", "抑止の一時解除", purposes=(*_SHIELD, "certificate")),
    Function("register.inspection", "住民基本台帳の閲覧事務", purposes=("inspection",)),
    Function("register.statistics", "住民記録の統計", purposes=("statistics", "register")),
    Function(
        "register.extract",
        "住民記録のデータ抽出(EUC)",
        purposes=("statistics", "register", "upkeep"),
    ),
    Function("register.export", "住民記録の全件出入力", purposes=("upkeep",)),
    Function("register.export_numbers", "個人番号の全件出入力", needs_number_use=True),
    Function("protected.view", "支援措置対象者の住所照会・発行の解除(支援措置責任者)"),
    Function("protected.manage", "支援措置の管理"),
    Function("protected.search", "支援対象者照会", purposes=_SHIELD),
    Function(
        "certificate.issue", "住民票等の交付", purposes=_COUNTER, may_be_opened_in_emergency=True
    ),
    Function("certificate.waive", "手数料の減免", purposes=_COUNTER),
    Function("certificate.cash", "手数料の日計", purposes=_COUNTER),
    Function("certificate.stock", "証明書用紙の管理", purposes=_COUNTER),
    Function("seal.register", "印鑑登録", purposes=_COUNTER),
    Function("seal.certify", "印鑑登録証明書の交付", purposes=_COUNTER),
    Function("counter.use", "窓口総合支援", purposes=_COUNTER, may_be_opened_in_emergency=True),
    Function("vault.store", "個人番号の登録", needs_number_use=True),
    Function("vault.reveal", "個人番号の表示", needs_number_use=True),
    Function("audit.view", "操作ログ照会"),
    Function("audit.review", "操作ログの月次点検"),
    Function("staff.manage", "職員・権限の管理"),
    Function("rights.request", "権限の申請", needs_purpose=False),
    Function("rights.approve", "権限の承認", needs_purpose=False),
    Function("personnel.import", "人事異動の取込", purposes=_UPKEEP),
    Function("emergency.open", "緊急アクセス"),
    Function("emergency.review", "緊急アクセスの点検", needs_purpose=False),
    Function("system.settings", "設定の変更", purposes=_UPKEEP),
    Function("api.use", "API利用", needs_purpose=False),
    # Items (項目): shown to those who hold them, on every screen and certificate (標準 10.4).
    Function("item.registry", "項目: 戸籍の表示(本籍・筆頭者)", needs_purpose=False),
    Function("item.individual_number", "項目: 個人番号", needs_number_use=True),
    Function("item.resident_code", "項目: 住民票コード", needs_purpose=False),
    Function("item.residence_status", "項目: 在留資格等", needs_purpose=False),
    Function("item.entitlements", "項目: 選挙・国保・年金等の資格", needs_purpose=False),
    Function("item.certificate_serial", "項目: 電子証明書シリアル番号", needs_purpose=False),
)

PURPOSES: tuple[Purpose, ...] = (
    Purpose("assessment", "個人住民税の賦課", is_number_use=True),
    Purpose("correction", "賦課の更正・調査", is_number_use=True),
    Purpose("counter", "窓口・電話での照会"),
    Purpose("certificate", "証明書の発行", is_number_use=True),
    Purpose("collection", "収納・滞納整理", is_number_use=True),
    Purpose("register", "住民記録の異動", is_number_use=True),
    Purpose("inspection", "住民基本台帳の閲覧(住基法11条)"),
    Purpose("protection", "支援措置の事務"),
    Purpose("statistics", "統計の作成"),
    Purpose("review", "操作ログの点検・監査"),
    Purpose("upkeep", "システムの管理"),
)

_OWN = ("desk.home", "rights.request")
_VIEW = (
    *_OWN, "emergency.open", "tax.taxpayer.view", "tax.assessment.view", "documents.view",
)  # fmt: skip
_OFFICER = (
    *_VIEW, "tax.taxpayer.find_by_number", "tax.assessment.run", "tax.assessment.reassess",
    "tax.join.decide", "tax.notice.issue", "tax.certificate.issue", "documents.import",
    "documents.withdraw", "register.view", "vault.store", "vault.reveal",
)  # fmt: skip
_HEAD = ("rights.approve", "audit.review", "emergency.review")
_COUNTER_CLERK = (
    "counter.use", "register.view", "certificate.issue", "seal.register", "seal.certify",
)  # fmt: skip
_REGISTER_CLERK = (
    *_OWN, "emergency.open", *_COUNTER_CLERK, "register.enter", "register.find_by_number",
    "register.statistics", "register.inspection", "certificate.waive", "certificate.cash",
    "certificate.stock", "item.registry", "item.individual_number", "item.resident_code",
    "item.residence_status", "item.entitlements", "item.certificate_serial", "vault.store",
    "vault.reveal",
)  # fmt: skip

ROLES: tuple[Role, ...] = (
    Role("clerk", "窓口担当", (*_VIEW, *_COUNTER_CLERK, "tax.certificate.issue")),
    Role("tax_officer", "課税担当", _OFFICER),
    Role("section_head", "課税係長", (*_OFFICER, *_HEAD, "tax.release.accept", "protected.view")),
    Role("register_clerk", "住民記録担当(入力)", _REGISTER_CLERK),
    Role(
        "register_chief", "住民記録係長(審査・支援措置責任者)",
        (
            *_REGISTER_CLERK, *_HEAD, "register.approve", "register.bulk", "register.code",
            "register.restrain", "register.release", "register.extract", "register.export",
            "protected.view", "protected.manage", "protected.search",
        ),
    ),
    Role(
        "auditor", "監査担当",
        (*_OWN, "audit.view", "audit.review", "emergency.review"),
    ),
    Role(
        "administrator", "システム管理者",
        (
            *_OWN, "audit.view", "staff.manage", "rights.approve", "personnel.import",
            "emergency.review", "system.settings", "protected.manage",
        ),
    ),
)  # fmt: skip
