# SPDX-License-Identifier: Apache-2.0
"""Pages of the runs of 当初賦課: progress, totals, stop check, findings, 未申告."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.addressee.public import AddresseeLine, list_addressees
from daicho.domains.tax.inhabitants.actions.runs import AcceptRun, ReleaseRun, WithdrawRun
from daicho.domains.tax.inhabitants.models import (
    AssessmentRun,
    RunState,
    UndeclaredKind,
)
from daicho.domains.tax.inhabitants.selectors.runs import (
    count_findings,
    find_run,
    list_findings,
    list_runs,
    list_undeclared,
)
from daicho.domains.tax.inhabitants.web.finding_words import heading_of
from daicho.domains.tax.inhabitants.web.plot import change_text, plot_of
from daicho.domains.tax.inhabitants.web.progress import progress_of
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Action, perform_at
from daicho.foundation.ui.paging import page_number, page_of

FUNCTION = "tax.assessment.view"
HEAD_COUNTS = (
    ("registered", "賦課期日の住民"),
    ("assessed", "賦課した人"),
    ("taxed", "うち所得割あり"),
    ("per_capita_only", "うち均等割のみ"),
    ("nontaxable", "うち非課税"),
    ("undeclared", "未申告"),
    ("dependants", "資料のない被扶養者"),
    ("children", "16歳未満"),
    ("documents", "併合した資料"),
)
METHODS = (
    ("by_ordinary", "ordinary", "普通徴収"),
    ("by_salary", "salary", "給与特別徴収"),
    ("by_pension", "pension", "年金特別徴収"),
)


@require_safe
@page(function=FUNCTION, title="賦課処理一覧")
def run_list(request: DeskRequest) -> HttpResponse:
    """Every run, the latest first."""
    runs = list(list_runs()[:100])
    return render(request, "inhabitants/run_list.html", {"runs": runs})


@require_safe
@page(function=FUNCTION, title="賦課処理状況照会")
def run(request: DeskRequest, number: int) -> HttpResponse:
    """One run."""
    return show_run(request, _find(number))


@require_safe
@page(function=FUNCTION, title="賦課処理の進み具合", is_logged=False)
def progress(request: DeskRequest, number: int) -> HttpResponse:
    """The piece that a running run's page asks for again and again; shows nobody."""
    found = _find(number)
    context = {"run": found, "progress": progress_of(found), "is_piece": True}
    response = render(request, "inhabitants/run_progress.html", context)
    if found.state != RunState.RUNNING:
        response.headers["HX-Refresh"] = "true"
    return response


@require_safe
@page(function=FUNCTION, title="賦課処理の確認事項")
def findings(request: DeskRequest, number: int) -> HttpResponse:
    """What the run found, by code, paged."""
    found = _find(number)
    codes = [(code, heading_of(code), count) for code, _, count in count_findings(run_id=found.pk)]
    code = request.GET.get("code", "")
    rows = list_findings(run_id=found.pk, code=code)
    shown, paging = page_of(rows, page_number(request.GET.get("page")))
    people = _people(request, [one.addressee_no for one in shown if one.addressee_no])
    context = {
        "run": found,
        "codes": codes,
        "code": code,
        "rows": [(one, people.get(one.addressee_no or 0)) for one in shown],
        "paging": paging,
    }
    return render(request, "inhabitants/run_findings.html", context)


@require_safe
@page(function=FUNCTION, title="未申告者一覧")
def undeclared(request: DeskRequest, number: int) -> HttpResponse:
    """Residents about whom no document tells (未申告調査の対象)."""
    found = _find(number)
    rows = list_undeclared(run_id=found.pk, kind=UndeclaredKind.UNDECLARED)
    shown, paging = page_of(rows, page_number(request.GET.get("page")))
    people = _people(request, [one.addressee_no for one in shown])
    context = {
        "run": found,
        "rows": [(one, people.get(one.addressee_no)) for one in shown],
        "paging": paging,
    }
    return render(request, "inhabitants/undeclared.html", context)


@require_POST
@page(function="tax.release.accept", title="当初賦課の前年比較の確認")
def accept(request: DeskRequest, number: int) -> HttpResponse:
    """A second person accepts, with the reason."""
    action = AcceptRun(run_id=number, reason=request.POST.get("reason", ""))
    return _act(request, number, action, "前年比較を確認しました。確定できます。")


@require_POST
@page(function="tax.assessment.run", title="当初賦課の確定・調定")
def release(request: DeskRequest, number: int) -> HttpResponse:
    """Decide and post."""
    return _act(request, number, ReleaseRun(run_id=number), "当初賦課を確定し、調定しました。")


@require_POST
@page(function="tax.assessment.run", title="当初賦課の取消")
def withdraw(request: DeskRequest, number: int) -> HttpResponse:
    """Take the run back before its release."""
    action = WithdrawRun(run_id=number, reason=request.POST.get("reason", ""))
    return _act(request, number, action, "この賦課処理を取り消しました。")


def show_run(request: DeskRequest, found: AssessmentRun, **more: Any) -> HttpResponse:
    """The run's page; with the findings of a refused action, status 422."""
    check = found.stop_check
    counts, totals = found.counts, found.totals
    last = check.get("last_year") or {}
    methods = [
        (label, counts.get(count, 0), totals.get(name, 0), _last_method(last, index))
        for index, (count, name, label) in enumerate(METHODS)
    ]
    severities: Counter[str] = Counter()
    for _, severity, count in count_findings(run_id=found.pk):
        severities[severity] += count
    context = {
        "run": found,
        "progress": progress_of(found),
        "head_counts": [(label, counts[key]) for key, label in HEAD_COUNTS if key in counts],
        "methods": methods,
        "check": check,
        "totals_compared": _totals_compared(check),
        "plot": plot_of(check),
        "severities": severities,
        "is_own": found.started_by == request.desk.context.actor.who.login,
        **more,
    }
    return render(request, "inhabitants/run.html", context, status=422 if more else 200)


def _act(request: DeskRequest, number: int, action: Action[int], done: str) -> HttpResponse:
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        return show_run(request, _find(number), refusals=outcome.findings)
    messages.success(request, done, "good")
    return HttpResponseRedirect(reverse("inhabitants:run", args=[number]))


def _find(number: int) -> AssessmentRun:
    found = find_run(run_id=number)
    if found is None:
        raise Http404("該当する賦課処理がありません")
    return found


def _people(request: DeskRequest, numbers: list[int]) -> dict[int, AddresseeLine]:
    """The people of a page of a list, noted in the log."""
    request.desk.saw(*numbers)
    context = request.desk.context
    return list_addressees(
        addressee_nos=numbers,
        may_see_protected=PROTECTED_VIEW in context.actor.functions,
        on=context.at.date(),
    )


def _last_method(last: dict[str, Any], index: int) -> tuple[int, int]:
    methods = last.get("methods")
    return (methods[index]["count"], methods[index]["tax"]) if methods else (0, 0)


def _totals_compared(check: dict[str, Any]) -> list[tuple[str, int, int, str]]:
    """Tax and people of both years in one small table."""
    this, last = check.get("this_year"), check.get("last_year")
    if not this or not last:
        return []
    names = (
        ("tax", "年税額の合計（円）"),
        ("people", "賦課した人"),
        ("taxpayers", "納税義務者"),
        ("nontaxable", "非課税者"),
        ("zero_tax", "税額0円の課税者"),
    )
    return [
        (label, this[key], last[key], change_text(this[key], last[key])) for key, label in names
    ]
