# SPDX-License-Identifier: Apache-2.0
"""The dictionary of countries and regions (国名, 1.3.3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from daicho.domains.register.actions.places import KeepCountry, LoadCountries
from daicho.domains.register.models import Country
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of

FUNCTION = "register.bulk"


class CountryForm(GuardedForm):
    """A country to add or to correct; the code says which."""

    code = forms.CharField(label="国コード", max_length=3, help_text="英大文字3字（ISO 3166-1）")
    name = forms.CharField(label="国名・地域名", max_length=100)
    kana = forms.CharField(
        label="読み", max_length=100, required=False, help_text="国名に漢字があるとき"
    )
    is_former = forms.BooleanField(label="旧国名（候補に出さない）", required=False)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="国名辞書")
def countries(request: DeskRequest) -> HttpResponse:
    """All of them, and a form to add or correct one (by who may approve)."""
    if request.method == "GET":
        return _show(request, CountryForm())
    form = CountryForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    outcome = perform_at(request.desk, KeepCountry(**form.cleaned_data))
    if outcome.value is None:
        return _show(request, form, refusals=outcome.findings, status=422)
    messages.success(request, f"国名「{form.cleaned_data['name']}」を登録しました。", "good")
    return HttpResponseRedirect(reverse("register:countries"))


@require_POST
@page(function=FUNCTION, title="国名辞書の更新")
def load(request: DeskRequest) -> HttpResponse:
    """Take the list that comes with the program."""
    outcome = perform_at(request.desk, LoadCountries())
    if outcome.value is None:
        return _show(request, CountryForm(), refusals=outcome.findings, status=422)
    messages.success(request, f"国名辞書を更新しました（{outcome.value:,}件）。", "good")
    return HttpResponseRedirect(reverse("register:countries"))


def _show(
    request: DeskRequest, form: CountryForm, *, status: int = 200, **given: Any
) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = Country.objects.order_by("is_former", "kana_key")
    if text:
        found = found.filter(name__contains=text)
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    context = {"form": form, "countries": rows, "paging": paging, "typed": text} | given
    return render(request, "register/tasks/countries.html", context, status=status)
