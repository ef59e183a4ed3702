# SPDX-License-Identifier: Apache-2.0
"""The master of places at which an address may be (住居表示・地番マスタ, 1.3.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.register.actions.lots import EndLot, LoadLots
from daicho.domains.register.lot_file import OWN
from daicho.domains.register.models import AddressLot
from daicho.domains.register.web.upload import text_of
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Outcome, perform_at
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.findings import Finding, Severity
from daicho.kernel.lots import Lot

FUNCTION = "register.bulk"
NO_TEXT = Finding(
    "register.encoding", Severity.ERROR, "文字コードはUTF-8またはShift_JISにしてください。"
)


class LotFileForm(forms.Form):
    """A file of places."""

    file = forms.FileField(label="ファイル", help_text="見出し: " + "、".join(OWN))


@require_safe
@page(function=FUNCTION, title="住居表示・地番")
def lots(request: DeskRequest) -> HttpResponse:
    """The places of the towns asked for, in the order of their numbers."""
    return _show(request)


@require_POST
@page(function=FUNCTION, title="住居表示・地番の取込")
def load(request: DeskRequest) -> HttpResponse:
    """Take a file; lines that are wrong are told with their number."""
    form = LotFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form=form, status=422)
    file = form.cleaned_data["file"]
    text = text_of(file)
    if text is None:
        return _show(request, refusals=[NO_TEXT], status=422)
    outcome = perform_at(request.desk, LoadLots(name=file.name, text=text))
    if outcome.value is None:
        return _show(request, refusals=outcome.findings, status=422)
    messages.success(request, f"{outcome.value:,}件を登録しました。", "good")
    if outcome.findings:
        return _show(request, refusals=outcome.findings)
    return HttpResponseRedirect(reverse("register:lots"))


@require_POST
@page(function=FUNCTION, title="住居表示・地番の取消し")
def end(request: DeskRequest, number: int) -> HttpResponse:
    """No longer used; the row stays."""
    outcome: Outcome[int] = perform_at(request.desk, EndLot(lot_id=number))
    if outcome.value is None:
        return _show(request, refusals=outcome.findings, status=422)
    messages.success(request, "取り消しました。", "good")
    return HttpResponseRedirect(reverse("register:lots"))


def _show(request: DeskRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    found = AddressLot.objects.filter(town__municipality=settings.MUNICIPALITY_CODE[:5])
    if typed:
        found = found.filter(town__town__startswith=typed)
    found = found.select_related("town").order_by(
        "town_id", "mark", "number", "branch", "sub_branch", "pk"
    )
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    lines = [
        (one, f"{Lot(one.mark, one.number, one.branch, one.sub_branch).text}{one.text}")
        for one in rows
    ]
    context = {"lines": lines, "paging": paging, "typed": typed, "form": LotFileForm()} | given
    return render(request, "register/tasks/lots.html", context, status=status)
