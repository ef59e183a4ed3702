# SPDX-License-Identifier: Apache-2.0
"""The taxpayer's pages: years, documents, calculation, instalments, history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daicho.domains.collection.public import CollectionMethod, receivables_of
from daicho.domains.tax.documents.merge.public import basis_row
from daicho.domains.tax.documents.public import documents_of
from daicho.domains.tax.inhabitants.instalments import TAX_KIND, instalments_of
from daicho.domains.tax.inhabitants.models import Assessment
from daicho.domains.tax.inhabitants.web import basis as documents_side_by_side
from daicho.domains.tax.inhabitants.web.explaining import explain
from daicho.domains.tax.inhabitants.web.people import find_taxpayer, tabs_of
from daicho.domains.tax.inhabitants.web.tree import render_tree
from daicho.domains.tax.inhabitants.web.years import (
    find_of_year,
    is_decided,
    latest_of_years,
    list_assessments,
    list_undeclared,
    versions_of,
)
from daicho.foundation.access.pages import DeskRequest, page

FUNCTION = "tax.taxpayer.view"


@require_safe
@page(function=FUNCTION, title="納税義務者照会")
def taxpayer(request: DeskRequest, number: int) -> HttpResponse:
    """Every year with its tax and how it is collected."""
    person = find_taxpayer(request, number)
    found = list_assessments(number)
    years = [(one, is_decided(one), _methods(one)) for one in latest_of_years(found)]
    undeclared = list_undeclared(number)
    year = years[0][0].fiscal_year if years else None
    context = {
        "person": person,
        "years": years,
        "undeclared": undeclared,
        "year": year,
        "tabs": tabs_of(number, year, "taxpayer") if year else [],
    }
    return render(request, "inhabitants/taxpayer.html", context)


@require_safe
@page(function=FUNCTION, title="課税の根拠")
def basis(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """The documents side by side, with adopted and rejected figures."""
    context, current = year_context(request, number, year, "basis")
    found = basis_row(current.basis_id)
    documents = list(documents_of(addressee_no=number, fiscal_year=year))
    numbers = [document.pk for document in documents]
    context |= {
        "basis": found,
        "rule": documents_side_by_side.rule_text(found["rule"]),
        "documents": documents,
        "gone": sorted(set(found["document_ids"]) - set(numbers)),
        "rows": documents_side_by_side.rows_of(found["trace"], numbers),
        "others": documents_side_by_side.facts_without_document(found["facts"], found["trace"]),
        "relatives": documents_side_by_side.relatives_of(found["trace"]),
    }
    request.desk.note(資料=numbers)
    return render(request, "inhabitants/basis.html", context)


@require_safe
@page(function=FUNCTION, title="税額計算")
def calculation(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """The explanation down to the articles, computed again from the stored basis."""
    context, current = year_context(request, number, year, "calculation")
    everything = request.GET.get("all") == "1"
    explained = explain(current, everything=everything)
    context |= {
        "tree": render_tree(explained.steps),
        "everything": everything,
        "recomputed": explained.annual_tax,
        "is_same": explained.annual_tax == current.annual_tax,
    }
    return render(request, "inhabitants/calculation.html", context)


@require_safe
@page(function=FUNCTION, title="期別・月別")
def instalments(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """Each instalment with its due date, and what has been posted."""
    context, current = year_context(request, number, year, "instalments")
    planned = instalments_of(current, year, current.municipality_code, current.decided_on)
    posted = {
        (row["method"], row["instalment_no"]): row["amount"]
        for row in receivables_of(addressee_no=number, tax_kind=TAX_KIND, fiscal_year=year)
    }
    groups = [
        (
            label,
            [
                (instalment_name(item.method, item.number), item, posted.get(item[:2]))
                for item in planned
                if item.method == method
            ],
        )
        for method, label in CollectionMethod.choices
    ]
    context |= {
        "groups": [
            (label, rows, sum(item.amount for _, item, _ in rows)) for label, rows in groups if rows
        ],
        "is_posted": bool(posted),
    }
    return render(request, "inhabitants/instalments.html", context)


@require_safe
@page(function=FUNCTION, title="更正履歴")
def history(request: DeskRequest, number: int, year: int) -> HttpResponse:
    """The versions of the year's assessment and what each changed."""
    context, _ = year_context(request, number, year, "history")
    context["versions"] = versions_of(context["found"], year)
    return render(request, "inhabitants/history.html", context)


def year_context(
    request: DeskRequest, number: int, year: int, tab: str
) -> tuple[dict[str, Any], Assessment]:
    """What the tabs of a year share: person, assessment in view, other years."""
    person = find_taxpayer(request, number)
    found = list_assessments(number)
    current = find_of_year(found, year)
    request.desk.note(年度=year)
    context = {
        "person": person,
        "found": found,
        "assessment": current,
        "is_decided": is_decided(current),
        "methods": _methods(current),
        "year": year,
        "years": sorted({one.fiscal_year for one in found}, reverse=True),
        "tab": f"inhabitants:{tab}",
        "tabs": tabs_of(number, year, tab),
    }
    return context, current


def _methods(one: Assessment) -> Sequence[str]:
    """How the tax is collected, in words."""
    amounts = (one.ordinary_total, one.salary_total, one.pension_total)
    labels = [label for _, label in CollectionMethod.choices]
    return [label for label, amount in zip(labels, amounts, strict=True) if amount]


def instalment_name(method: int, number: int) -> str:
    """第1期, 6月分, 4月(仮徴収)."""
    if method == CollectionMethod.ORDINARY:
        return f"第{number}期" if number <= 4 else "随時"
    if method == CollectionMethod.SALARY:
        return f"{(number + 4) % 12 + 1}月分"
    month = (4, 6, 8, 10, 12, 2)[number - 1]
    return f"{month}月({'仮徴収' if number <= 3 else '本徴収'})"
