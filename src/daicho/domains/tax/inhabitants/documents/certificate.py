# SPDX-License-Identifier: Apache-2.0
"""課税・非課税証明書: incomes, deductions, relatives and tax of one person and year, certified."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from daicho.domains.tax.inhabitants.documents.amounts import Split, TaxBase, day, yen
from daicho.domains.tax.inhabitants.documents.letters import View, fit, show_issuer
from daicho.domains.tax.inhabitants.documents.people import Issuer
from daicho.foundation.documents.fonts import FontSet
from daicho.kernel.dates import format_fiscal_year, format_income_year

# The items a ward prints, in its order. A key that the caller leaves out prints as blank.
INCOMES = {
    "salary_revenue": "給与収入",
    "salary_income": "給与所得",
    "pension_revenue": "公的年金等収入",
    "pension_income": "公的年金等雑所得",
    "business": "営業等所得",
    "agriculture": "農業所得",
    "real_estate": "不動産所得",
    "interest": "利子所得",
    "dividend": "配当所得",
    "misc": "その他雑所得",
    "capital_gain": "総合譲渡所得",
    "occasional": "一時所得",
    "forestry": "山林所得",
    "retirement": "退職所得",
    "separate_land_short": "分離短期譲渡所得",
    "separate_land_long": "分離長期譲渡所得",
    "unlisted_shares": "一般株式等譲渡所得",
    "listed_shares": "上場株式等譲渡所得",
    "listed_dividend_separate": "上場株式等配当所得",
    "futures": "先物取引所得",
    "loss_carried_forward": "繰越損失額",
}
DEDUCTIONS = {
    "casualty_loss": "雑損控除",
    "medical": "医療費控除",
    "social_insurance": "社会保険料控除",
    "small_enterprise_mutual_aid": "小規模企業共済等掛金控除",
    "life_insurance": "生命保険料控除",
    "earthquake_insurance": "地震保険料控除",
    "disability": "障害者控除",
    "widow": "寡婦控除",
    "single_parent": "ひとり親控除",
    "working_student": "勤労学生控除",
    "spouse": "配偶者控除",
    "spouse_special": "配偶者特別控除",
    "dependants": "扶養控除",
    "specified_relative_special": "特定親族特別控除",
    "basic": "基礎控除",
}
CREDITS = {
    "adjustment": "調整控除",
    "dividend": "配当控除",
    "housing_loan": "住宅借入金等特別税額控除",
    "donation": "寄附金税額控除",
    "foreign_tax": "外国税額控除",
    "withheld_levies": "配当割額等控除",
    "fixed_amount": "定額減税額",
}
RELATIVES = {
    "spouse": "控除対象配偶者",
    "spouse_same_livelihood": "同一生計配偶者",
    "specified": "特定扶養",
    "elderly_parents": "同居老親等",
    "elderly": "老人扶養",
    "general": "その他扶養",
    "special_relatives": "特定親族",
    "under_16": "16歳未満",
    "disabled_special_cohabiting": "同居特別障害者",
    "disabled_special": "特別障害者",
    "disabled": "普通障害者",
}
_NAME_BOX = (138.0, 7.0, 12.0)
_ADDRESS_BOX = (138.0, 7.0, 9.0)
_REMARK_BOX = (150.0, 6.0, 7.5)


class CertificateKind(StrEnum):
    """Which sentence the certificate ends with. Whoever declared nothing (未申告) gets neither."""

    TAXED = "課税証明書"
    NONTAXABLE = "非課税証明書"


@dataclass(frozen=True, slots=True)
class TaxCertificate:
    """All that the certificate shows. Amounts by the keys of `INCOMES`, `DEDUCTIONS`, `CREDITS`."""

    issuer: Issuer
    kind: CertificateKind
    fiscal_year: int
    certificate_no: str
    issued_on: date
    name: str
    birth_date: date | None
    address: str  # at present; empty where a protective measure (支援措置) forbids it
    address_on_assessment_date: str  # 賦課期日の住所
    incomes: dict[str, int]
    total_income: int
    total_income_etc: int
    deductions: dict[str, int]
    deductions_total: int
    relatives: dict[str, int]  # numbers of persons
    own_states: tuple[str, ...]  # 本人該当: 障害者, 寡婦, ひとり親, 勤労学生, 未成年者
    tax_bases: tuple[TaxBase, ...]
    income_levy: Split
    per_capita: Split
    forest_environment_tax: int
    annual_tax: int
    credits: dict[str, Split] = field(default_factory=dict)
    remarks: str = ""


def show_certificate(certificate: TaxCertificate, fonts: FontSet) -> View:
    """What the template reads."""
    _refuse_unknown(certificate)
    year, income_year = certificate.fiscal_year, certificate.fiscal_year - 1
    issuer = certificate.issuer
    return {
        "title": f"{issuer.municipal_tax}・{issuer.prefectural_tax} {certificate.kind}",
        "kind": str(certificate.kind),
        "year": format_fiscal_year(year),
        "income_year": format_income_year(income_year),
        "assessment_day": day(date(year, 1, 1)),
        "issuer": show_issuer(issuer),
        "number": certificate.certificate_no,
        "issued": day(certificate.issued_on),
        "name": fit(certificate.name, _NAME_BOX, fonts),
        "birth": day(certificate.birth_date),
        "address": fit(certificate.address, _ADDRESS_BOX, fonts),
        "address_then": fit(certificate.address_on_assessment_date, _ADDRESS_BOX, fonts),
        "incomes": _labelled(INCOMES, certificate.incomes),
        "total_income": yen(certificate.total_income),
        "total_income_etc": yen(certificate.total_income_etc),
        "deductions": _labelled(DEDUCTIONS, certificate.deductions),
        "deductions_total": yen(certificate.deductions_total),
        "relatives": [
            [label, _persons(certificate.relatives.get(key))] for key, label in RELATIVES.items()
        ],
        "own": "、".join(certificate.own_states) or "該当なし",
        "bases": [[base.label, yen(base.amount)] for base in certificate.tax_bases],
        "credits": [
            [label, *_parts(certificate.credits.get(key))] for key, label in CREDITS.items()
        ],
        "income_levy": _parts(certificate.income_levy),
        "per_capita": _parts(certificate.per_capita),
        "forest": yen(certificate.forest_environment_tax),
        "annual": yen(certificate.annual_tax),
        "remarks": fit(certificate.remarks, _REMARK_BOX, fonts) if certificate.remarks else None,
        "sentence": _sentence(certificate),
    }


def _sentence(certificate: TaxCertificate) -> str:
    if certificate.kind == CertificateKind.NONTAXABLE:
        taxes = f"{certificate.issuer.municipal_tax}・{certificate.issuer.prefectural_tax}"
        year = format_fiscal_year(certificate.fiscal_year)
        return f"上記の者は、{year}の{taxes}が非課税であることを証明します。"
    return "上記のとおり相違ないことを証明します。"


def _labelled(labels: dict[str, str], amounts: dict[str, int]) -> list[list[str]]:
    return [[label, yen(amounts.get(key))] for key, label in labels.items()]


def _persons(count: int | None) -> str:
    return "" if count is None else f"{count}人"


def _parts(split: Split | None) -> list[str]:
    return ["", ""] if split is None else [yen(split.municipal), yen(split.prefectural)]


def _refuse_unknown(certificate: TaxCertificate) -> None:
    """An amount under a key that is not printed would be lost silently: a defect of the caller."""
    known = (
        (certificate.incomes, INCOMES),
        (certificate.deductions, DEDUCTIONS),
        (certificate.credits, CREDITS),
        (certificate.relatives, RELATIVES),
    )
    unknown = [key for given, labels in known for key in given if key not in labels]
    if unknown:
        raise ValueError(f"the certificate has no place for {', '.join(unknown)}")
    if certificate.kind == CertificateKind.NONTAXABLE and certificate.annual_tax:
        raise ValueError("a certificate of nontaxability with a tax")
