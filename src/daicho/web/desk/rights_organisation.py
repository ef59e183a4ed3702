# SPDX-License-Identifier: Apache-2.0
"""The organisation as of a day, its units, and personnel orders from a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.foundation.access.models import Level
from daicho.foundation.access.organisation import tree, units_on
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.access.personnel.reading import HEADINGS
from daicho.foundation.actions.action import perform_at
from daicho.foundation.actions.personnel import CloseUnit, ImportPersonnel, SetUnit
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.web.desk.rights import today_of
from daicho.web.desk.rights_table import SHOWN, FileForm

SHORT = "例: R9.4.1"


class DayForm(GuardedForm):
    """As of which day."""

    on = JapaneseDateField(label="時点", required=False, help_text=SHORT)


class UnitForm(GuardedForm):
    """A unit, new or changed from a day on."""

    code = forms.CharField(label="所属コード", max_length=16)
    level = forms.ChoiceField(label="区分", choices=Level.choices)
    name = forms.CharField(label="名称", max_length=100)
    parent = forms.ChoiceField(label="上位の所属", required=False)
    first = JapaneseDateField(label="開始日", help_text=SHORT)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        units = [(one.code, f"{one.code} {one.name}") for one in units_on(on=on)]
        self.fields["parent"].choices = [("", "(なし)"), *units]  # type: ignore[attr-defined]


class CloseForm(GuardedForm):
    """Which unit ends, and its last day."""

    code = forms.CharField(label="所属コード", max_length=16)
    last = JapaneseDateField(label="最終日", help_text=SHORT)


@require_safe
@page(function="rights.request", title="組織と配属")
def organisation(request: DeskRequest) -> HttpResponse:
    """The tree with everybody's posts."""
    form = DayForm(request.GET or None)
    on = today_of(request)
    if form.is_bound and form.is_valid():
        on = form.cleaned_data["on"] or on
    request.desk.note(時点=on.isoformat())
    context = {"form": form, "on": on, "branches": tree(on=on)}
    return render(request, "desk/organisation.html", context)


@require_http_methods(["GET", "POST"])
@page(function="staff.manage", title="組織の設定", kind=Kind.SETTINGS)
def set_unit(request: DeskRequest) -> HttpResponse:
    """Add a unit or give it another name or place from a day on."""
    form = UnitForm(request.POST or None, on=today_of(request))
    context: dict[str, Any] = {"form": form, "closing": CloseForm()}
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "desk/organisation_unit.html", context, status=status)
    outcome = perform_at(request.desk, SetUnit(**form.cleaned_data))
    if outcome.is_refused:
        context["findings"] = outcome.findings
        return render(request, "desk/organisation_unit.html", context, status=422)
    messages.success(request, "組織を設定しました。", "good")
    return HttpResponseRedirect(reverse("rights:organisation"))


@require_POST
@page(function="staff.manage", title="組織の廃止", kind=Kind.SETTINGS)
def close_unit(request: DeskRequest) -> HttpResponse:
    """End a unit after its last day."""
    form = CloseForm(request.POST)
    context: dict[str, Any] = {"form": UnitForm(on=today_of(request)), "closing": form}
    if not form.is_valid():
        return render(request, "desk/organisation_unit.html", context, status=422)
    outcome = perform_at(request.desk, CloseUnit(**form.cleaned_data))
    if outcome.is_refused:
        context["findings"] = outcome.findings
        return render(request, "desk/organisation_unit.html", context, status=422)
    messages.success(request, "組織を廃止しました。", "good")
    return HttpResponseRedirect(reverse("rights:organisation"))


@require_http_methods(["GET", "POST"])
@page(function="personnel.import", title="人事異動の取込", kind=Kind.BATCH)
def personnel(request: DeskRequest) -> HttpResponse:
    """Personnel orders from a CSV, tried first."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form, "tab": "personnel", "title": "人事異動の取込", "columns": HEADINGS,
        "hint": "区分は採用・異動・退職・兼務・休職。退職の発令日は在籍の最終日、ほかは初日です。",
    }  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "desk/rights_file.html", context, status=status)
    file, dry_run = form.cleaned_data["file"], form.cleaned_data["dry_run"]
    action = ImportPersonnel(name=file.name, content=file.read(), dry_run=dry_run)
    outcome = perform_at(request.desk, action)
    changes = outcome.value or ()
    said = [(one.line, f"{one.login} {one.name}: {one.text_ja}") for one in changes[:SHOWN]]
    context |= {
        "findings": outcome.findings[:SHOWN], "count": len(outcome.findings), "dry_run": dry_run,
        "changes": said, "changes_count": len(changes), "is_done": not outcome.is_refused,
    }  # fmt: skip
    status = 422 if outcome.is_refused else 200
    return render(request, "desk/rights_file.html", context, status=status)
