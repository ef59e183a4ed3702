# SPDX-License-Identifier: Apache-2.0
"""The drawer and the paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from daicho.domains.certificates.actions.cash import (
    CloseDrawer,
    OpenDrawer,
    count_by_kind,
    count_issued,
    expected_cash,
)
from daicho.domains.certificates.actions.paper import CountPaper, ReceivePaper, SpoilSheets
from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import CashDay, PaperLot
from daicho.domains.certificates.numbers import desk_of
from daicho.domains.certificates.web.forms_office import (
    CloseForm,
    FundForm,
    PaperForm,
    SheetsForm,
)
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.access.rows import in_named_office
from daicho.foundation.actions.action import Action, perform_at

CASH, STOCK = "certificate.cash", "certificate.stock"


def _of_office(request: DeskRequest, found: QuerySet[CashDay]) -> QuerySet[CashDay]:
    """Days of the counters that the officer's right covers (所管)."""
    context = request.desk.context
    return in_named_office(
        found, actor=context.actor, function=CASH, field="counter",
        on=timezone.localtime(context.at).date(),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page(function=CASH, title="手数料の日計")
def cash(request: DeskRequest) -> HttpResponse:
    """Today's drawer of this counter, and the last days."""
    counter = desk_of(request.desk.context).counter
    form = FundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = OpenDrawer(counter=counter, **form.cleaned_data)
        return done(request, action, "certificates:cash")
    days = _of_office(request, CashDay.objects.order_by("-day", "counter"))[:60]
    return render(request, "certificates/cash.html", {
        "form": form, "counter": counter, "days": [(day, expected_cash(day)) for day in days],
        "today": timezone.localtime(request.desk.context.at).date(),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@page(function=CASH, title="手数料の日計の締切")
def drawer(request: DeskRequest, number: int) -> HttpResponse:
    """One drawer: kinds and yen against the issue history, and its close."""
    found = _of_office(request, CashDay.objects.filter(pk=number)).first()
    if found is None:
        raise Http404
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = CloseDrawer(drawer_no=found.pk, **form.cleaned_data)
        return done(request, action, "certificates:drawer", found.pk)
    taken, issued = count_by_kind(found), count_issued(found)
    kinds = [
        (KINDS[code].label if code in KINDS else code, taken.get(code, 0), issued.get(code, 0))
        for code in sorted({*taken, *issued})
    ]
    return render(request, "certificates/drawer.html", {
        "form": form, "drawer": found, "kinds": kinds, "expected": expected_cash(found),
        "entries": found.entries.order_by("pk").select_related("request"),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@page(function=STOCK, title="証明書用紙の管理")
def stock(request: DeskRequest) -> HttpResponse:
    """The boxes of numbered paper, and a new one."""
    counter = desk_of(request.desk.context).counter
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = ReceivePaper(counter=counter, **form.cleaned_data)
        return done(request, action, "certificates:stock")
    lots = PaperLot.objects.order_by("-pk").prefetch_related("counts")[:60]
    return render(request, "certificates/stock.html", {
        "form": form, "counter": counter, "lots": lots, "sheets_form": SheetsForm(),
    })  # fmt: skip


@require_POST
@page(function=STOCK, title="証明書用紙の損紙・棚卸")
def sheets(request: DeskRequest, number: int) -> HttpResponse:
    """Spoilt or counted sheets of a box."""
    form = SheetsForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "枚数を入力してください。", "warn")
        return HttpResponseRedirect(reverse("certificates:stock"))
    count, reason = form.cleaned_data["sheets"], form.cleaned_data["reason"]
    action: Action[int] = SpoilSheets(lot_no=number, sheets=count, reason=reason)
    if request.POST.get("step") == "count":
        action = CountPaper(lot_no=number, counted=count, reason=reason)
    return done(request, action, "certificates:stock")


def done(request: DeskRequest, action: Action[Any], route: str, *where: int) -> HttpResponse:
    """Carry out, tell how it ended, go back."""
    outcome = perform_at(request.desk, action)
    for finding in outcome.findings:
        messages.warning(request, finding.message_ja, "warn")
    if not outcome.is_refused:
        messages.success(request, f"{action.audit_text}を記録しました。", "good")
    return HttpResponseRedirect(reverse(route, args=where))
