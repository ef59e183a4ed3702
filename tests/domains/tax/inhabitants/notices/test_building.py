# SPDX-License-Identifier: Apache-2.0
"""Notices of single people: figures, relatives, changes, and whose address may be seen."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.domains.tax.inhabitants.notices.samples import ISSUED_ON, ISSUER, YEAR, case_of

from daicho.domains.tax.inhabitants.actions.reassess import Reassess, WithdrawAssessment
from daicho.domains.tax.inhabitants.documents.amounts import Item, TaxBase
from daicho.domains.tax.inhabitants.documents.employer_notice import EmployeeNotice
from daicho.domains.tax.inhabitants.documents.tax_notice import TaxNotice, count_pages
from daicho.domains.tax.inhabitants.models import AssessmentRun
from daicho.domains.tax.inhabitants.notices.building import employee_notice_of, tax_notice_of
from daicho.domains.tax.inhabitants.notices.cases import NoticeCase, WithholdingEmployer
from daicho.foundation.access.actor import Context
from daicho.foundation.actions.action import perform
from daicho.kernel.findings import Finding

pytestmark = pytest.mark.django_db
EMPLOYER = WithholdingEmployer("E1", "会社E1", "", "")
AUTUMN = dt.date(2026, 9, 20)


def tax_notice(number: int, issued_on: dt.date = ISSUED_ON) -> TaxNotice:
    made = tax_notice_of(case_of(number), issuer=ISSUER, issued_on=issued_on)
    assert isinstance(made, TaxNotice)
    return made


def employee_notice(case: NoticeCase, *, is_protected: bool = False) -> EmployeeNotice:
    made = employee_notice_of(
        case, employer=EMPLOYER, issuer=ISSUER, issued_on=ISSUED_ON, is_protected=is_protected
    )
    assert isinstance(made, EmployeeNotice)
    return made


def test_tells_how_the_tax_of_the_family_father_came_about(run: AssessmentRun) -> None:
    notice = employee_notice(case_of(10))
    figures = notice.figures
    assert notice.employee_no == "A-1"
    assert figures.incomes == (Item("給与所得", 5_200_000),)
    assert figures.tax_bases == (TaxBase("総所得", 2_990_000, "6%", "4%"),)
    assert (figures.deductions_total, figures.annual_tax) == (2_210_000, 301_500)
    # 301,500 / 12 rounded down to 100 is 25,100; the first month takes the rest
    assert notice.months == (25_400, *(25_100,) * 11)


def test_slips_of_the_trader_add_up_to_the_tax_by_ordinary_collection(run: AssessmentRun) -> None:
    notice = tax_notice(40)
    assert notice.notice_no == "2026-40-0"
    assert [item.label for item in notice.instalments] == ["第１期", "第２期", "第３期", "第４期"]
    assert notice.instalments[0].slip_key == "2026" + "0" * 13 + "40" + "01"
    assert sum(item.amount for item in notice.instalments) == notice.ordinary_total
    assert (notice.salary_total, notice.pension_total, notice.pension_months) == (None, None, ())
    assert (notice.remarks, count_pages(notice)) == ("", 2)


def test_the_first_year_of_the_pension_leaves_the_provisional_months_blank(
    run: AssessmentRun,
) -> None:
    notice = tax_notice(20)
    assert notice.pension_months[:3] == (None, None, None)
    assert sum(month or 0 for month in notice.pension_months) == notice.pension_total


def test_nobody_gets_a_notice_of_what_is_not_collected_from_them(run: AssessmentRun) -> None:
    made = tax_notice_of(case_of(10), issuer=ISSUER, issued_on=ISSUED_ON)
    assert isinstance(made, Finding)
    assert made.code == "notice.nothing"


def test_the_employer_never_sees_the_address_of_the_protected(run: AssessmentRun) -> None:
    case = case_of(60)
    assert case.is_protected
    assert employee_notice(case, is_protected=True).recipient.address == ""
    assert employee_notice(case_of(10)).recipient.address == "東京都港区"


def test_prints_no_figure_that_was_not_decided(run: AssessmentRun) -> None:
    case = case_of(40)._replace(total_income=1)
    made = tax_notice_of(case, issuer=ISSUER, issued_on=ISSUED_ON)
    assert isinstance(made, Finding)
    assert (made.code, made.subject) == ("notice.figures_differ", "宛名番号40")
    assert "total_income" in made.message_ja


def test_a_change_tells_the_difference_and_has_slips_of_what_is_not_due(
    run: AssessmentRun, officer: Context
) -> None:
    before = case_of(40).annual_tax
    action = Reassess(
        addressee_no=40, fiscal_year=YEAR, municipality="131032", reason_code="late_document",
        reason="医療費控除の追加", changes={"medical_paid": 600_000},
    )  # fmt: skip
    assert not perform(action, context=officer).findings
    notice = tax_notice(40, AUTUMN)
    # 医療費控除 600,000 − 100,000 = 500,000 × 10%
    assert notice.figures.annual_tax == before - 50_000
    assert "税額変更通知" in notice.remarks
    assert "増減額 △50,000円" in notice.remarks
    assert "変更の理由：医療費控除の追加" in notice.remarks
    assert sum(item.amount for item in notice.instalments) == before - 50_000
    assert [item.has_slip for item in notice.instalments] == [False, False, True, True]
    assert {item.reissued for item in notice.instalments} == {1}
    assert (notice.notice_no, notice.is_change) == ("2026-40-1", True)


def test_a_withdrawal_tells_of_nothing_but_zeroes(run: AssessmentRun, officer: Context) -> None:
    before = case_of(40).annual_tax
    action = WithdrawAssessment(
        addressee_no=40, fiscal_year=YEAR, municipality="131032", reason="二重課税"
    )
    assert not perform(action, context=officer).findings
    notice = tax_notice(40)
    assert (notice.figures.total_income, notice.figures.annual_tax) == (0, 0)
    assert (notice.ordinary_total, notice.instalments) == (0, ())
    assert f"年税額を{before:,}円から0円に" in notice.remarks
    assert count_pages(notice) == 1
