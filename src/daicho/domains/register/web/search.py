# SPDX-License-Identifier: Apache-2.0
"""The search. What is asked for is posted and kept in the session: no name is in an address."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.search.criteria import Found
from daicho.domains.register.search.query import search as find
from daicho.domains.register.showing import see
from daicho.domains.register.warnings import restrained_among
from daicho.domains.register.web.forms import CodeForm, NumberForm, SearchForm
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.ui.paging import Paging, page_number
from daicho.foundation.vault.keys import lookup_hashes
from daicho.foundation.vault.numbers import find_addressees

SESSION_KEY = "register_searches"
KEPT = 10  # searches of a person's session that can be gone back to (2.1.1)
NOT_LOGGED = "(支援措置のため記録しません)"
_PLACES = ("address", "building", "address_code")


@require_http_methods(["GET", "POST"])
@page(function="register.view", title="住民検索")
def search(request: DeskRequest) -> HttpResponse:
    """The form and, for a search that was posted before, one page of what was found."""
    if request.method == "POST":
        return _start(request)
    typed = request.session.get(SESSION_KEY, {}).get(request.GET.get("s", ""))
    if typed is None:
        return _show(request, SearchForm())
    form = SearchForm(_sent(typed))
    if not form.is_valid():
        return _show(request, form, status=422)
    today = timezone.localtime(request.desk.context.at).date()
    actor = request.desk.context.actor
    found = find(
        criteria=form.criteria(), page=page_number(request.GET.get("page")),
        may_see_protected=PROTECTED_VIEW in actor.functions, on=today,
    )  # fmt: skip
    lines = see([hit.row for hit in found.hits], actor=actor, on=today)
    request.desk.saw(*(line.addressee_no for line in lines))
    request.desk.note(条件=_said(typed, found), 件数=found.count)
    former = {hit.row.addressee_no for hit in found.hits if hit.is_former}
    paging = Paging(found.page, found.pages, found.count, found.is_bound)
    rows = [hit.row for hit in found.hits]
    restrained = restrained_among(rows=rows, context=request.desk.context)
    return _show(request, form, lines=lines, former=former, paging=paging, restrained=restrained)


@require_POST
@sensitive_post_parameters("number")
@page(function="register.find_by_number", title="個人番号による住民検索")
def search_by_number(request: DeskRequest) -> HttpResponse:
    """Straight to the person; neither the number nor its hash is kept or logged."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _show(request, SearchForm(), number_form=form, status=422)
    lookup = lookup_hashes([form.cleaned_data["number"]])[0]
    numbers = find_addressees(lookups=[lookup]).get(lookup, ())
    if len(numbers) != 1:
        messages.warning(request, "この個人番号の住民は登録されていません。", "warn")
        return HttpResponseRedirect(reverse("register:search"))
    request.desk.saw(numbers[0])
    return HttpResponseRedirect(reverse("register:person", args=[numbers[0]]))


@require_POST
@page(function="item.resident_code", title="住民票コードによる住民検索")
def search_by_code(request: DeskRequest) -> HttpResponse:
    """Straight to the person; the code is not logged."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show(request, SearchForm(), code_form=form, status=422)
    rows = ResidentVersion.objects.filter(
        resident_code=form.cleaned_data["resident_code"], recorded__upper_inf=True
    )
    number = rows.values_list("addressee_no", flat=True).first()
    if number is None:
        messages.warning(request, "この住民票コードの住民は登録されていません。", "warn")
        return HttpResponseRedirect(reverse("register:search"))
    request.desk.saw(number)
    return HttpResponseRedirect(reverse("register:person", args=[number]))


def _start(request: DeskRequest) -> HttpResponse:
    """Keep what is asked for under a key of the session and go there."""
    form = SearchForm(request.POST)
    request.desk.note(操作="検索の開始")
    if not form.is_valid():
        return _show(request, form, status=422)
    searches: dict[str, Any] = request.session.get(SESSION_KEY, {})
    key = secrets.token_urlsafe(6)
    searches[key] = {
        name: text for name in form.fields if (text := request.POST.get(name, "").strip())
    }
    request.session[SESSION_KEY] = dict(list(searches.items())[-KEPT:])
    return HttpResponseRedirect(f"{reverse('register:search')}?s={key}")


def _show(
    request: DeskRequest, form: SearchForm, *, status: int = 200, **found: Any
) -> HttpResponse:
    context = {
        "form": form, "number_form": NumberForm(), "code_form": CodeForm(),
        "recent": _recent(request.session.get(SESSION_KEY, {})), **found,
    }  # fmt: skip
    return render(request, "register/search.html", context, status=status)


def _recent(searches: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """The searches that can be gone back to, the last one first."""
    return [(key, _words(typed)) for key, typed in reversed(searches.items())]


def _words(typed: dict[str, str]) -> str:
    labels = SearchForm.base_fields
    said = [
        text if name == "everything" else f"{labels[name].label}: {text}"
        for name, text in typed.items()
        if name in labels
    ]
    return "、".join(said)


def _said(typed: dict[str, str], found: Found) -> dict[str, str]:
    """The conditions for the log. With a protected person found, the address typed would tell."""
    labels = SearchForm.base_fields
    hides = any(hit.is_protected for hit in found.hits)
    return {
        str(labels[name].label): NOT_LOGGED if hides and name in (*_PLACES, "everything") else text
        for name, text in typed.items()
        if name in labels
    }


def _sent(typed: dict[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(typed)
    return data
