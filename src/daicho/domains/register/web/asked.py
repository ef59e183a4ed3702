# SPDX-License-Identifier: Apache-2.0
"""What a search asked for, in words: for the list of recent searches and for the log."""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.http import QueryDict

from daicho.domains.register.search.recent import Typed
from daicho.domains.register.web.forms import SearchForm

NOT_LOGGED = "(支援措置のため記録しません)"
_PLACES = ("address", "building", "address_code", "everything")


def sent_of(typed: Typed) -> QueryDict:
    """What was kept, as if it were posted again."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def typed_of(posted: QueryDict) -> Typed:
    """What was typed into the fields of the form; the usual choice is left out."""
    found = {
        name: [text for one in posted.getlist(name) if (text := one.strip())]
        for name in SearchForm.base_fields
    }
    return {name: values for name, values in found.items() if values and values != ["begin"]}


def conditions(typed: Typed, *, hides_places: bool = False) -> dict[str, str]:
    """Label and words of each condition. With a protected person found, a place would tell."""
    return {
        str(field.label): NOT_LOGGED if hides_places and name in _PLACES
        else _words(field, typed[name])
        for name, field in SearchForm.base_fields.items()
        if name in typed
    }  # fmt: skip


def sentence(typed: Typed) -> str:
    """All of it in one line, the one field's words bare."""
    said = dict(conditions(typed))
    bare = said.pop(str(SearchForm.base_fields["everything"].label), "")
    return "、".join(
        [*([bare] if bare else []), *(f"{label}: {text}" for label, text in said.items())]
    )


def _words(field: forms.Field, values: Collection[str]) -> str:
    if isinstance(field, forms.ChoiceField):
        labels = dict(field.choices)
        return "・".join(str(labels.get(value, value)) for value in values)
    return "はい" if isinstance(field, forms.BooleanField) else "・".join(values)
