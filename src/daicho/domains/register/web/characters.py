# SPDX-License-Identifier: Apache-2.0
"""The characters of a person's names with their codes (文字コード照会, 2.2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daicho.domains.register.search.spellings import Folds, folds_now
from daicho.domains.register.showing import label_of
from daicho.domains.register.web.person import FUNCTION, frame
from daicho.foundation.access.pages import DeskRequest, page
from daicho.kernel.text import is_variation_selector, unencodable_in_cp932

_NAMES = ("name", "kanji_name", "latin_name", "former_name", "alias", "householder_name")


@dataclass(frozen=True, slots=True)
class Character:
    """One character, with the selector of its form if there is one."""

    text: str
    codes: str
    found_as: str  # the form under which it is searched; empty when that is itself
    is_in_cp932: bool


@require_safe
@page(function=FUNCTION, title="文字コード照会")
def characters(request: DeskRequest, number: int) -> HttpResponse:
    """Each name of the record, character by character."""
    context = frame(request, number, "person")
    texts = [(label_of(name), getattr(context["row"], name)) for name in _NAMES]
    folds = folds_now()
    context["names"] = [(label, text, list(split(text, folds))) for label, text in texts if text]
    return render(request, "register/characters.html", context)


def split(text: str, folds: Folds) -> Iterator[Character]:
    """The characters of a text, selectors joined to what they select; spaces left out."""
    clusters: list[str] = []
    for char in text:
        if clusters and is_variation_selector(char):
            clusters[-1] += char
        elif not char.isspace():
            clusters.append(char)
    for cluster in clusters:
        key = folds.name(cluster)
        yield Character(
            cluster, " ".join(f"U+{ord(char):04X}" for char in cluster),
            "" if key == cluster else key, not unencodable_in_cp932(cluster),
        )  # fmt: skip
