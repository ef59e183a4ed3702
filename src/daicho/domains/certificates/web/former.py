# SPDX-License-Identifier: Apache-2.0
"""Records that were replaced by a new one (改製・再製・帰化等の前の除票, 標準 1.1.5)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daicho.domains.certificates.reading import is_cancelled, read_latest
from daicho.domains.register.public import PLACES, list_replaced, see
from daicho.foundation.access.decision import MASKED_ADDRESS
from daicho.foundation.access.pages import DeskRequest, page

FUNCTION = "certificate.issue"


@require_safe
@page(function=FUNCTION, title="改製等の前の除票")
def former(request: DeskRequest, number: int) -> HttpResponse:
    """The removed records of a person who has a record after them, each to be looked at and issued.

    Places and items are hidden as on every page; a cancelled replacement is none.
    """
    latest = read_latest(addressee_nos=[number]).get(number)
    if latest is None:
        raise Http404
    request.desk.saw(number)
    today = timezone.localtime(request.desk.context.at).date()
    rows = [row for row in list_replaced(addressee_no=number) if not is_cancelled(row)]
    seen = see([latest, *rows], actor=request.desk.context.actor, on=today)
    for one in seen[1:] if seen[0].hides_places else []:
        one.text.update(dict.fromkeys(PLACES, MASKED_ADDRESS))  # the old place may be the new one
    context = {"row": latest, "records": seen[1:]}
    return render(request, "certificates/former.html", context)
