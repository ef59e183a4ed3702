# SPDX-License-Identifier: Apache-2.0
"""Papers of one taxpayer and year as PDF. Issuing is an action: posted, checked, logged once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.tax.inhabitants.documents.calculation import CalculationSheet
from daicho.domains.tax.inhabitants.documents.printing import (
    render_calculation_sheet,
    render_certificate,
    render_employee_notices,
    render_tax_notice,
)
from daicho.domains.tax.inhabitants.issuer import issuer_of
from daicho.domains.tax.inhabitants.notices.cases import NoticeCase
from daicho.domains.tax.inhabitants.notices.public import (
    IssueCertificate,
    IssueEmployeeNotice,
    IssueTaxNotice,
    certificate_of,
    employee_notice_of,
    employers_by_number,
    find_case,
    is_protected,
    tax_notice_of,
)
from daicho.domains.tax.inhabitants.web.explaining import explanation_of
from daicho.domains.tax.inhabitants.web.people import find_taxpayer
from daicho.domains.tax.inhabitants.web.taxpayer import FUNCTION, year_context
from daicho.domains.tax.inhabitants.web.years import find_of_year, list_assessments
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import Desk, DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.audit.models import Kind
from daicho.kernel.findings import Finding

NOTICE = "tax.notice.issue"
Filled = Callable[[NoticeCase, int], bytes | Finding]


@require_safe
@page(function=FUNCTION, title="通知書・証明書の選択")
def papers(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """What can be printed of this year."""
    return _show(request, number, year)


@require_safe
@page(function=FUNCTION, title="税額計算の内訳の発行", kind=Kind.DOCUMENT)
def calculation_sheet(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """税額計算の内訳: the page on paper, no official document."""
    person = find_taxpayer(request, number)
    found = find_of_year(list_assessments(number), year)
    at = request.desk.context.at
    everything = request.GET.get("all") == "1"
    sheet = CalculationSheet(
        issuer=issuer_of(settings.MUNICIPALITY_CODE),
        fiscal_year=year,
        addressee_no=str(number),
        name=person.line.name,
        printed_on=at.date(),
        annual_tax=found.annual_tax,
        explanation=tuple(explanation_of(found, everything=everything)),
        everything=everything,
    )
    request.desk.note(年度=year)
    return _pdf(render_calculation_sheet(sheet, made_at=at), "calculation", number, year)


@require_POST
@page(function=NOTICE, title="納税通知書の発行", kind=Kind.DOCUMENT)
def notice(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """納税通知書."""
    desk = request.desk
    at, issuer = desk.context.at, issuer_of(settings.MUNICIPALITY_CODE)

    def fill(case: NoticeCase, _: int) -> bytes | Finding:
        shows = _shows_address(desk, case)
        made = tax_notice_of(case, issuer=issuer, issued_on=at.date(), shows_address=shows)
        return made if isinstance(made, Finding) else render_tax_notice(made, made_at=at)

    action = IssueTaxNotice(addressee_no=number, fiscal_year=year)
    return _issue(request, action, fill, "notice")


@require_POST
@page(function=NOTICE, title="特別徴収税額決定通知書の発行", kind=Kind.DOCUMENT)
def employee_notice(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """特別徴収税額決定通知書(納税義務者用)."""
    desk = request.desk
    at, issuer = desk.context.at, issuer_of(settings.MUNICIPALITY_CODE)

    def fill(case: NoticeCase, _: int) -> bytes | Finding:
        made = employee_notice_of(
            case, employer=employers_by_number()[case.employer_no or ""], issuer=issuer,
            issued_on=at.date(), is_protected=_is_protected(desk, case),
        )  # fmt: skip
        return made if isinstance(made, Finding) else render_employee_notices([made], made_at=at)

    action = IssueEmployeeNotice(addressee_no=number, fiscal_year=year)
    return _issue(request, action, fill, "employee-notice")


@require_POST
@page(function="tax.certificate.issue", title="課税・非課税証明書の発行", kind=Kind.DOCUMENT)
def certificate(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """課税・非課税証明書 under its own number."""
    desk = request.desk
    at, issuer = desk.context.at, issuer_of(settings.MUNICIPALITY_CODE)

    def fill(case: NoticeCase, certificate_no: int) -> bytes | Finding:
        made = certificate_of(
            case, issuer=issuer, certificate_no=f"{at.year}-{certificate_no:06d}",
            issued_on=at.date(), known_at=at,
            may_see_protected=PROTECTED_VIEW in desk.context.actor.functions,
        )  # fmt: skip
        return made if isinstance(made, Finding) else render_certificate(made, made_at=at)

    action = IssueCertificate(addressee_no=number, fiscal_year=year)
    return _issue(request, action, fill, "certificate")


def _issue(
    request: DeskRequest,
    action: IssueTaxNotice | IssueEmployeeNotice | IssueCertificate,
    fill: Filled,
    name: str,
) -> HttpResponse:
    """Perform the action; then the paper, or the page with why there is none."""
    number, year = action.addressee_no, action.fiscal_year
    outcome = perform_at(request.desk, action)
    if outcome.is_refused or outcome.value is None:
        return _show(request, number, year, refusals=outcome.findings)
    case = find_case(addressee_no=number, fiscal_year=year)
    if case is None:
        raise AssertionError("a paper was issued without an assessment")
    content = fill(case, outcome.value)
    if isinstance(content, Finding):
        return _show(request, number, year, refusals=(content,))
    return _pdf(content, name, number, year)


def _show(request: DeskRequest, number: int, year: int, **more: Any) -> HttpResponse:
    context, _ = year_context(request, number, year, "papers")
    status = 422 if more else 200
    return render(request, "inhabitants/papers.html", context | more, status=status)


def _shows_address(desk: Desk, case: NoticeCase) -> bool:
    """A protected person's address is printed at the desk only by who may see it."""
    return PROTECTED_VIEW in desk.context.actor.functions or not _is_protected(desk, case)


def _is_protected(desk: Desk, case: NoticeCase) -> bool:
    day = desk.context.at.date()
    return is_protected(addressee_no=case.addressee_no, marked=case.is_protected, on=day)


def _pdf(content: bytes, name: str, number: int, year: int) -> HttpResponse:
    """A PDF that the browser shows."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{year}-{number}.pdf"'
    return response
