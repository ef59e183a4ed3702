# SPDX-License-Identifier: Apache-2.0
"""The dictionaries of addresses (住所辞書, 1.3.3) and buildings (方書, 1.3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.register.actions.places import CorrectTown, KeepBuilding, LoadTowns
from daicho.domains.register.models import AddressTown, Building
from daicho.domains.register.towns import MOST, suggest_towns
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.address import fold_address
from daicho.kernel.findings import Finding

FUNCTION = "register.bulk"


class PlaceSearchForm(GuardedForm):
    """What to look for in both dictionaries."""

    town = forms.CharField(
        label="町名", max_length=100, required=False,
        help_text="郵便番号、振り仮名の始まり（ト ミ シ）、町名・住所の始まり",
    )  # fmt: skip
    building = forms.CharField(label="方書の住所・名称", max_length=200, required=False)


class TownForm(forms.ModelForm):  # type: ignore[type-arg]
    """What may be corrected of a town."""

    class Meta:
        model = AddressTown
        fields = ("postcode", "is_former")


class BuildingForm(GuardedForm):
    """A building at an address."""

    address = forms.CharField(label="住所", max_length=300)
    name = forms.CharField(label="方書", max_length=200)
    postcode = forms.CharField(label="郵便番号", max_length=7, required=False)


class LoadForm(forms.Form):
    """Of which municipality; none is the whole country."""

    municipality = forms.RegexField(
        r"^\d{5}$", label="市区町村コード", required=False, help_text="5桁。空欄は全国（数十秒）"
    )


@require_safe
@page(function=FUNCTION, title="住所辞書・方書")
def places(request: DeskRequest) -> HttpResponse:
    """Search both dictionaries."""
    return _show(request)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="住所辞書の修正")
def town(request: DeskRequest, code: str) -> HttpResponse:
    """Correct one town (by who may approve)."""
    row = AddressTown.objects.filter(pk=code).first()
    if row is None:
        raise Http404("この住所コードは住所辞書にありません")
    # The form's own instance, so that what is typed never shows as what is kept.
    form = TownForm(request.POST or None, instance=AddressTown.objects.get(pk=code))
    findings: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, CorrectTown(code=code, **form.cleaned_data))
        if not outcome.is_refused:
            messages.success(request, f"{row.address}を修正しました。", "good")
            return HttpResponseRedirect(reverse("register:town", args=[code]))
        findings = outcome.findings
    context = {"town": row, "form": form, "refusals": findings}
    status = 422 if request.method == "POST" else 200
    return render(request, "register/tasks/town.html", context, status=status)


@require_POST
@page(function=FUNCTION, title="方書の登録・廃止")
def keep_building(request: DeskRequest) -> HttpResponse:
    """Add a building, or take one out of the suggestions, or back in."""
    form = BuildingForm(request.POST)
    if not form.is_valid():
        return _show(request, building_form=form)
    is_removed = request.POST.get("act") == "remove"
    outcome = perform_at(request.desk, KeepBuilding(**form.cleaned_data, is_removed=is_removed))
    if outcome.is_refused:
        return _show(request, building_form=form, refusals=outcome.findings)
    done = "候補から外しました。" if is_removed else "登録しました。"
    messages.success(request, f"方書「{form.cleaned_data['name']}」を{done}", "good")
    return HttpResponseRedirect(reverse("register:places"))


@require_POST
@page(function=FUNCTION, title="住所辞書の更新")
def load_places(request: DeskRequest) -> HttpResponse:
    """Take the public list of postcodes that is installed."""
    form = LoadForm(request.POST)
    if not form.is_valid():
        return _show(request, load_form=form)
    outcome = perform_at(request.desk, LoadTowns(**form.cleaned_data))
    if outcome.value is None:
        return _show(request, load_form=form, refusals=outcome.findings)
    messages.success(request, f"住所辞書を更新しました（{outcome.value:,}件）。", "good")
    return HttpResponseRedirect(reverse("register:places"))


def _show(request: DeskRequest, **given: Any) -> HttpResponse:
    form = PlaceSearchForm(request.GET)
    is_valid = form.is_valid()
    typed = form.cleaned_data if is_valid else {}
    towns = suggest_towns(
        text=typed.get("town", ""), municipality=settings.MUNICIPALITY_CODE[:5],
        includes_former=True,
    )  # fmt: skip
    buildings, paging = page_of(
        _buildings(typed.get("building", "")), page_number(request.GET.get("page"))
    )
    context = {
        "form": form, "towns": towns, "is_cut": len(towns) == MOST,
        "is_asked": bool(typed.get("town")), "buildings": buildings, "paging": paging,
        "building_form": BuildingForm(), "load_form": LoadForm(),
    } | given  # fmt: skip
    status = 422 if given or not is_valid else 200
    return render(request, "register/tasks/places.html", context, status=status)


def _buildings(text: str) -> Any:
    found = Building.objects.order_by("address_key", "name")
    if text:
        by_address = found.filter(address_key__startswith=fold_address(text))
        found = by_address if by_address.exists() else found.filter(name__contains=text.strip())
    return found
