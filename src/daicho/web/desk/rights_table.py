# SPDX-License-Identifier: Apache-2.0
"""The table of rights (操作権限一覧表): look, take out as CSV, confirm for the year, upkeep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.models import Grant, RightsConfirmation
from daicho.foundation.access.organisation import headed_by, units_on
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.access.requests import ADMINISTRATION
from daicho.foundation.access.table import (
    HEADINGS,
    Conditions,
    find_grants,
    line_of,
    table_lines,
    unit_names,
)
from daicho.foundation.access.upkeep import HEADINGS as UPKEEP_HEADINGS
from daicho.foundation.actions.action import perform_at
from daicho.foundation.actions.rights import ConfirmRights, MaintainRights
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import Paging, page_number, page_of
from daicho.kernel.dates import fiscal_year_of
from daicho.web.desk.rights import today_of

LARGEST_FILE = 5 * 1024 * 1024
SHOWN = 200


class TableForm(GuardedForm):
    """Which part of the table; a head has their own units to choose from."""

    unit = forms.ChoiceField(label="所属", required=False)
    login = forms.CharField(label="職員番号", max_length=32, required=False)
    function = forms.ChoiceField(label="機能", required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        functions = [(one.code, one.label_ja) for one in catalogue().functions.values()]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["function"].choices = [("", "すべて"), *functions]  # type: ignore[attr-defined]


class ConfirmForm(GuardedForm):
    """For which unit, and what was found."""

    unit = forms.CharField(max_length=16, required=False)
    comment = forms.CharField(label="所見", max_length=500)


class FileForm(forms.Form):
    """A file, and whether only to try it."""

    file = forms.FileField(label="ファイル(CSV)")
    dry_run = forms.BooleanField(label="試しに検査だけ行う", required=False, initial=True)

    def clean_file(self) -> Any:
        """Refuse what no list of ours is as large as."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("ファイルは5MBまでです。")
        return file


@require_safe
@page(function="rights.approve", title="操作権限一覧表")
def table(request: DeskRequest) -> HttpResponse:
    """The rights of a part of the organisation, and when they were last confirmed."""
    on = today_of(request)
    form, asked = _asked(request, on)
    names = unit_names(on=on)
    grants: Sequence[Grant] = ()
    paging: Paging | None = None
    if asked is not None:
        found = find_grants(asked=asked, on=on, at=request.desk.context.at)
        grants, paging = page_of(found, page_number(request.GET.get("page")))
    confirmed = RightsConfirmation.objects.select_related("confirmed_by").order_by("-pk")
    context = {
        "form": form, "lines": [line_of(one, names) for one in grants], "headings": HEADINGS,
        "paging": paging, "asked": asked, "year": fiscal_year_of(on),
        "confirmations": confirmed.filter(unit=asked.unit)[:5] if asked else [],
        "unit_name": names.get(asked.unit, "全体") if asked else "",
    }  # fmt: skip
    return render(request, "desk/rights_table.html", context, status=422 if form.errors else 200)


@require_safe
@page(function="rights.approve", title="操作権限一覧表のCSV", kind=Kind.EXTRACT)
def table_file(request: DeskRequest) -> HttpResponse:
    """The same part as a file."""
    on = today_of(request)
    _, asked = _asked(request, on)
    if asked is None:
        return HttpResponseRedirect(reverse("rights:table"))
    lines = list(table_lines(asked=asked, on=on, at=request.desk.context.at))
    request.desk.note(件数=len(lines))
    response = HttpResponse(
        "".join(csv_lines(HEADINGS, lines)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="rights.csv"'
    return response


def _asked(request: DeskRequest, on: date) -> tuple[TableForm, Conditions | None]:
    """The form and its conditions; None where the person has no part to look at."""
    units = _units(request, on)
    form = TableForm(request.GET if request.GET else None, units=units)
    if not units or (form.is_bound and not form.is_valid()):
        return form, None
    given = form.cleaned_data if form.is_bound else {}
    unit = given.get("unit") or units[0][0]
    asked = Conditions(unit=unit, login=given.get("login", ""), function=given.get("function", ""))
    request.desk.note(条件={"所属": asked.unit, "職員番号": asked.login, "機能": asked.function})
    return form, asked


def _units(request: DeskRequest, on: date) -> list[tuple[str, str]]:
    """The units whose table the person may see: those they head, all for an administrator."""
    actor = request.desk.context.actor
    known = [(one.code, f"{one.code} {one.name}") for one in units_on(on=on)]
    if ADMINISTRATION in actor.functions:
        return [("", "全体"), *known]
    own = headed_by(staff_id=actor.staff_id, on=on)
    return [(code, name) for code, name in known if code in own]


@require_POST
@page(function="rights.approve", title="操作権限一覧表の確認", kind=Kind.SETTINGS)
def confirm(request: DeskRequest) -> HttpResponse:
    """Say that the table is right for this fiscal year."""
    form = ConfirmForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        action = ConfirmRights(
            fiscal_year=fiscal_year_of(today_of(request)), unit=given["unit"],
            comment=given["comment"],
        )  # fmt: skip
        outcome = perform_at(request.desk, action)
        for finding in outcome.findings:
            messages.error(request, finding.message_ja, "bad")
        if not outcome.is_refused:
            messages.success(request, "年度の確認を記録しました。", "good")
    else:
        messages.error(request, "所見を入力してください。", "bad")
    return HttpResponseRedirect(reverse("rights:table"))


@require_http_methods(["GET", "POST"])
@page(function="staff.manage", title="権限の一括メンテナンス", kind=Kind.BATCH)
def upkeep(request: DeskRequest) -> HttpResponse:
    """Many rights from a CSV, tried first."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form, "tab": "upkeep", "title": "権限の一括メンテナンス",
        "columns": UPKEEP_HEADINGS,
        "hint": "操作は「付与」か「取消」。職員番号か所属コードの一方を入れます。",
    }  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "desk/rights_file.html", context, status=status)
    file, dry_run = form.cleaned_data["file"], form.cleaned_data["dry_run"]
    action = MaintainRights(name=file.name, content=file.read(), dry_run=dry_run)
    outcome = perform_at(request.desk, action)
    context |= {
        "findings": outcome.findings[:SHOWN], "count": len(outcome.findings), "dry_run": dry_run,
        "changes": [(one.line, one.text_ja) for one in (outcome.value or ())[:SHOWN]],
        "changes_count": len(outcome.value or ()), "is_done": not outcome.is_refused,
    }  # fmt: skip
    status = 422 if outcome.is_refused else 200
    return render(request, "desk/rights_file.html", context, status=status)
