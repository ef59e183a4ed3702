# SPDX-License-Identifier: Apache-2.0
"""課税・非課税証明書 of a person and year, or why there is none (ADR 0003)."""

from __future__ import annotations

import datetime as dt
import json

from daicho.domains.tax.inhabitants.documents.amounts import Split
from daicho.domains.tax.inhabitants.documents.certificate import CertificateKind, TaxCertificate
from daicho.domains.tax.inhabitants.documents.people import Issuer
from daicho.domains.tax.inhabitants.documents.results import (
    read_certificate_amounts,
    read_figures,
)
from daicho.domains.tax.inhabitants.models import (
    AssessmentRun,
    RunState,
    Undeclared,
    UndeclaredKind,
)
from daicho.domains.tax.inhabitants.notices.cases import NoticeCase
from daicho.domains.tax.inhabitants.notices.figures import Recomputed, rates_of, recompute
from daicho.domains.tax.inhabitants.notices.reading import (
    find_case,
    is_protected,
    residence_on_assessment_date,
)
from daicho.domains.tax.inhabitants.notices.wording import own_states, relatives_counts
from daicho.kernel.findings import Finding, Severity

NOT_RESIDENT, DECEASED = 5, 6  # of Assessment.nontaxable_reason
_REASONS = {
    UndeclaredKind.UNDECLARED: "所得の申告も課税資料もない(未申告)ため、証明できません。"
    "先に住民税の申告を受け付けてください。",
    UndeclaredKind.DEPENDANT: "扶養親族として申告されていますが、本人の所得の申告がないため、"
    "証明できません。先に住民税の申告を受け付けてください。",
    UndeclaredKind.CHILD: "16歳未満で所得の申告がないため、証明できません。"
    "必要なときは住民税の申告を受け付けてください。",
}


def find_certifiable(*, addressee_no: int, fiscal_year: int) -> NoticeCase | Finding:
    """The assessment that can be certified, or the reason against it."""
    case = find_case(addressee_no=addressee_no, fiscal_year=fiscal_year)
    if case is None:
        return _refused(addressee_no, _why_nothing(addressee_no, fiscal_year))
    if case.is_withdrawn:
        return _refused(addressee_no, "賦課が取り消されているため、証明できません。")
    if case.nontaxable_reason in (NOT_RESIDENT, DECEASED):
        return _refused(
            addressee_no, "賦課期日に住所がないため証明できません。1月1日の住所地で発行します。"
        )
    return case


def certificate_of(
    case: NoticeCase,
    *,
    issuer: Issuer,
    certificate_no: str,
    issued_on: dt.date,
    known_at: dt.datetime,
    may_see_protected: bool,
) -> TaxCertificate | Finding:
    """The certificate. Of the protected it has no address, unless the officer may see it."""
    computed = recompute(case)
    if isinstance(computed, Finding):
        return computed
    hides = not may_see_protected and is_protected(
        addressee_no=case.addressee_no, marked=case.is_protected, on=issued_on
    )
    return _fill(
        case,
        computed,
        issuer=issuer,
        certificate_no=certificate_no,
        issued_on=issued_on,
        addresses=("", "") if hides else _addresses(case, known_at),
    )


def _fill(
    case: NoticeCase,
    computed: Recomputed,
    *,
    issuer: Issuer,
    certificate_no: str,
    issued_on: dt.date,
    addresses: tuple[str, str],
) -> TaxCertificate:
    figures = read_figures(computed.result, rates=rates_of(case, computed))
    facts = json.loads(case.facts)
    amounts = read_certificate_amounts(
        computed.result,
        salary_revenue=facts.get("salary_revenue", 0),
        pension_revenue=facts.get("pension_revenue", 0),
        loss_carried_forward=facts.get("loss_carried_forward", 0)
        + facts.get("listed_share_loss_carried_forward", 0),
    )
    return TaxCertificate(
        issuer=issuer,
        kind=CertificateKind.TAXED if case.annual_tax else CertificateKind.NONTAXABLE,
        fiscal_year=case.fiscal_year,
        certificate_no=certificate_no,
        issued_on=issued_on,
        name=case.name,
        birth_date=case.birth_date,
        address=addresses[0],
        address_on_assessment_date=addresses[1],
        incomes=amounts.incomes,
        total_income=case.total_income,
        total_income_etc=case.total_income_etc,
        deductions=amounts.deductions,
        deductions_total=case.deductions_total,
        relatives=relatives_counts(computed),
        own_states=own_states(computed),
        tax_bases=figures.tax_bases,
        income_levy=Split("", case.municipal_income_levy, case.prefectural_income_levy),
        per_capita=Split("", case.municipal_per_capita, case.prefectural_per_capita),
        forest_environment_tax=case.forest_environment_tax,
        annual_tax=case.annual_tax,
        credits=amounts.credits,
    )


def _addresses(case: NoticeCase, known_at: dt.datetime) -> tuple[str, str]:
    """At present, and on January 1."""
    then = residence_on_assessment_date(
        addressee_no=case.addressee_no, fiscal_year=case.fiscal_year, known_at=known_at
    )
    return f"{case.address} {case.building}".strip(), then


def _why_nothing(addressee_no: int, fiscal_year: int) -> str:
    released = AssessmentRun.objects.filter(state=RunState.RELEASED).values("pk")
    found = Undeclared.objects.filter(
        addressee_no=addressee_no, fiscal_year=fiscal_year, run_id__in=released
    ).first()
    if found is None:
        return "この年度の賦課が確定していないため、証明できません。"
    return _REASONS[UndeclaredKind(found.kind)]


def _refused(addressee_no: int, message: str) -> Finding:
    return Finding("certificate.none", Severity.ERROR, message, f"宛名番号{addressee_no}")
