# SPDX-License-Identifier: Apache-2.0
"""Characters while one types: enlarged, with their codes, and a choice of others (2.1.3, 2.2.3).

The page stands alone, and as a window over any field (static/register/typing.js). What was typed
is posted, because it may be a name; it is looked at and forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daicho.domains.register.models import OwnVariant
from daicho.domains.register.search.spellings import Folds, folds_now
from daicho.domains.register.web.characters import Character, split
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.ui.number_guard import GuardedForm
from daicho.kernel.radicals import RADICALS, characters_of
from daicho.kernel.search_keys import read_character, variants_of

_RADICALS = [
    (f"{strokes}画", [(str(one.number), f"{one.character}（{one.number}）") for one in group])
    for strokes, group in groupby(RADICALS, key=lambda one: one.strokes)
]


class PickForm(GuardedForm):
    """A text to look at, a code, a radical."""

    text = forms.CharField(label="文字", max_length=300, required=False)
    code = forms.CharField(
        label="文字コード", max_length=12, required=False, help_text="例: U+8FBB 𠮷は20BB7"
    )
    radical = forms.ChoiceField(
        label="部首", required=False, choices=[("", "選ばない"), *_RADICALS]
    )
    is_foreign_too = forms.BooleanField(label="日本の文字コードにない字も", required=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """A character of the text: where it stands, and the others that are found by it."""

    place: int
    character: Character
    others: list[str]


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@page(function="register.view", title="文字の拡大・文字コード・字の選択", is_logged=False)
def pick(request: DeskRequest) -> HttpResponse:
    """The characters of a text, and those of a code or a radical."""
    form = PickForm(request.POST if request.method == "POST" else None)
    typed = form.cleaned_data if form.is_valid() else {}
    own = list(OwnVariant.objects.filter(removed_at=None).order_by("pk"))
    folds = folds_now()
    code = str(typed.get("code", ""))
    number = int(typed.get("radical") or 0)
    context = {
        "form": form, "looked": _looked(str(typed.get("text", "")), own, folds),
        "by_code": list(split(read_character(code), folds)) if code else [],
        "is_no_code": bool(code) and not read_character(code),
        "radical": RADICALS[number - 1] if number else None,
        "by_radical": _of(number, is_foreign_too=bool(typed.get("is_foreign_too"))),
        "own": own,
    }  # fmt: skip
    is_window = request.headers.get("HX-Request") == "true"
    piece = "pick_found" if request.method == "POST" else "pick_form"
    template = f"register/{piece if is_window else 'pick'}.html"
    status = 422 if form.errors and not is_window else 200
    return render(request, template, context, status=status)


def _of(number: int, *, is_foreign_too: bool) -> str:
    return characters_of(number, includes_foreign=is_foreign_too) if number else ""


def _looked(text: str, own: list[OwnVariant], folds: Folds) -> list[Looked]:
    characters = list(split(text, folds))
    return [
        Looked(place, one, _others(one.text, own, folds)) for place, one in enumerate(characters)
    ]


def _others(text: str, own: list[OwnVariant], folds: Folds) -> list[str]:
    """Of the kernel's table and of our own, without the character itself."""
    key = folds.name(text)
    ours = [
        char
        for one in own
        for char in (one.character, one.stands_for)
        if folds.name(char) == key
    ]  # fmt: skip
    found = [
        *variants_of(text[:1]),
        *(each for char in ours for each in (char, *variants_of(char))),
    ]
    return [char for char in dict.fromkeys(found) if char != text]
