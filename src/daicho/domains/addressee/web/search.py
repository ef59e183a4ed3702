# SPDX-License-Identifier: Apache-2.0
"""The search. What is asked for is posted and kept in the session: no name is in an address."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from daicho.domains.addressee.facts import SearchCriteria
from daicho.domains.addressee.selectors import find_by_number_hash, search_addressees
from daicho.domains.addressee.web.forms import NumberForm, SearchForm
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.ui.paging import Paging, page_number
from daicho.foundation.vault.keys import lookup_hashes
from daicho.kernel.dates import age_on

SESSION_KEY = "searches"
NOT_LOGGED = "(支援措置のため記録しません)"
KEPT = 10  # searches of a session that can be gone back to


@require_http_methods(["GET", "POST"])
@page(function="tax.taxpayer.view", title="宛名検索")
def search(request: DeskRequest) -> HttpResponse:
    """The form and, for a search that was posted before, one page of what was found."""
    if request.method == "POST":
        return _start(request)
    kept = request.session.get(SESSION_KEY, {}).get(request.GET.get("s", ""))
    if kept is None:
        return _show(request, SearchForm())
    criteria = _criteria(kept["criteria"])
    found = search_addressees(
        criteria=criteria,
        page=page_number(request.GET.get("page")),
        may_see_protected=PROTECTED_VIEW in request.desk.context.actor.functions,
        on=request.desk.context.at.date(),
    )
    request.desk.saw(*(line.addressee_no for line in found.lines))
    said = _said(criteria)
    if criteria.address and any(line.protected for line in found.lines):
        # With the person beside it, the condition would tell the address to who reads the log.
        said |= {str(SearchForm.base_fields["address"].label): NOT_LOGGED}
    request.desk.note(条件=said, 件数=found.count)
    today = request.desk.context.at.date()
    lines = [(line, line.birth_date and age_on(line.birth_date, today)) for line in found.lines]
    paging = Paging(found.page, found.pages, found.count, found.count_is_bound)
    form = SearchForm(initial=kept["typed"])
    return _show(request, form, lines=lines, paging=paging, conditions=_said(criteria))


@require_POST
@sensitive_post_parameters("number")
@page(function="tax.taxpayer.find_by_number", title="個人番号による検索")
def search_by_number(request: DeskRequest) -> HttpResponse:
    """Straight to the person; neither the number nor its hash is kept or logged."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _show(request, SearchForm(), number_form=form, status=422)
    number = find_by_number_hash(number_hash=lookup_hashes([form.cleaned_data["number"]])[0])
    if number is None:
        messages.warning(request, "この個人番号の人は宛名に登録されていません。", "warn")
        return HttpResponseRedirect(reverse("addressee:search"))
    request.desk.saw(number)
    return HttpResponseRedirect(reverse("inhabitants:taxpayer", args=[number]))


def _start(request: DeskRequest) -> HttpResponse:
    """Keep what is asked for under a key of the session and go there."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    searches: dict[str, Any] = request.session.get(SESSION_KEY, {})
    key = secrets.token_urlsafe(6)
    typed = {name: text for name in form.fields if (text := request.POST.get(name, "").strip())}
    searches[key] = {"criteria": _plain(form.criteria()), "typed": typed}
    request.session[SESSION_KEY] = dict(list(searches.items())[-KEPT:])
    request.desk.note(操作="検索の開始")
    return HttpResponseRedirect(f"{reverse('addressee:search')}?s={key}")


def _show(
    request: DeskRequest, form: SearchForm, *, status: int = 200, **found: Any
) -> HttpResponse:
    context = {"form": form, "number_form": NumberForm(), **found}
    return render(request, "addressee/search.html", context, status=status)


def _plain(criteria: SearchCriteria) -> dict[str, Any]:
    day = criteria.birth_date
    return {**asdict(criteria), "birth_date": day.isoformat() if day else None}


def _criteria(plain: dict[str, Any]) -> SearchCriteria:
    day = plain["birth_date"]
    return SearchCriteria(**{**plain, "birth_date": dt.date.fromisoformat(day) if day else None})


def _said(criteria: SearchCriteria) -> dict[str, str]:
    """The conditions as the page and the log say them."""
    labels = SearchForm.base_fields
    return {
        str(labels[name].label): str(value)
        for name, value in asdict(criteria).items()
        if value not in ("", None)
    }
