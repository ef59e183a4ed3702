# SPDX-License-Identifier: Apache-2.0
"""Two clerks on the same person see each other: a sign of life every twenty seconds."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from daicho.domains.register.models.presence import Presence
from daicho.foundation.access.actor import Actor
from daicho.foundation.access.pages import DeskRequest, page

LIFE = dt.timedelta(seconds=45)


@require_POST
@page(function="register.view", title="同じ人を開いている職員", is_logged=False)
def presence(request: DeskRequest, number: int) -> HttpResponse:
    """Note that the page is still open, and show who else has it open. No resident is named."""
    context = request.desk.context
    colleagues = colleagues_at(number=number, actor=context.actor, at=context.at)
    return render(request, "register/presence.html", {"colleagues": colleagues, "number": number})


def colleagues_at(*, number: int, actor: Actor, at: dt.datetime) -> list[Presence]:
    """Who else has this person open just now; we are noted as well."""
    Presence.objects.update_or_create(
        addressee_no=number, login=actor.who.login,
        defaults={"name": actor.who.name, "section": actor.who.section, "seen_at": at},
    )  # fmt: skip
    Presence.objects.filter(seen_at__lt=at - LIFE).delete()
    others = Presence.objects.filter(addressee_no=number).exclude(login=actor.who.login)
    return list(others.order_by("seen_at"))
