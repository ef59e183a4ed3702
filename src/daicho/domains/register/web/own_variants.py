# SPDX-License-Identifier: Apache-2.0
"""Characters of our own (外字) and the ones that find them (2.1.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from daicho.domains.register.actions.own_variants import RegisterOwnVariant, RemoveOwnVariant
from daicho.domains.register.models import OwnVariant
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of

FUNCTION = "register.bulk"


class OwnVariantForm(GuardedForm):
    """A character and the one that finds it."""

    character = forms.CharField(
        label="外字・異体字", max_length=12, help_text="1文字、または U+E001 の形のコード"
    )
    stands_for = forms.CharField(
        label="代わりの字", max_length=12, help_text="検索で同じ字とみなす1文字"
    )
    note = forms.CharField(label="字形の説明・出典", max_length=200, required=False)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="外字・異体字")
def own_variants(request: DeskRequest) -> HttpResponse:
    """Those in force first, and a form for one more (by who may approve)."""
    if request.method == "GET":
        return _show(request, OwnVariantForm())
    form = OwnVariantForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    outcome = perform_at(request.desk, RegisterOwnVariant(**form.cleaned_data))
    if outcome.value is None:
        return _show(request, form, refusals=outcome.findings, status=422)
    messages.success(request, f"登録しました（索引を更新した人 {outcome.value:,}人）。", "good")
    return HttpResponseRedirect(reverse("register:own-variants"))


@require_POST
@page(function=FUNCTION, title="外字・異体字の廃止")
def remove(request: DeskRequest, number: int) -> HttpResponse:
    """No longer one in a search; the row stays."""
    outcome = perform_at(request.desk, RemoveOwnVariant(variant_id=number))
    if outcome.value is None:
        return _show(request, OwnVariantForm(), refusals=outcome.findings, status=422)
    messages.success(request, f"廃止しました（索引を更新した人 {outcome.value:,}人）。", "good")
    return HttpResponseRedirect(reverse("register:own-variants"))


def _show(
    request: DeskRequest, form: OwnVariantForm, *, status: int = 200, **given: Any
) -> HttpResponse:
    found = OwnVariant.objects.order_by("removed_at", "pk")
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    lines = [(row, _codes(row.character), _codes(row.stands_for)) for row in rows]
    context = {"form": form, "lines": lines, "paging": paging} | given
    return render(request, "register/tasks/own_variants.html", context, status=status)


def _codes(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text)
