# SPDX-License-Identifier: Apache-2.0
"""One's own rights, asking for more, and deciding what others ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daicho.foundation.access import granting
from daicho.foundation.access.catalogue import catalogue
from daicho.foundation.access.models import RightsRequest
from daicho.foundation.access.organisation import units_on
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.access.requests import waiting_for
from daicho.foundation.access.table import unit_names
from daicho.foundation.actions.action import perform_at
from daicho.foundation.actions.rights import DecideRights, RequestRights, WithdrawRequest
from daicho.foundation.audit.models import Kind
from daicho.foundation.identity.models import Staff
from daicho.foundation.ui.date_field import JapaneseDateField
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.foundation.ui.paging import page_number, page_of

SHORT = "例: R9.3.31"


class RequestForm(GuardedForm):
    """For whom, what, how long, why."""

    login = forms.CharField(
        label="職員番号",
        max_length=32,
        required=False,
        help_text="所属に申請するときは空にします。",
    )
    unit = forms.ChoiceField(label="所属", required=False)
    role = forms.ChoiceField(label="役割(機能のまとまり)", required=False)
    functions = forms.MultipleChoiceField(
        label="機能", required=False, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.ChoiceField(
        label="所管", required=False, help_text="選ぶと、その所属が扱う分だけに限ります。"
    )
    first = JapaneseDateField(label="開始日", help_text=SHORT)
    last = JapaneseDateField(label="終了日", help_text="開始日から1年以内")
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        units = [(one.code, f"{one.code} {one.name}") for one in units_on(on=on)]
        known = catalogue()
        roles = [(one.code, one.label_ja) for one in known.roles.values()]
        choices = {
            "unit": [("", "(職員に申請)"), *units],
            "scope": [("", "限らない"), *units],
            "role": [("", "(機能を選ぶ)"), *roles],
            "functions": [(one.code, one.label_ja) for one in known.functions.values()],
        }  # fmt: skip
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


class DecisionForm(GuardedForm):
    """Approve or refuse, and why."""

    decision = forms.ChoiceField(choices=[("approve", "承認"), ("refuse", "却下")])
    comment = forms.CharField(max_length=500, required=False)


def today_of(request: DeskRequest) -> date:
    """The day of the request in Tokyo."""
    return timezone.localtime(request.desk.context.at).date()


@require_safe
@page(function="rights.request", title="自分の権限", kind=Kind.INQUIRY)
def mine(request: DeskRequest) -> HttpResponse:
    """What one may do today and by what, what begins later, and what one has asked for."""
    on, actor = today_of(request), request.desk.context.actor
    held = granting.not_revoked(at=request.desk.context.at).filter(valid_to__gte=on)
    held = held.filter(Q(staff=actor.staff_id) | Q(unit__in=actor.units)).order_by(
        "function", "valid_from"
    )
    names = unit_names(on=on)
    lines = [
        {
            "label": _label(one.function), "holder": names.get(one.unit, "本人"),
            "scope": names.get(one.scope, ""), "first": one.valid_from, "last": one.valid_to,
            "is_later": one.valid_from > on, "by": one.granted_by,
        }
        for one in held
    ]  # fmt: skip
    own = RightsRequest.objects.filter(
        Q(requester=actor.staff_id) | Q(staff=actor.staff_id)
    ).select_related("staff", "decider")
    asked, paging = page_of(own.order_by("-pk"), page_number(request.GET.get("page")))
    context = {
        "lines": lines, "asked": [_told(one) for one in asked], "paging": paging, "names": names,
        "staff_id": actor.staff_id,
    }  # fmt: skip
    return render(request, "desk/rights.html", context)


def _label(function: str) -> str:
    known = catalogue().functions.get(function)
    return known.label_ja if known else function


def _told(one: RightsRequest) -> dict[str, Any]:
    """A request with its functions in words."""
    return {"request": one, "labels": [_label(code) for code in one.functions]}


@require_http_methods(["GET", "POST"])
@page(function="rights.request", title="権限の申請", kind=Kind.SETTINGS)
def request_rights(request: DeskRequest) -> HttpResponse:
    """The form; a request goes to the head of the section."""
    login = Staff.objects.filter(pk=request.desk.context.actor.staff_id).values_list("login")
    initial = {"login": next(iter(login), ("",))[0]}
    form = RequestForm(request.POST or None, on=today_of(request), initial=initial)
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "desk/rights_request.html", {"form": form}, status=status)
    given = form.cleaned_data
    role = catalogue().roles.get(given["role"])
    functions = tuple(dict.fromkeys([*(role.functions if role else ()), *given["functions"]]))
    action = RequestRights(
        login=given["login"], unit=given["unit"], functions=functions, scope=given["scope"],
        first=given["first"], last=given["last"], reason=given["reason"],
    )  # fmt: skip
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        context = {"form": form, "findings": outcome.findings}
        return render(request, "desk/rights_request.html", context, status=422)
    messages.success(request, "申請しました。所属長の承認を待ちます。", "good")
    return HttpResponseRedirect(reverse("rights:mine"))


@require_POST
@page(function="rights.request", title="権限の申請の取下げ", kind=Kind.SETTINGS)
def withdraw(request: DeskRequest, number: int) -> HttpResponse:
    """Take an own request back."""
    outcome = perform_at(request.desk, WithdrawRequest(number=number))
    for finding in outcome.findings:
        messages.error(request, finding.message_ja, "bad")
    if not outcome.is_refused:
        messages.success(request, "申請を取り下げました。", "good")
    return HttpResponseRedirect(reverse("rights:mine"))


@require_safe
@page(function="rights.approve", title="権限の申請の承認")
def approvals(request: DeskRequest) -> HttpResponse:
    """What waits for this person's decision."""
    on = today_of(request)
    waiting = waiting_for(actor=request.desk.context.actor, on=on)
    context = {"waiting": [_told(one) for one in waiting], "names": unit_names(on=on)}
    return render(request, "desk/rights_approvals.html", context)


@require_POST
@page(function="rights.approve", title="権限の承認・却下", kind=Kind.SETTINGS)
def decide(request: DeskRequest, number: int) -> HttpResponse:
    """Approve or refuse one."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        is_approved = form.cleaned_data["decision"] == "approve"
        action = DecideRights(
            number=number, is_approved=is_approved, comment=form.cleaned_data["comment"]
        )
        outcome = perform_at(request.desk, action)
        for finding in outcome.findings:
            messages.error(request, finding.message_ja, "bad")
        if not outcome.is_refused:
            text = "承認し、権限を付与しました。" if is_approved else "却下しました。"
            messages.success(request, text, "good")
    else:
        messages.error(request, "承認か却下を選んでください。", "bad")
    return HttpResponseRedirect(reverse("rights:approvals"))
