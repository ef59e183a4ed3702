# SPDX-License-Identifier: Apache-2.0
"""Forms that change measures: take an application in, correct it, and every step of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daicho.domains.support.actions.measures import (
    ApplyForSupport,
    ConfirmSupport,
    CorrectSupport,
    DismissSupport,
    EndSupport,
    ExtendSupport,
    ReceiveSupport,
    SendSupport,
)
from daicho.domains.support.facts import SupportApplication, SupportItems
from daicho.domains.support.models import MeasureStep
from daicho.domains.support.selectors import (
    day_of,
    find_application,
    measures_of_application,
)
from daicho.domains.support.web.forms import (
    ConfirmForm,
    DismissForm,
    EndForm,
    ExtendForm,
    SendForm,
)
from daicho.domains.support.web.measures import people_of
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import Outcome, perform_at
from daicho.foundation.ui.slip_form import inputs_of, typed_of
from daicho.kernel.dates import format_japanese
from daicho.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class Step:
    """A step with a small form of its own."""

    label: str
    form: Callable[..., forms.Form]
    action: Callable[..., Any]
    has_people: bool = True


STEPS = {
    "confirm": Step("支援措置の開始", ConfirmForm, ConfirmSupport),
    "extend": Step("支援措置の延長", ExtendForm, ExtendSupport),
    "end": Step("支援措置の終了", EndForm, EndSupport),
    "dismiss": Step("支援の必要性なし", DismissForm, DismissSupport),
    "send": Step("転送の記録", SendForm, SendSupport, has_people=False),
}


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="protected.manage", title="支援措置の申出の受付")
def apply(request: DeskRequest) -> HttpResponse:
    """A new application."""
    return _type_application(request, "支援措置の申出の受付", ApplyForSupport)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="protected.manage", title="転送された支援措置の受付")
def receive(request: DeskRequest) -> HttpResponse:
    """An application that another municipality sent."""
    return _type_application(request, "転送された支援措置の受付", ReceiveSupport)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="protected.manage", title="支援措置の申出の訂正")
def correct(request: DeskRequest, number: int) -> HttpResponse:
    """Everything that the application says, to be said anew; for `protected.view` only."""
    if PROTECTED_VIEW not in request.desk.context.actor.functions:
        messages.error(request, "申出の内容は支援措置責任者だけが訂正できます。", "bad")
        return HttpResponseRedirect(reverse("support:notices"))
    version = find_application(application_no=number)
    if version is None:
        raise Http404("この申出はありません")
    request.desk.saw(*(one.addressee_no for one in measures_of_application(application_no=number)))

    def act(data: Mapping[str, Any]) -> Outcome[int]:
        note = request.POST.get("correction", "")
        action = CorrectSupport(application_no=number, data=data, note=note)
        return perform_at(request.desk, action)

    return _type(request, "支援措置の申出の訂正", SupportItems, version.items, act)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="protected.manage", title="支援措置の処理")
def step(request: DeskRequest, number: int, act: str) -> HttpResponse:
    """Begin, extend, end, dismiss, send on."""
    measures = measures_of_application(application_no=number)
    if act not in STEPS or not measures:
        raise Http404("この処理はありません")
    chosen = STEPS[act]
    request.desk.saw(*(one.addressee_no for one in measures))
    options = {"people": _choices(measures)} if chosen.has_people else {}
    start = {"first": _today(request), "last": "" if act in ("confirm", "extend") else
             _today(request), "sent_on": _today(request)}  # fmt: skip
    form = chosen.form(request.POST or None, initial=start, **options)
    findings: Sequence[Finding] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            typed = dict(form.cleaned_data)
            if chosen.has_people:
                typed["measures"] = tuple(typed["measures"])
            outcome = perform_at(request.desk, chosen.action(application_no=number, **typed))
            findings = outcome.findings
            if not outcome.is_refused:
                messages.success(request, f"{chosen.label}を記録しました。", "good")
                return HttpResponseRedirect(reverse("support:measure", args=[number]))
    context = {"form": form, "label": chosen.label, "number": number, "refusals": findings}
    return render(request, "support/step.html", context, status=status)


def _choices(measures: Sequence[MeasureStep]) -> list[tuple[int, str]]:
    people = people_of({one.addressee_no for one in measures})
    return [
        (one.measure_no, f"{people[one.addressee_no].name}（整理番号{one.measure_no}）")
        for one in measures
        if one.ended_on is None and one.addressee_no in people
    ]


def _today(request: DeskRequest) -> str:
    return format_japanese(day_of(request.desk.context.at))


def _type_application(
    request: DeskRequest, label: str, action: Callable[..., ApplyForSupport]
) -> HttpResponse:
    person = request.GET.get("person", "")
    start = {"addressee_no": person, "applied_on": _today(request)}

    def act(data: Mapping[str, Any]) -> Outcome[int]:
        return perform_at(request.desk, action(data=data))

    return _type(request, label, SupportApplication, start, act)


def _type(
    request: DeskRequest,
    label: str,
    form: type[SupportItems],
    start: Mapping[str, Any],
    act: Callable[[Mapping[str, Any]], Outcome[int]],
) -> HttpResponse:
    data, findings, status = start, tuple[Finding, ...](), 200
    more = request.POST.get("more", "")
    if request.method == "POST":
        data = typed_of(form, request.POST)
        if more:
            request.desk.note(操作="行の追加")
        else:
            outcome = act(data)
            if outcome.value is not None:
                messages.success(request, f"{label}を記録しました。", "good")
                return HttpResponseRedirect(reverse("support:measure", args=[outcome.value]))
            findings, status = outcome.findings, 422
    context = {
        "label": label, "refusals": findings, "is_correction": form is SupportItems,
        "inputs": inputs_of(form, data, findings=findings, more_rows=more),
    }  # fmt: skip
    return render(request, "support/apply.html", context, status=status)
