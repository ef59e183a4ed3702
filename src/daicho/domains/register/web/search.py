# SPDX-License-Identifier: Apache-2.0
"""The search. What is asked for is posted and kept sealed (2.1.1): no name is in an address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from daicho.domains.register.models import ResidentVersion
from daicho.domains.register.search.query import search as find
from daicho.domains.register.search.recent import find_recent, forget, keep, list_recent
from daicho.domains.register.showing import RESTRICTED, label_of, see
from daicho.domains.register.warnings import restrained_among
from daicho.domains.register.web.asked import conditions, sent_of, sentence, typed_of
from daicho.domains.register.web.forms import CodeForm, NumberForm, SearchForm
from daicho.foundation.access.actor import Actor
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.ui.paging import Paging, page_number
from daicho.foundation.vault.keys import lookup_hashes
from daicho.foundation.vault.numbers import find_addressees


@require_http_methods(["GET", "POST"])
@page(function="register.view", title="住民検索")
def search(request: DeskRequest) -> HttpResponse:
    """The form and, for a search that was posted before, one page of what was found."""
    if request.method == "POST":
        return _start(request)
    actor = request.desk.context.actor
    typed = find_recent(login=actor.who.login, key=request.GET.get("s", ""))
    if typed is None:
        return _show(request, SearchForm())
    form = SearchForm(sent_of(typed))
    if not form.is_valid():
        return _show(request, form, status=422)
    today = timezone.localtime(request.desk.context.at).date()
    criteria = form.criteria()
    if hidden := [one for one in criteria.missing if not _may_ask(actor, one)]:
        form.add_error("missing", f"{label_of(hidden[0])}の表示権限がありません。")
        return _show(request, form, status=422)
    found = find(
        criteria=criteria, page=page_number(request.GET.get("page")),
        may_see_protected=PROTECTED_VIEW in actor.functions, on=today,
    )  # fmt: skip
    lines = see([hit.row for hit in found.hits], actor=actor, on=today)
    request.desk.saw(*(line.addressee_no for line in lines))
    hides = any(hit.is_protected for hit in found.hits)
    request.desk.note(条件=conditions(typed, hides_places=hides), 件数=found.count)
    former = {hit.row.addressee_no for hit in found.hits if hit.is_former}
    paging = Paging(found.page, found.pages, found.count, found.is_bound)
    rows = [hit.row for hit in found.hits]
    restrained = restrained_among(rows=rows, context=request.desk.context)
    return _show(request, form, lines=lines, former=former, paging=paging, restrained=restrained)


@require_POST
@page(function="register.view", title="検索履歴の消去")
def forget_searches(request: DeskRequest) -> HttpResponse:
    """Let go of one's own recent searches; the log of them stays."""
    forget(login=request.desk.context.actor.who.login)
    messages.success(request, "検索履歴を消しました。", "good")
    return HttpResponseRedirect(reverse("register:search"))


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
    """Keep what is asked for under a key and go there."""
    form = SearchForm(request.POST)
    request.desk.note(操作="検索の開始")
    if not form.is_valid():
        return _show(request, form, status=422)
    context = request.desk.context
    key = keep(login=context.actor.who.login, typed=typed_of(request.POST), at=context.at)
    return HttpResponseRedirect(f"{reverse('register:search')}?s={key}")


def _may_ask(actor: Actor, item: str) -> bool:
    """That an item is empty tells of it: only who may see it asks for that."""
    return item not in RESTRICTED or actor.may_see(RESTRICTED[item])


def _show(
    request: DeskRequest, form: SearchForm, *, status: int = 200, **found: Any
) -> HttpResponse:
    context = request.desk.context
    kept = list_recent(login=context.actor.who.login, at=context.at)
    shown = {
        "form": form, "number_form": NumberForm(), "code_form": CodeForm(),
        "recent": [(one.key, sentence(one.typed)) for one in kept], **found,
    }  # fmt: skip
    return render(request, "register/search.html", shown, status=status)
