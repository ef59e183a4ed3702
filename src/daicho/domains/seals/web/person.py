# SPDX-License-Identifier: Apache-2.0
"""A person's seal: how it stands, what can be done, its history."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daicho.domains.seals.models import SealRegistration, SealStatus, SealStep
from daicho.domains.seals.selectors import find_live, is_certifiable, list_registrations
from daicho.domains.seals.slips.kinds import SEAL_KINDS
from daicho.domains.seals.web.people import frame, imprint_of, inquiry_stop
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.entries.store import open_entries_about


@dataclass(frozen=True, slots=True)
class Door:
    """A slip that can be typed for the person as things stand."""

    label: str
    url: str


@require_safe
@page(function="seal.register", title="印鑑登録の照会")
def person(request: DeskRequest, number: int) -> HttpResponse:
    """The registration as it stands and everything that led there."""
    context = frame(request, number)
    if stops := inquiry_stop(request, number):
        return render(request, "seals/stopped.html", {"findings": stops}, status=403)
    live = find_live(addressee_no=number)
    at = request.desk.context.at
    slips = open_entries_about(addressee_nos=[number]).filter(kind__in=list(SEAL_KINDS))
    context |= {
        "live": live,
        "is_certifiable": live is not None and is_certifiable(live, at=at),
        "imprint": imprint_of(live.image) if live is not None else None,
        "doors": [_door(code, number) for code in _open_doors(number, live)],
        "registrations": list_registrations(addressee_no=number),
        "steps": SealStep.objects.filter(registration__addressee_no=number)
        .select_related("registration")
        .order_by("-pk"),
        "slips": [(slip, SEAL_KINDS[slip.kind].label) for slip in slips],
    }
    return render(request, "seals/person.html", context)


def _open_doors(number: int, live: SealRegistration | None) -> list[str]:
    revoked = list_registrations(addressee_no=number).filter(is_revoked=True)
    codes = ["restore"] if revoked.exists() else []
    if live is None:
        return codes
    if live.status == SealStatus.INQUIRING:
        return [*codes, "answer", "abolish", "correct", "cancel"]
    held = ["release"] if live.is_held else []
    return [*codes, *held, "abolish", "lose", "exchange", "correct", "cancel"]


def _door(code: str, number: int) -> Door:
    kind = SEAL_KINDS[f"seals.{code}"]
    url = reverse("seals:type-slip", args=[kind.code])
    return Door(kind.label, f"{url}?person={number}")
