# SPDX-License-Identifier: Apache-2.0
"""Suggestions of places and countries as a clerk types: of dictionaries, never of anybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daicho.domains.register.countries import suggest_countries
from daicho.domains.register.models import AddressTown
from daicho.domains.register.towns import list_parts, list_towns, suggest_buildings, suggest_towns
from daicho.foundation.access.pages import DeskRequest, page


@dataclass(frozen=True, slots=True)
class Option:
    """One suggestion: what is put into the field, what is said of it, what belongs to it.

    Browsers offer only what holds the typed text, so the label repeats it (ト ミ シ, 1080014).
    """

    value: str
    label: str = ""
    postcode: str = ""
    code: str = ""
    town: str = ""


def option_of(town: AddressTown, typed: str) -> Option:
    """A town with its postcode and code."""
    postcode = f"{town.postcode[:3]}-{town.postcode[3:]}"
    return Option(
        value=town.address, label=f"〒{postcode} {typed}", postcode=town.postcode, code=town.code,
        town=f"{town.town}{town.part}",
    )  # fmt: skip


def _towns(text: str, near: str) -> Iterable[Option]:
    found = suggest_towns(text=text, municipality=settings.MUNICIPALITY_CODE[:5])
    return [option_of(one, text) for one in found]


def _countries(text: str, near: str) -> Iterable[Option]:
    return [Option(one.name, f"{one.code} {text}") for one in suggest_countries(text=text)]


def _places(text: str, near: str) -> Iterable[Option]:
    """Within the country or abroad."""
    return [*_towns(text, near), *_countries(text, near)]


def _buildings(text: str, near: str) -> Iterable[Option]:
    found = suggest_buildings(address=near)
    return [Option(one.name, postcode=one.postcode) for one in found if one.name.startswith(text)]


SOURCES: dict[str, Callable[[str, str], Iterable[Option]]] = {
    "towns": _towns, "buildings": _buildings, "countries": _countries, "places": _places,
}  # fmt: skip


@require_safe
@page(function="register.enter", title="住所・方書・国名の候補", is_logged=False)
def suggest(request: DeskRequest, source: str) -> HttpResponse:
    """Options for a list beside an input; the address typed goes with it."""
    if source not in SOURCES:
        raise Http404("この候補はありません")
    near = request.GET.get("address", "")
    typed = [value for name, value in request.GET.items() if name != "address"]
    found = SOURCES[source](typed[0] if typed else near, near)
    return render(request, "register/options.html", {"options": found})


@require_safe
@page(function="register.enter", title="住所を一覧から選ぶ", is_logged=False)
def choose(request: DeskRequest) -> HttpResponse:
    """From the top: 都道府県, 市区町村, 大字, 小字 (1.3.3); by itself, or as a window's piece."""
    prefecture, city, town = (request.GET.get(name, "") for name in ("prefecture", "city", "town"))
    options = list_towns(prefecture=prefecture, city=city, town=town) if town else []
    context = {
        "prefecture": prefecture, "city": city, "town": town,
        "next": "town" if city else "city" if prefecture else "prefecture",
        "parts": [] if town else list_parts(prefecture=prefecture, city=city),
        "options": [option_of(one, "") for one in options],
    }  # fmt: skip
    is_window = request.headers.get("HX-Request") == "true"
    return render(request, f"register/choose_{'parts' if is_window else 'place'}.html", context)
