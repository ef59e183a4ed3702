# SPDX-License-Identifier: Apache-2.0
"""The 個人番号 of a person: through the logged action, on the answer to the asking only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from daicho.domains.register.web.person import frame
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.vault.actions import RevealIndividualNumber


@require_POST
@never_cache
@page(function="vault.reveal", title="個人番号の表示")
def reveal(request: DeskRequest, number: int) -> HttpResponse:
    """Show it once, with the reason in the log."""
    context = frame(request, number, "person")
    action = RevealIndividualNumber(addressee_no=number, reason=request.POST.get("reason", ""))
    outcome = perform_at(request.desk, action)
    context |= {"individual_number": outcome.value, "refusals": outcome.findings}
    status = 422 if outcome.is_refused else 200
    return render(request, "register/person.html", context, status=status)
