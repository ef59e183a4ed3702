# SPDX-License-Identifier: Apache-2.0
"""Who gets which certificate, and who gets none."""

from __future__ import annotations

import pytest
from tests.domains.tax.inhabitants.notices.samples import (
    ISSUED_ON,
    ISSUER,
    MADE_AT,
    YEAR,
    case_of,
)

from daicho.domains.addressee.models import Addressee
from daicho.domains.tax.inhabitants.documents.certificate import CertificateKind, TaxCertificate
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.notices.actions import IssueCertificate
from daicho.domains.tax.inhabitants.notices.certifying import certificate_of, find_certifiable
from daicho.domains.tax.inhabitants.notices.reading import stream_employees
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.foundation.audit.models import Entry
from daicho.kernel.findings import Finding

pytestmark = pytest.mark.django_db


def certificate(number: int, *, may_see_protected: bool = False) -> TaxCertificate:
    made = certificate_of(
        case_of(number), issuer=ISSUER, certificate_no="2026-000001", issued_on=ISSUED_ON,
        known_at=MADE_AT, may_see_protected=may_see_protected,
    )  # fmt: skip
    assert isinstance(made, TaxCertificate)
    return made


def why_not(number: int) -> str:
    found = find_certifiable(addressee_no=number, fiscal_year=YEAR)
    assert isinstance(found, Finding)
    return found.message_ja


def test_certifies_incomes_relatives_and_tax(run: AssessmentRun) -> None:
    made = certificate(10)
    assert made.kind == CertificateKind.TAXED
    assert made.incomes == {"salary_revenue": 7_000_000, "salary_income": 5_200_000}
    assert made.relatives == {"spouse": 1, "specified": 1, "under_16": 1}
    assert (made.annual_tax, made.own_states) == (301_500, ())
    assert (made.address, made.address_on_assessment_date) == ("東京都港区", "東京都港区")


def test_the_undeclared_and_those_without_own_income_get_no_certificate(
    run: AssessmentRun,
) -> None:
    assert "未申告" in why_not(50)
    assert "本人の所得の申告がない" in why_not(11)
    assert "16歳未満" in why_not(13)


def test_nothing_is_certified_before_the_release(waiting: AssessmentRun) -> None:
    assert "確定していない" in why_not(10)
    assert "確定していない" in why_not(50)


def test_hides_addresses_of_the_protected_from_who_may_not_see_them(run: AssessmentRun) -> None:
    assert (certificate(60).address, certificate(60).address_on_assessment_date) == ("", "")
    assert certificate(60, may_see_protected=True).address == "東京都港区"


def test_a_household_mate_of_the_protected_has_no_address_either(run: AssessmentRun) -> None:
    home = Addressee.objects.get(addressee_no=60).household_no or 999_060
    Addressee.objects.filter(addressee_no__in=(10, 60)).update(household_no=home)
    assert (certificate(10).address, certificate(10).address_on_assessment_date) == ("", "")
    assert certificate(10, may_see_protected=True).address == "東京都港区"
    hidden = {case.addressee_no for case, hides in stream_employees(run, on=ISSUED_ON) if hides}
    assert 10 in hidden
    assert {case.addressee_no for case, _ in stream_employees(run, on=ISSUED_ON)} > hidden


def test_each_certificate_has_its_own_number_and_entry(
    run: AssessmentRun, officer: Context
) -> None:
    action = IssueCertificate(addressee_no=10, fiscal_year=YEAR)
    assert [perform(action, context=officer).value for _ in range(2)] == [1, 2]
    entry = Entry.objects.latest("id")
    assert (entry.function, entry.kind) == ("tax.certificate.issue", "document")
    refused = perform(IssueCertificate(addressee_no=50, fiscal_year=YEAR), context=officer)
    assert refused.is_refused
    assert perform(action, context=officer).value == 3
