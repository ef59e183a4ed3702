# SPDX-License-Identifier: Apache-2.0
"""The drawer, the paper, and the settings of certificates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.certificates.actions.authority import (
    DecideOfficialSeal,
    EnterCertifier,
    EnterOfficialSeal,
    EnterTerminal,
)
from daicho.domains.certificates.actions.cash import (
    CloseDrawer,
    OpenDrawer,
    count_by_kind,
    count_issued,
    expected_cash,
)
from daicho.domains.certificates.actions.paper import CountPaper, ReceivePaper, SpoilSheets
from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import (
    CashDay,
    Certifier,
    OfficialSeal,
    PaperLot,
    Terminal,
)
from daicho.domains.certificates.numbers import desk_of
from daicho.domains.certificates.web.forms_office import (
    CertifierForm,
    CloseForm,
    FundForm,
    PaperForm,
    SealForm,
    SheetsForm,
    TerminalForm,
)
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at

CASH, STOCK, SETTINGS = "certificate.cash", "certificate.stock", "system.settings"


@require_http_methods(["GET", "POST"])
@page(function=CASH, title="手数料の日計")
def cash(request: DeskRequest) -> HttpResponse:
    """Today's drawer of this counter, and the last days."""
    counter = desk_of(request.desk.context).counter
    form = FundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = OpenDrawer(counter=counter, **form.cleaned_data)
        return _done(request, action, "certificates:cash")
    days = CashDay.objects.order_by("-day", "counter")[:60]
    return render(request, "certificates/cash.html", {
        "form": form, "counter": counter, "days": [(day, expected_cash(day)) for day in days],
        "today": timezone.localtime(request.desk.context.at).date(),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@page(function=CASH, title="手数料の日計の締切")
def drawer(request: DeskRequest, number: int) -> HttpResponse:
    """One drawer: kinds and yen against the issue history, and its close."""
    found = CashDay.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = CloseDrawer(drawer_no=found.pk, **form.cleaned_data)
        return _done(request, action, "certificates:drawer", found.pk)
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
        return _done(request, action, "certificates:stock")
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
    return _done(request, action, "certificates:stock")


@require_safe
@page(function=SETTINGS, title="証明書の設定")
def office_settings(request: DeskRequest) -> HttpResponse:
    """Certifiers, seals of office, terminals."""
    return _settings(request)


@require_POST
@page(function=SETTINGS, title="認証者の登録")
def certifier(request: DeskRequest) -> HttpResponse:
    """A new certifier."""
    form = CertifierForm(request.POST)
    return _enter(request, form, "certifier_form", lambda given: EnterCertifier(**given))


@require_POST
@page(function=SETTINGS, title="公印の登録")
def official_seal(request: DeskRequest) -> HttpResponse:
    """A new image of a seal."""
    form = SealForm(request.POST, request.FILES)

    def action(given: dict[str, Any]) -> EnterOfficialSeal:
        return EnterOfficialSeal(
            seal=given["seal"], image=given["image"].read(),
            side_tenths=int(given["side"] * 10), first=given["first_day"],
        )  # fmt: skip

    return _enter(request, form, "seal_form", action)


@require_POST
@page(function=SETTINGS, title="公印の承認")
def decide_seal(request: DeskRequest, number: int) -> HttpResponse:
    """Approve or reject what somebody else entered."""
    is_approved = request.POST.get("verdict") == "approve"
    action = DecideOfficialSeal(seal_no=number, is_approved=is_approved)
    return _done(request, action, "certificates:settings")


@require_POST
@page(function=SETTINGS, title="発行端末の登録")
def terminal(request: DeskRequest) -> HttpResponse:
    """A terminal and its names."""
    form = TerminalForm(request.POST)
    return _enter(request, form, "terminal_form", lambda given: EnterTerminal(**given))


@require_safe
@page(function=SETTINGS, title="公印の印影の表示")
def seal_image(request: DeskRequest, number: int) -> HttpResponse:
    """The image, for whoever approves it."""
    found = OfficialSeal.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    media = "image/svg+xml" if found.media == "svg" else "image/png"
    response = HttpResponse(bytes(found.data), content_type=media)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _settings(request: DeskRequest, *, status: int = 200, **forms: Form) -> HttpResponse:
    context = {
        "certifier_form": CertifierForm(), "seal_form": SealForm(),
        "terminal_form": TerminalForm(), **forms,
        "certifiers": Certifier.objects.order_by("-pk")[:40],
        "seals": OfficialSeal.objects.order_by("-pk").defer("data")[:40],
        "terminals": Terminal.objects.order_by("address")[:500],
    }  # fmt: skip
    return render(request, "certificates/settings.html", context, status=status)


def _enter(
    request: DeskRequest, form: Form, name: str, action: Callable[[dict[str, Any]], Action[Any]]
) -> HttpResponse:
    if not form.is_valid():
        return _settings(request, status=422, **{name: form})
    return _done(request, action(dict(form.cleaned_data)), "certificates:settings")


def _done(request: DeskRequest, action: Action[Any], route: str, *where: int) -> HttpResponse:
    outcome = perform_at(request.desk, action)
    for finding in outcome.findings:
        messages.warning(request, finding.message_ja, "warn")
    if not outcome.is_refused:
        messages.success(request, f"{action.audit_text}を記録しました。", "good")
    return HttpResponseRedirect(reverse(route, args=where))
