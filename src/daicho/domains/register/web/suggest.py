# SPDX-License-Identifier: Apache-2.0
"""Suggestions of towns and buildings as a clerk types: of places only, never of anybody's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daicho.domains.register.towns import suggest_buildings, suggest_towns
from daicho.foundation.access.pages import DeskRequest, page


def _towns(text: str, near: str) -> list[str]:
    found = suggest_towns(text=text, municipality=settings.MUNICIPALITY_CODE[:5])
    return [f"{one.prefecture}{one.city}{one.town}{one.part}" for one in found]


def _buildings(text: str, near: str) -> list[str]:
    return [one.name for one in suggest_buildings(address=near) if one.name.startswith(text)]


SOURCES: dict[str, Callable[[str, str], list[str]]] = {"towns": _towns, "buildings": _buildings}


@require_safe
@page(function="register.enter", title="住所・方書の候補", is_logged=False)
def suggest(request: DeskRequest, source: str) -> HttpResponse:
    """Options for a list beside an input; the address typed goes with it."""
    if source not in SOURCES:
        raise Http404("この候補はありません")
    near = request.GET.get("address", "")
    typed = [value for name, value in request.GET.items() if name != "address"]
    found = SOURCES[source](typed[0] if typed else near, near)
    return render(request, "register/options.html", {"options": found})
