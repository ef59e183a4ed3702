# SPDX-License-Identifier: Apache-2.0
"""The stock of resident codes (住民票コード, 4.3.1): how many, more from a file, when it is low.

No code is shown here; a fault names the line of the file only.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.register.codes.actions import (
    MOST_AT_ONCE,
    ImportResidentCodes,
    NumberTheUnnumbered,
    SetResidentCodeAlert,
    list_unnumbered,
    read_codes,
)
from daicho.domains.register.codes.stock import alert_below, count_free
from daicho.domains.register.models import ResidentCodeStock
from daicho.domains.register.web.upload import text_of
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Outcome, perform_at
from daicho.foundation.ui.number_guard import GuardedForm

FUNCTION = "register.code"
NO_TEXT = "文字コードはUTF-8またはShift_JISにしてください。"


class CodesFileForm(GuardedForm):
    """A file of codes and where it came from."""

    source = forms.CharField(label="取得元", max_length=100, initial="住基ネットCS")
    file = forms.FileField(label="ファイル", help_text="1行に1件の住民票コード")


class AlertForm(forms.Form):
    """From how few free codes on everybody is warned."""

    alert_below = forms.IntegerField(
        label="下限の件数", min_value=0, help_text="これより少なくなると警告します。0は警告なし。"
    )


@require_safe
@page(function=FUNCTION, title="住民票コードの在庫")
def codes(request: DeskRequest) -> HttpResponse:
    """Counts, and what can be done."""
    return _show(request)


@require_POST
@page(function=FUNCTION, title="新規付番用住民票コードの取込")
def take_codes(request: DeskRequest) -> HttpResponse:
    """Take a file in, whole or not at all."""
    form = CodesFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, file_form=form)
    text = text_of(form.cleaned_data["file"])
    if text is None:
        form.add_error("file", NO_TEXT)
        return _show(request, file_form=form)
    action = ImportResidentCodes(source=form.cleaned_data["source"], codes=read_codes(text))
    return _done(
        request, perform_at(request.desk, action), "{:,}件を取り込みました。", file_form=form
    )


@require_POST
@page(function=FUNCTION, title="住民票コードの空きの下限の設定")
def set_alert(request: DeskRequest) -> HttpResponse:
    """Set the threshold."""
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _show(request, alert_form=form)
    outcome = perform_at(request.desk, SetResidentCodeAlert(**form.cleaned_data))
    return _done(request, outcome, "下限を{:,}件にしました。", alert_form=form)


@require_POST
@page(function=FUNCTION, title="住民票コードの未付番者への付番")
def number_people(request: DeskRequest) -> HttpResponse:
    """Give codes to those who have none, a portion at a time."""
    return _done(request, perform_at(request.desk, NumberTheUnnumbered()), "{:,}人に付番しました。")


def _done(
    request: DeskRequest, outcome: Outcome[int], words: str, **forms_sent: Any
) -> HttpResponse:
    if outcome.value is None or outcome.is_refused:
        return _show(request, refusals=outcome.findings, **forms_sent)
    messages.success(request, words.format(outcome.value), "good")
    return HttpResponseRedirect(reverse("register:codes"))


def _show(request: DeskRequest, **given: Any) -> HttpResponse:
    newest = ResidentCodeStock.objects.order_by("-received_at").first()
    free, limit = count_free(), alert_below()
    context = {
        "free": free, "limit": limit, "is_low": bool(limit) and free < limit,
        "received_at": newest.received_at if newest else None,
        "unnumbered": len(list_unnumbered(context=request.desk.context)),
        "most": MOST_AT_ONCE, "file_form": CodesFileForm(),
        "alert_form": AlertForm(initial={"alert_below": limit}),
    } | given  # fmt: skip
    return render(request, "register/tasks/codes.html", context, status=422 if given else 200)
