# SPDX-License-Identifier: Apache-2.0
"""Pages of the statistics: runs and their progress, the tables of a run, files."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.statistics.actions import StartStatistics
from daicho.domains.statistics.run import KIND, carry_out, find_statistics
from daicho.domains.statistics.suppression import Limits
from daicho.domains.statistics.tables import TABLES, Table, changes_by_month, open_data
from daicho.domains.statistics.web.plots import month_bars, pyramid
from daicho.domains.statistics.workbook import CONTENT_TYPE, workbook
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.audit.details import ExportDetail, sha256_of
from daicho.foundation.audit.models import Kind
from daicho.foundation.batch.models import BatchRun, State
from daicho.foundation.ui.csv_download import csv_lines
from daicho.kernel.findings import Finding

FUNCTION = "register.statistics"
OPEN_DATA = "open-data"
_DATE = forms.DateInput(attrs={"type": "date"})


class DaysForm(forms.Form):
    """Of which day, and from which day on changes count."""

    day = forms.DateField(label="基準日", widget=_DATE)
    since = forms.DateField(label="異動を数え始める日の前日", widget=_DATE)


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="住民記録の統計")
def runs(request: DeskRequest) -> HttpResponse:
    """Every run, and a new one: the month after the last, unless told otherwise."""
    form = DaysForm(request.POST or None, initial=_next_days(request))
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = perform_at(request.desk, StartStatistics(**form.cleaned_data))
        findings = outcome.findings
        if outcome.value is not None:
            return HttpResponseRedirect(reverse("statistics:run", args=[outcome.value]))
    found = BatchRun.objects.filter(kind=KIND).prefetch_related("steps")[:50]
    context = {"runs": found, "form": form, "refusals": findings}
    return render(request, "statistics/runs.html", context, status=422 if request.POST else 200)


@require_safe
@page(function=FUNCTION, title="統計の結果")
def run(request: DeskRequest, number: int) -> HttpResponse:
    """How far the run is; its tables and drawings once it came to its end."""
    found = _found(number)
    context: dict[str, object] = {"run": found, "is_done": found.state == State.DONE}
    if found.state == State.DONE:
        context |= {
            "tables": [(name, make(found)) for name, make in TABLES.items()],
            "pyramid": pyramid(found), "months": month_bars(changes_by_month(found)),
        }  # fmt: skip
    return render(request, "statistics/run.html", context)


@require_POST
@page(function=FUNCTION, title="統計の実行", kind=Kind.BATCH)
def go(request: DeskRequest, number: int) -> HttpResponse:
    """Do what is left of a run. It may also be done by `daicho register statistics --run`."""
    found = _found(number)
    if found.state in (State.WAITING, State.FAILED):
        carry_out(found, context=request.desk.context, clock=timezone.now)
        messages.success(request, "統計の作成が終わりました。", "good")
    return HttpResponseRedirect(reverse("statistics:run", args=[number]))


@require_safe
@page(function=FUNCTION, title="統計表の出力", kind=Kind.EXTRACT)
def table(request: DeskRequest, number: int, name: str) -> HttpResponse:
    """One table as CSV; the open data set hides small counts."""
    found = _found(number)
    if found.state != State.DONE or name not in (*TABLES, OPEN_DATA):
        raise Http404("この統計表はありません")
    made = _open_data(found) if name == OPEN_DATA else TABLES[name](found)
    content = "".join(csv_lines(made.head, made.rows)).encode()
    stem = f"{settings.MUNICIPALITY_CODE}_{made.name}" if name == OPEN_DATA else made.name
    detail = ExportDetail(
        name=f"{stem}.csv", conditions={"基準日": found.subject}, rows=len(made.rows),
        columns=made.head, sha256=sha256_of(content),
    )  # fmt: skip
    request.desk.note(**detail.as_detail())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename={stem}.csv"
    return response


@require_safe
@page(function=FUNCTION, title="統計表の出力(XLSX)", kind=Kind.EXTRACT)
def book(request: DeskRequest, number: int) -> HttpResponse:
    """Every table in one workbook, to be handed in."""
    found = _found(number)
    if found.state != State.DONE:
        raise Http404("この統計表はありません")
    content = workbook(found, made_at=timezone.localtime(request.desk.context.at))
    detail = ExportDetail(
        name=f"statistics-{found.subject}.xlsx", conditions={"基準日": found.subject},
        rows=len(TABLES), columns=[*TABLES], sha256=sha256_of(content),
    )  # fmt: skip
    request.desk.note(**detail.as_detail())
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename=statistics-{found.subject}.xlsx"
    return response


def _found(number: int) -> BatchRun:
    found = find_statistics(number)
    if found is None:
        raise Http404("この統計はありません")
    return found


def _open_data(found: BatchRun) -> Table:
    code = str(settings.MUNICIPALITY_CODE)
    return open_data(found, code=code, municipality="", limits=Limits())


def _next_days(request: DeskRequest) -> dict[str, object]:
    day = timezone.localtime(request.desk.context.at).date().replace(day=1)
    return {"day": day, "since": (day - timedelta(days=1)).replace(day=1)}
