# SPDX-License-Identifier: Apache-2.0
"""Pages of bulk changes (一括変更, 9.7): upload, dry run, acceptance by another, carrying out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.domains.register.actions.bulk_change import (
    KIND,
    PIECE_LINES,
    AcceptBulkChange,
    StartBulkChange,
    TryBulkChange,
    WithdrawBulkChange,
    carry_out_bulk,
)
from daicho.domains.register.events.bulk_lines import headings
from daicho.domains.register.events.bulk_list import list_bulk_lines
from daicho.domains.register.models import BulkChange, BulkKind, BulkLineState, BulkState
from daicho.domains.register.web.lists import today_of
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at
from daicho.foundation.batch.jobs import add_run
from daicho.foundation.batch.models import BatchRun
from daicho.foundation.batch.runner import BatchBusyError
from daicho.foundation.ui.csv_download import csv_lines
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import PAGE_SIZE, page_number, page_of
from daicho.kernel.dates import format_japanese
from daicho.kernel.findings import Finding

FUNCTION = "register.bulk"
AT_ONCE = PIECE_LINES  # a change of so many lines is one piece: the page carries it out itself
DECISIONS: dict[str, tuple[Callable[..., Action[int]], str]] = {
    "accept": (AcceptBulkChange, "承認しました。"),
    "withdraw": (WithdrawBulkChange, "取り下げました。"),
}
TOTALS = ("行数", "世帯・人", "人数", "除外")


class BulkForm(GuardedForm):
    """A file, what it changes, and from which day."""

    bulk_kind = forms.ChoiceField(label="変更するもの", choices=BulkKind.choices)
    title = forms.CharField(label="件名", max_length=100)
    happened_on = JapaneseDateField(label="異動日")
    note = forms.CharField(label="留意事項", max_length=500, required=False)
    file = forms.FileField(label="ファイル", help_text="CSV（見出しつき）")


@require_safe
@page(function=FUNCTION, title="一括変更の一覧")
def bulk(request: DeskRequest) -> HttpResponse:
    """Every bulk change, the newest first."""
    found = BulkChange.objects.order_by("-pk")
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    context = {"changes": rows, "paging": paging, "kinds": BulkKind.choices}
    return render(request, "register/tasks/bulk.html", context)


@require_safe
@page(function=FUNCTION, title="一括変更の見出しの出力")
def bulk_headings(request: DeskRequest, kind: str) -> HttpResponse:
    """An empty file with the headings of a kind; it shows nobody."""
    if kind not in BulkKind.values:
        raise Http404("この種類の一括変更はありません")
    content = "".join(csv_lines(headings(kind), []))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename=bulk-{kind}.csv"
    return response


@require_http_methods(["GET", "POST"])
@page(function=FUNCTION, title="一括変更の仮処理")
def try_bulk(request: DeskRequest) -> HttpResponse:
    """Upload a file and try it; nothing changes."""
    start = {"happened_on": format_japanese(today_of(request))}
    form = BulkForm(request.POST or None, request.FILES or None, initial=start)
    findings: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        typed = {**form.cleaned_data}
        file = typed.pop("file")
        action = TryBulkChange(file_name=file.name, content=file.read(), **typed)
        outcome = perform_at(request.desk, action)
        if outcome.value is not None:
            messages.success(request, "仮処理しました。台帳はまだ変わっていません。", "good")
            return _to(outcome.value)
        findings = outcome.findings
    context = {"form": form, "refusals": findings, "kinds": BulkKind.choices}
    status = 422 if request.method == "POST" else 200
    return render(request, "register/tasks/try_bulk.html", context, status=status)


@require_safe
@page(function=FUNCTION, title="一括変更")
def bulk_change(request: DeskRequest, number: int) -> HttpResponse:
    """Its totals, its lines, what comes next."""
    return _show(request, _find(number))


@require_POST
@page(function=FUNCTION, title="一括変更の承認・取下げ")
def decide_bulk(request: DeskRequest, number: int) -> HttpResponse:
    """Accept by another person, or withdraw."""
    change = _find(number)
    if request.POST.get("act") not in DECISIONS:
        raise Http404("この処理はありません")
    action, done = DECISIONS[request.POST["act"]]
    outcome = perform_at(request.desk, action(change_no=number))
    if outcome.is_refused:
        return _show(request, change, outcome.findings)
    messages.success(request, done, "good")
    return _to(number)


@require_POST
@page(function=FUNCTION, title="一括変更の本処理")
def start_bulk(request: DeskRequest, number: int) -> HttpResponse:
    """Open the run; a small one is carried out at once, a large one by the worker."""
    change = _find(number)
    outcome = perform_at(request.desk, StartBulkChange(change_no=number))
    if outcome.value is None:
        return _show(request, change, outcome.findings)
    if change.totals["行数"] > AT_ONCE:
        context = request.desk.context
        add_run(kind=KIND, parameters={}, due_at=context.at, by=context.actor.who.login)
        messages.success(request, "本処理を受け付けました。順に処理します。", "good")
        return _to(number)
    try:
        carry_out_bulk(run_no=outcome.value, context=request.desk.context, clock=timezone.now)
    except BatchBusyError:
        messages.error(request, "本処理は実行中です。", "bad")
    else:
        messages.success(request, "本処理しました。", "good")
    return _to(number)


@require_safe
@page(function=FUNCTION, title="一括変更の進み具合", is_logged=False)
def bulk_progress(request: DeskRequest, number: int) -> HttpResponse:
    """The piece that asks again while the run goes on; shows nobody."""
    change = _find(number)
    run = _run_of(change)
    context = {"change": change, "step": run.steps.first() if run else None, "run": run}
    response = render(request, "register/tasks/bulk_progress.html", context)
    if change.state == BulkState.DONE:
        response.headers["HX-Refresh"] = "true"
    return response


def _find(number: int) -> BulkChange:
    change = BulkChange.objects.filter(pk=number).first()
    if change is None:
        raise Http404("この一括変更はありません")
    return change


def _to(number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("register:bulk-change", args=[number]))


def _run_of(change: BulkChange) -> BatchRun | None:
    return BatchRun.objects.filter(kind=KIND, subject=str(change.pk)).first()


def _show(
    request: DeskRequest, change: BulkChange, findings: Sequence[Finding] = ()
) -> HttpResponse:
    context = request.desk.context
    only = request.GET.get("only", "")
    found = change.lines.order_by("line")
    if only in BulkLineState.values:
        found = found.filter(state=only)
    _, paging = page_of(found.values_list("pk"), page_number(request.GET.get("page")))
    lines = list_bulk_lines(
        change_no=change.pk, actor=context.actor, on=today_of(request),
        only=only if only in BulkLineState.values else "",
        first=(paging.page - 1) * PAGE_SIZE, most=PAGE_SIZE,
    )  # fmt: skip
    run = _run_of(change)
    if change.kind != BulkKind.ADDRESS:
        request.desk.saw(*(line.number for line in lines if line.number))
    shown: dict[str, Any] = {
        "change": change, "lines": lines, "paging": paging, "refusals": findings, "run": run,
        "step": run.steps.first() if run else None, "only": only,
        "states": BulkLineState.choices, "totals": _totals(change),
        "is_own": change.created_by == context.actor.who.login,
    }  # fmt: skip
    return render(
        request, "register/tasks/bulk_change.html", shown, status=422 if findings else 200
    )


def _totals(change: BulkChange) -> list[tuple[str, object, object]]:
    """Each control total of the trial, and of what was carried out, side by side."""
    done = change.totals.get("本処理", {})
    return [(name, change.totals.get(name, 0), done.get(name)) for name in TOTALS]
