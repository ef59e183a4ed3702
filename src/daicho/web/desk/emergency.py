# SPDX-License-Identifier: Apache-2.0
"""Emergency access (緊急アクセス): open, end, and review what others opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.foundation.access.catalogue import Function, catalogue
from daicho.foundation.access.emergency import (
    close_lapsed,
    find_looks,
    find_unreviewed,
    openable,
)
from daicho.foundation.access.models import EmergencyAccess, Verdict
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.actions.emergency import (
    EndEmergencyAccess,
    OpenEmergencyAccess,
    ReviewEmergencyAccess,
)
from daicho.foundation.audit.models import Kind
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of


class OpeningForm(GuardedForm):
    """What to open, for how long, why."""

    functions = forms.MultipleChoiceField(label="開く機能", widget=forms.CheckboxSelectMultiple)
    minutes = forms.IntegerField(label="時間(分)", min_value=1)
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, functions: list[Function], longest: int, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(one.code, one.label_ja) for one in functions]
        self.fields["functions"].choices = choices  # type: ignore[attr-defined]
        self.fields["minutes"].initial = longest
        self.fields["minutes"].help_text = f"{longest}分まで"


class ReviewForm(GuardedForm):
    """The verdict and why."""

    verdict = forms.ChoiceField(
        label="点検結果", choices=[one for one in Verdict.choices if one[0]],
        widget=forms.RadioSelect,
    )  # fmt: skip
    comment = forms.CharField(label="所見", max_length=1000, widget=forms.Textarea({"rows": 3}))


@require_http_methods(["GET", "POST"])
@page(function="emergency.open", title="緊急アクセス", kind=Kind.EVENT)
def emergency(request: DeskRequest) -> HttpResponse:
    """Open functions one does not hold; what is open now can be ended here."""
    actor = request.desk.context.actor
    functions = openable(actor=actor)
    form = OpeningForm(
        request.POST or None, functions=functions, longest=settings.EMERGENCY_MINUTES
    )
    own = EmergencyAccess.objects.filter(staff=actor.staff_id).order_by("-pk")[:10]
    context: dict[str, Any] = {
        "form": form, "has_functions": bool(functions),
        "own": [{"access": one, "labels": _labels(one)} for one in own],
    }  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "desk/emergency.html", context, status=status)
    given = form.cleaned_data
    action = OpenEmergencyAccess(
        opened=tuple(given["functions"]), reason=given["reason"], minutes=given["minutes"]
    )
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        context["findings"] = outcome.findings
        return render(request, "desk/emergency.html", context, status=422)
    messages.warning(request, "緊急アクセスを開始しました。", "warn")
    return HttpResponseRedirect(reverse("desk:home"))


@require_POST
@page(function="emergency.open", title="緊急アクセスの終了", kind=Kind.EVENT)
def end(request: DeskRequest, number: int) -> HttpResponse:
    """Close one's own before its time."""
    outcome = perform_at(request.desk, EndEmergencyAccess(number=number))
    for finding in outcome.findings:
        messages.error(request, finding.message_ja, "bad")
    if not outcome.is_refused:
        messages.success(request, "緊急アクセスを終了しました。", "good")
    return HttpResponseRedirect(reverse("rights:emergency"))


@require_safe
@page(function="emergency.review", title="緊急アクセスの点検一覧")
def reviews(request: DeskRequest) -> HttpResponse:
    """All that wait for a verdict, then those that have one."""
    desk = request.desk
    close_lapsed(at=desk.context.at, terminal=desk.context.terminal)
    done = EmergencyAccess.objects.exclude(verdict=Verdict.OPEN).select_related("staff", "reviewer")
    reviewed, paging = page_of(done.order_by("-pk"), page_number(request.GET.get("page")))
    context = {
        "waiting": find_unreviewed()[:200], "reviewed": reviewed, "paging": paging,
        "staff_id": desk.context.actor.staff_id,
    }  # fmt: skip
    return render(request, "desk/emergency_reviews.html", context)


@require_http_methods(["GET", "POST"])
@page(function="emergency.review", title="緊急アクセスの点検", kind=Kind.EVENT)
def review(request: DeskRequest, number: int) -> HttpResponse:
    """What was opened, why, every look in the log; and the verdict."""
    access = EmergencyAccess.objects.select_related("staff", "reviewer").filter(pk=number).first()
    if access is None:
        raise Http404
    form = ReviewForm(request.POST or None)
    looks, paging = page_of(find_looks(access=access), page_number(request.GET.get("page")))
    context: dict[str, Any] = {
        "access": access, "labels": _labels(access), "form": form, "looks": looks,
        "paging": paging, "is_own": access.staff_id == request.desk.context.actor.staff_id,
        "is_open": access.ended_at is None and access.until > request.desk.context.at,
    }  # fmt: skip
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "desk/emergency_review.html", context, status=status)
    action = ReviewEmergencyAccess(number=number, **form.cleaned_data)
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        context["findings"] = outcome.findings
        return render(request, "desk/emergency_review.html", context, status=422)
    messages.success(request, "点検の結果を記録しました。", "good")
    return HttpResponseRedirect(reverse("rights:emergency-reviews"))


def _labels(access: EmergencyAccess) -> list[str]:
    known = catalogue().functions
    return [known[code].label_ja if code in known else code for code in access.functions]
