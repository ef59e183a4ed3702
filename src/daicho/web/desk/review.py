# SPDX-License-Identifier: Apache-2.0
"""The monthly check by the head of a section: figures, result, second look (操作ログの月次点検)."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from daicho.foundation.access import pages
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.audit import analyses, reviews
from daicho.foundation.audit.models import ReviewResult
from daicho.foundation.identity.models import Staff
from daicho.foundation.ui.menu import Waiting
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.web.desk.log_plot import plot_of
from daicho.web.desk.review_actions import RecordReview

SEES_ALL = "audit.view"


class ReviewForm(GuardedForm):
    """The result, and what was seen."""

    result = forms.ChoiceField(
        label="点検結果", choices=ReviewResult.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label="所見", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="確認中・要対応のときは必ず入力します。",
    )  # fmt: skip


@require_safe
@page(function="audit.review", title="操作ログの月次点検の一覧")
def review_list(request: DeskRequest) -> HttpResponse:
    """Every month of the own section; of all sections for who may see the whole log."""
    found = reviews.states(sections=_sections(request), today=_today(request))
    return render(request, "desk/review_list.html", {"states": found})


@require_http_methods(["GET", "HEAD", "POST"])
@page(function="audit.review", title="操作ログの月次点検")
def review(request: DeskRequest, month: int, section: str) -> HttpResponse:
    """The figures of a month, every look so far, and the form while it is open."""
    first = _month(month)
    if section not in _sections(request):
        raise PermissionDenied("ほかの所属の操作ログは点検できません。")
    request.desk.note(所属=section, 対象月=f"{first:%Y-%m}")
    form = ReviewForm(request.POST or None)
    findings = ()
    if request.method == "POST" and form.is_valid():
        action = RecordReview(section=section, month=first, **form.cleaned_data)
        outcome = perform_at(request.desk, action)
        if not outcome.is_refused:
            messages.success(request, "点検の結果を記録しました。")
            return HttpResponseRedirect(reverse("desk:reviews"))
        findings = outcome.findings
    period = reviews.period_of(section=section, month=first)
    history = reviews.history(section=section, month=first)
    context = {
        "section": section, "month": first, "form": form, "findings": findings,
        "summary": analyses.summary(period), "history": history,
        "is_done": bool(history) and history[0].result == ReviewResult.FINE,
        "plot": plot_of(analyses.by_day(period, period.entries())),
        "people": analyses.per_person(period), "masses": analyses.mass_searches(period),
        "failed": analyses.failed_sign_ins(period)[:20],
    }  # fmt: skip
    status = 422 if findings or form.errors else 200
    return render(request, "desk/review.html", context, status=status)


def waiting_reviews() -> list[Waiting]:
    """Sections whose finished months are not checked, and checks that are still open."""
    sections = set(_employed_sections())
    today = timezone.localtime(pages.clock()).date()
    open_ones = [state for state in reviews.states(sections=sections, today=today) if state.waits]
    if not open_ones:
        return []
    names = "、".join(sorted({state.section for state in open_ones})[:5])
    return [
        Waiting(
            "操作ログの月次点検", f"{len(open_ones)}件", f"未点検・確認中の所属: {names}",
            reverse("desk:reviews"), is_urgent=any(state.last is None for state in open_ones),
        )
    ]  # fmt: skip


def _sections(request: DeskRequest) -> set[str]:
    actor = request.desk.context.actor
    return set(_employed_sections()) if SEES_ALL in actor.functions else {actor.who.section}


def _employed_sections() -> list[str]:
    return list(Staff.objects.exclude(section="").values_list("section", flat=True).distinct())


def _month(number: int) -> dt.date:
    """202606 as the first of June 2026."""
    try:
        return dt.date(number // 100, number % 100, 1)
    except ValueError as error:
        raise Http404 from error


def _today(request: DeskRequest) -> dt.date:
    return timezone.localtime(request.desk.context.at).date()
