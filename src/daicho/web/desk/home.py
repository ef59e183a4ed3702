# SPDX-License-Identifier: Apache-2.0
"""The first page: what waits for the person who has signed in."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daicho.foundation.access.pages import PURPOSE_KEY, DeskRequest, page
from daicho.foundation.ui.menu import WAITING


@require_safe
@page(function="desk.home", title="業務メニュー")
def home(request: DeskRequest) -> HttpResponse:
    """Waiting work of the kinds the person may see; the purpose of use comes first."""
    if not request.session.get(PURPOSE_KEY):
        return HttpResponseRedirect(reverse("desk:purpose"))
    context = request.desk.context
    held = context.actor.functions
    waiting = [
        item for source in WAITING if source.function in held for item in source.waiting(context)
    ]
    return render(request, "desk/home.html", {"waiting": waiting})
