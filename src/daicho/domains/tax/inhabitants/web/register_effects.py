# SPDX-License-Identifier: Apache-2.0
"""Later-known changes of January 1 with their effect on the tax: to reassess, or to dismiss."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daicho.domains.addressee.public import list_addressees
from daicho.domains.tax.inhabitants.actions.dismiss_effect import DismissRegisterEffect
from daicho.domains.tax.inhabitants.register_effects import effects_of, open_effects
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.ui.paging import page_number, page_of

ON_A_PAGE = 20  # each is recomputed when it is shown


@require_safe
@page(function="tax.assessment.view", title="賦課期日後に判明した住民異動")
def effects(request: DeskRequest) -> HttpResponse:
    """One page of open ones."""
    context = request.desk.context
    rows, paging = page_of(open_effects(), page_number(request.GET.get("page")), ON_A_PAGE)
    found = effects_of(rows, at=context.at)
    numbers = {one.addressee_no for one in rows} | {one.because_of for one in rows}
    request.desk.saw(*sorted(numbers))
    names = list_addressees(
        addressee_nos=numbers, may_see_protected=PROTECTED_VIEW in context.actor.functions,
        on=context.at.date(),
    )  # fmt: skip
    lines = [
        (one, names.get(one.noted.addressee_no), names.get(one.noted.because_of)) for one in found
    ]
    return render(request, "inhabitants/register_effects.html", {"lines": lines, "paging": paging})


@require_POST
@page(function="tax.assessment.reassess", title="住民異動の確認(更正なし)")
def dismiss(request: DeskRequest, number: int) -> HttpResponse:
    """Close one with the reason."""
    action = DismissRegisterEffect(effect_id=number, reason=request.POST.get("reason", ""))
    outcome = perform_at(request.desk, action)
    if outcome.is_refused:
        messages.error(request, outcome.findings[0].message_ja, "bad")
    else:
        messages.success(request, "更正しないこととして確認しました。", "good")
    return HttpResponseRedirect(reverse("inhabitants:register-effects"))
