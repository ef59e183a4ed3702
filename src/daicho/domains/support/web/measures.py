# SPDX-License-Identifier: Apache-2.0
"""Measures: search and list, one application with all its items, the notices of changes.

What an application says (places, contacts, who is feared) is shown to `protected.view` only.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from daicho.domains.register.public import ResidentVersion, Seen, list_history, see
from daicho.domains.support.actions.notices import SeeNotices
from daicho.domains.support.models import MeasureStep, SupportNotice
from daicho.domains.support.notices import list_ending
from daicho.domains.support.selectors import (
    day_of,
    find_application,
    in_state,
    latest_measures,
    measures_of_application,
    said,
)
from daicho.domains.support.web.forms import MeasureSearchForm
from daicho.domains.support.web.telling import Lines, tell_items
from daicho.foundation.access.decision import PROTECTED_VIEW
from daicho.foundation.access.pages import DeskRequest, page
from daicho.foundation.actions.action import perform_at
from daicho.foundation.ui.paging import page_number, page_of
from daicho.kernel.text import fold_name, search_kana
from daicho.rules.resident_register.support import SupportState, state_on

SESSION_KEY = "support_searches"
KEPT = 5


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure in a list, with the person as this actor sees them."""

    step: MeasureStep
    seen: Seen | None
    state: SupportState
    style: str


STYLES = {
    SupportState.PROVISIONAL: "warn", SupportState.IN_FORCE: "key", SupportState.ENDING: "warn",
    SupportState.EXPIRED: "bad",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@page(function="protected.search", title="支援対象者照会")
def measures(request: DeskRequest) -> HttpResponse:
    """The measures that fit; what is asked for is kept in the session, not in the address."""
    if request.method == "POST":
        return _start(request)
    typed = request.session.get(SESSION_KEY, {}).get(request.GET.get("s", ""), {})
    form = MeasureSearchForm(typed or None)
    found = _found(request, form) if not typed or form.is_valid() else MeasureStep.objects.none()
    steps, paging = page_of(
        found.order_by("-application_no", "-is_applicant", "measure_no"),
        page_number(request.GET.get("page")),
    )
    lines = lines_of(request, steps)
    request.desk.note(件数=paging.count)
    context = {"form": form, "lines": lines, "paging": paging}
    return render(request, "support/measures.html", context)


@require_safe
@page(function="protected.search", title="支援措置期間の終了予定")
def ending(request: DeskRequest) -> HttpResponse:
    """Measures that end within a month."""
    lines = lines_of(request, list_ending(on=day_of(request.desk.context.at)))
    return render(request, "support/ending.html", {"lines": lines})


@require_safe
@page(function="protected.search", title="支援措置の内容")
def measure(request: DeskRequest, number: int) -> HttpResponse:
    """Everything of one application: its persons, what it says, every step."""
    steps = measures_of_application(application_no=number)
    version = find_application(application_no=number)
    if not steps or version is None:
        raise Http404("この申出はありません")
    sees = PROTECTED_VIEW in request.desk.context.actor.functions
    history = MeasureStep.objects.filter(application_no=number).order_by("-written_at", "-pk")
    context = {
        "number": number, "lines": lines_of(request, steps), "version": version, "sees": sees,
        "items": tell_items(said(version)) if sees else [],
        "people": [_told(request, one, sees) for one in steps] if sees else [],
        "history": history, "is_open": any(one.ended_on is None for one in steps),
    }  # fmt: skip
    return render(request, "support/measure.html", context)


@require_http_methods(["GET", "POST"])
@page(function="protected.manage", title="支援対象者の異動の通知")
def notices(request: DeskRequest) -> HttpResponse:
    """What happened to protected persons and nobody has looked at yet."""
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("notice") if one.isdigit()]
        perform_at(request.desk, SeeNotices(notices=tuple(chosen)))
        return HttpResponseRedirect(reverse("support:notices"))
    found = SupportNotice.objects.filter(seen_at__isnull=True).order_by("made_at")
    rows, paging = page_of(found, page_number(request.GET.get("page")))
    request.desk.saw(*(one.addressee_no for one in rows))
    people = people_of({one.addressee_no for one in rows})
    listed = [(one, people.get(one.addressee_no)) for one in rows]
    return render(request, "support/notices.html", {"notices": listed, "paging": paging})


def lines_of(request: DeskRequest, steps: Collection[MeasureStep]) -> list[MeasureLine]:
    """Measures with their persons; whose data is shown is noted."""
    today = day_of(request.desk.context.at)
    numbers = {one.addressee_no for one in steps}
    request.desk.saw(*sorted(numbers))
    rows = list(people_of(numbers).values())
    seen = {one.addressee_no: one for one in see(rows, actor=request.desk.context.actor, on=today)}
    found = []
    for one in steps:
        state = state_on(one.support, today)
        found.append(MeasureLine(one, seen.get(one.addressee_no), state, STYLES.get(state, "")))
    return found


def people_of(numbers: Collection[int]) -> dict[int, ResidentVersion]:
    """The latest record of each person."""
    rows = ResidentVersion.objects.filter(addressee_no__in=numbers).order_by(
        "addressee_no", "-history_no"
    )
    return {row.addressee_no: row for row in rows.distinct("addressee_no")}


def _told(request: DeskRequest, step: MeasureStep, sees: bool) -> tuple[str, Lines]:
    """What the register says of a person under a measure (1.1.16), former places too."""
    rows = list_history(addressee_no=step.addressee_no)
    if not rows or not sees:
        return "", []
    today = day_of(request.desk.context.at)
    seen = see(rows, actor=request.desk.context.actor, on=today)
    last = seen[-1]
    names = (
        "kana", "alias", "alias_kana", "birth_date", "sex", "address", "building",
        "previous_address", "last_registered_address", "registered_domicile",
        "moved_to_planned", "moved_to",
    )  # fmt: skip
    told = [(_label(name), last.text[name]) for name in names if last.text.get(name)]
    for label, name in (("前住所等(履歴)", "address"), ("前本籍等(履歴)", "registered_domicile"),
                        ("以前の氏名(履歴)", "name")):  # fmt: skip
        former = [one.text[name] for one in seen if one.text[name] not in ("", last.text[name])]
        told += [(label, text) for text in dict.fromkeys(former)]
    return last.row.name, told


def _label(name: str) -> str:
    return str(ResidentVersion._meta.get_field(name).verbose_name)


def _start(request: DeskRequest) -> HttpResponse:
    form = MeasureSearchForm(request.POST)
    request.desk.note(操作="検索の開始")
    if not form.is_valid():
        return render(request, "support/measures.html", {"form": form}, status=422)
    searches: dict[str, Any] = request.session.get(SESSION_KEY, {})
    key = secrets.token_urlsafe(6)
    searches[key] = {
        name: text for name in form.fields if (text := request.POST.get(name, "").strip())
    }
    request.session[SESSION_KEY] = dict(list(searches.items())[-KEPT:])
    return HttpResponseRedirect(f"{reverse('support:measures')}?s={key}")


def _found(request: DeskRequest, form: MeasureSearchForm) -> QuerySet[MeasureStep]:
    found = latest_measures()
    asked = form.cleaned_data if form.is_bound else {}
    request.desk.note(条件={str(form.fields[n].label): str(v) for n, v in asked.items() if v})
    if asked.get("addressee_no"):
        found = found.filter(addressee_no=asked["addressee_no"])
    if asked.get("state"):
        state = SupportState[asked["state"]]
        found = found.filter(in_state(state, on=day_of(request.desk.context.at)))
    if asked.get("name"):
        found = found.filter(addressee_no__in=_named(asked["name"]))
    return found


def _named(text: str) -> Iterable[int]:
    """Persons under any measure whose name or kana, now or before, contains the text."""
    wanted = Q(pk__in=[])
    if name := fold_name(text):
        wanted |= Q(name_folded__contains=name)
    if kana := search_kana(text):
        wanted |= Q(kana_folded__contains=kana)
    people = ResidentVersion.objects.filter(
        wanted, addressee_no__in=latest_measures().values("addressee_no")
    )
    return set(people.values_list("addressee_no", flat=True))
