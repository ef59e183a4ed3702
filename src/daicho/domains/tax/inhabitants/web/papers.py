# SPDX-License-Identifier: Apache-2.0
"""Papers of one taxpayer and year as PDF; each issue is one entry of the log."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daicho.domains.tax.inhabitants.documents.calculation import CalculationSheet
from daicho.domains.tax.inhabitants.documents.printing import render_calculation_sheet
from daicho.domains.tax.inhabitants.web.explaining import explanation_of
from daicho.domains.tax.inhabitants.web.issuer import issuer_of
from daicho.domains.tax.inhabitants.web.people import find_taxpayer
from daicho.domains.tax.inhabitants.web.taxpayer import FUNCTION, year_context
from daicho.domains.tax.inhabitants.web.years import find_of_year, list_assessments
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.audit.models import Kind


@require_safe
@page(function=FUNCTION, title="通知書・証明書の選択")
def papers(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """What can be printed of this year."""
    context, _ = year_context(request, number, year, "papers")
    return render(request, "inhabitants/papers.html", context)


@require_safe
@page(function=FUNCTION, title="税額計算の内訳の発行", kind=Kind.DOCUMENT)
def calculation_sheet(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """税額計算の内訳."""
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
    return pdf(request, render_calculation_sheet(sheet, made_at=at), "calculation", number, year)


def pdf(request: DeskRequest, content: bytes, name: str, number: int, year: int) -> HttpResponse:
    """A PDF shown in the browser, noted in the log with what it is."""
    request.desk.note(年度=year, 帳票=name)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{year}-{number}.pdf"'
    return response
