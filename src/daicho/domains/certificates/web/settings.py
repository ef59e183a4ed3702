# SPDX-License-Identifier: Apache-2.0
"""The settings of certificates: certifiers, seals, words of each kind, terminals, printers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.certificates.actions.authority import (
    DecideOfficialSeal,
    EnterCertifier,
    EnterOfficialSeal,
    EnterTerminal,
)
from daicho.domains.certificates.actions.kind_settings import (
    DecideKindSetting,
    EnterKindSetting,
    SetPrinter,
)
from daicho.domains.certificates.kinds import KINDS
from daicho.domains.certificates.models import (
    Certifier,
    KindSetting,
    OfficialSeal,
    PrinterSetting,
    SealColour,
    Terminal,
)
from daicho.domains.certificates.seal_images import in_colour
from daicho.domains.certificates.web.forms_office import (
    CertifierForm,
    KindSettingForm,
    PrinterForm,
    SealForm,
    TerminalForm,
)
from daicho.domains.certificates.web.office import done
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action

SETTINGS = "system.settings"


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
            colour=given["colour"] or SealColour.BLACK,
        )  # fmt: skip

    return _enter(request, form, "seal_form", action)


@require_POST
@page(function=SETTINGS, title="公印の承認")
def decide_seal(request: DeskRequest, number: int) -> HttpResponse:
    """Approve or reject what somebody else entered."""
    is_approved = request.POST.get("verdict") == "approve"
    action = DecideOfficialSeal(seal_no=number, is_approved=is_approved)
    return done(request, action, "certificates:settings")


@require_POST
@page(function=SETTINGS, title="発行端末の登録")
def terminal(request: DeskRequest) -> HttpResponse:
    """A terminal and its names."""
    form = TerminalForm(request.POST)
    return _enter(request, form, "terminal_form", lambda given: EnterTerminal(**given))


@require_POST
@page(function=SETTINGS, title="証明書ごとの印字の設定")
def kind_setting(request: DeskRequest) -> HttpResponse:
    """Signer, seal and words of a kind."""
    form = KindSettingForm(request.POST)

    def action(given: dict[str, Any]) -> EnterKindSetting:
        return EnterKindSetting(first=given.pop("begins"), **given)

    return _enter(request, form, "kind_form", action)


@require_POST
@page(function=SETTINGS, title="証明書ごとの印字の設定の承認")
def decide_kind_setting(request: DeskRequest, number: int) -> HttpResponse:
    """Approve or reject what somebody else entered."""
    is_approved = request.POST.get("verdict") == "approve"
    action = DecideKindSetting(setting_no=number, is_approved=is_approved)
    return done(request, action, "certificates:settings")


@require_POST
@page(function=SETTINGS, title="プリンタの設定")
def printer(request: DeskRequest) -> HttpResponse:
    """Printer and tray of a terminal."""
    form = PrinterForm(request.POST)

    def action(given: dict[str, Any]) -> SetPrinter:
        return SetPrinter(address=given.pop("terminal").address, **given)

    return _enter(request, form, "printer_form", action)


@require_safe
@page(function=SETTINGS, title="公印の印影の表示")
def seal_image(request: DeskRequest, number: int) -> HttpResponse:
    """The image, for whoever approves it."""
    found = OfficialSeal.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    media = "image/svg+xml" if found.media == "svg" else "image/png"
    data = in_colour(found.media, bytes(found.data), found.colour)
    response = HttpResponse(data, content_type=media)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _settings(request: DeskRequest, *, status: int = 200, **forms: Form) -> HttpResponse:
    context = {
        "certifier_form": CertifierForm(), "seal_form": SealForm(),
        "terminal_form": TerminalForm(), "kind_form": KindSettingForm(),
        "printer_form": PrinterForm(), **forms,
        "certifiers": Certifier.objects.order_by("-pk")[:40],
        "seals": OfficialSeal.objects.order_by("-pk").defer("data")[:40],
        "kind_settings": [
            (one, KINDS[one.kind].label if one.kind in KINDS else one.kind)
            for one in KindSetting.objects.order_by("-pk")[:200]
        ],
        "printers": [
            (one, KINDS[one.kind].label if one.kind in KINDS else "すべて")
            for one in PrinterSetting.objects.order_by("terminal", "kind")[:500]
        ],
        "terminals": Terminal.objects.order_by("address")[:500],
    }  # fmt: skip
    return render(request, "certificates/settings.html", context, status=status)


def _enter(
    request: DeskRequest, form: Form, name: str, action: Callable[[dict[str, Any]], Action[Any]]
) -> HttpResponse:
    if not form.is_valid():
        return _settings(request, status=422, **{name: form})
    return done(request, action(dict(form.cleaned_data)), "certificates:settings")
