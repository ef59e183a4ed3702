# SPDX-License-Identifier: Apache-2.0
"""Pages of the files taken in: list, one file with its totals and refused rows, withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.tax.documents.actions.withdraw_import import SettleRefusedRows, WithdrawImport
from daicho.domains.tax.documents.models import (
    Document,
    FileState,
    ImportFile,
    JoinState,
    RefusedRow,
    RefusedState,
)
from daicho.domains.tax.documents.web.totals import lines_of_totals
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.csv_download import csv_lines
from daicho.foundation.ui.paging import page_number, page_of

FUNCTION = "documents.view"
CAN_BE_WITHDRAWN = (FileState.OPEN, FileState.ACCEPTED)
CSV_HEAD = ("行", "項目", "理由", "対応", "対応者", "対応の理由")


@require_safe
@page(function=FUNCTION, title="取込一覧")
def import_list(request: DeskRequest) -> HttpResponse:
    """Every file, the latest first."""
    found = ImportFile.objects.order_by("-id").defer("findings", "totals")
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    return render(request, "documents/imports.html", {"rows": rows, "paging": paging})


@require_safe
@page(function=FUNCTION, title="取込内容照会")
def import_page(request: DeskRequest, number: int) -> HttpResponse:
    """One file."""
    return _show(request, number)


@require_safe
@page(function=FUNCTION, title="取込不備一覧の出力", kind=Kind.EXTRACT)
def refused_csv(request: DeskRequest, number: int) -> StreamingHttpResponse:
    """Every reason of every refused row as CSV; nothing of the rows' content."""
    found = _find(number)
    request.desk.note(取込番号=number)
    response = StreamingHttpResponse(
        csv_lines(CSV_HEAD, _csv_rows(found)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="refused-{number}.csv"'
    return response


@require_POST
@page(function="documents.import", title="取込の不備行の確認")
def settle(request: DeskRequest, number: int) -> HttpResponse:
    """Say of chosen refused rows what became of them; all of them where the clerk says so."""
    texts = request.POST.getlist("line")
    lines = tuple(int(text) for text in texts if text.isascii() and text.isdigit())
    if request.POST.get("all") == "1":
        open_rows = RefusedRow.objects.filter(file_id=number, state=RefusedState.OPEN)
        lines = tuple(open_rows.values_list("line_no", flat=True))
    state = request.POST.get("state", "")
    action = SettleRefusedRows(
        file_id=number,
        lines=lines,
        state=state if state in RefusedState.values else RefusedState.OPEN,
        reason=request.POST.get("reason", ""),
    )
    return _act(request, number, action, "不備行の対応を記録しました。")


@require_POST
@page(function="documents.withdraw", title="取込取消")
def withdraw(request: DeskRequest, number: int) -> HttpResponse:
    """Take the whole import back."""
    action = WithdrawImport(file_id=number, reason=request.POST.get("reason", ""))
    return _act(request, number, action, "この取込を取り消しました。")


def _act(request: DeskRequest, number: int, action: Action[Any], done: str) -> HttpResponse:
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        return _show(request, number, refusals=outcome.findings)
    messages.success(request, done, "good")
    return HttpResponseRedirect(reverse("documents:import", args=[number]))


def _show(request: DeskRequest, number: int, **more: Any) -> HttpResponse:
    found = _find(number)
    rows, paging = page_of(
        RefusedRow.objects.filter(file=found).order_by("line_no"),
        page_number(request.GET.get("page")),
    )
    states = dict(
        Document.objects.filter(file=found)
        .values_list("join_state")
        .annotate(count=Count("id"))
        .order_by()
    )
    request.desk.note(取込番号=number)
    context = {
        "file": found,
        "totals": lines_of_totals(found.totals),
        "rows": rows,
        "paging": paging,
        "joins": [(label, states[state]) for state, label in JoinState.choices if state in states],
        "can_withdraw": found.state in CAN_BE_WITHDRAWN,
        "states": [choice for choice in RefusedState.choices if choice[0] != RefusedState.OPEN],
        "has_open_rows": found.state == FileState.OPEN,
        **more,
    }
    return render(request, "documents/import.html", context, status=422 if more else 200)


def _find(number: int) -> ImportFile:
    found = ImportFile.objects.filter(pk=number).first()
    if found is None:
        raise Http404("該当する取込がありません")
    return found


def _csv_rows(found: ImportFile) -> Iterator[tuple[object, ...]]:
    rows = RefusedRow.objects.filter(file=found).order_by("line_no")
    for row in rows.iterator(chunk_size=2_000):
        for reason in row.reasons:
            yield (
                row.line_no, reason["column"], reason["message_ja"],
                row.get_state_display(), row.settled_by, row.settled_reason,
            )  # fmt: skip
